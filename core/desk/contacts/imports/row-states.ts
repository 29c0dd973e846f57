import { type ImportPolicies, differencesOf, type FieldDifference } from '../../../domain/contact/import-policy.ts';
import { nameKey } from '../../../domain/contact/name.ts';
import type { Preview, PreviewRow } from '../../../domain/contact/preview.ts';
import type { Repeat } from '../../../domain/contact/repeats.ts';
import type { DeskContext } from '../../context.ts';
import { newestOperation } from '../../merge/search/stored-pairs.ts';
import { contactInUse } from '../stored-contact.ts';
import type { HeldImport } from './held-imports.ts';
import { type BookMatch, matchRows } from './match-rows.ts';

/**
 * What a row is to the book. `new`: nobody of the book; `changed`: one contact, of which it says something else; `same`: one contact, of which it
 * says nothing new; `duplicate`: perhaps a contact of the book or an earlier row, so that a person decides; `bad`: it cannot be read.
 */
export type RowKind = 'new' | 'changed' | 'same' | 'duplicate' | 'bad';

export type RowState = {
  readonly state: RowKind;
  /** Why, in sentences; null where there is nothing to say. */
  readonly words: string | null;
  /** The contact of the book that the row would update. */
  readonly match: { readonly contact: string; readonly name: string } | null;
  /** True where an update would change the contact by the policies. */
  readonly effective: boolean;
};

export type RowStates = {
  readonly ofRow: ReadonlyMap<number, RowState>;
  /** Fields in which rows differ from their contacts, in the order they are shown. */
  readonly fields: ReadonlySet<FieldDifference['field']>;
  readonly behind: number;
};

const SHARED: Readonly<Record<Repeat['reason'], string>> = {
  email: 'e-mail address',
  phone: 'telephone number',
  abn: 'ABN',
};

type InFile = { readonly repeats: boolean; readonly words: string };

/** Rows that very likely repeat an earlier row of the file, and those that share something under another name. */
const inFile = (preview: Preview): ReadonlyMap<number, InFile> => {
  const contacts = new Map(preview.rows.map((row) => [row.row, row.contact]));
  const found = new Map<number, InFile>();
  const note = (row: number, repeats: boolean, words: string): void => {
    if (found.get(row)?.repeats !== true) found.set(row, { repeats, words });
  };
  for (const repeat of preview.repeats) {
    const firstOf = new Map<string, number>();
    const [first] = repeat.rows;
    for (const row of repeat.rows) {
      const contact = contacts.get(row) ?? null;
      if (contact === null) continue;
      // One ABN is one legal entity; an address or a number may be shared by a family, so there the name decides.
      const key = repeat.reason === 'abn' ? contact.kind : nameKey(contact.displayName);
      const earlier = firstOf.get(key);
      if (earlier !== undefined) note(row, true, `Same ${SHARED[repeat.reason]} as row ${earlier}.`);
      else if (first !== undefined && row !== first) note(row, false, `Same ${SHARED[repeat.reason]} as row ${first}, under another name.`);
      if (earlier === undefined) firstOf.set(key, row);
    }
  }
  return found;
};

/** How a row differs from a contact of the book, field by field; empty where the contact is gone. */
export const rowDifferences = (desk: DeskContext, held: HeldImport, row: PreviewRow, contact: string): readonly FieldDifference[] => {
  const ours = contactInUse(desk.db, contact)?.fields;
  return row.contact === null || ours === undefined ? [] : differencesOf(ours, row.contact, held.policies);
};

const PLAIN: RowState = { state: 'new', words: null, match: null, effective: false };

const matchWords = ({ sure, name, words }: BookMatch): string =>
  sure === 'exact'
    ? `${words} ${name} is in the book.`
    : sure === 'likely'
      ? `May be ${name}: ${words}`
      : `${words} ${name} is in the book.`;

type Reading = { readonly preview: Preview; readonly ofRow: ReadonlyMap<number, BookMatch>; readonly behind: number; readonly seq: number };

// What rows match depends on the file as it is corrected and on the book alone: previews are paged through more often than either changes.
const matched = new WeakMap<Preview, Reading>();
const judged = new WeakMap<Preview, { readonly reading: Reading; readonly policies: ImportPolicies; readonly states: RowStates }>();

const readingOf = (desk: DeskContext, preview: Preview): Reading => {
  const seq = newestOperation(desk.db);
  const known = matched.get(preview);
  if (known?.seq === seq) return known;
  const reading = { preview, ...matchRows(desk, preview), seq };
  matched.set(preview, reading);
  return reading;
};

const judgedStates = (desk: DeskContext, held: HeldImport, reading: Reading): RowStates => {
  const repeats = inFile(held.preview);
  const updatedBy = new Map<string, number>();
  const fields = new Set<FieldDifference['field']>();
  const stateOf = (row: PreviewRow): RowState => {
    if (row.contact === null) return { ...PLAIN, state: 'bad' };
    const own = repeats.get(row.row);
    if (own?.repeats === true) return { ...PLAIN, state: 'duplicate', words: own.words };
    const match = reading.ofRow.get(row.row);
    if (match === undefined || match.sure === 'shares')
      return { ...PLAIN, words: own?.words ?? (match === undefined ? null : matchWords(match)) };
    const differences = rowDifferences(desk, held, row, match.contact);
    const effective = differences.some((difference) => difference.taken);
    for (const { field } of differences) fields.add(field);
    const to = { contact: match.contact, name: match.name };
    const earlier = updatedBy.get(match.contact);
    if (match.sure === 'likely') return { state: 'duplicate', words: matchWords(match), match: to, effective };
    if (earlier !== undefined)
      return { state: 'duplicate', words: `Row ${earlier} is ${match.name} of the book as well.`, match: to, effective };
    updatedBy.set(match.contact, row.row);
    return { state: differences.length === 0 ? 'same' : 'changed', words: matchWords(match), match: to, effective };
  };
  return { ofRow: new Map(held.preview.rows.map((row) => [row.row, stateOf(row)])), fields, behind: reading.behind };
};

/** What each row of a held file is to the book as it is now. */
export const rowStates = (desk: DeskContext, held: HeldImport): RowStates => {
  const reading = readingOf(desk, held.preview);
  const known = judged.get(held.preview);
  if (known !== undefined && known.reading === reading && known.policies === held.policies) return known.states;
  const states = judgedStates(desk, held, reading);
  judged.set(held.preview, { reading, policies: held.policies, states });
  return states;
};
