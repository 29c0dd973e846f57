import { sql } from 'kysely';
import type { z } from 'zod';
import type { Dashboard, dashboardQuery } from '../../contract/workspaces.ts';
import { firstStage } from '../../domain/crm/lifecycle/change-stage.ts';
import { type StageEntry, stageFlows, stageStays } from '../../domain/crm/lifecycle/stage-log.ts';
import { workingMsBetween } from '../../domain/crm/sla/work-calendar.ts';
import { lastMonths, median, type Month } from '../../domain/crm/workspace/months.ts';
import { WORKSPACE_ROLES } from '../../domain/crm/workspace/role.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { toCents } from '../../domain/money/cents.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { addDays } from '../../domain/time/local-date.ts';
import { startOfDay } from '../../domain/time/zone.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { actRefused } from './access.ts';
import { instantOf, nowOf, todayOf, workCalendars, zoneOf } from './clocks.ts';
import { healthOf, workCounts } from './facts.ts';
import { ownersFor, roleName } from './owners.ts';
import { viewerOf } from './queue.ts';
import { lifecycleSetting, slaSetting } from './settings.ts';
import { crmSql } from './tables.ts';

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** Contacts with a customer's place in a workspace whose health is counted; more than this is a list of its own. */
const HEALTH_LIMIT = 1000;

/** Hand-overs of a workspace that are held against its promise. */
const TAKEN_LIMIT = 2000;

/** "Aug 2026". */
export const monthWords = (id: string): string => `${MONTH_NAMES[Number(id.slice(5)) - 1] ?? ''} ${id.slice(0, 4)}`;

export type Span = { readonly from: string; readonly until: string };

/** The instants between which a month lies in the practice's zone. */
export const spanOf = (desk: Pick<DeskContext, 'zone'>, month: Pick<Month, 'from' | 'until'>): Span => ({
  from: startOfDay(month.from, zoneOf(desk)),
  until: startOfDay(month.until, zoneOf(desk)),
});

const money = (cents: number): string => {
  const amount = toCents(cents);
  return amount.ok ? formatCents(amount.value) : 'more than can be shown';
};

type Counted = Pick<Dashboard['months'][number], 'contacts' | 'won' | 'wonCents' | 'lost' | 'activities'>;

const countedIn = (desk: DeskContext, { from, until }: Span): Counted => {
  const { db } = desk;
  const contacts = db.get(
    crmSql
      .selectFrom('contact')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('created_at', '>=', from)
      .where('created_at', '<', until),
  );
  const deals = db.get(
    crmSql
      .selectFrom('crm_deal')
      .select([
        sql<number | null>`sum(status = 'won')`.as('won'),
        sql<number | null>`sum(status = 'lost')`.as('lost'),
        sql<number | null>`sum(case when status = 'won' then coalesce(settled, amount, 0) else 0 end)`.as('cents'),
      ])
      .where('status', 'in', ['won', 'lost'])
      .where('closed_at', '>=', from)
      .where('closed_at', '<', until),
  );
  const activities = db.get(
    crmSql
      .selectFrom('crm_activity')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('at', '>=', from)
      .where('at', '<', until),
  );
  return {
    contacts: contacts?.count ?? 0,
    won: deals?.won ?? 0,
    wonCents: deals?.cents ?? 0,
    lost: deals?.lost ?? 0,
    activities: activities?.count ?? 0,
  };
};

/** The status logs of every contact, by contact. */
const stageLogs = (desk: DeskContext): ReadonlyMap<string, readonly StageEntry[]> => {
  const logs = new Map<string, StageEntry[]>();
  const rows = desk.db.all(crmSql.selectFrom('crm_stage_entry').select(['contact', 'stage', 'at']).orderBy('at'));
  for (const { contact, stage, at } of rows) {
    const log = logs.get(contact) ?? [];
    log.push({ from: null, to: stage, at: instantOf(at) });
    logs.set(contact, log);
  }
  return logs;
};

