import { type RawBuilder, sql } from 'kysely';
import { customCodeOf } from '../../../domain/contact/filter/fields.ts';
import type { ViewState } from '../../../domain/contact/view/view-state.ts';

/** What a list is ordered by. `indexed`: an index holds this order, so a page of it can be read without sorting. */
export type Order = { readonly by: readonly RawBuilder<unknown>[]; readonly indexed: boolean; readonly descending: boolean };

/** Names that give stages and people their order. */
export type OrderFacts = {
  /** Codes of the stages, in their order. */
  readonly stages: readonly string[];
  /** People of the practice, by name. */
  readonly people: readonly string[];
};

const INDEXED: Readonly<Record<string, readonly RawBuilder<unknown>[]>> = {
  name: [sql.ref('contact_list.sort_key')],
  organisation: [sql.ref('contact_list.organisation_key')],
  suburb: [sql.ref('contact_list.suburb_key')],
  email: [sql.ref('contact_list.email_key')],
  added: [sql.ref('contact_list.added_at')],
  changed: [sql.ref('contact_list.changed_at')],
  active: [sql.ref('contact_list.active_at')],
  consent: [sql.ref('contact_list.consent_rank'), sql.ref('contact_list.consent_until')],
  referral: [sql.ref('contact_list.referral_open')],
};

/** The place of a code in a list, for codes that an alphabet does not order; what is not in it comes last. */
const place = (column: RawBuilder<unknown>, codes: readonly string[]): RawBuilder<unknown> =>
  codes.length === 0
    ? column
    : sql`case ${column} ${sql.join(
        codes.map((code, at) => sql`when ${code} then ${sql.lit(at)}`),
        sql` `,
      )} else ${sql.lit(codes.length)} end`;

/** The order of a list. A column that the desk does not know orders by name. */
export const orderOf = ({ by, descending }: ViewState['sort'], facts: OrderFacts): Order => {
  const known = INDEXED[by];
  if (known !== undefined) return { by: known, indexed: true, descending };
  if (by === 'stage') return { by: [place(sql.ref('contact_list.stage'), facts.stages)], indexed: false, descending };
  if (by === 'owner') return { by: [place(sql.ref('contact_list.owner'), facts.people)], indexed: false, descending };
  const code = customCodeOf(by);
  if (code === null) return { by: INDEXED['name'] ?? [], indexed: true, descending };
  const own = (column: 'number' | 'words') =>
    sql`(select ${sql.ref(column)} from contact_custom where field = ${code} and contact = contact_list.no)`;
  return { by: [sql`${own('words')} is null`, own('number'), own('words')], indexed: false, descending };
};

const directed = (term: RawBuilder<unknown>, descending: boolean): RawBuilder<unknown> => (descending ? sql`${term} desc` : term);

/** The terms of an "order by". `hold` keeps SQLite from walking an index row by row where most rows do not fit. */
export const orderTerms = (order: Order, hold: boolean): RawBuilder<unknown> =>
  sql.join(
    [...order.by, sql.ref('contact_list.no')].map((term, at) =>
      directed(hold && at < order.by.length ? sql`+${term}` : term, order.descending),
    ),
    sql`, `,
  );
