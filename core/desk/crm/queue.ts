import { sql } from 'kysely';
import type { z } from 'zod';
import type { QueueRow, queueQuery, WorkspaceQueue, WorkToday } from '../../contract/workspaces.ts';
import type { ClockView } from '../../contract/crm.ts';
import { firstStage } from '../../domain/crm/lifecycle/change-stage.ts';
import { slaState } from '../../domain/crm/sla/sla-clock.ts';
import { WORKSPACE_ROLES, type WorkspaceRole } from '../../domain/crm/workspace/role.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { lateBefore } from '../../domain/crm/sla/work-calendar.ts';
import { type Instant, instantToMs } from '../../domain/time/instant.ts';
import { addDays } from '../../domain/time/local-date.ts';
import { startOfDay } from '../../domain/time/zone.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { notPermitted } from '../permitted.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { accessViews } from './access.ts';
import { clockView, instantOf, nowOf, todayOf, workCalendars, zoneOf } from './clocks.ts';
import { healthOf, workCounts } from './facts.ts';
import { unplaced } from './hand-overs.ts';
import { namedContacts, namedOr } from './named-contacts.ts';
import { activePeople, type Owners, ownersFor, roleName } from './owners.ts';
import { taskDefinition } from './records/task-record.ts';
import { lifecycleSetting, slaSetting } from './settings.ts';
import { stageName } from '../../domain/crm/lifecycle/change-stage.ts';
import { crmSql } from './tables.ts';
import { tasksForToday } from './tasks.ts';
import { isLate, openTicketsOf, ticketsForToday } from './tickets.ts';

type Place = {
  readonly contact: string;
  readonly role: string;
  readonly since: string;
  readonly owner: string | null;
  readonly stage: string | null;
};

const places = (role: WorkspaceRole) =>
  crmSql
    .selectFrom('crm_place')
    .select(['crm_place.contact', 'crm_place.role', 'crm_place.since', 'crm_place.owner', 'crm_place.stage'])
    .where('crm_place.role', '=', role)
    .orderBy('crm_place.since')
    .orderBy('crm_place.contact');

const whose = (query: ReturnType<typeof places>, owner: 'mine' | 'all' | 'nobody', owners: Owners) =>
  owner === 'all'
    ? query
    : owner === 'nobody'
      ? query.where('crm_place.owner', 'is', null)
      : query.where('crm_place.owner', 'in', [...owners.mine]);

/** First thing that was done with each contact after it was handed over: an activity, or a change of stage. */
const firstSteps = (desk: DeskContext, contacts: readonly string[]): ReadonlyMap<string, string> => {
  if (contacts.length === 0) return new Map();
  const rows = (['crm_activity', 'crm_stage_entry'] as const).flatMap((table) =>
    desk.db.all(
      crmSql
        .selectFrom(table)
        .innerJoin('crm_place', 'crm_place.contact', `${table}.contact`)
        .select(['crm_place.contact', sql<string>`min(${sql.ref(`${table}.at`)})`.as('first')])
        .where('crm_place.contact', 'in', contacts)
        .whereRef(`${table}.at`, '>', 'crm_place.since')
        .groupBy('crm_place.contact'),
    ),
  );
  const first = new Map<string, string>();
  for (const row of rows) {
    const known = first.get(row.contact);
    if (known === undefined || row.first < known) first.set(row.contact, row.first);
  }
  return first;
};

/** Places in which nothing was done yet since the hand-over. */
const untouched = (query: ReturnType<typeof places>) =>
  query
    .where(sql<boolean>`not exists (select 1 from crm_activity a where a.contact = crm_place.contact and a.at > crm_place.since)`)
    .where(sql<boolean>`not exists (select 1 from crm_stage_entry s where s.contact = crm_place.contact and s.at > crm_place.since)`);

/** The instant before which an untouched contact of a workspace is late at `at`; null where no deadline can be told. */
const edgeOf = (desk: DeskContext, role: WorkspaceRole, at: Instant): Instant | null => {
  const edge = lateBefore(at, settingOf(desk, slaSetting).leads[role] * 60_000, workCalendars(desk)(role));
  return edge.ok ? edge.value : null;
};

