import { type RawBuilder, sql } from 'kysely';
import type { CheckedFilter, Test } from '../../../domain/contact/filter/check-filter.ts';
import { type ConsentState, customCodeOf, ME } from '../../../domain/contact/filter/fields.ts';
import { addDays, type LocalDate } from '../../../domain/time/local-date.ts';
import { startOfDay, type ZoneId } from '../../../domain/time/zone.ts';
import { foldText } from '../../../domain/text/search-words.ts';
import { sortable } from '../stored-contact.ts';

// Filters as SQL over `contact_list`. Every value is a bound parameter; lists of values are one parameter each (JSON), so that the text of a
// statement depends on the shape of a filter alone and prepared statements are met again.

/** A condition over one row of `contact_list`. */
export type Condition = RawBuilder<boolean>;

/** What conditions need to know beside the filter. */
export type ConditionFacts = {
  readonly zone: ZoneId;
  readonly today: LocalDate;
  /** The instant consents are judged at. */
  readonly now: string;
  /** The instant before which the end of a consent counts as near. */
  readonly soon: string;
  /** What `me` stands for: the person who asks, and the seats that are theirs. */
  readonly mine: readonly string[];
};

const TRUE: Condition = sql<boolean>`1`;
const FALSE: Condition = sql<boolean>`0`;

const all = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? TRUE : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? FALSE : sql<boolean>`(${sql.join(conditions, sql` or `)})`;
const not = (condition: Condition): Condition => sql<boolean>`not ${condition}`;

const listed = (values: readonly string[]): RawBuilder<unknown> => sql`(select value from json_each(${JSON.stringify(values)}))`;

const COLUMNS = {
  name: sql.ref('contact_list.name_key'),
  organisation: sql.ref('contact_list.organisation_key'),
  suburb: sql.ref('contact_list.suburb_key'),
  abn: sql.ref('contact_list.abn'),
  postcode: sql.ref('contact_list.postcode'),
  kind: sql.ref('contact_list.kind'),
  entity: sql.ref('contact_list.entity'),
  region: sql.ref('contact_list.region'),
  stage: sql.ref('contact_list.stage'),
  owner: sql.ref('contact_list.owner'),
  batch: sql.ref('contact_list.batch'),
  partner: sql.ref('contact_list.partner'),
  assurance: sql.ref('contact_list.assurance'),
  silent: sql.ref('contact_list.silent'),
  deceased: sql.ref('contact_list.deceased'),
  born: sql.ref('contact_list.born'),
  added: sql.ref('contact_list.added_at'),
  changed: sql.ref('contact_list.changed_at'),
  active: sql.ref('contact_list.active_at'),
} as const;

type ColumnField = keyof typeof COLUMNS;
const isColumn = (field: string): field is ColumnField => field in COLUMNS;
const columnOf = (field: string): RawBuilder<unknown> => {
  // Fields come checked against the catalogue: one without a column is a bug of this file.
  if (!isColumn(field)) throw new Error(`no column for ${field}`);
  return COLUMNS[field];
};

/** What a column says where nothing is recorded, beside null: keys that sort last. */
const EMPTY: Readonly<Partial<Record<string, RawBuilder<unknown>>>> = {
  organisation: sql.ref('contact_list.organisation'),
  suburb: sql.ref('contact_list.suburb'),
};

const pattern = (value: string): string => value.replace(/[\\%_]/gu, String.raw`\$&`);

type TextTest = Extract<Test, { readonly ask: 'text' }>;

const compared = (column: RawBuilder<unknown>, op: TextTest['op'], value: string): Condition => {
  if (op === 'has') return sql<boolean>`${column} like ${`%${pattern(value)}%`} escape '\\'`;
  if (op === 'starts') return sql<boolean>`${column} like ${`${pattern(value)}%`} escape '\\'`;
  return op === 'is' ? sql<boolean>`${column} = ${value}` : sql<boolean>`coalesce(${column}, '') <> ${value}`;
};

/** Contacts of which any address, number or ABN is like this. */
const byKey = (kind: 'email' | 'phone', like: Condition): Condition =>
  sql<boolean>`contact_list.no in (select contact from contact_key where kind = ${kind} and ${like})`;

const keyValue = sql.ref('contact_key.value');

const emailTest = ({ op, value }: TextTest): Condition => {
  const typed = value.trim().toLowerCase();
  return op === 'not' ? not(byKey('email', compared(keyValue, 'is', typed))) : byKey('email', compared(keyValue, op, typed));
};

