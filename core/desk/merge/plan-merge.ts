import { type ContactDocument } from '../../domain/contact/document.ts';
import { type FieldPlan, type MergeChoices, planFields } from '../../domain/merge/merge-fields.ts';
import {
  type DroppedBecause,
  type HeldRelationship,
  planRelationships,
  type RelationshipPlan,
} from '../../domain/merge/merge-relationships.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import { campaignSql } from '../campaigns/campaign-records.ts';
import { optInsOf } from '../campaigns/opt-ins.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import { relationshipDefinition, relationshipSql } from '../contacts/relationships/relationship-record.ts';
import type { DeskContext } from '../context.ts';
import { crmSql } from '../crm/tables.ts';
import { kindOf, type RecordDefinition, type StoredRecord } from '../records/definition.ts';
import { readRecord } from '../records/stored-record.ts';
import { recordSql } from '../records/tables.ts';
import type { Refusal } from '../refusal.ts';
import { changedSincePlan, notInBook, oneContact } from './merge-refusals.ts';
import { movingFields } from './moving-kinds.ts';
import { currentContact } from './redirect.ts';

/** A record with what a merge does to it: new values of its fields, or why it is taken away or stays behind. */
export type MovedRecord = { readonly kind: string; readonly id: string; readonly label: string; readonly set: RecordDocument };
export type DroppedRecord = {
  readonly kind: string;
  readonly id: string;
  readonly label: string;
  readonly why: string;
  readonly removed: boolean;
};

/** Everything a merge would do, decided and not done. */
export type MergePlanned = {
  readonly at: string;
  readonly survivor: StoredRecord<ContactDocument>;
  readonly merged: StoredRecord<ContactDocument>;
  readonly fields: FieldPlan;
  readonly moves: readonly MovedRecord[];
  readonly drops: readonly DroppedRecord[];
  readonly narrows: readonly MovedRecord[];
  /** Intents of referrals and commitments of openings that name the merged contact. */
  readonly referrals: readonly string[];
  readonly openings: readonly string[];
};

type Asked = {
  readonly survivor: string;
  readonly merged: string;
  readonly choices: MergeChoices;
  readonly revisions?: { readonly survivor: number; readonly merged: number };
};

/** Decides a merge on the same path that a dry run shows and a merge carries out. Errors: `contact-unknown`, `merge-with-itself`, `changed-in-between`. */
export const planMerge = (desk: DeskContext, asked: Asked): Result<MergePlanned, Refusal> => {
  if (currentContact(desk.db, asked.survivor) === currentContact(desk.db, asked.merged)) return err(oneContact);
  const [survivor, merged] = [inUse(desk, asked.survivor), inUse(desk, asked.merged)];
  if (survivor === null || merged === null) return err(notInBook);
  const { revisions } = asked;
  if (revisions !== undefined && revisions.survivor !== survivor.revision) return err(changedSincePlan(survivor.document.displayName));
  if (revisions !== undefined && revisions.merged !== merged.revision) return err(changedSincePlan(merged.document.displayName));
  const at = desk.clock.now();
  const relationships = planRelationships(survivor.id, merged.id, (contact) => relationshipsOf(desk, contact));
  const records = recordsAbout(desk, merged.id);
  const behind = stayingBehind(desk, survivor.id, merged.id);
  return ok({
    at,
    survivor,
    merged,
    fields: planFields(survivor.document, merged.document, asked.choices),
    moves: [
      ...records.filter(({ id }) => !behind.has(id)).map((record) => movedOf(desk, record, merged.id, survivor.id)),
      ...movedRelationships(relationships, survivor.id),
    ],
    drops: [
      ...records.flatMap((record) => {
        const why = behind.get(record.id);
        return why === undefined ? [] : [{ kind: record.kind, id: record.id, label: labelOf(desk, record), why, removed: false }];
      }),
      ...droppedRelationships(relationships),
    ],
    narrows: withdrawnForBoth(desk, [survivor.id, merged.id], at),
    referrals: textsOf(desk, 'select intent as text from client_link where contact = ? order by intent', merged.id),
    openings: textsOf(desk, 'select commitment as text from opening where subject = ? order by commitment', merged.id),
  });
};

const inUse = (desk: DeskContext, id: string): StoredRecord<ContactDocument> | null => {
  const held = readRecord(desk.db, contactDefinition, id);
  return held === undefined || held.removedAt !== null ? null : held;
};

const textsOf = (desk: DeskContext, sql: string, contact: string): readonly string[] =>
  desk.db
    .statement<[string], { readonly text: string }>(sql)
    .all(contact)
    .map(({ text }) => text);

