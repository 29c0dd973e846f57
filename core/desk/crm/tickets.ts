import type { z } from 'zod';
import type { ticketActInput, ticketEdit, ticketInput, ticketList, ticketQuery, TicketRow } from '../../contract/contact-work.ts';
import type { Changed } from '../../contract/crm.ts';
import { ticketAct, type TicketRefusal } from '../../domain/crm/ticket/ticket-acts.ts';
import { ticketClocks } from '../../domain/crm/ticket/ticket-clocks.ts';
import { type TicketDocument, ticketState } from '../../domain/crm/ticket/ticket-document.ts';
import { err, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { StoredRecord } from '../records/definition.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { actRefused } from './access.ts';
import { commitSteps, createAbout, editRecord, heldRecord, removeRecord, sentFields } from './changes.ts';
import { clockView, nowOf, workCalendars } from './clocks.ts';
import { namedContacts, namedOr } from './named-contacts.ts';
import { type Owners, ownersFor } from './owners.ts';
import { ticketDefinition } from './records/ticket-record.ts';
import { slaSetting } from './settings.ts';
import { crmSql } from './tables.ts';

/** Opens a ticket; whoever may edit contacts takes a complaint. Errors: `contact-unknown`, those of `commitRecords`. */
export const openTicket = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof ticketInput>): Result<Changed, Refusal> =>
  createAbout(
    desk,
    person,
    { definition: ticketDefinition, contact: input.contact, words: `Opened the ticket “${input.subject}”` },
    { ...input, openedAt: nowOf(desk), respondedAt: null, solvedAt: null, solution: '', pauses: [] },
  );

/** Changes a ticket. Errors: `not-seated`, those of `commitRecords`. */
export const editTicket = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  edit: z.output<typeof ticketEdit>,
): Result<Changed, Refusal> => {
  const refused = actRefused(desk, person.person, 'work-tickets');
  return refused === null ? editRecord(desk, person, ticketDefinition, id, { ...edit, set: sentFields(edit.set) }) : err(refused);
};

/** Takes a ticket away. Errors: `not-seated`, those of `commitRecords`. */
export const removeTicket = (desk: DeskContext, person: SignedInPerson, id: string): Result<Changed, Refusal> => {
  const refused = actRefused(desk, person.person, 'work-tickets');
  return refused === null ? removeRecord(desk, person, ticketDefinition, id) : err(refused);
};

const REFUSALS: Readonly<Record<TicketRefusal['code'], readonly [string, string]>> = {
  'answered-before': ['This ticket was answered already', 'Its first promise is kept or missed; a second answer changes nothing.'],
  'paused-before': ['The clocks of this ticket stand already', 'It waits for somebody else.'],
  'not-paused': ['The clocks of this ticket run', 'It does not wait for anybody.'],
  'solved-before': ['This ticket is solved', 'Its clocks have stopped.'],
  'not-solved': ['This ticket is open', 'Only a solved one can be opened again.'],
};

const WORDS: Readonly<Record<z.output<typeof ticketActInput>['act'], string>> = {
  respond: 'Answered the ticket',
  pause: 'Stopped the clocks of the ticket',
  resume: 'Started the clocks of the ticket again',
  solve: 'Solved the ticket',
  reopen: 'Opened the ticket again',
};

/** Answers, pauses, resumes, solves or reopens a ticket. Errors: `not-seated`, `TicketRefusal` codes, those of `commitRecords`. */
export const actOnTicket = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  act: z.output<typeof ticketActInput>,
): Result<Changed, Refusal> => {
  const refused = actRefused(desk, person.person, 'work-tickets');
  if (refused !== null) return err(refused);
  const held = heldRecord(desk, ticketDefinition, id);
  if (!held.ok) return held;
  const changes = ticketAct(held.value.document, act, nowOf(desk));
  if (!changes.ok) {
    const [title, detail] = REFUSALS[changes.error.code];
    return err({ status: 409, code: changes.error.code, title, detail, kept: 'Nothing was changed.', next: 'Look at the ticket again.' });
  }
  return commitSteps(desk, person, `${WORDS[act.act]} “${held.value.document.subject}”`, [
    { act: 'change', kind: 'ticket', id, set: sentFields(changes.value), revision: held.value.revision },
  ]);
};