/** How many contacts are in each stage now, from the narrow table of the list; whoever was put into none is in the first. */
const contactsIn = (desk: DeskContext, first: string): ReadonlyMap<string, number> => {
  const counted = desk.db.all(
    crmSql
      .selectFrom('contact_list')
      .select([sql<string>`stage`.as('stage'), (select) => select.fn.countAll<number>().as('count')])
      .where('stage', 'is not', null)
      .groupBy('stage'),
  );
  const counts = new Map(counted.map((row) => [row.stage, row.count]));
  const placed = counted.reduce((sum, row) => sum + row.count, 0);
  const all = desk.db.get(crmSql.selectFrom('contact_list').select((select) => select.fn.countAll<number>().as('count')))?.count ?? 0;
  return counts.set(first, (counts.get(first) ?? 0) + all - placed);
};

const stagesOf = (desk: DeskContext, span: Span): Dashboard['stages'] => {
  const lifecycle = settingOf(desk, lifecycleSetting);
  const first = firstStage(lifecycle);
  const ids = lifecycle.stages.map((stage) => stage.id);
  const now = contactsIn(desk, first);
  const logs = stageLogs(desk);
  const instant = nowOf(desk);
  const stays = [...logs.values()].flatMap((log) => stageStays(log, instant).filter((stay) => stay.to !== null));
  const flows = stageFlows(ids, logs, { from: instantOf(span.from), to: instantOf(span.until) });
  return lifecycle.stages.map((stage, index) => {
    const later = new Set(ids.slice(index + 1));
    const middle = median(stays.filter((stay) => stay.stage === stage.id).map((stay) => stay.durationMs));
    const reached = flows[index]?.reached ?? {};
    return {
      id: stage.id,
      name: stage.name,
      now: now.get(stage.id) ?? 0,
      entered: flows[index]?.entered ?? 0,
      // Whoever came to any later stage went on; the largest count is a lower bound that counts nobody twice.
      wentOn: Math.max(0, ...Object.entries(reached).map(([id, count]) => (later.has(id) ? count : 0))),
      medianDays: middle === null ? null : Math.floor(middle / DAY_MS),
    };
  });
};

const rolesOf = (desk: DeskContext, nameOf: (role: (typeof WORKSPACE_ROLES)[number]) => string, span: Span): Dashboard['roles'] => {
  const policy = settingOf(desk, slaSetting);
  const calendars = workCalendars(desk);
  const now = nowOf(desk);
  return WORKSPACE_ROLES.map((role) => {
    const held = desk.db.get(
      crmSql
        .selectFrom('crm_place')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('role', '=', role),
    );
    const taken = desk.db.all(
      crmSql
        .selectFrom('crm_hand_over')
        .select([
          'at',
          sql<string | null>`(select min(a.at) from crm_activity a where a.contact = crm_hand_over.contact and a.at > crm_hand_over.at)`.as(
            'activity',
          ),
          sql<
            string | null
          >`(select min(s.at) from crm_stage_entry s where s.contact = crm_hand_over.contact and s.at > crm_hand_over.at)`.as('stage'),
        ])
        .where('role', '=', role)
        .where('at', '>=', span.from)
        .where('at', '<', span.until)
        .limit(TAKEN_LIMIT),
    );
    const limit = policy.leads[role] * 60_000;
    const calendar = calendars(role);
    // In time when the working time until the first step, or until now, is within the limit.
    const states = taken.map(({ at, activity, stage }) => {
      const first = [activity, stage].filter((one) => one !== null).toSorted()[0];
      const worked = workingMsBetween(instantOf(at), first === undefined ? now : instantOf(first), calendar);
      if (!worked.ok) return 'unknown';
      return worked.value > limit ? 'late' : first === undefined ? 'open' : 'met';
    });
    return {
      role,
      name: nameOf(role),
      contacts: held?.count ?? 0,
      inTime: states.filter((kind) => kind === 'met').length,
      late: states.filter((kind) => kind === 'late').length,
    };
  });
};

