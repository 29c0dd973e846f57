import type { Board, BoardQuery, BoardRow } from '../../contract/consent.ts';
import { EXPIRING_DAYS, type Standing, STANDING_STATES, standingOf, type StandingState } from '../../domain/consent/standing.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { daysAfter } from './grant-acts.ts';
import { codeOf, dayOf, nameOf } from './parts.ts';
import { consentByRoot, historyOfLabel, personHistory } from './person.ts';
import { askAgainFrom } from './requests.ts';
import { standingWords } from './standing-words.ts';

type Listed = {
  readonly kind: 'consent' | 'request' | 'refusal';
  readonly id: string;
  readonly practice: string;
  readonly contact: string | null;
  readonly label: string | null;
  readonly purpose: string;
  readonly at: string;
  readonly state: StandingState;
};

// Each consent by itself: order, counts and pages. What a row says is then what the gate says, every other answer of the person included.
const LISTED = `
with p as (select ? as now, ? as soon, ? as self, ? as practice, ? as contact),
listed as (
  select 'consent' as kind, s.root as id, r.practice as practice, coalesce(l.contact, c.contact) as contact, s.label as label, s.purpose as purpose, s.at as at, s.until as until,
    case when s.ended = 1 then 'withdrawn' when s.until <= p.now then 'expired' when s.until <= p.soon then 'expiring' when s.weak = 1 then 'evidence-weak' else 'given' end as state
  from p join consent_state s on true join consent_recipient r on r.root = s.root left join consent_link l on l.label = s.label left join client_link c on c.intent = s.intent
  where s.holder = p.self and r.practice <> p.self
  union all
  select 'request', q.id, j.value, q.contact, null, q.purpose, q.at, '9999', 'asked' from consent_request q, json_each(q.recipients) j where q.closed_at is null
  union all
  select 'refusal', f.hash, j.value, coalesce(l.contact, c.contact), f.label, f.purpose, f.at, '9999', 'refused'
  from consent_refusal f, json_each(f.recipients) j left join consent_link l on l.label = f.label left join client_link c on c.intent = f.intent
)`;

const RANK = STANDING_STATES.map((state, position) => `when '${state}' then ${String(position)}`).join(' ');
const ORDER: Readonly<Record<BoardQuery['group'], string>> = {
  state: `case state ${RANK} end, until, at desc, id, listed.practice`,
  person: `coalesce(listed.contact, label), case state ${RANK} end, until, id, listed.practice`,
  practice: `listed.practice, case state ${RANK} end, until, id`,
};

/** Now, 30 days later, this practice, the practice and the contact that are asked for. */
type Parameters = readonly [now: string, soon: string, self: string, practice: string | null, contact: string | null];

const WHERE = `from listed cross join p where (p.practice is null or listed.practice = p.practice) and (p.contact is null or listed.contact = p.contact)`;

/** The consent board: what stands towards every practice, expiring first, a page of it, with counts by state. */
export const consentBoard = (desk: DeskContext, query: BoardQuery): Board => {
  const now = desk.clock.now();
  const parameters: Parameters = [now, daysAfter(now, EXPIRING_DAYS), desk.profile.practice, query.practice ?? null, query.contact ?? null];
  const counted = desk.db
    .statement<Parameters, { readonly state: StandingState; readonly n: number }>(
      `${LISTED} select state, count(*) as n ${WHERE} group by state`,
    )
    .all(...parameters);
  const counts = Object.fromEntries(
    STANDING_STATES.map((state) => [state, counted.find((row) => row.state === state)?.n ?? 0]),
  ) as Board['counts'];
  const listed = desk.db
    .statement<readonly [...Parameters, state: string | null, same: string | null, limit: number, offset: number], Listed>(
      `${LISTED} select kind, id, listed.practice as practice, listed.contact as contact, label, purpose, at, state ${WHERE} and (? is null or state = ?) order by ${ORDER[query.group]} limit ? offset ?`,
    )
    .all(...parameters, query.state ?? null, query.state ?? null, query.limit, query.offset);
  const rows = listed.map((row) => rowOf(desk, row));
  return {
    total: query.state === undefined ? counted.reduce((sum, row) => sum + row.n, 0) : counts[query.state],
    counts,
    groups: grouped(rows, query.group),
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

const rowOf = (desk: DeskContext, listed: Listed): BoardRow => {
  const { practice, contact, purpose, at } = listed;
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
  const name = contact === null ? undefined : contactById(desk.db, contact)?.fields.displayName;
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
  const state = consentByRoot(desk, listed.id);
  if (state === undefined) throw new Error('a listed consent is stored');
  const person = contact === null ? historyOfLabel(desk, state.label) : personHistory(desk, contact);
  const held = person.consents.find(({ consent }) => consent.root === state.root);
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