/** Rows of tickets with both clocks as they stand now. */
export const ticketRows = (desk: DeskContext, owners: Owners, records: readonly StoredRecord<TicketDocument>[]): TicketRow[] => {
  const names = namedContacts(
    desk,
    records.map(({ document }) => document.contact),
  );
  const policy = settingOf(desk, slaSetting);
  const calendars = workCalendars(desk);
  const now = nowOf(desk);
  return records.map(({ id, revision, document }) => {
    const calendar = calendars(document.role);
    const clocks = ticketClocks(document, policy, calendar, now);
    return {
      id,
      revision,
      contact: namedOr(names, document.contact),
      subject: document.subject,
      text: document.text,
      priority: document.priority,
      role: document.role,
      owner: document.owner === null ? null : owners.view(document.owner),
      state: ticketState(document),
      openedAt: document.openedAt,
      solvedAt: document.solvedAt,
      solution: document.solution,
      respond: clockView(clocks.respond, calendar),
      solve: clockView(clocks.solve, calendar),
      pauses: document.pauses.map((pause) => ({ ...pause })),
    };
  });
};

const recordsById = (desk: DeskContext, ids: readonly { readonly id: string }[]): readonly StoredRecord<TicketDocument>[] =>
  ids.flatMap(({ id }) => {
    const held = readRecord(desk.db, ticketDefinition, id);
    return held === undefined ? [] : [held];
  });

const LIST_LIMIT = 1000;

/** Whether one of the two promises of a ticket is broken and it is still open. */
export const isLate = (row: TicketRow): boolean => row.state !== 'solved' && (row.respond.kind === 'late' || row.solve.kind === 'late');

/** The next moment at which a promise of a ticket is due, for sorting. Tickets that stand come last. */
const nextDue = (row: TicketRow): string => {
  const dues = [row.respond, row.solve].flatMap((clock) =>
    clock.due !== null && clock.kind !== 'met' && clock.kind !== 'missed' ? [clock.due] : [],
  );
  return dues.toSorted()[0] ?? '9999';
};

/** Open tickets, the most pressing first, read whole: their clocks follow from the calendar and cannot be asked of the database. */
const openTickets = (desk: DeskContext, owners: Owners, contact?: string): readonly TicketRow[] => {
  let ids = crmSql.selectFrom('crm_ticket').select('id').where('solved_at', 'is', null).orderBy('opened_at').limit(LIST_LIMIT);
  if (contact !== undefined) ids = ids.where('contact', '=', contact);
  return ticketRows(desk, owners, recordsById(desk, desk.db.all(ids))).toSorted((a, b) => (nextDue(a) < nextDue(b) ? -1 : 1));
};

const solvedTickets = (desk: DeskContext, owners: Owners, contact?: string): readonly TicketRow[] => {
  let ids = crmSql.selectFrom('crm_ticket').select('id').where('solved_at', 'is not', null).orderBy('solved_at', 'desc').limit(200);
  if (contact !== undefined) ids = ids.where('contact', '=', contact);
  return ticketRows(desk, owners, recordsById(desk, desk.db.all(ids)));
};

const VIEWS: Readonly<Record<Exclude<z.output<typeof ticketQuery>['view'], 'solved'>, (row: TicketRow) => boolean>> = {
  open: () => true,
  mine: (row) => row.owner?.you === true,
  late: isLate,
  waiting: (row) => row.state === 'waiting',
};

/** Tickets of a view. */
export const listTickets = (desk: DeskContext, person: SignedInPerson, query: z.output<typeof ticketQuery>): z.infer<typeof ticketList> => {
  const owners = ownersFor(desk, person);
  const open = openTickets(desk, owners, query.contact);
  const solved =
    desk.db.get(
      crmSql
        .selectFrom('crm_ticket')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('solved_at', 'is not', null),
    )?.count ?? 0;
  const count = (view: keyof typeof VIEWS): number => open.filter(VIEWS[view]).length;
  return {
    rows: [...(query.view === 'solved' ? solvedTickets(desk, owners, query.contact) : open.filter(VIEWS[query.view]))],
    counts: { open: open.length, mine: count('mine'), late: count('late'), waiting: count('waiting'), solved },
  };
};

/** Open tickets of a contact. */
export const openTicketsOf = (desk: DeskContext, owners: Owners, contact: string): readonly TicketRow[] =>
  openTickets(desk, owners, contact);

/** Every ticket of a contact: the open ones, then the newest solved. */
export const ticketsOf = (desk: DeskContext, owners: Owners, contact: string): readonly TicketRow[] => [
  ...openTickets(desk, owners, contact),
  ...solvedTickets(desk, owners, contact),
];

/** Tickets that are late or due today, of everybody: a late ticket is the practice's, not one person's. */
export const ticketsForToday = (desk: DeskContext, owners: Owners): readonly TicketRow[] =>
  openTickets(desk, owners)
    .filter((row) => isLate(row) || row.respond.kind === 'due-today' || row.solve.kind === 'due-today')
    .slice(0, 20);
