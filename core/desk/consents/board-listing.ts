import type { Board, BoardQuery } from '../../contract/consent.ts';
import { EXPIRING_DAYS, STANDING_STATES, type StandingState } from '../../domain/consent/standing.ts';
import type { DeskContext } from '../context.ts';
import { daysAfter } from './grant-acts.ts';

// Which rows a board shows, in which order. Each consent by itself gives order, counts and pages, from indexes alone; the columns of a row are read
// for the rows of a page. What a row then says is what the gate says, every other answer of the person included.

/** One row of the board before it is put into words. */
export type Listed = {
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
  readonly until: string;
};

const PARAMETERS = 'with p as (select ? as now, ? as soon, ? as self, ? as practice)';
const STATE = `case when r.ended = 1 then 'withdrawn' when r.until <= p.now then 'expired' when r.until <= p.soon then 'expiring' when r.weak = 1 then 'evidence-weak' else 'given' end`;
const CONSENT = `select 'consent' as kind, r.root as id, r.practice as practice, r.purpose as purpose, r.at as at, null as contact, r.label as label, r.intent as intent, r.until as until, ${STATE} as state`;
const REQUEST = `select 'request' as kind, q.id as id, j.value as practice, q.purpose as purpose, q.at as at, q.contact as contact, null as label, null as intent, '9999' as until, 'asked' as state`;
const REFUSAL = `select 'refusal' as kind, f.hash as id, j.value as practice, f.purpose as purpose, f.at as at, null as contact, f.label as label, f.intent as intent, '9999' as until, 'refused' as state`;
const REQUESTS = 'from p join consent_request q on q.closed_at is null join json_each(q.recipients) j';
const REFUSALS = 'from p join consent_refusal f on true join json_each(f.recipients) j';
const CHOSEN = '(p.practice is null or r.practice = p.practice)';
const CHOSEN_OTHER = '(p.practice is null or j.value = p.practice)';

/** Now, 30 days later, this practice, the practice that is asked for. */
export type Parameters = readonly [now: string, soon: string, self: string, practice: string | null];

export const parametersOf = (desk: DeskContext, query: Pick<BoardQuery, 'practice'>): Parameters => {
  const now = desk.clock.now();
  return [now, daysAfter(now, EXPIRING_DAYS), desk.profile.practice, query.practice ?? null];
};

/** Which consents are of a state, so that each state is a range of one index. */
const RANGE = {
  withdrawn: 'r.ended = 1',
  expired: 'r.ended = 0 and r.weak in (0, 1) and r.until <= p.now',
  expiring: 'r.ended = 0 and r.weak in (0, 1) and r.until > p.now and r.until <= p.soon',
  'evidence-weak': 'r.ended = 0 and r.weak = 1 and r.until > p.soon',
  given: 'r.ended = 0 and r.weak = 0 and r.until > p.soon',
} as const satisfies Readonly<Partial<Record<StandingState, string>>>;

const isRange = (state: StandingState): state is keyof typeof RANGE => state in RANGE;
const OTHER = { asked: `${REQUESTS} where ${CHOSEN_OTHER}`, refused: `${REFUSALS} where ${CHOSEN_OTHER}` } as const;
const isOther = (state: StandingState): state is keyof typeof OTHER => state in OTHER;

const sourceOf = (state: StandingState): string | null =>
  isRange(state)
    ? `from p join consent_recipient r on r.holder = p.self where ${RANGE[state]} and ${CHOSEN}`
    : isOther(state)
      ? OTHER[state]
      : null;

/** Counts by state. */
export const countsOf = (desk: DeskContext, parameters: Parameters): Board['counts'] =>
  Object.fromEntries(
    STANDING_STATES.map((state) => {
      const source = sourceOf(state);
      const counted =
        source === null
          ? undefined
          : desk.db.statement<Parameters, { readonly n: number }>(`${PARAMETERS} select count(*) as n ${source}`).get(...parameters);
      return [state, counted?.n ?? 0];
    }),
  ) as Board['counts'];

type Paged = readonly [...Parameters, limit: number, offset: number];