const relationshipsOf = (desk: DeskContext, contact: string): readonly HeldRelationship[] =>
  desk.db.all(relationshipSql.selectFrom('relationship').select('id').where('contact', '=', contact).orderBy('id')).flatMap(({ id }) => {
    const held = readRecord(desk.db, relationshipDefinition, id);
    return held === undefined ? [] : [{ id, document: held.document }];
  });

const definitionOf = (desk: DeskContext, kind: string): RecordDefinition => kindOf(desk.kinds, kind);
const labelOf = (desk: DeskContext, { kind, document }: StoredRecord<RecordDocument>): string => definitionOf(desk, kind).labelOf(document);

/** Records in use about a contact that move with it, relationships aside. */
const recordsAbout = (desk: DeskContext, contact: string): readonly StoredRecord<RecordDocument>[] =>
  desk.db
    .all(recordSql.selectFrom('record').select(['kind', 'id']).where('subject', '=', contact).where('removed_at', 'is', null).orderBy('no'))
    .flatMap(({ kind, id }) => {
      if (kind === relationshipDefinition.kind) return [];
      const held = readRecord(desk.db, definitionOf(desk, kind), id);
      return held === undefined || movingFields(kind, held.document, contact).length === 0 ? [] : [held];
    });

const movedOf = (desk: DeskContext, record: StoredRecord<RecordDocument>, merged: string, survivor: string): MovedRecord => ({
  kind: record.kind,
  id: record.id,
  label: labelOf(desk, record),
  set: Object.fromEntries(movingFields(record.kind, record.document, merged).map((field) => [field, survivor])),
});

const movedRelationships = ({ moved }: RelationshipPlan, survivor: string): readonly MovedRecord[] =>
  moved.map(({ id, document }) => ({
    kind: relationshipDefinition.kind,
    id,
    label: relationshipDefinition.labelOf(document),
    set: Object.fromEntries((['from', 'to'] as const).filter((side) => document[side] === survivor).map((side) => [side, survivor])),
  }));

const DROPPED_WORDS: Readonly<Record<DroppedBecause, string>> = {
  'with-itself': 'It is between the two, and nobody has a relationship with themselves.',
  'there-already': 'The remaining contact has the same relationship already.',
  circle: 'With it a relationship that goes one way would run in a circle.',
};

const droppedRelationships = ({ dropped }: RelationshipPlan): readonly DroppedRecord[] =>
  dropped.map(({ id, document, why }) => ({
    kind: relationshipDefinition.kind,
    id,
    label: relationshipDefinition.labelOf(document),
    why: DROPPED_WORDS[why],
    removed: true,
  }));

/** Records that stay with the merged contact, since the survivor has its own and one contact cannot have two. */
const stayingBehind = (desk: DeskContext, survivor: string, merged: string): ReadonlyMap<string, string> => {
  const placed = desk.db.get(crmSql.selectFrom('crm_place').select('contact').where('contact', '=', survivor)) !== undefined;
  const handOvers = placed ? desk.db.all(crmSql.selectFrom('crm_hand_over').select('id').where('contact', '=', merged)) : [];
  const messages = desk.db.all(
    campaignSql
      .selectFrom('campaign_message as theirs')
      .innerJoin('campaign_message as own', 'own.campaign', 'theirs.campaign')
      .select('theirs.id')
      .where('theirs.contact', '=', merged)
      .where('own.contact', '=', survivor),
  );
  return new Map([
    ...handOvers.map(({ id }) => [id, 'The remaining contact keeps its own place in the workspaces.'] as const),
    ...messages.map(({ id }) => [id, 'The remaining contact got a message of the same campaign.'] as const),
  ]);
};

/** Who of the two asked for no more messages asked for both: consents to marketing that still hold end with the merge. */
const withdrawnForBoth = (desk: DeskContext, both: readonly string[], at: string): readonly MovedRecord[] => {
  const standing = optInsOf(desk, both);
  if (![...standing.values()].some(({ withdrawn }) => withdrawn)) return [];
  return desk.db
    .all(campaignSql.selectFrom('marketing_opt_in').select('id').where('contact', 'in', both).where('withdrawn', '=', 0))
    .flatMap(({ id }) => {
      const held = readRecord(desk.db, definitionOf(desk, 'marketing-consent'), id);
      return held === undefined ? [] : [{ kind: held.kind, id, label: labelOf(desk, held), set: { withdrawnAt: at } }];
    });
};
