import type { ContactWork } from '../../contract/workspaces.ts';
import { firstStage, stageOf } from '../../domain/crm/lifecycle/change-stage.ts';
import { checkRules } from '../../domain/crm/lifecycle/entry-rule.ts';
import { stageStays } from '../../domain/crm/lifecycle/stage-log.ts';
import type { Lifecycle } from '../../domain/crm/lifecycle/stages.ts';
import { HAND_OVERS } from '../../domain/crm/workspace/hand-over.ts';
import { WORKSPACE_ROLES } from '../../domain/crm/workspace/role.ts';
import type { ContactDocument } from '../../domain/contact/document.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { notPermitted } from '../permitted.ts';
import type { StoredRecord } from '../records/definition.ts';
import { readRecord, recordsOf } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { actRefused, workspaceRefused } from './access.ts';
import { contactUnknown } from './changes.ts';
import { nowOf, todayOf } from './clocks.ts';
import { notesOf } from './contact-notes.ts';
import { dealsOf } from './deal-board.ts';
import { healthOf, stageFactsOf, workCounts } from './facts.ts';
import { placeOf } from './hand-overs.ts';
import { type Owners, ownersFor, roleName } from './owners.ts';
import { handOverDefinition } from './records/hand-over-record.ts';
import { stageEntryDefinition } from './records/stage-entry-record.ts';
import { lifecycleSetting } from './settings.ts';
import { stageName } from '../../domain/crm/lifecycle/change-stage.ts';
import { openTasksOf } from './tasks.ts';
import { ticketsOf } from './tickets.ts';

type Held = StoredRecord<ContactDocument>;

const logOf = (desk: DeskContext, lifecycle: Lifecycle, contact: string): ContactWork['log'] => {
  const entries = recordsOf(desk.db, stageEntryDefinition, { subject: contact, limit: 500 }).toReversed();
  return stageStays(
    entries.map(({ document }) => document),
    nowOf(desk),
  )
    .map(({ stage, from, to, durationMs, entry }) => ({
      stage: stageName(lifecycle, stage),
      from,
      to,
      durationMs,
      by: entry.byName,
      reason: entry.reason,
      unmet: [...entry.unmet],
    }))
    .toReversed();
};

const stagesOf = (desk: DeskContext, owners: Owners, held: Held): Pick<ContactWork, 'stage' | 'next' | 'log'> => {
  const lifecycle = settingOf(desk, lifecycleSetting);
  const id = held.document.stage ?? firstStage(lifecycle);
  const now = stageOf(lifecycle, id);
  const facts = stageFactsOf(desk, owners, held);
  const log = logOf(desk, lifecycle, held.id);
  return {
    stage: {
      id,
      name: stageName(lifecycle, id),
      criteria: now?.criteria ?? 'This stage was taken out of the settings.',
      next: [...(now?.next ?? lifecycle.stages.map((stage) => stage.id))],
      since: log[0]?.from ?? null,
    },
    next: lifecycle.stages
      .filter((stage) => stage.id !== id && (now === undefined || now.next.includes(stage.id)))
      .map((stage) => ({
        id: stage.id,
        name: stage.name,
        criteria: stage.criteria,
        rules: checkRules(stage.rules, facts, todayOf(desk)).map(({ words, met }) => ({ words, met })),
      })),
    log,
  };
};

const placeIn = (desk: DeskContext, owners: Owners, held: Held): Pick<ContactWork, 'place' | 'handOvers' | 'handOverTo'> => {
  const place = placeOf(desk, held.id);
  const nameOf = (role: (typeof WORKSPACE_ROLES)[number] | null): string | null => (role === null ? null : roleName(owners, role));
  return {
    place:
      place === null
        ? null
        : {
            role: place.role,
            name: roleName(owners, place.role),
            owner: held.document.owner === null ? null : owners.view(held.document.owner),
            since: place.since,
          },
    handOvers: recordsOf(desk.db, handOverDefinition, { subject: held.id, limit: 200 }).map(({ id, document }) => ({
      id,
      from: nameOf(document.from),
      to: roleName(owners, document.to),
      owner: document.owner === null ? null : owners.view(document.owner).words,
      at: document.at,
      by: document.byName,
      reason: document.reason,
      routed: document.routed?.words ?? null,
    })),
    handOverTo: place === null ? [...WORKSPACE_ROLES] : [...HAND_OVERS[place.role], place.role],
  };
};

/** Everything about the work with one contact. Error: `contact-unknown`. */
export const contactWork = (desk: DeskContext, person: SignedInPerson, contact: string): Result<ContactWork, Refusal> => {
  const held = readRecord(desk.db, contactDefinition, contact);
  if (held === undefined || held.removedAt !== null) return err(contactUnknown);
  const owners = ownersFor(desk, person);
  const place = placeIn(desk, owners, held);
  const health = healthOf(desk, owners, [contact], workCounts(desk, [contact]))(contact);
  const may = (refused: Refusal | null): boolean => refused === null;
  const handsOver =
    place.place === null
      ? WORKSPACE_ROLES.some((role) => may(workspaceRefused(desk, person.person, role)))
      : may(workspaceRefused(desk, person.person, place.place.role));
  return ok({
    contact: { id: contact, name: held.document.displayName, organisation: held.document.organisationName },
    ...stagesOf(desk, owners, held),
    ...place,
    health: { score: health.score, band: health.band, lines: health.lines.map((line) => ({ ...line })) },
    deals: [...dealsOf(desk, owners, contact)],
    tickets: [...ticketsOf(desk, owners, contact)],
    tasks: [...openTasksOf(desk, owners, contact)],
    notes: [...notesOf(desk, owners, contact)],
    may: {
      edit: may(notPermitted(desk, person.person, 'edit-contacts')),
      qualify: may(actRefused(desk, person.person, 'qualify')),
      deals: may(actRefused(desk, person.person, 'work-deals')),
      tickets: may(actRefused(desk, person.person, 'work-tickets')),
      handOver: handsOver && may(notPermitted(desk, person.person, 'assign-contacts')),
    },
  });
};