/** The text of one state's page: keys in order from the index, then the columns of these few. */
const pageText = (state: StandingState): string => {
  const source = sourceOf(state) ?? '';
  if (!isRange(state)) return `${state === 'asked' ? REQUEST : REFUSAL} ${source} order by id, practice limit ? offset ?`;
  const keys = `select r.practice as practice, r.root as root ${source} order by r.until, r.root, r.practice limit ? offset ?`;
  return `${CONSENT} from (${keys}) k join consent_recipient r on r.practice = k.practice and r.root = k.root cross join p order by r.until, r.root, r.practice`;
};

type Stretch = Pick<BoardQuery, 'state' | 'offset' | 'limit'>;

/** A page by states: state after state, the soonest end first, each from its own range. */
export const pageByState = (desk: DeskContext, query: Stretch, parameters: Parameters, counts: Board['counts']): readonly Listed[] => {
  const rows: Listed[] = [];
  let skip = query.offset;
  for (const state of query.state === undefined ? STANDING_STATES : [query.state]) {
    const n = counts[state];
    if (sourceOf(state) === null || skip >= n) {
      skip -= n;
      continue;
    }
    rows.push(...desk.db.statement<Paged, Listed>(`${PARAMETERS} ${pageText(state)}`).all(...parameters, query.limit - rows.length, skip));
    skip = 0;
    if (rows.length >= query.limit) break;
  }
  return rows;
};

const sumOf = (counts: Board['counts'], state: StandingState | undefined): number =>
  state === undefined ? Object.values(counts).reduce((sum, n) => sum + n, 0) : counts[state];

/** A page by practice: practice after practice, the states of each in order. */
export const pageByPractice = (desk: DeskContext, query: Stretch, parameters: Parameters): readonly Listed[] => {
  const [now, soon, self, only] = parameters;
  const practices =
    only !== null
      ? [only]
      : desk.db
          .statement<Parameters, { readonly practice: string }>(
            `${PARAMETERS} select distinct r.practice as practice from p join consent_recipient r on r.holder = p.self
             union select j.value ${REQUESTS} union select j.value ${REFUSALS} order by 1`,
          )
          .all(...parameters)
          .map((row) => row.practice);
  const rows: Listed[] = [];
  let skip = query.offset;
  for (const practice of practices) {
    const one: Parameters = [now, soon, self, practice];
    const counts = countsOf(desk, one);
    const n = sumOf(counts, query.state);
    if (skip < n) rows.push(...pageByState(desk, { ...query, offset: skip, limit: query.limit - rows.length }, one, counts));
    skip = Math.max(0, skip - n);
    if (rows.length >= query.limit) break;
  }
  return rows;
};

type Key = Pick<Listed, 'kind' | 'id' | 'practice'> & { readonly contact: string };

const UNMOVED = 'not exists (select 1 from consent_link l where l.label = r.label)';

/** Rows of known people as keys, each arm in the order of the contact: the large one by an index, so that a page ends where it is full. */
const knownPeople = (state: StandingState | undefined): string => {
  const consents = state === undefined || isRange(state);
  const range = state !== undefined && isRange(state) ? `and ${RANGE[state]}` : '';
  // One state is a range of an index; all states are read person by person.
  const linked =
    state === undefined
      ? 'from consent_link l indexed by consent_link_contact cross join consent_recipient r on r.label = l.label and +r.holder = (select self from p)'
      : 'from p cross join consent_recipient r on r.holder = p.self cross join consent_link l on l.label = r.label';
  const arms = [
    ...(consents
      ? [
          `select l.contact as contact, 'consent' as kind, r.root as id, r.practice as practice ${linked} where ((select practice from p) is null or r.practice = (select practice from p)) ${range}`,
          `select c.contact, 'consent', r.root, r.practice from p cross join client_link c cross join consent_recipient r on r.intent = c.intent and +r.holder = p.self where ${CHOSEN} ${range} and ${UNMOVED}`,
        ]
      : []),
    ...(state === undefined || state === 'asked'
      ? [`select q.contact as contact, 'request' as kind, q.id as id, j.value as practice ${OTHER.asked}`]
      : []),
    ...(state === undefined || state === 'refused'
      ? [
          `select coalesce((select l.contact from consent_link l where l.label = f.label), (select c.contact from client_link c where c.intent = f.intent), f.label) as contact, 'refusal' as kind, f.hash as id, j.value as practice ${OTHER.refused}`,
        ]
      : []),
  ];
  return arms.join(' union all ');
};