/** Numbers are stored as E.164; people type them nationally. */
const phoneTest = ({ op, value }: TextTest): Condition => {
  const digits = value.replace(/\D/gu, '');
  if (digits === '') return op === 'not' ? TRUE : FALSE;
  const national = digits.replace(/^0/u, '');
  if (op === 'has') return byKey('phone', compared(keyValue, 'has', national));
  const both = (way: 'starts' | 'is') => any([compared(keyValue, way, `+61${national}`), compared(keyValue, way, `+${digits}`)]);
  if (op === 'starts') return byKey('phone', both('starts'));
  return op === 'is' ? byKey('phone', both('is')) : not(byKey('phone', both('is')));
};

const ofCustom = (code: string, condition: Condition): Condition =>
  sql<boolean>`contact_list.no in (select contact from contact_custom where field = ${code} and ${condition})`;

const words = sql.ref('contact_custom.words');
const number = sql.ref('contact_custom.number');

const textTest = (test: TextTest): Condition => {
  const { field, op, value } = test;
  const code = customCodeOf(field);
  if (code !== null) {
    const folded = foldText(value.trim());
    return op === 'not' ? not(ofCustom(code, compared(words, 'is', folded))) : ofCustom(code, compared(words, op, folded));
  }
  if (field === 'email') return emailTest(test);
  if (field === 'phone') return phoneTest(test);
  if (field === 'abn') return compared(COLUMNS.abn, op, value.replace(/\s/gu, ''));
  const typed = value.trim();
  // Keys hold letters and digits alone: what has none of them is in no key, and must not meet the mark of an empty one.
  if ((field === 'organisation' || field === 'suburb') && !/[\p{L}\p{N}]/u.test(typed)) return op === 'not' ? TRUE : FALSE;
  const asStored = field === 'name' ? foldText(typed) : field === 'postcode' ? typed : sortable(typed);
  return compared(columnOf(field), op, asStored);
};

const CONSENT_OTHER = { asked: 2, refused: 3, withdrawn: 4, 'not-asked': 5 } as const;

/** One state of consent as a range of the index over rank and end. */
const consentCondition = (state: ConsentState, { now, soon }: ConditionFacts): Condition => {
  const rank = sql.ref('contact_list.consent_rank');
  const until = sql.ref('contact_list.consent_until');
  switch (state) {
    case 'given':
      return sql<boolean>`(${rank} = 1 and ${until} >= ${soon})`;
    case 'expiring':
      return sql<boolean>`(${rank} = 1 and ${until} > ${now} and ${until} < ${soon})`;
    case 'expired':
      return sql<boolean>`(${rank} = 1 and ${until} <= ${now})`;
    default:
      return sql<boolean>`${rank} = ${CONSENT_OTHER[state]}`;
  }
};

const isConsentState = (value: string): value is ConsentState =>
  value === 'given' || value === 'expiring' || value === 'expired' || value in CONSENT_OTHER;

/** The state of consent of a row, by the same comparisons. */
export const consentStateSql = ({ now, soon }: ConditionFacts): RawBuilder<ConsentState> =>
  sql<ConsentState>`case contact_list.consent_rank when 1 then case when contact_list.consent_until <= ${now} then 'expired' when contact_list.consent_until < ${soon} then 'expiring' else 'given' end when 2 then 'asked' when 3 then 'refused' when 4 then 'withdrawn' else 'not-asked' end`;

const choiceTest = ({ field, op, values }: Extract<Test, { readonly ask: 'choice' }>, facts: ConditionFacts): Condition => {
  if (field === 'consent') {
    const one = any(values.filter(isConsentState).map((state) => consentCondition(state, facts)));
    return op === 'any' ? one : not(one);
  }
  const code = customCodeOf(field);
  if (code !== null) {
    const one = ofCustom(code, sql<boolean>`${words} in ${listed(values.map(foldText))}`);
    return op === 'any' ? one : not(one);
  }
  const meant = field === 'owner' ? values.flatMap((value) => (value === ME ? facts.mine : [value])) : values;
  const column = columnOf(field);
  return op === 'any'
    ? sql<boolean>`${column} in ${listed(meant)}`
    : sql<boolean>`(${column} is null or ${column} not in ${listed(meant)})`;
};

const setTest = ({ field, op, values }: Extract<Test, { readonly ask: 'set' }>, { now }: ConditionFacts): Condition => {
  const having = (some: readonly string[]): Condition =>
    field === 'receiver'
      ? sql<boolean>`contact_list.no in (select contact from contact_consent where recipient in ${listed(some)} and valid_from <= ${now} and valid_until > ${now})`
      : sql<boolean>`contact_list.no in (select contact from contact_tag where tag in ${listed(some)})`;
  if (op === 'all') return all(values.map((value) => having([value])));
  return op === 'any' ? having(values) : not(having(values));
};

