import { type DealDocument, dealSchema } from '../../../domain/crm/pipeline/deal-document.ts';
import type { RecordDefinition } from '../../records/definition.ts';
import { ownerFieldWords } from '../owners.ts';
import { crmSql } from '../tables.ts';

/** A piece of work that a contact may give to the practice. */
export const dealDefinition: RecordDefinition<DealDocument> = {
  kind: 'deal',
  name: 'deal',
  schema: dealSchema,
  nested: [],
  guarded: ['stage', 'stageSince', 'status', 'amount', 'settledAmount', 'lostReason', 'closedAt'],
  change: 'work-deals',
  remove: 'work-deals',
  fieldNames: { stageSince: 'in its stage since', settledAmount: 'settled amount', lostReason: 'reason it was lost', closedAt: 'closed' },
  fieldWords: ownerFieldWords,
  subjectOf: (_id, deal) => deal.contact,
  labelOf: (deal) => deal.title,
  timelineOf: (deal) => ({ at: deal.stageSince, pinned: false }),
  searchOf: (deal) => ({ title: deal.title, words: `${deal.purpose} ${deal.lostReason}`, digits: '' }),
  index: {
    write: (db, { id, document }) => {
      const { contact, pipeline, stage, status, stageSince, amount, settledAmount, owner, closedAt } = document;
      db.run(
        crmSql.insertInto('crm_deal').values({
          id,
          contact,
          pipeline,
          stage,
          status,
          stage_since: stageSince,
          amount,
          settled: settledAmount,
          owner,
          closed_at: closedAt,
        }),
      );
    },
    clear: (db, { id }) => {
      db.run(crmSql.deleteFrom('crm_deal').where('id', '=', id));
    },
  },
};
