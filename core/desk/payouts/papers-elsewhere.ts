import type { Payouts } from '../../contract/money.ts';
import type { DeskContext } from '../context.ts';

type Paper = Payouts['papers'][number];
const MOST = 200;

// A paper that was brought stands in both tables; one of a batch of this desk is shown with its batch.
const PAPERS = `
select id, name, kind, made_at as at, 'here' as "where", batch from document where batch is not null
union all
select id, name, json_extract(facts, '$.kind') as kind, json_extract(facts, '$.made_at') as at, case complete when 1 then 'at-server' else 'coming' end as "where", json_extract(facts, '$.batch') as batch
from shared_file where of = 'document' and json_extract(facts, '$.batch') is not null and not exists (select 1 from document where document.id = shared_file.id)
order by at desc, name`;

/** Invoices, statements and batch sheets that another desk of the practice printed with its batches, newest first, and where each is. */
export const papersElsewhere = (desk: Pick<DeskContext, 'db'>): readonly Paper[] =>
  desk.db
    .statement<[number], Paper>(
      `select id, name, kind, at, "where" from (${PAPERS}) as paper
       where not exists (select 1 from payout_batch where payout_batch.batch = paper.batch) limit ?`,
    )
    .all(MOST)
    .map((row) => ({ ...row }));
