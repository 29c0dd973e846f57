import type { Database } from '../../adapters/sqlite/database.ts';
import type { Void } from './judge.ts';
import { FORKED } from './stream-forks.ts';

/** Which events held here do not count, and why. Kept in step with its table; few, so all of them are in memory. */
export type VoidEvents = {
  readonly of: (idx: number) => Void | undefined;
  readonly any: () => boolean;
  /** Entries that do not count because of another one in their place. */
  readonly forked: () => readonly number[];
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
  const forked = new Set<number>();
  const keep = (idx: number, reason: Void | null): void => {
    if (reason === null) held.delete(idx);
    else held.set(idx, reason);
    if (reason?.code === FORKED.code) forked.add(idx);
    else forked.delete(idx);
  };
  const reread = (): void => {
    held.clear();
    forked.clear();
    for (const { idx, code, why } of all.all()) keep(idx, { code, why });
  };
  reread();
  return {
    of: (idx) => held.get(idx),
    any: () => held.size > 0,
    forked: () => [...forked],
    set: (idx, reason) => {
      if (reason === null) drop.run(idx);
      else put.run(idx, reason.code, reason.why);
      keep(idx, reason);
    },
    reread,
  };
};
