import { sql } from 'kysely';
import { STATES, type State } from '../../domain/calendar/holiday-file.ts';
import { type LeadPlace, routeLead, type Routed, type RoutingRule } from '../../domain/crm/routing/route-lead.ts';
import { type Owner, ownerSchema, seatOf } from '../../domain/crm/workspace/owner.ts';
import type { WorkspaceRole } from '../../domain/crm/workspace/role.ts';
import { placedSeatOf } from '../../domain/crm/workspace/workspaces.ts';
import type { ContactDocument } from '../../domain/contact/document.ts';
import type { DeskContext } from '../context.ts';
import { settingOf } from '../settings/store.ts';
import { activePeople, type Owners } from './owners.ts';
import { routingSetting } from './settings.ts';
import { crmSql } from './tables.ts';

const isState = (text: string): text is State => STATES.some((state) => state === text);

const POSTCODE = /^[0-9]{4}$/u;

/** Where a contact lives, from its first Australian address that says so. */
export const leadPlace = (document: Pick<ContactDocument, 'addresses'>): LeadPlace => {
  const postcode = document.addresses.map((one) => one.postcode?.trim() ?? '').find((code) => POSTCODE.test(code)) ?? null;
  const region = document.addresses.map((one) => one.region?.trim().toUpperCase() ?? '').find(isState) ?? null;
  return { postcode, state: region };
};

const ownerOf = (text: string | null): Owner | null => {
  const read = ownerSchema.safeParse(text);
  return read.success ? read.data : null;
};

/** Who had the last turn of each list, from the newest hand-over that took it. */
const lastTurns = (desk: DeskContext, role: WorkspaceRole): Map<string, Owner> => {
  const rows = desk.db.all(
    crmSql
      .selectFrom('crm_hand_over')
      .innerJoin('record', 'record.id', 'crm_hand_over.id')
      // SQLite takes the other columns from the row of the maximum. Many hand-overs of one group share a time; their numbers do not.
      .select(['list', 'owner', sql<number>`max(record.no)`.as('newest')])
      .where('role', '=', role)
      .where('list', 'is not', null)
      .groupBy('list'),
  );
  return new Map(
    rows.flatMap(({ list, owner }): [string, Owner][] => {
      const read = ownerOf(owner);
      return list === null || read === null ? [] : [[list, read]];
    }),
  );
};

/** Contacts in the workspace by owner. */
const openByOwner = (desk: DeskContext, role: WorkspaceRole): Map<Owner, number> => {
  const rows = desk.db.all(
    crmSql
      .selectFrom('crm_place')
      .select(['owner', (select) => select.fn.countAll<number>().as('count')])
      .where('role', '=', role)
      .where('owner', 'is not', null)
      .groupBy('owner'),
  );
  return new Map(
    rows.flatMap(({ owner, count }): [Owner, number][] => {
      const read = ownerOf(owner);
      return read === null ? [] : [[read, count]];
    }),
  );
};

/** Owners of a rule who take nothing: people who left, seats that were removed. A seat nobody has yet does take work. */
const absent = (desk: DeskContext, owners: Owners, rule: RoutingRule): ReadonlySet<Owner> => {
  const people = new Set(activePeople(desk).map((one) => one.person));
  const named = [...rule.pool, ...rule.territories.flatMap((one) => one.owners)];
  return new Set(
    named.filter((owner) =>
      seatOf(owner) === null ? people.size > 0 && !people.has(owner) : placedSeatOf(owners.workspaces, owner) === undefined,
    ),
  );
};

/** Routes one contact after the other into a workspace; each answer counts for the next. */
export const leadRouter = (desk: DeskContext, owners: Owners, role: WorkspaceRole): ((place: LeadPlace) => Routed) => {
  const rule = settingOf(desk, routingSetting).roles[role];
  const state = { last: lastTurns(desk, role), open: openByOwner(desk, role), away: absent(desk, owners, rule) };
  return (place) => {
    const routed = routeLead(rule, state, place);
    if (routed.owner !== null) {
      state.last.set(routed.list, routed.owner);
      state.open.set(routed.owner, (state.open.get(routed.owner) ?? 0) + 1);
    }
    return routed;
  };
};
