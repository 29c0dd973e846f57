import { sql } from 'kysely';
import type { z } from 'zod';
import type { drillQuery, drillRows } from '../../contract/workspaces.ts';
import { activityWords } from '../../domain/crm/contact-work/activity.ts';
import { firstStage } from '../../domain/crm/lifecycle/change-stage.ts';
import { WORKSPACE_ROLES } from '../../domain/crm/workspace/role.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { actRefused } from './access.ts';
import { accounts, dashboardSpan, monthWords, type Span, spanOf } from './dashboard.ts';
import { healthOf, workCounts } from './facts.ts';
import { namedContacts, namedOr } from './named-contacts.ts';
import { type Owners, ownersFor, roleName } from './owners.ts';
import { viewerOf } from './queue.ts';
import { activityDefinition } from './records/activity-record.ts';
import { dealDefinition } from './records/deal-record.ts';
import { lifecycleSetting } from './settings.ts';
import { stageName } from '../../domain/crm/lifecycle/change-stage.ts';
import { crmSql } from './tables.ts';

type Row = { readonly contact: string; readonly what: string; readonly at: string | null; readonly cents: number | null };
type Found = { readonly title: string; readonly rows: readonly Row[] };
type Query = z.output<typeof drillQuery>;

const LIMIT = 500;

const dealRows = (desk: DeskContext, status: 'won' | 'lost', { from, until }: Span): readonly Row[] =>
  desk.db
    .all(
      crmSql
        .selectFrom('crm_deal')
        .select(['id', 'contact', 'closed_at', sql<number | null>`coalesce(settled, amount)`.as('cents')])
        .where('status', '=', status)
        .where('closed_at', '>=', from)
        .where('closed_at', '<', until)
        .orderBy('closed_at', 'desc')
        .limit(LIMIT),
    )
    .map((row) => {
      const deal = readRecord(desk.db, dealDefinition, row.id)?.document;
      const reason = status === 'lost' && deal !== undefined && deal.lostReason !== '' ? `: ${deal.lostReason}` : '';
      return { contact: row.contact, what: `${deal?.title ?? 'A deal'}${reason}`, at: row.closed_at, cents: row.cents };
    });

const activityRows = (desk: DeskContext, { from, until }: Span): readonly Row[] =>
  desk.db
    .all(
      crmSql
        .selectFrom('crm_activity')
        .select(['id', 'contact', 'at'])
        .where('at', '>=', from)
        .where('at', '<', until)
        .orderBy('at', 'desc')
        .limit(LIMIT),
    )
    .map((row) => {
      const activity = readRecord(desk.db, activityDefinition, row.id)?.document;
      return { contact: row.contact, what: activity === undefined ? 'An activity' : activityWords(activity), at: row.at, cents: null };
    });

const contactRows = (desk: DeskContext, { from, until }: Span): readonly Row[] =>
  desk.db
    .all(
      crmSql
        .selectFrom('contact')
        .select(['id', 'created_at', 'batch'])
        .where('created_at', '>=', from)
        .where('created_at', '<', until)
        .orderBy('created_at', 'desc')
        .limit(LIMIT),
    )
    .map((row) => ({ contact: row.id, what: row.batch === null ? 'Entered' : 'Imported', at: row.created_at, cents: null }));

const stageRows = (desk: DeskContext, stage: string): readonly Row[] => {
  const lifecycle = settingOf(desk, lifecycleSetting);
  const inFirst = stage === firstStage(lifecycle);
  return desk.db
    .all(
      crmSql
        .selectFrom('contact')
        .select(['id', 'updated_at'])
        .where((where) => where.or([where('stage', '=', stage), ...(inFirst ? [where('stage', 'is', null)] : [])]))
        .orderBy('sort_key')
        .limit(LIMIT),
    )
    .map((row) => ({ contact: row.id, what: stageName(lifecycle, stage), at: null, cents: null }));
};

