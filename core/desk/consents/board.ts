import type { Board, BoardQuery, BoardRow } from '../../contract/consent.ts';
import { EXPIRING_DAYS, type Standing, STANDING_STATES, standingOf, type StandingState } from '../../domain/consent/standing.ts';
import type { DeskContext } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { daysAfter } from './grant-acts.ts';
import { codeOf, dayOf, nameOf } from './parts.ts';
import { consentByRoot, contactOfLabel, historyOfLabel, personHistory } from './person.ts';
import { askAgainFrom } from './requests.ts';
import { standingWords } from './standing-words.ts';

type Listed = {
  readonly kind: 'consent' | 'request' | 'refusal';
  readonly id: string;
  readonly practice: string;
  readonly purpose: string;
  readonly at: string;
  readonly state: StandingState;
  /** Whose it is; null where a consent or refusal has to be looked up by its label. */
  readonly contact: string | null;
  readonly label: string | null;
  readonly intent: string | null;
};

// Each consent by itself gives order, counts and pages. What a row then says is what the gate says, every other answer of the person included.
const CONSENT = `select 'consent' as kind, r.root as id, r.practice as practice, r.purpose as purpose, r.at as at, null as contact, r.label as label, r.intent as intent, r.until as until,
  case when r.ended = 1 then 'withdrawn' when r.until <= p.now then 'expired' when r.until <= p.soon then 'expiring' when r.weak = 1 then 'evidence-weak' else 'given' end as state
  from p join consent_recipient r on r.holder = p.self`;
const REQUEST = `select 'request' as kind, q.id as id, j.value as practice, q.purpose as purpose, q.at as at, q.contact as contact, null as label, null as intent, '9999' as until, 'asked' as state
  from p join consent_request q on q.closed_at is null join json_each(q.recipients) j`;
const REFUSAL = `select 'refusal' as kind, f.hash as id, j.value as practice, f.purpose as purpose, f.at as at, null as contact, f.label as label, f.intent as intent, '9999' as until, 'refused' as state
  from p join consent_refusal f on true join json_each(f.recipients) j`;
const PARAMETERS = 'with p as (select ? as now, ? as soon, ? as self, ? as practice)';
const FILTER = 'where (p.practice is null or x.practice = p.practice)';

const RANK = STANDING_STATES.map((state, position) => `when '${state}' then ${String(position)}`).join(' ');

/** Now, 30 days later, this practice, the practice that is asked for. */
type Parameters = readonly [now: string, soon: string, self: string, practice: string | null];

const parametersOf = (desk: DeskContext, query: Pick<BoardQuery, 'practice'>): Parameters => {
  const now = desk.clock.now();
  return [now, daysAfter(now, EXPIRING_DAYS), desk.profile.practice, query.practice ?? null];
};

/** Which consents are of a state, so that each state is a range of one index. */
const RANGE: Readonly<Partial<Record<StandingState, string>>> = {
  withdrawn: 'r.ended = 1',
  expired: 'r.ended = 0 and r.until <= p.now',
  expiring: 'r.ended = 0 and r.until > p.now and r.until <= p.soon',
  'evidence-weak': 'r.ended = 0 and r.weak = 1 and r.until > p.soon',
  given: 'r.ended = 0 and r.weak = 0 and r.until > p.soon',
};

const sourceOf = (state: StandingState): string | null => {
  if (state === 'asked') return REQUEST;
  if (state === 'refused') return REFUSAL;
  const range = RANGE[state];
  return range === undefined ? null : `${CONSENT} where ${range}`;
};

/** Counts by state. */
const countsOf = (desk: DeskContext, parameters: Parameters): Board['counts'] =>
  Object.fromEntries(
    STANDING_STATES.map((state) => {
      const source = sourceOf(state);
      const n =
        source === null
          ? 0
          : (desk.db
              .statement<Parameters, { readonly n: number }>(`${PARAMETERS} select count(*) as n from (${source}) x cross join p ${FILTER}`)
              .get(...parameters)?.n ?? 0);
      return [state, n];
    }),
  ) as Board['counts'];

/** A page by states: state after state, the soonest end first, each from its own range. */
const pageByState = (desk: DeskContext, query: BoardQuery, parameters: Parameters, counts: Board['counts']): readonly Listed[] => {
  const rows: Listed[] = [];
  let skip = query.offset;
  for (const state of query.state === undefined ? STANDING_STATES : [query.state]) {
    const source = sourceOf(state);
    const n = counts[state];
    if (source === null || skip >= n) {
      skip -= n;
      continue;
    }
    rows.push(
      ...desk.db
        .statement<readonly [...Parameters, limit: number, offset: number], Listed>(
          `${PARAMETERS} select x.* from (${source}) x cross join p ${FILTER} order by x.until, x.id, x.practice limit ? offset ?`,
        )
        .all(...parameters, query.limit - rows.length, skip),
    );
    skip = 0;
    if (rows.length >= query.limit) break;
  }
  return rows;
};

/** A page by person or by practice: all states of one beside each other. */
const pageByKey = (desk: DeskContext, query: BoardQuery, parameters: Parameters): readonly Listed[] => {
  const key =
    query.group === 'practice'
      ? 'x.practice'
      : 'coalesce(x.contact, (select contact from consent_link where label = x.label), (select contact from client_link where intent = x.intent), x.label)';
  return desk.db
    .statement<readonly [...Parameters, state: string | null, same: string | null, limit: number, offset: number], Listed>(
      `${PARAMETERS} select x.* from (${CONSENT} union all ${REQUEST} union all ${REFUSAL}) x cross join p ${FILTER} and (? is null or x.state = ?)
       order by ${key}, case x.state ${RANK} end, x.until, x.id, x.practice limit ? offset ?`,
    )
    .all(...parameters, query.state ?? null, query.state ?? null, query.limit, query.offset);
};

