import type { Database } from '../../adapters/sqlite/database.ts';
import type { Void } from './judge.ts';

/** Which events held here do not count, and why. Kept in step with its table; few, so all of them are in memory. */
export type VoidEvents = {
  readonly of: (idx: number) => Void | undefined;
  readonly any: () => boolean;
  readonly set: (idx: number, reason: Void | null) => void;
  /** Reads the table again, after a transaction that was taken back. */
  readonly reread: () => void;
};

/** Opens the list on a migrated database. */
export const voidEvents = (db: Database): VoidEvents => {
  const all = db.statement<[], { readonly idx: number; readonly code: string; readonly why: string }>(
    'select idx, code, why from void_event',
  );
  const put = db.statement<[number, string, string], never>(
    'insert into void_event (idx, code, why) values (?, ?, ?) on conflict (idx) do update set code = excluded.code, why = excluded.why',
  );
  const drop = db.statement<[number], never>('delete from void_event where idx = ?');
  const held = new Map<number, Void>();
  const reread = (): void => {
    held.clear();
    for (const { idx, code, why } of all.all()) held.set(idx, { code, why });
  };
  reread();
  return {
    of: (idx) => held.get(idx),
    any: () => held.size > 0,
    set: (idx, reason) => {
      if (reason === null) {
        drop.run(idx);
        held.delete(idx);
      } else {
        put.run(idx, reason.code, reason.why);
        held.set(idx, reason);
      }
    },
    reread,
  };
};
