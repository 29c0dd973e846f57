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

const columns: Readonly<Record<Exclude<Grouping, 'consent'>, { readonly key: RawBuilder<unknown>; readonly name: RawBuilder<unknown> }>> = {
  kind: { key: sql.ref('contact_list.kind'), name: sql.ref('contact_list.kind') },
  stage: { key: sql.ref('contact_list.stage'), name: sql.ref('contact_list.stage') },
  owner: { key: sql.ref('contact_list.owner'), name: sql.ref('contact_list.owner') },
  region: { key: sql.ref('contact_list.region'), name: sql.ref('contact_list.region') },
  // Spellings that differ in case or accents alone are one group, named by one of them.
  suburb: { key: sql.ref('contact_list.suburb_key'), name: sql`max(contact_list.suburb)` },
  organisation: { key: sql.ref('contact_list.organisation_key'), name: sql`max(contact_list.organisation)` },
};

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
  // The plus keeps SQLite from reading every row through an index of the grouped column.
  const rows = desk.db.all(
    asQuery(
      sql<{
        readonly key: string | null;
        readonly name: string | null;
        readonly count: number;
      }>`select +${key} as key, ${column?.name ?? key} as name, count(*) as count from contact_list ${whereAll(everyCondition(selection))} group by 1 order by 1 limit ${MOST + 1}`,
    ),
  );
  const options = choicesOf(desk, selection.reader, grouping);
  const placeOf = (code: string | null): number => {
    const at = options.findIndex((option) => option.code === code);
    return at < 0 ? options.length : at;
  };
  const groups = rows.slice(0, MOST).map(({ key: code, name, count }): ListGroup =>
    name === null
      ? { key: null, name: 'Not recorded', count }
      : {
          key: column !== undefined && (grouping === 'suburb' || grouping === 'organisation') ? name : code,
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