/** Contacts that are with Customer Success or marketing: the accounts whose health is told. */
export const accounts = (desk: DeskContext): readonly string[] =>
  desk.db
    .all(crmSql.selectFrom('crm_place').select('contact').where('role', 'in', ['cs', 'cmo']).orderBy('since').limit(HEALTH_LIMIT))
    .map((row) => row.contact);

const healthCounts = (desk: DeskContext, person: { readonly person: string; readonly name: string }): Dashboard['health'] => {
  const contacts = accounts(desk);
  const health = healthOf(desk, ownersFor(desk, person), contacts, workCounts(desk, contacts));
  const bands = contacts.map((contact) => health(contact).band);
  return {
    healthy: bands.filter((band) => band === 'healthy').length,
    watch: bands.filter((band) => band === 'watch').length,
    atRisk: bands.filter((band) => band === 'at-risk').length,
  };
};

/** Whole months up to today. */
export const dashboardSpan = (desk: DeskContext, count: number): { readonly months: readonly Month[]; readonly span: Span } => {
  const months = lastMonths(todayOf(desk), count);
  const [head, tail] = [months[0], months.at(-1)];
  if (head === undefined || tail === undefined) throw new Error('a dashboard without months');
  return { months, span: spanOf(desk, { from: head.from, until: tail.until }) };
};

/** The dashboard of the book, counted from its rows. Errors: `not-seated`, `not-permitted`, `no-such-person`. */
export const marketingDashboard = (
  desk: DeskContext,
  person: SignedInPerson,
  query: z.output<typeof dashboardQuery>,
): Result<Dashboard, Refusal> => {
  const viewer = viewerOf(desk, person, query.as);
  if (!viewer.ok) return viewer;
  const refused = actRefused(desk, viewer.value.person, 'see-dashboard');
  if (refused !== null) return err(refused);
  const { months, span } = dashboardSpan(desk, query.months);
  const counted = months.map((month) => ({ month: month.id, words: monthWords(month.id), ...countedIn(desk, spanOf(desk, month)) }));
  const total = (of: (one: Counted) => number): number => counted.reduce((sum, one) => sum + of(one), 0);
  const [won, lost] = [total((one) => one.won), total((one) => one.lost)];
  const owners = ownersFor(desk, viewer.value);
  const open = desk.db.get(
    crmSql
      .selectFrom('crm_deal')
      .select([(select) => select.fn.countAll<number>().as('count'), sql<number | null>`sum(amount)`.as('cents')])
      .where('status', '=', 'open'),
  );
  const last = months.at(-1);
  return ok({
    from: months[0]?.from ?? todayOf(desk),
    to: last === undefined ? todayOf(desk) : addDays(last.until, -1),
    figures: [
      {
        id: 'contacts',
        label: 'New contacts',
        value: String(total((one) => one.contacts)),
        words: `in ${String(months.length)} ${months.length === 1 ? 'month' : 'months'}`,
        trend: counted.map((one) => one.contacts),
      },
      {
        id: 'won',
        label: 'Won, ex GST',
        value: money(total((one) => one.wonCents)),
        words: `${String(won)} ${won === 1 ? 'deal' : 'deals'}`,
        trend: counted.map((one) => one.wonCents),
      },
      {
        id: 'lost',
        label: 'Lost',
        value: String(lost),
        words: won + lost === 0 ? 'No deal has closed' : `${String(won)} of ${String(won + lost)} closed were won`,
        trend: counted.map((one) => one.lost),
      },
      {
        id: 'activities',
        label: 'Activities',
        value: String(total((one) => one.activities)),
        words: 'Calls, meetings, e-mails',
        trend: counted.map((one) => one.activities),
      },
      {
        id: 'open',
        label: 'Open deals, ex GST',
        value: money(open?.cents ?? 0),
        words: `${String(open?.count ?? 0)} ${open?.count === 1 ? 'deal' : 'deals'}`,
        trend: [],
      },
    ],
    months: counted,
    stages: stagesOf(desk, span),
    health: healthCounts(desk, viewer.value),
    roles: rolesOf(desk, (role) => roleName(owners, role), span),
  });
};