const lateCount = (desk: DeskContext, role: WorkspaceRole): number => {
  const edge = edgeOf(desk, role, nowOf(desk));
  if (edge === null) return 0;
  const late = untouched(places(role))
    .where('crm_place.since', '<', edge)
    .clearSelect()
    .clearOrderBy()
    .select((select) => select.fn.countAll<number>().as('count'));
  return desk.db.get(late)?.count ?? 0;
};

/** The clock of each place: the workspace promised a first step within its working time. */
const placeClocks = (desk: DeskContext, rows: readonly Place[]): ((place: Place) => ClockView) => {
  const steps = firstSteps(
    desk,
    rows.map((row) => row.contact),
  );
  const policy = settingOf(desk, slaSetting);
  const calendars = workCalendars(desk);
  const now = nowOf(desk);
  return (place) => {
    const role = WORKSPACE_ROLES.find((one) => one === place.role) ?? 'bd';
    const calendar = calendars(role);
    const first = steps.get(place.contact);
    const clock = {
      startedAt: instantOf(place.since),
      limitMinutes: policy.leads[role],
      pauses: [],
      stoppedAt: first === undefined ? null : instantOf(first),
    };
    return clockView(slaState(clock, now, calendar), calendar);
  };
};

type NextTask = NonNullable<QueueRow['nextTask']>;

const nextTasks = (desk: DeskContext, contacts: readonly string[]): ReadonlyMap<string, NextTask> => {
  if (contacts.length === 0) return new Map();
  const today = todayOf(desk);
  const rows = desk.db.all(
    crmSql
      .selectFrom('crm_task')
      .select(['id', 'contact', 'due'])
      .where('contact', 'in', contacts)
      .where('done_at', 'is', null)
      .orderBy('due', (order) => order.desc().nullsFirst()),
  );
  const next = new Map<string, NextTask>();
  for (const { id, contact, due } of rows) {
    const title = readRecord(desk.db, taskDefinition, id)?.document.title;
    if (contact !== null && title !== undefined) next.set(contact, { id, title, due, late: due !== null && due < today });
  }
  return next;
};

const PRESSING: Readonly<Record<ClockView['kind'], number>> = {
  late: 0,
  'due-today': 1,
  'due-in': 2,
  unknown: 2,
  paused: 3,
  missed: 4,
  met: 4,
};

const queueRows = (desk: DeskContext, owners: Owners, role: WorkspaceRole, rows: readonly Place[]): QueueRow[] => {
  const contacts = rows.map((row) => row.contact);
  const names = namedContacts(desk, contacts);
  const counts = workCounts(desk, contacts);
  const tasks = nextTasks(desk, contacts);
  const clocks = placeClocks(desk, rows);
  const lifecycle = settingOf(desk, lifecycleSetting);
  const health = role === 'cs' || role === 'cmo' ? healthOf(desk, owners, contacts, counts) : null;
  return rows
    .map((row): QueueRow => {
      const work = counts(row.contact);
      const stage = row.stage ?? firstStage(lifecycle);
      const own = health?.(row.contact);
      return {
        contact: namedOr(names, row.contact),
        stage: { id: stage, name: stageName(lifecycle, stage) },
        owner: row.owner === null ? null : owners.view(row.owner),
        since: row.since,
        clock: clocks(row),
        lastActivity: work.lastActivity,
        nextTask: tasks.get(row.contact) ?? null,
        openDeals: work.openDeals,
        dealCents: work.dealCents,
        openTickets: work.openTickets,
        lateTickets: work.openTickets === 0 ? 0 : openTicketsOf(desk, owners, row.contact).filter(isLate).length,
        health: own === undefined ? null : { score: own.score, band: own.band, lines: own.lines.map((line) => ({ ...line })) },
      };
    })
    .toSorted((a, b) => PRESSING[a.clock.kind] - PRESSING[b.clock.kind] || (a.since < b.since ? -1 : 1));
};

