import type { Database } from '../../adapters/sqlite/database.ts';
import type { Judgement, Void } from './judge.ts';

/** Why an event does not count that came in a file or parcel whose key had ended. */
export const LATE: Void = {
  code: 'paper.key-ended',
  why: 'it came in a paper signed by a key that had ended, and the network log does not show that it stood before that',
};

/**
 * Events that came only in a paper whose key had ended, with that key. Whoever has the key may have made them since: each counts where the network log shows
 * it before the key's end, or once it comes another way. Few, so all of them are in memory.
 */
export type LateEvents = {
  readonly keyOf: (idx: number) => string | undefined;
  readonly all: () => readonly number[];
  readonly add: (idx: number, key: string) => void;
  /** The event came another way as well. */
  readonly lift: (idx: number) => void;
  /** Reads the table again, after a transaction that was taken back. */
  readonly reread: () => void;
};

/** Opens the list on a migrated database. */
export const lateEvents = (db: Database): LateEvents => {
  const all = db.statement<[], { readonly idx: number; readonly key: string }>('select idx, key from late_event');
  const put = db.statement<[number, string], never>('insert into late_event (idx, key) values (?, ?)');
  const drop = db.statement<[number], never>('delete from late_event where idx = ?');
  const held = new Map<number, string>();
  const reread = (): void => {
    held.clear();
    for (const { idx, key } of all.all()) held.set(idx, key);
  };
  reread();
  return {
    keyOf: (idx) => held.get(idx),
    all: () => [...held.keys()],
    add: (idx, key) => {
      put.run(idx, key);
      held.set(idx, key);
    },
    lift: (idx) => {
      drop.run(idx);
      held.delete(idx);
    },
    reread,
  };
};

/** What a record comes to in a paper whose key had ended: it is kept and counts for nothing yet, and what waits for something is not kept at all. */
export const asLate = (judged: Judgement): Judgement => {
  if (judged.verdict === 'accept') return { verdict: 'void', event: judged.event, position: judged.position, ...LATE };
  return judged.verdict === 'wait' ? { ...judged, verdict: 'refuse' } : judged;
};
