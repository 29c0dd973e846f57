import type { ContactFields } from '../../../domain/contact/contact.ts';
import { nameKey } from '../../../domain/contact/name.ts';
import type { Preview } from '../../../domain/contact/preview.ts';
import { type Candidate, candidateOf } from '../../../domain/duplicate/find-pairs.ts';
import { bornOn, keyNumber } from '../../../domain/duplicate/block-keys.ts';
import { type Fingerprint, fingerprintOf } from '../../../domain/duplicate/fingerprint.ts';
import type { GivenNames } from '../../../domain/duplicate/given-names.ts';
import { judgePair } from '../../../domain/duplicate/judge-pair.ts';
import type { BookFigures } from '../../../domain/duplicate/rarity.ts';
import type { DeskContext } from '../../context.ts';
import { catchUp, storedFigures } from '../../merge/search/catch-up.ts';
import { givenNames } from '../../merge/search/given-names.ts';
import { shownReason } from '../../merge/search/reason-values.ts';
import { keysOf, readFields, sortKeyOf } from '../stored-contact.ts';

/** The contact of the book that a row belongs to, or may belong to. */
export type BookMatch = {
  /** `exact`: one contact of this name shares an address, number, ABN, code or date of birth. `likely`: a person has to look. `shares`: another client. */
  readonly sure: 'exact' | 'likely' | 'shares';
  readonly contact: string;
  readonly name: string;
  /** Why, in sentences. */
  readonly words: string;
};

export type Matches = {
  readonly ofRow: ReadonlyMap<number, BookMatch>;
  /** Changes of the book that its search for duplicates has not read yet; rows are then matched by what is exact alone. */
  readonly behind: number;
};

type Key = ReturnType<typeof keysOf>[number];
type Told = { readonly fields: ContactFields; readonly print: Fingerprint };
type Held = Told & { readonly id: string; readonly shared: Key | undefined };

const NAMES: Readonly<Record<Key['kind'], string>> = { email: 'e-mail address', phone: 'telephone number', abn: 'ABN' };

/** Contacts that one key or one name brings up; a switchboard or a common name brings up more than can be looked at. */
const MOST = 20;

/** Contacts that one further likeness brings up: a street, a date of birth with a name. */
const ALIKE = 8;

/** Rows up to which each is compared with contacts that are merely like it; of a larger file the duplicate search does that afterwards. */
const ALIKE_ROWS = 5000;

/** Found contacts that stay read: many rows of a file ask for the same few. */
const KEPT = 2000;

type Matcher = {
  readonly desk: DeskContext;
  readonly names: GivenNames;
  readonly figures: BookFigures;
  /** The keys of the search are up to date, so that likeness can be weighed. */
  readonly weighs: boolean;
  /** Contacts that share none of the keys of a client are looked at too. */
  readonly looksAlike: boolean;
  readonly read: Map<string, Told | null>;
};

const readOne = (matcher: Matcher, id: string): Told | null => {
  const known = matcher.read.get(id);
  if (known !== undefined) return known;
  const row = matcher.desk.db.statement<[string], { readonly fields: string }>('select fields from contact where id = ?').get(id);
  const fields = row === undefined ? null : readFields(row.fields);
  const made = fields === null ? null : { fields, print: fingerprintOf(id, fields, matcher.names) };
  if (matcher.read.size >= KEPT) matcher.read.clear();
  matcher.read.set(id, made);
  return made;
};

type Id = { readonly id: string };

const heldOf = (matcher: Matcher, ids: Iterable<readonly [string, Key | undefined]>): readonly Held[] =>
  [...ids].flatMap(([id, shared]) => {
    const told = readOne(matcher, id);
    return told === null ? [] : [{ id, shared, ...told }];
  });

/** Contacts that share an address, a number or an ABN with a row, or have its name. */
const candidatesOf = (matcher: Matcher, fields: ContactFields): ReadonlyMap<string, Key | undefined> => {
  const { db } = matcher.desk;
  const byKey = db.statement<[string, string, number], Id>(
    'select c.id from contact_key k join contact c on c.no = k.contact where k.kind = ? and k.value = ? limit ?',
  );
  const found = new Map<string, Key | undefined>();
  for (const key of keysOf(fields))
    for (const { id } of byKey.all(key.kind, key.value, MOST)) if (found.get(id) === undefined) found.set(id, key);
  const byName = db.statement<[string, number], Id>('select id from contact where sort_key = ? order by no limit ?');
  for (const { id } of byName.all(sortKeyOf(fields), MOST)) if (!found.has(id)) found.set(id, undefined);
  return found;
};

/** Contacts that are like a row by a key of the duplicate search that few share: a street, a date of birth, a suburb with the name. */
const alikeTo = (matcher: Matcher, { keys }: Candidate, known: ReadonlyMap<string, unknown>): ReadonlySet<string> => {
  const holders = matcher.desk.db.statement<[number, number], Id>(
    'select contact.id from duplicate_key join contact on contact.no = duplicate_key.contact where duplicate_key.key = ? limit ?',
  );
  const found = new Set<string>();
  for (const key of keys.pairs) {
    const rows = holders.all(keyNumber(key), ALIKE + 1);
    if (rows.length <= ALIKE) for (const { id } of rows) if (!known.has(id)) found.add(id);
  }
  return found;
};

