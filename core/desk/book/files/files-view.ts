import type { DesksView } from '../../../contract/shared-book.ts';
import type { DeskContext } from '../../context.ts';

type FilesView = NonNullable<DesksView['book']>['files'];

const HERE = `(exists (select 1 from private_file where private_file.id = shared_file.id)
  or exists (select 1 from document where document.sha256 = shared_file.sha256))`;

/** Files that wait to go from this desk or to come to it, and the newest reason why one does not, in words. */
export const filesView = (desk: Pick<DeskContext, 'db'>): FilesView => {
  const count = (sql: string): number => desk.db.statement<[], { readonly n: number }>(`select count(*) as n from ${sql}`).get()?.n ?? 0;
  const problem = desk.db
    .statement<[], { readonly name: string; readonly problem: string }>(
      'select name, problem from shared_file where problem is not null order by tried_at desc limit 1',
    )
    .get();
  return {
    toSend: count(`shared_file where complete = 0 and ${HERE}`),
    toBring: count(`shared_file where sent is null and not ${HERE}`),
    problem: problem === undefined ? null : `${problem.name}: ${problem.problem}`,
  };
};