/** All rows of one contact: few, so they are put in order here. */
const ofContact = (desk: DeskContext, contact: string, query: BoardQuery, parameters: Parameters): readonly Listed[] => {
  const mine = `(select label from consent_link where contact = ? union select t.label from client_link c join consent_recipient t on t.intent = c.intent where c.contact = ? union select t.label from client_link c join consent_refusal t on t.intent = c.intent where c.contact = ?)`;
  const rows = desk.db
    .statement<readonly [...Parameters, string, string, string, string], Listed & { readonly until: string }>(
      `${PARAMETERS} select x.* from (${CONSENT} union all ${REQUEST} union all ${REFUSAL}) x cross join p ${FILTER} and (x.contact = ? or x.label in ${mine})`,
    )
    .all(...parameters, contact, contact, contact, contact);
  return rows
    .filter((row) => query.state === undefined || row.state === query.state)
    .toSorted((a, b) => STANDING_STATES.indexOf(a.state) - STANDING_STATES.indexOf(b.state) || (a.until < b.until ? -1 : 1));
};

/** The consent board: what stands towards every practice, expiring first, a page of it, with counts by state. */
export const consentBoard = (desk: DeskContext, query: BoardQuery): Board => {
  const parameters = parametersOf(desk, query);
  if (query.contact !== undefined) {
    const listed = ofContact(desk, query.contact, query, parameters);
    const counts = Object.fromEntries(
      STANDING_STATES.map((state) => [state, listed.filter((row) => row.state === state).length]),
    ) as Board['counts'];
    const rows = listed.slice(query.offset, query.offset + query.limit).map((row) => rowOf(desk, row));
    return { total: listed.length, counts, groups: grouped(rows, query.group) };
  }
  const counts = countsOf(desk, parameters);
  const listed = query.group === 'state' ? pageByState(desk, query, parameters, counts) : pageByKey(desk, query, parameters);
  const total = query.state === undefined ? Object.values(counts).reduce((sum, n) => sum + n, 0) : counts[query.state];
  return {
    total,
    counts,
    groups: grouped(
      listed.map((row) => rowOf(desk, row)),
      query.group,
    ),
  };
};

/** Everything that stands between one person and any practice. */
export const consentsOfContact = (desk: DeskContext, contact: string): readonly BoardRow[] =>
  consentBoard(desk, { group: 'state', contact, offset: 0, limit: 500 }).groups.flatMap((group) => group.rows);

const grouped = (rows: readonly BoardRow[], group: BoardQuery['group']): Board['groups'] => {
  const groups = new Map<string, { readonly key: string; readonly title: string; readonly rows: BoardRow[] }>();
  for (const row of rows) {
    const key = group === 'state' ? row.state : group === 'practice' ? row.recipient : (row.contact ?? row.key);
    const title = group === 'state' ? row.state : group === 'practice' ? row.recipientName : row.name;
    const found = groups.get(key) ?? { key, title, rows: [] };
    found.rows.push(row);
    groups.set(key, found);
  }
  return [...groups.values()];
};

const contactName = (desk: DeskContext, contact: string | null): string | undefined =>
  contact === null
    ? undefined
    : desk.db.statement<[string], { readonly name: string }>('select name from contact where id = ?').get(contact)?.name;

const rowOf = (desk: DeskContext, listed: Listed): BoardRow => {
  const { practice, purpose, at } = listed;
  const contact = listed.contact ?? (listed.label === null ? null : contactOfLabel(desk, listed.label, listed.intent));
  const base = {
    key: `${listed.id} ${practice}`,
    contact,
    recipient: practice,
    recipientName: practiceName(desk, practice),
    purpose,
    purposeName: purposeName(desk, purpose),
    at,
    askAgainFrom: contact === null ? null : askAgainFrom(desk, contact, practice, purpose),
  };
  const name = contactName(desk, contact);
  if (listed.kind !== 'consent')
    return {
      ...base,
      consent: null,
      code: null,
      name: name ?? 'A person who is not in the book',
      state: listed.state,
      reason: listed.kind === 'request' ? 'waiting' : 'refused',
      words: listed.kind === 'request' ? `Asked ${dayOf(desk, at)}` : `Refused ${dayOf(desk, at)}`,
      categories: [],
      until: null,
      weak: false,
      intent: null,
      disclosed: [],
    };
  const person = contact === null ? historyOfLabel(desk, listed.label ?? '') : personHistory(desk, contact);
  const held = person.consents.find(({ consent }) => consent.root === listed.id);
  const state = held?.consent ?? consentByRoot(desk, listed.id);
  if (state === undefined) throw new Error('a listed consent is stored');
  const standing: Standing =
    held === undefined
      ? { state: 'superseded', reason: 'not-asked', categories: [], until: null, weak: false }
      : standingOf(person, held, practice, desk.clock.now());
  return {
    ...base,
    consent: state.root,
    code: codeOf(state.root),
    name: name ?? nameOf(desk, state) ?? 'A person who is not in the book',
    state: standing.state,
    reason: standing.reason,
    words: standingWords(desk, standing, state, practice),
    categories: [...standing.categories],
    until: standing.until,
    weak: standing.weak,
    intent: state.intent,
    disclosed: state.uses
      .filter((use) => use.recipient === practice)
      .map((use) => ({
        hash: use.hash,
        at: use.at,
        fields: [...use.fields],
        delivered: use.delivered?.at ?? null,
        deleted: use.deleted === null ? null : `${use.deleted.outcome} ${dayOf(desk, use.deleted.at)}`,
      })),
  };
};