/** What two records of one name have in common that no two clients have; null where that is nothing, or where something speaks against it. */
const exactWords = (fields: ContactFields, print: Fingerprint, held: Held): string | null => {
  if (fields.kind !== held.fields.kind || nameKey(fields.displayName) !== nameKey(held.fields.displayName)) return null;
  const [born, other] = [bornOn(print), bornOn(held.print)];
  if (born !== null && other !== null && born !== other) return null;
  if (fields.abn !== null && held.fields.abn !== null && fields.abn !== held.fields.abn) return null;
  if (print.suffix !== held.print.suffix) return null;
  if (held.shared !== undefined) return `Same name and ${NAMES[held.shared.kind]}.`;
  if (print.codes.some((code) => held.print.codes.includes(code))) return 'Same name and code in the other program.';
  return born !== null && born === other ? 'Same name and date of birth.' : null;
};

type Suspected = { readonly held: Held; readonly bits: number; readonly words: string };

/** Bits of a match that is weighed as nothing but shares the number of one legal entity. */
const ONE_ENTITY = 4;

const suspectedOf = (matcher: Matcher, entered: Candidate, fields: ContactFields, held: Held): Suspected | null => {
  const own = new Set([...entered.keys.pairs, ...entered.keys.counts]);
  const figures: BookFigures = {
    size: matcher.figures.size,
    holders: (key) => matcher.figures.holders(key) + (own.has(key) ? 1 : 0),
  };
  const suspicion = matcher.weighs || held.shared !== undefined ? judgePair(entered.print, held.print, figures, matcher.names) : null;
  if (suspicion !== null) {
    const reasons = suspicion.reasons.filter((reason) => reason.bits > 0).map(shownReason);
    return { held, bits: suspicion.bits, words: `${reasons.join('. ')}.` };
  }
  return held.shared?.kind === 'abn' && fields.kind === held.fields.kind
    ? { held, bits: ONE_ENTITY, words: 'Same ABN, under another name.' }
    : null;
};

const matchOf = (sure: BookMatch['sure'], held: Held, words: string): BookMatch => ({
  sure,
  contact: held.id,
  name: held.fields.displayName,
  words,
});

const matchRow = (matcher: Matcher, row: number, fields: ContactFields): BookMatch | null => {
  const print = fingerprintOf(`row ${String(row)}`, fields, matcher.names);
  const sharing = candidatesOf(matcher, fields);
  const near = heldOf(matcher, sharing);
  const exact = near.flatMap((held) => {
    const words = exactWords(fields, print, held);
    return words === null ? [] : [{ held, words }];
  });
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return matchOf('exact', only.held, only.words);
  if (only !== undefined)
    return matchOf(
      'likely',
      only.held,
      `${only.words} ${String(exact.length)} contacts of the book fit: they may be duplicates themselves.`,
    );
  if (near.length === 0 && !matcher.looksAlike) return null;
  const entered = candidateOf(print);
  const alike = matcher.looksAlike ? alikeTo(matcher, entered, sharing) : new Set<string>();
  const candidates = [
    ...near,
    ...heldOf(
      matcher,
      [...alike].map((id) => [id, undefined] as const),
    ),
  ];
  const [likely] = candidates
    .flatMap((held) => suspectedOf(matcher, entered, fields, held) ?? [])
    .toSorted((left, right) => right.bits - left.bits);
  if (likely !== undefined) return matchOf('likely', likely.held, likely.words);
  const shares = candidates.find((held) => held.shared !== undefined);
  return shares?.shared === undefined ? null : matchOf('shares', shares, `Same ${NAMES[shares.shared.kind]}, under another name.`);
};

/**
 * Finds for each row the contact of the book that it belongs to, by the keys that contacts are indexed by and the rules by which duplicates are
 * found. A row costs the same in a book of any size. Where the search for duplicates is behind the book, only what is exact is matched; rows of a
 * file of more than 5,000 are not compared with contacts that are merely like them, which the search does once they are in the book.
 */
export const matchRows = (desk: DeskContext, preview: Preview): Matches => {
  const empty = desk.db.statement<[], { readonly one: number }>('select 1 as one from contact limit 1').get() === undefined;
  if (empty) return { ofRow: new Map(), behind: 0 };
  const { behind } = catchUp(desk);
  const matcher: Matcher = {
    desk,
    names: givenNames(desk),
    figures: storedFigures(desk.db),
    weighs: behind === 0,
    looksAlike: behind === 0 && preview.rows.length <= ALIKE_ROWS,
    read: new Map(),
  };
  const ofRow = new Map<number, BookMatch>();
  for (const { row, contact } of preview.rows) {
    const match = contact === null ? null : matchRow(matcher, row, contact);
    if (match !== null) ofRow.set(row, match);
  }
  return { ofRow, behind };
};
