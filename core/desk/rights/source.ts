import { birthDateText } from '../../domain/contact/birth-date.ts';
import { partialDateSchema } from '../../domain/contact/contact.ts';
import type { KeptReason } from '../../domain/privacy/erasure.ts';
import type { HeldEntry } from '../../domain/privacy/person-file.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import type { Database } from '../../adapters/sqlite/database.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { DeskContext } from '../context.ts';
import { valueWords } from '../records/words.ts';
import type { Subject } from './subject.ts';

/** How many rows an erasure takes away, how many stay, and why. */
export type Erased = { readonly erased: number; readonly kept: number; readonly why: KeptReason | null };

export const NOTHING: Erased = { erased: 0, kept: 0, why: null };

/** Who erases, and whether it is done or only counted. */
export type ErasureRun = { readonly act: boolean; readonly by: string; readonly byName: string; readonly at: string };

/**
 * One place where something about people is held. The same list answers a request for access and carries out an erasure, so that neither can
 * forget what the other knows.
 */
export type PersonalSource = {
  readonly code: string;
  readonly title: string;
  /** Tables it answers for. */
  readonly tables: readonly string[];
  held(desk: DeskContext, subject: Subject): readonly HeldEntry[];
  erase(desk: DeskContext, subject: Subject, run: ErasureRun): Erased;
};

type Argument = string | number | null;

/** `?, ?, ?` for a list. SQLite takes an empty list too: nothing is in it, where `in (null)` would be neither true nor false. */
export const marks = (list: readonly unknown[]): string => list.map(() => '?').join(', ');

/** Counts rows, or takes them away. `where` is a condition with `?` for each argument. */
export const clear = (db: Database, act: boolean, table: string, where: string, args: readonly Argument[]): number => {
  if (act) return db.statement<Argument[], never>(`delete from "${table}" where ${where}`).run(...args);
  return db.statement<Argument[], { readonly n: number }>(`select count(*) as n from "${table}" where ${where}`).get(...args)?.n ?? 0;
};

/** Counts rows, or sets columns of them. */
export const blank = (db: Database, act: boolean, table: string, set: string, where: string, args: readonly Argument[]): number => {
  if (act) return db.statement<Argument[], never>(`update "${table}" set ${set} where ${where}`).run(...args);
  return db.statement<Argument[], { readonly n: number }>(`select count(*) as n from "${table}" where ${where}`).get(...args)?.n ?? 0;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/u;

type Fact = HeldEntry['facts'][number];

/** The name of a field in words, of what has no names of its own: “givenName” is “Given name”. */
export const inWords = (name: string): string => {
  const words = (name.split('.').at(-1) ?? name)
    .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .replaceAll(/[-_]/gu, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const wordsOf = (value: JsonValue): string => {
  const calendar = typeof value === 'string' && DAY.test(value) ? parseLocalDate(value) : null;
  if (calendar?.ok === true) return formatDate(calendar.value);
  const date = partialDateSchema.safeParse(value);
  return date.success ? birthDateText(date.data) : valueWords(value);
};

/** The members of an object that has several and is no date; null for every other value. */
const partsOf = (value: JsonValue): readonly (readonly [string, JsonValue])[] | null => {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || partialDateSchema.safeParse(value).success) return null;
  const parts = Object.entries(value) as readonly (readonly [string, JsonValue])[];
  return parts.length > 1 ? parts : null;
};

/**
 * The members of a value that say something, as labelled facts: a list of objects gives one fact for each, an object one for each of its members
 * (“Flags, do not contact: no”).
 */
export const factsOf = (value: JsonValue, nameOf: (field: string) => string = inWords): readonly Fact[] => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([field, member]: [string, JsonValue]): readonly Fact[] => {
    const label = nameOf(field);
    const parts = partsOf(member);
    if (parts !== null)
      return parts.flatMap(([part, its]) => {
        const words = wordsOf(its);
        const name = nameOf(`${field}.${part}`);
        return words === '' ? [] : [{ label: `${label}, ${name.charAt(0).toLowerCase()}${name.slice(1)}`, value: words }];
      });
    const values: readonly JsonValue[] = Array.isArray(member) && member.some((one) => typeof one === 'object') ? member : [member];
    return values.flatMap((one) => {
      const words = wordsOf(one);
      return words === '' ? [] : [{ label, value: words }];
    });
  });
};

/** A fact, unless there is nothing to say. */
export const fact = (label: string, value: string | null | undefined): readonly Fact[] =>
  value === null || value === undefined || value === '' ? [] : [{ label, value }];