/** Consents whose person this desk does not know: at a receiver, or after an erasure. */
const unknownPeople = (state: StandingState | undefined): string | null =>
  state !== undefined && !isRange(state)
    ? null
    : `${CONSENT} from p cross join consent_recipient r on +r.holder = p.self where ${CHOSEN} ${state === undefined ? '' : `and ${RANGE[state]}`}
       and ${UNMOVED} and (r.intent is null or not exists (select 1 from client_link c where c.intent = r.intent)) order by r.label, r.root, r.practice limit ? offset ?`;

const BY_KEY: Readonly<Record<Listed['kind'], string>> = {
  consent: `${CONSENT} from p join consent_recipient r on r.practice = ? and r.root = ?`,
  request: `${REQUEST} ${REQUESTS} where j.value = ? and q.id = ?`,
  refusal: `${REFUSAL} ${REFUSALS} where j.value = ? and f.hash = ?`,
};

const rank = ({ state }: Listed): number => STANDING_STATES.indexOf(state);

/** A page by person: everything of one beside each other; whom this desk does not know comes last. */
export const pageByPerson = (desk: DeskContext, query: Stretch, parameters: Parameters): readonly Listed[] => {
  const known = knownPeople(query.state);
  const keys =
    known === ''
      ? []
      : desk.db
          .statement<Paged, Key>(`${PARAMETERS} ${known} order by 1, 2, 3, 4 limit ? offset ?`)
          .all(...parameters, query.limit, query.offset);
  const rows = keys.flatMap(({ kind, id, practice, contact }) => {
    const row = desk.db
      .statement<readonly [...Parameters, string, string], Listed>(`${PARAMETERS} ${BY_KEY[kind]}`)
      .get(...parameters, practice, id);
    return row === undefined ? [] : [{ row, contact }];
  });
  const listed = rows
    .toSorted((a, b) =>
      a.contact === b.contact ? rank(a.row) - rank(b.row) || (a.row.until < b.row.until ? -1 : 1) : a.contact < b.contact ? -1 : 1,
    )
    .map(({ row }) => row);
  const unknown = unknownPeople(query.state);
  if (unknown === null || keys.length === query.limit) return listed;
  const before =
    known === ''
      ? 0
      : (desk.db.statement<Parameters, { readonly n: number }>(`${PARAMETERS} select count(*) as n from (${known})`).get(...parameters)
          ?.n ?? 0);
  const rest = desk.db
    .statement<Paged, Listed>(`${PARAMETERS} ${unknown}`)
    .all(...parameters, query.limit - keys.length, Math.max(0, query.offset - before));
  return [...listed, ...rest];
};

/** All rows of one contact: few, so they are put in order here. */
export const rowsOfContact = (
  desk: DeskContext,
  contact: string,
  state: StandingState | undefined,
  parameters: Parameters,
): readonly Listed[] => {
  const labels = 'select label from consent_link where contact = ?';
  const intents = 'select intent from client_link where contact = ?';
  const rows = desk.db
    .statement<readonly [...Parameters, string, string, string, string, string], Listed>(
      `${PARAMETERS} ${CONSENT} from p join consent_recipient r on r.holder = p.self where ${CHOSEN} and (r.label in (${labels}) or r.intent in (${intents}))
       union all ${REQUEST} ${REQUESTS} where ${CHOSEN_OTHER} and q.contact = ?
       union all ${REFUSAL} ${REFUSALS} where ${CHOSEN_OTHER} and (f.label in (${labels}) or f.intent in (${intents}))`,
    )
    .all(...parameters, contact, contact, contact, contact, contact);
  return rows
    .filter((row) => state === undefined || row.state === state)
    .toSorted((a, b) => rank(a) - rank(b) || (a.until < b.until ? -1 : 1));
};
