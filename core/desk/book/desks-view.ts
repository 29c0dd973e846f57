import type { DesksView } from '../../contract/shared-book.ts';
import { tillAt } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { linkOf } from '../network/link.ts';
import { holdsSeal } from '../office/barred-keys.ts';
import { openConflicts } from './conflicts.ts';
import { desksOf, pendingDesks } from './desk-list.ts';
import { filesView } from './files/files-view.ts';
import { bookOf } from './state.ts';
import { bookSql } from './tables.ts';

/** The desks of the practice, how far this one follows the shared book, and the conflicts that wait for a person. */
export const desksView = (desk: DeskContext): DesksView => {
  const register = registerOf(desk);
  const { practice, desk: own } = desk.profile;
  const state = bookOf(desk);
  const sharing = new Set(desksOf(desk, state?.epoch ?? 0).map((one) => one.desk));
  const keys = [...register.keys.values()].filter((key) => key.practice === practice && key.desk !== null);
  const ids = [...new Set([own, ...keys.flatMap((key) => key.desk ?? [])])];
  const till = tillAt(register, practice, desk.ledger.size());
  const invited = new Set(
    desk.db.all(bookSql.selectFrom('desk_invitation').select('desk').where('used_at', 'is not', null)).map((row) => row.desk),
  );
  const count = (sql: string): number => desk.db.statement<[], { readonly n: number }>(sql).get()?.n ?? 0;
  return {
    shared: state !== undefined,
    server: linkOf(desk) !== undefined,
    desks: ids.map((id) => {
      const its = keys.filter((key) => key.desk === id);
      const counting = its.filter((key) => key.revokedAt === null && key.retiredAt === null);
      const people = counting.flatMap((key) =>
        key.use === 'sign' && key.person !== null ? (register.people.get(key.person)?.name ?? []) : [],
      );
      const from = Math.min(...its.map((key) => key.from));
      return {
        desk: id,
        here: id === own,
        till: id === till,
        people: [...new Set(people)],
        since: desk.ledger.rows.byIndex(from)?.at ?? null,
        renew: holdsSeal(desk, register, id),
        state: counting.length > 0 ? ('active' as const) : ('revoked' as const),
        shares: sharing.has(id),
        answer: counting.length > 0 && invited.has(id),
      };
    }),
    book:
      state === undefined
        ? null
        : {
            entries: state.last,
            waiting:
              count(`select count(*) as n from book_entry where no is null`) +
              count(`select count(*) as n from operation left join book_entry on book_entry.id = operation.id where book_entry.id is null`),
            notTakenIn: desk.db
              .all(bookSql.selectFrom('book_waiting').select(['no', 'why']).orderBy('no').limit(50))
              .map((row) => ({ ...row })),
            stopped: state.stopped === null ? null : { code: state.stopped, why: state.stopped_why ?? '' },
            files: filesView(desk),
          },
    conflicts: openConflicts(desk),
  };
};

/** The key to which the answer of a desk that was admitted here is sealed; undefined for any other. */
export const wrapKeyOfDesk = (desk: DeskContext, id: string): string | undefined => {
  const stated = desksOf(desk, bookOf(desk)?.epoch ?? 0).find((one) => one.desk === id);
  if (stated !== undefined) return stated.wrapKey;
  const waiting = desk.db.all(bookSql.selectFrom('book_entry').select('ref').where('kind', '=', 'desks').where('no', 'is', null));
  return waiting.flatMap(({ ref }) => pendingDesks(ref).add).find((one) => one.desk === id)?.wrapKey;
};
