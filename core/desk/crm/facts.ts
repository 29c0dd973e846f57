import { sql } from 'kysely';
import type { StageFacts } from '../../domain/crm/lifecycle/entry-rule.ts';
import { accountHealth, type Health, type HealthFacts } from '../../domain/crm/workspace/health.ts';
import type { ContactDocument } from '../../domain/contact/document.ts';
import type { DeskContext } from '../context.ts';
import type { StoredRecord } from '../records/definition.ts';
import { referralsOfContacts } from '../referrals/of-contact.ts';
import { dayOf, todayOf } from './clocks.ts';
import type { Owners } from './owners.ts';
import { crmSql } from './tables.ts';
import { isLate, openTicketsOf } from './tickets.ts';

/** What is counted of a contact's work, by contact. Contacts without any are left out. */
export type WorkCounts = {
  readonly openDeals: number;
  readonly dealCents: number;
  readonly lastWon: string | null;
  readonly wonDeals: number;
  readonly lastActivity: string | null;
  readonly overdueTasks: number;
  readonly openTickets: number;
};

const NO_WORK: WorkCounts = {
  openDeals: 0,
  dealCents: 0,
  lastWon: null,
  wonDeals: 0,
  lastActivity: null,
  overdueTasks: 0,
  openTickets: 0,
};

/** Counts of work for some contacts: at most a page of them, in four queries. */
export const workCounts = (desk: DeskContext, contacts: readonly string[]): ((contact: string) => WorkCounts) => {
  if (contacts.length === 0) return () => NO_WORK;
  const deals = desk.db.all(
    crmSql
      .selectFrom('crm_deal')
      .select([
        'contact',
        sql<number>`sum(status = 'open')`.as('open'),
        sql<number>`sum(case when status = 'open' then coalesce(amount, 0) else 0 end)`.as('cents'),
        sql<number>`sum(status = 'won')`.as('won'),
        sql<string | null>`max(case when status = 'won' then closed_at end)`.as('lastWon'),
      ])
      .where('contact', 'in', contacts)
      .groupBy('contact'),
  );
  const activities = desk.db.all(
    crmSql
      .selectFrom('crm_activity')
      .select(['contact', sql<string>`max(at)`.as('last')])
      .where('contact', 'in', contacts)
      .groupBy('contact'),
  );
  const tasks = desk.db.all(
    crmSql
      .selectFrom('crm_task')
      .select(['contact', sql<number>`count(*)`.as('late')])
      .where('contact', 'in', contacts)
      .where('done_at', 'is', null)
      .where('due', '<', todayOf(desk))
      .groupBy('contact'),
  );
  const tickets = desk.db.all(
    crmSql
      .selectFrom('crm_ticket')
      .select(['contact', sql<number>`count(*)`.as('open')])
      .where('contact', 'in', contacts)
      .where('solved_at', 'is', null)
      .groupBy('contact'),
  );
  const [deal, activity, task, ticket] = [
    new Map(deals.map((row) => [row.contact, row])),
    new Map(activities.map((row) => [row.contact, row.last])),
    new Map(tasks.map((row) => [row.contact, row.late])),
    new Map(tickets.map((row) => [row.contact, row.open])),
  ];
  return (contact) => ({
    openDeals: deal.get(contact)?.open ?? 0,
    dealCents: deal.get(contact)?.cents ?? 0,
    wonDeals: deal.get(contact)?.won ?? 0,
    lastWon: deal.get(contact)?.lastWon ?? null,
    lastActivity: activity.get(contact) ?? null,
    overdueTasks: task.get(contact) ?? 0,
    openTickets: ticket.get(contact) ?? 0,
  });
};

/** Health of some contacts, with its reasons. */
export const healthOf = (
  desk: DeskContext,
  owners: Owners,
  contacts: readonly string[],
  counts: (contact: string) => WorkCounts,
): ((contact: string) => Health) => {
  const referrals = referralsOfContacts(desk, contacts);
  const today = todayOf(desk);
  return (contact) => {
    const work = counts(contact);
    const facts: HealthFacts = {
      lastActivity: work.lastActivity === null ? null : dayOf(desk, work.lastActivity),
      openTickets: work.openTickets,
      lateTickets: work.openTickets === 0 ? 0 : openTicketsOf(desk, owners, contact).filter(isLate).length,
      lastWon: work.lastWon === null ? null : dayOf(desk, work.lastWon),
      openDeals: work.openDeals,
      overdueTasks: work.overdueTasks,
      referrals: (referrals.get(contact) ?? []).filter((state) => state.ending?.effective !== true).length,
    };
    return accountHealth(facts, today);
  };
};

/** What the entry criteria of stages look at. */
export const stageFactsOf = (desk: DeskContext, owners: Owners, contact: StoredRecord<ContactDocument>): StageFacts => {
  const { id, document } = contact;
  const counts = workCounts(desk, [id])(id);
  const activities = desk.db.all(
    crmSql.selectFrom('crm_activity').select('at').where('contact', '=', id).orderBy('at', 'desc').limit(1000),
  );
  return {
    reachable: document.emails.length > 0 || document.phones.length > 0,
    owner: document.owner,
    tags: document.tags,
    activities: activities.map((row) => dayOf(desk, row.at)),
    openDeals: counts.openDeals,
    wonDeals: counts.wonDeals,
    lateTickets: counts.openTickets === 0 ? 0 : openTicketsOf(desk, owners, id).filter(isLate).length,
    knownSince: dayOf(desk, contact.createdAt),
  };
};
