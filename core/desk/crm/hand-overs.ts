import { sql } from 'kysely';
import type { z } from 'zod';
import type { Changed, handOverInput } from '../../contract/crm.ts';
import type { routedAnswer } from '../../contract/workspaces.ts';
import { routedWords } from '../../domain/crm/routing/route-lead.ts';
import { checkHandOver, type HandOverRefusal } from '../../domain/crm/workspace/hand-over.ts';
import type { HandOverDocument } from '../../domain/crm/workspace/hand-over-document.ts';
import { ownerSchema } from '../../domain/crm/workspace/owner.ts';
import { WORKSPACE_ROLES, type WorkspaceRole } from '../../domain/crm/workspace/role.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { commitRecords, type Step } from '../records/commit.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { workspaceRefused } from './access.ts';
import { commitSteps, contactUnknown, newId } from './changes.ts';
import { nowOf } from './clocks.ts';
import { type Owners, ownersFor, roleName } from './owners.ts';
import { leadPlace, leadRouter } from './routing.ts';
import { crmSql } from './tables.ts';

/** The workspace a contact is in; null when it is in none yet. */
export const placeOf = (
  desk: Pick<DeskContext, 'db'>,
  contact: string,
): { readonly role: WorkspaceRole; readonly since: string } | null => {
  const row = desk.db.get(crmSql.selectFrom('crm_place').select(['role', 'since']).where('contact', '=', contact));
  const role = WORKSPACE_ROLES.find((one) => one === row?.role);
  return row === undefined || role === undefined ? null : { role, since: row.since };
};

const refusalOf = (owners: Owners, refusal: HandOverRefusal): Refusal => {
  const kept = 'The contact is where it was.';
  switch (refusal.code) {
    case 'no-such-way':
      return {
        status: 422,
        code: 'no-such-way',
        title: `${roleName(owners, refusal.from)} does not hand over to ${roleName(owners, refusal.to)}`,
        detail: `From there it goes to ${refusal.allowed.map((role) => roleName(owners, role)).join(' or ')}.`,
        kept,
        next: 'Choose one of these.',
      };
    case 'reason-needed':
      return {
        status: 422,
        code: 'reason-needed',
        title: 'Say why the contact is handed over',
        detail: 'Whoever takes it reads the reason first.',
        where: 'reason',
        kept,
        next: 'Write a few words and hand it over again.',
      };
    case 'seat-unknown':
      return {
        status: 404,
        code: 'seat-unknown',
        title: 'There is no such seat',
        detail: 'It was taken out of the settings.',
        where: 'owner',
        kept,
        next: 'Choose an owner from the list.',
      };
    case 'seat-elsewhere':
      return {
        status: 422,
        code: 'seat-elsewhere',
        title: 'This seat belongs to another workspace',
        detail: `It is in ${roleName(owners, refusal.role)}.`,
        where: 'owner',
        kept,
        next: 'Choose a seat of the workspace that takes the contact, or a person.',
      };
  }
};

const stepsOf = (desk: DeskContext, document: HandOverDocument): readonly Step[] => [
  { act: 'change', kind: 'contact', id: document.contact, set: { owner: document.owner }, revision: null },
  { act: 'create', kind: 'hand-over', id: newId(desk), document: { ...document } },
];

/**
 * Hands a contact to another workspace or owner with a reason; without an owner the routing of the workspace chooses. Whoever hands it over
 * acts in the workspace it is in, or in the one that takes a new contact. Errors: `contact-unknown`, `not-seated`, `no-such-way`,
 * `reason-needed`, `seat-unknown`, `seat-elsewhere`, those of `commitRecords`.
 */
export const handOver = (
  desk: DeskContext,
  person: SignedInPerson,
  contact: string,
  input: z.output<typeof handOverInput>,
): Result<Changed, Refusal> => {
  const held = readRecord(desk.db, contactDefinition, contact);
  if (held === undefined || held.removedAt !== null) return err(contactUnknown);
  const place = placeOf(desk, contact);
  const refused = workspaceRefused(desk, person.person, place?.role ?? input.to);
  if (refused !== null) return err(refused);
  const owners = ownersFor(desk, person);
  const checked = checkHandOver(owners.workspaces, { ...input, from: place?.role ?? null });
  if (!checked.ok) return err(refusalOf(owners, checked.error));
  const routed = input.owner === null ? leadRouter(desk, owners, input.to)(leadPlace(held.document)) : null;
  const before = ownerSchema.safeParse(held.document.owner);
  const document: HandOverDocument = {
    contact,
    from: place?.role ?? null,
    to: input.to,
    fromOwner: before.success ? before.data : null,
    owner: input.owner ?? routed?.owner ?? null,
    at: nowOf(desk),
    by: person.person,
    byName: person.name,
    reason: input.reason,
    routed: routed === null ? null : { words: routedWords(routed), list: routed.owner === null ? null : routed.list },
  };
  return commitSteps(desk, person, `Handed ${held.document.displayName} to ${roleName(owners, input.to)}`, stepsOf(desk, document));
};

/** Contacts that are in no workspace, the oldest first. Nobody routes the deceased, or who asked not to be contacted. */
export const unplaced = () =>
  crmSql
    .selectFrom('contact')
    .leftJoin('crm_place', 'crm_place.contact', 'contact.id')
    .where('crm_place.contact', 'is', null)
    // Written out, so that the partial index of exactly these contacts is used.
    .where(sql<boolean>`contact.deceased = 0 and contact.do_not_contact = 0`);

/**
 * Takes contacts that are in no workspace into one, each routed to its owner; one group. Those for whom routing names nobody wait in the
 * queue without an owner, and the answer says why. Errors: `not-seated`, those of `commitRecords`.
 */
export const routeUnplaced = (
  desk: DeskContext,
  person: SignedInPerson,
  role: WorkspaceRole,
  most: number,
): Result<z.infer<typeof routedAnswer>, Refusal> => {
  const refused = workspaceRefused(desk, person.person, role);
  if (refused !== null) return err(refused);
  const owners = ownersFor(desk, person);
  const router = leadRouter(desk, owners, role);
  const at = nowOf(desk);
  const why = new Set<string>();
  const steps: Step[] = [];
  let waiting = 0;
  for (const { id } of desk.db.all(unplaced().select('contact.id').orderBy('contact.created_at').orderBy('contact.id').limit(most))) {
    const held = readRecord(desk.db, contactDefinition, id);
    if (held === undefined) continue;
    const before = ownerSchema.safeParse(held.document.owner);
    // Who already looks after a contact keeps it; routing is for those without an owner.
    const routed = before.success ? null : router(leadPlace(held.document));
    if (routed !== null && routed.owner === null) {
      waiting += 1;
      why.add(routedWords(routed));
    }
    steps.push(
      ...stepsOf(desk, {
        contact: id,
        from: null,
        to: role,
        fromOwner: before.success ? before.data : null,
        owner: before.success ? before.data : (routed?.owner ?? null),
        at,
        by: person.person,
        byName: person.name,
        reason: 'New in the book',
        routed: routed === null ? null : { words: routedWords(routed), list: routed.owner === null ? null : routed.list },
      }),
    );
  }
  const taken = steps.length / 2;
  if (taken === 0) return ok({ undo: null, routed: 0, waiting: 0, why: [] });
  const words = `Took ${String(taken)} new ${taken === 1 ? 'contact' : 'contacts'} into ${roleName(owners, role)}`;
  const done = commitRecords(desk, person, { words }, steps);
  return done.ok ? ok({ undo: done.value.undo, routed: taken - waiting, waiting, why: [...why] }) : done;
};
