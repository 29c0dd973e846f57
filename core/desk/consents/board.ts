import type { Board, BoardQuery, BoardRow } from '../../contract/consent.ts';
import { type Standing, STANDING_STATES, standingOf } from '../../domain/consent/standing.ts';
import type { DeskContext } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { countsOf, type Listed, pageByPerson, pageByPractice, pageByState, parametersOf, rowsOfContact } from './board-listing.ts';
import { codeOf, dayOf, nameOf } from './parts.ts';
import { consentByRoot, contactOfLabel, historyOfLabel, personHistory } from './person.ts';
import { askAgainFrom } from './requests.ts';
import { standingWords } from './standing-words.ts';

/** The consent board: what stands towards every practice, expiring first, a page of it, with counts by state. */
export const consentBoard = (desk: DeskContext, query: BoardQuery): Board => {
  const parameters = parametersOf(desk, query);
  if (query.contact !== undefined) {
    const listed = rowsOfContact(desk, query.contact, query.state, parameters);
    const counts = Object.fromEntries(
      STANDING_STATES.map((state) => [state, listed.filter((row) => row.state === state).length]),
    ) as Board['counts'];
    const rows = listed.slice(query.offset, query.offset + query.limit).map((row) => rowOf(desk, row));
    return { total: listed.length, counts, groups: grouped(rows, query.group) };
  }
  const counts = countsOf(desk, parameters);
  const listed =
    query.group === 'state'
      ? pageByState(desk, query, parameters, counts)
      : query.group === 'practice'
        ? pageByPractice(desk, query, parameters)
        : pageByPerson(desk, query, parameters);
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
