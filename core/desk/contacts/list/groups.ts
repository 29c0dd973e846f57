import { type RawBuilder, sql } from 'kysely';
import { CONTACT_FIELDS } from '../../../domain/contact/filter/fields.ts';
import type { Grouping } from '../../../domain/contact/view/columns.ts';
import type { DeskContext } from '../../context.ts';
import { consentStateSql } from './conditions.ts';
import { type Option, optionsOf, type Reader } from './options.ts';
import { asQuery, everyCondition, type Selection, whereAll } from './query.ts';

/** One group of a list: the value its rows share (null where nothing is recorded), its name and how many they are. */
export type ListGroup = { readonly key: string | null; readonly name: string; readonly count: number };

/** More groups than anybody reads; the rest is left out and said. */
const MOST = 500;

/** The key that the rows of a group share. `spelt` is the column that says it as people write it, where the key is folded. */
type Column = { readonly key: RawBuilder<unknown>; readonly spelt: 'suburb' | 'organisation' | null };

const columns: Readonly<Record<Exclude<Grouping, 'consent'>, Column>> = {
  kind: { key: sql.ref('contact_list.kind'), spelt: null },
  stage: { key: sql.ref('contact_list.stage'), spelt: null },
  owner: { key: sql.ref('contact_list.owner'), spelt: null },
  region: { key: sql.ref('contact_list.region'), spelt: null },
  suburb: { key: sql.ref('contact_list.suburb_key'), spelt: 'suburb' },
  organisation: { key: sql.ref('contact_list.organisation_key'), spelt: 'organisation' },
};

/** Spellings that differ in case or accents alone are one group, named as the first contact of the book has it; null for the key of nothing. */
const spelling = (desk: DeskContext, column: 'suburb' | 'organisation', key: string): string | null =>
  desk.db
    .statement<[string], { readonly name: string | null }>(
      `select ${column} as name from contact_list where ${column}_key = ? order by no limit 1`,
    )
    .get(key)?.name ?? null;

const choicesOf = (desk: DeskContext, reader: Reader, grouping: Grouping): readonly Option[] => {
  const field = CONTACT_FIELDS.find((one) => one.name === grouping);
  return field !== undefined && 'options' in field ? field.options : optionsOf(desk, reader, grouping);
};

/** The groups of a selection with their counts, in the order of their choices, else by name; contacts without a value come last. */
export const groupsOf = (
  desk: DeskContext,
  selection: Selection,
  grouping: Grouping,
): { readonly groups: readonly ListGroup[]; readonly more: boolean } => {
  if (selection.nothing) return { groups: [], more: false };
  const column = grouping === 'consent' ? undefined : columns[grouping];
  const key = column?.key ?? consentStateSql(selection.facts);
  const conditions = everyCondition(selection);
  const spelt = column?.spelt ?? null;
  // An index of the grouped column counts the whole book by itself. Of a part of it the plus keeps SQLite from reading every row through that index.
  const held = conditions.length === 0 && spelt !== null ? key : sql`+${key}`;
  const rows = desk.db
    .all(
      asQuery(
        sql<{
          readonly key: string | null;
          readonly count: number;
        }>`select ${held} as key, count(*) as count from contact_list ${whereAll(conditions)} group by 1 order by 1 limit ${MOST + 1}`,
      ),
    )
    .map((row) => ({ ...row, name: row.key === null || spelt === null ? row.key : spelling(desk, spelt, row.key) }));
  const options = choicesOf(desk, selection.reader, grouping);
  const placeOf = (code: string | null): number => {
    const at = options.findIndex((option) => option.code === code);
    return at < 0 ? options.length : at;
  };
  const groups = rows.slice(0, MOST).map(({ key: code, name, count }): ListGroup =>
    name === null
      ? { key: null, name: 'Not recorded', count }
      : {
          key: spelt === null ? code : name,
          name: options.find((option) => option.code === code)?.name ?? name,
          count,
        },
  );
  return {
    groups: groups.toSorted(
      (one, other) =>
        Number(one.key === null) - Number(other.key === null) ||
        placeOf(one.key) - placeOf(other.key) ||
        one.name.localeCompare(other.name, 'en-AU', { sensitivity: 'base', numeric: true }),
    ),
    more: rows.length > MOST,
  };
};