const enteredRows = (desk: DeskContext, stage: string, { from, until }: Span): readonly Row[] =>
  desk.db
    .all(
      crmSql
        .selectFrom('crm_stage_entry')
        .select(['contact', sql<string>`min(at)`.as('at')])
        .where('stage', '=', stage)
        .where('at', '>=', from)
        .where('at', '<', until)
        .groupBy('contact')
        .orderBy('at', 'desc')
        .limit(LIMIT),
    )
    .map((row) => ({ contact: row.contact, what: 'Entered the stage', at: row.at, cents: null }));

const healthRows = (desk: DeskContext, owners: Owners, band: string): readonly Row[] => {
  const contacts = accounts(desk);
  const health = healthOf(desk, owners, contacts, workCounts(desk, contacts));
  return contacts
    .map((contact) => ({ contact, health: health(contact) }))
    .filter((one) => one.health.band === band)
    .toSorted((a, b) => a.health.score - b.health.score)
    .map(({ contact, health: { score, lines } }) => {
      const worst = lines.toSorted((a, b) => a.points - a.of - (b.points - b.of))[0];
      return {
        contact,
        what: `${String(score)} of 100${worst === undefined ? '' : `; ${worst.name}: ${worst.why}`}`,
        at: null,
        cents: null,
      };
    });
};

const roleRows = (desk: DeskContext, owners: Owners, role: string): readonly Row[] =>
  desk.db
    .all(crmSql.selectFrom('crm_place').select(['contact', 'since', 'owner']).where('role', '=', role).orderBy('since').limit(LIMIT))
    .map((row) => ({
      contact: row.contact,
      what: row.owner === null ? 'Waits for somebody' : owners.view(row.owner).words,
      at: row.since,
      cents: null,
    }));

const find = (desk: DeskContext, owners: Owners, query: Query, span: Span, period: string): Found => {
  const of = query.of ?? '';
  switch (query.figure) {
    case 'contacts':
      return { title: `New contacts, ${period}`, rows: contactRows(desk, span) };
    case 'won':
    case 'lost':
      return { title: `Deals ${query.figure}, ${period}`, rows: dealRows(desk, query.figure, span) };
    case 'activities':
      return { title: `Activities, ${period}`, rows: activityRows(desk, span) };
    case 'stage':
      return { title: `In ${stageName(settingOf(desk, lifecycleSetting), of)} now`, rows: stageRows(desk, of) };
    case 'entered':
      return {
        title: `Entered ${stageName(settingOf(desk, lifecycleSetting), of)}, ${period}`,
        rows: enteredRows(desk, of, span),
      };
    case 'health':
      return { title: `Accounts: ${of === 'at-risk' ? 'at risk' : of}`, rows: healthRows(desk, owners, of) };
    case 'role': {
      const role = WORKSPACE_ROLES.find((one) => one === of);
      return { title: `With ${role === undefined ? of : roleName(owners, role)} now`, rows: roleRows(desk, owners, of) };
    }
  }
};

/** The rows behind a figure of the dashboard, newest first, at most 500. Errors: `not-seated`, `not-permitted`, `no-such-person`. */
export const dashboardRows = (desk: DeskContext, person: SignedInPerson, query: Query): Result<z.infer<typeof drillRows>, Refusal> => {
  const viewer = viewerOf(desk, person, query.as);
  if (!viewer.ok) return viewer;
  const refused = actRefused(desk, viewer.value.person, 'see-dashboard');
  if (refused !== null) return err(refused);
  const { months, span } = dashboardSpan(desk, query.months);
  const month = months.find((one) => one.id === query.of);
  const owners = ownersFor(desk, viewer.value);
  const period = month === undefined ? `last ${String(query.months)} months` : monthWords(month.id);
  const found = find(desk, owners, query, month === undefined ? span : spanOf(desk, month), period);
  const names = namedContacts(
    desk,
    found.rows.map((row) => row.contact),
  );
  return ok({
    title: found.title,
    rows: found.rows.map((row) => ({ ...row, contact: namedOr(names, row.contact) })),
    total: found.rows.length,
  });
};
