import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

export type Tx = Transaction<Tables>;

/** What moved in the database, told to everyone who waits: at this process and, on PostgreSQL, at every other. */
export type Movement = {
  /** Practices for which something came. */
  readonly feeds: readonly string[];
  /** A checkpoint was published. */
  readonly log: boolean;
  /** Desks whose keys a new seen list names. */
  readonly seen: readonly string[];
};

/**
 * The server's database. The queries are the same on SQLite and PostgreSQL; this is all in which the two differ. Several processes may share one
 * PostgreSQL; a SQLite file belongs to one process.
 */
export type Storage = {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Kysely<Tables>;
  /** Runs `work` in one transaction, durable when it resolves; anything it throws takes its writes back. */
  readonly write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /**
   * Resolves when everything that can be read by now is on the disk. What is shown to others waits for it: on SQLite a commit is seen a moment before
   * it is durable, on PostgreSQL never. Throws what the disk answers.
   */
  readonly settled: () => Promise<void>;
  /** Waits for the named locks and holds them until the transaction ends. Take all of one kind at once: they are taken in one order everywhere. */
  readonly lock: (tx: Tx, names: readonly string[]) => Promise<void>;
  /** Tells what moved, after the commit. Never waits; a message that is lost is made good by the next look. */
  readonly tell: (movement: Movement) => void;
  readonly listen: (hear: (movement: Movement) => void) => () => void;
  /**
   * After a deletion was committed: takes the journal's copies of what was deleted away as well. Tried again by itself while a backup is being read. On
   * PostgreSQL this is left to its vacuum and its archives of WAL (docs/operating.md).
   */
  readonly emptyJournal: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The items in lists of at most `size`: a statement takes a limited number of values. */
export const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