const noSuchPerson: Refusal = {
  status: 404,
  code: 'no-such-person',
  title: 'This person is not in the practice',
  detail: 'They left, or the address is not right.',
  next: 'Choose a person from the list.',
};

/** The person as whom somebody looks at the workspaces: themselves, or another whom they manage. Errors: `not-permitted`, `no-such-person`. */
export const viewerOf = (
  desk: DeskContext,
  person: SignedInPerson,
  as: string | undefined,
): Result<{ readonly person: string; readonly name: string; readonly other: boolean }, Refusal> => {
  if (as === undefined || as === person.person) return ok({ person: person.person, name: person.name, other: false });
  const refused = notPermitted(desk, person.person, 'manage-people');
  if (refused !== null) return err(refused);
  const found = activePeople(desk).find((one) => one.person === as);
  return found === undefined ? err(noSuchPerson) : ok({ ...found, other: true });
};

/** The queue of a workspace, the most pressing of the page first. Errors: `not-permitted`, `no-such-person`. */
export const workspaceQueue = (
  desk: DeskContext,
  person: SignedInPerson,
  role: WorkspaceRole,
  query: z.output<typeof queueQuery>,
): Result<WorkspaceQueue, Refusal> => {
  const viewer = viewerOf(desk, person, query.as);
  if (!viewer.ok) return viewer;
  const owners = ownersFor(desk, viewer.value);
  const access = accessViews(desk, viewer.value.person).find((one) => one.role === role);
  if (access === undefined) throw new Error('a workspace without access');
  const count = (owner: 'mine' | 'all' | 'nobody'): number =>
    desk.db.get(
      whose(places(role), owner, owners)
        .clearSelect()
        .clearOrderBy()
        .select((select) => select.fn.countAll<number>().as('count')),
    )?.count ?? 0;
  const page = desk.db.all(whose(places(role), query.owner, owners).offset(query.offset).limit(query.limit));
  const waiting = role === 'bd' ? desk.db.get(unplaced().select((select) => select.fn.countAll<number>().as('count')))?.count : null;
  const counts = { all: count('all'), mine: count('mine'), nobody: count('nobody') };
  return ok({
    access,
    viewedAs: viewer.value.other ? viewer.value.name : null,
    rows: queueRows(desk, owners, role, page),
    total: counts[query.owner],
    counts: { ...counts, late: lateCount(desk, role) },
    unplaced: waiting ?? null,
  });
};

const TODAY_LEADS = 20;

/** What a person's work asks for today: their tasks, late tickets, and leads of theirs that wait for a first step. */
export const workToday = (desk: DeskContext, person: SignedInPerson): WorkToday => {
  const owners = ownersFor(desk, person);
  const tonight = startOfDay(addDays(todayOf(desk), 1), zoneOf(desk));
  // Due by the end of today: whatever would be late then.
  const mine = WORKSPACE_ROLES.flatMap((role) => {
    const edge = edgeOf(desk, role, tonight);
    return edge === null
      ? []
      : desk.db.all(
          untouched(whose(places(role), 'mine', owners))
            .where('crm_place.since', '<', edge)
            .limit(TODAY_LEADS),
        );
  });
  const clocks = placeClocks(desk, mine);
  const names = namedContacts(
    desk,
    mine.map((place) => place.contact),
  );
  const leads = mine
    .map((place) => ({ place, clock: clocks(place) }))
    .filter(({ clock }) => clock.kind === 'late' || clock.kind === 'due-today')
    .toSorted((a, b) => instantToMs(instantOf(a.clock.due ?? a.place.since)) - instantToMs(instantOf(b.clock.due ?? b.place.since)))
    .slice(0, TODAY_LEADS)
    .map(({ place, clock }) => {
      const role = WORKSPACE_ROLES.find((one) => one === place.role) ?? 'bd';
      return { contact: namedOr(names, place.contact), role, roleName: roleName(owners, role), clock };
    });
  return { tasks: [...tasksForToday(desk, owners)], tickets: [...ticketsForToday(desk, owners)], leads };
};