/** Work that waits on a contact, as the tables of that work say; null for another field. */
const openWork = (field: string, { today }: ConditionFacts): Condition | null => {
  switch (field) {
    case 'task':
      return sql<boolean>`contact_list.id in (select contact from crm_task where done_at is null and contact is not null)`;
    case 'task-late':
      return sql<boolean>`contact_list.id in (select contact from crm_task where done_at is null and contact is not null and due < ${today})`;
    case 'ticket':
      return sql<boolean>`contact_list.id in (select contact from crm_ticket where solved_at is null)`;
    case 'deal':
      return sql<boolean>`contact_list.id in (select contact from crm_deal where status = 'open')`;
    default:
      return null;
  }
};

/** The newest consent to marketing stands; whether the address is on the suppression list is no part of it. */
const AGREED: Condition = sql<boolean>`contact_list.id in (select held.contact from marketing_opt_in as held where held.withdrawn = 0 and not exists (select 1 from marketing_opt_in as newer where newer.contact = held.contact and (newer.at, newer.id) > (held.at, held.id)))`;

const yesNoTest = ({ field, yes }: Extract<Test, { readonly ask: 'yes-no' }>, facts: ConditionFacts): Condition => {
  const code = customCodeOf(field);
  const holds =
    code !== null
      ? ofCustom(code, sql<boolean>`${number} = 1`)
      : field === 'referral'
        ? sql<boolean>`contact_list.referral_open > 0`
        : field === 'marketing'
          ? AGREED
          : (openWork(field, facts) ?? sql<boolean>`${columnOf(field)} = 1`);
  return yes ? holds : not(holds);
};

const within = (column: RawBuilder<unknown>, from: string | number | null, to: string | number | null, open: boolean): Condition =>
  all([
    ...(from === null ? [] : [sql<boolean>`${column} >= ${from}`]),
    ...(to === null ? [] : [open ? sql<boolean>`${column} < ${to}` : sql<boolean>`${column} <= ${to}`]),
    sql<boolean>`${column} is not null`,
  ]);

const LAST_DAY = '9999-12-31';

/** Days as instants: from the start of the first to the start of the day after the last. */
const asInstants = (from: LocalDate | null, to: LocalDate | null, zone: ZoneId): readonly [string | null, string | null] => [
  from === null ? null : startOfDay(from, zone),
  to === null || to >= LAST_DAY ? null : startOfDay(addDays(to, 1), zone),
];

const dateTest = ({ field, from, to }: Extract<Test, { readonly ask: 'date' }>, { zone }: ConditionFacts): Condition => {
  const code = customCodeOf(field);
  if (code !== null) return ofCustom(code, within(words, from, to, false));
  if (field === 'born') return within(COLUMNS.born, from, to, false);
  const [start, end] = asInstants(from, to, zone);
  if (field === 'consent-end')
    return all([sql<boolean>`contact_list.consent_rank = 1`, within(sql.ref('contact_list.consent_until'), start, end, true)]);
  return within(columnOf(field), start, end, true);
};

const filledTest = ({ field, filled }: Extract<Test, { readonly ask: 'filled' }>, facts: ConditionFacts): Condition => {
  const code = customCodeOf(field);
  const holds = ((): Condition => {
    if (code !== null) return ofCustom(code, TRUE);
    if (field === 'email') return sql<boolean>`contact_list.email is not null`;
    if (field === 'phone') return sql<boolean>`contact_list.phone is not null`;
    if (field === 'tags') return sql<boolean>`contact_list.tags <> '[]'`;
    if (field === 'consent') return sql<boolean>`contact_list.consent_rank < 5`;
    if (field === 'consent-end') return sql<boolean>`contact_list.consent_rank = 1`;
    if (field === 'receiver')
      return sql<boolean>`contact_list.no in (select contact from contact_consent where valid_from <= ${facts.now} and valid_until > ${facts.now})`;
    return sql<boolean>`${EMPTY[field] ?? columnOf(field)} is not null`;
  })();
  return filled ? holds : not(holds);
};

const conditionOf = (test: Test, facts: ConditionFacts): Condition => {
  switch (test.ask) {
    case 'text':
      return textTest(test);
    case 'choice':
      return choiceTest(test, facts);
    case 'set':
      return setTest(test, facts);
    case 'yes-no':
      return yesNoTest(test, facts);
    case 'number':
      return ofCustom(customCodeOf(test.field) ?? '', within(number, test.from, test.to, false));
    case 'date':
      return dateTest(test, facts);
    case 'filled':
      return filledTest(test, facts);
  }
};

/** A filter as one condition; null where it lets everything through. */
export const filterCondition = ({ match, parts }: CheckedFilter, facts: ConditionFacts): Condition | null => {
  if (parts.length === 0) return null;
  const [outer, inner] = match === 'all' ? [all, any] : [any, all];
  return outer(
    parts.map((part) => ('tests' in part ? inner(part.tests.map((test) => conditionOf(test, facts))) : conditionOf(part, facts))),
  );
};
