import { z } from 'zod';
import type { Database } from '../../../adapters/sqlite/database.ts';
import { keyNumber } from '../../../domain/duplicate/block-keys.ts';
import type { Candidate, Pair } from '../../../domain/duplicate/find-pairs.ts';
import type { Reason } from '../../../domain/duplicate/reason.ts';

const reasonsSchema: z.ZodType<readonly Reason[]> = z.array(
  z.object({ code: z.string(), about: z.string(), bits: z.number() }),
) as unknown as z.ZodType<readonly Reason[]>;

/** Reads the stored reasons of a pair. */
export const readReasons = (json: string): readonly Reason[] => reasonsSchema.parse(JSON.parse(json));

/** Numbers of the keys of a contact, each once. */
export const keyNumbers = ({ keys }: Candidate): readonly number[] => [...new Set([...keys.pairs, ...keys.counts].map(keyNumber))];

/** Writes what a contact, the number of its row, is brought together with others by, over what it was. Runs inside the caller's transaction. */
export const writeKeys = (db: Database, no: number, candidate: Candidate): void => {
  db.statement<[number], never>('delete from duplicate_key where contact = ?').run(no);
  const insert = db.statement<[number, number], never>('insert into duplicate_key (key, contact) values (?, ?)');
  for (const key of keyNumbers(candidate)) insert.run(key, no);
};

/** Adds a pair, over the same pair found before. Runs inside the caller's transaction. */
export const writePair = (db: Database, pair: Pair, at: string): void => {
  db.statement<[string, string, number, string, string, string], never>(
    `insert into duplicate_pair (low, high, bits, strength, reasons, found_at) values (?, ?, ?, ?, ?, ?)
     on conflict (low, high) do update set bits = excluded.bits, strength = excluded.strength, reasons = excluded.reasons`,
  ).run(pair.left, pair.right, Math.round(pair.bits), pair.strength, JSON.stringify(pair.reasons), at);
};

/** Notes up to which operation the book was searched. */
export const noteSearched = (db: Database, seq: number, at: string, contacts: number): void => {
  db.statement<[number, string, number], never>(
    `insert into duplicate_search (one, seq, at, contacts) values (1, ?, ?, ?)
     on conflict (one) do update set seq = excluded.seq, at = excluded.at, contacts = excluded.contacts`,
  ).run(seq, at, contacts);
};

/** Number of the newest operation; 0 before the first. */
export const newestOperation = (db: Database): number =>
  db.statement<[], { readonly seq: number | null }>('select max(seq) as seq from operation').get()?.seq ?? 0;

/** Contacts in the book. */
export const contactCount = (db: Database): number =>
  db.statement<[], { readonly count: number }>('select count(*) as count from contact').get()?.count ?? 0;
