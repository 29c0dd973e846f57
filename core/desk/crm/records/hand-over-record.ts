import { sql } from 'kysely';
import type { Database } from '../../../adapters/sqlite/database.ts';
import { type HandOverDocument, handOverSchema } from '../../../domain/crm/workspace/hand-over-document.ts';
import type { RecordDefinition } from '../../records/definition.ts';
import { settingOf } from '../../settings/store.ts';
import { workspacesSetting } from '../settings.ts';
import { crmSql } from '../tables.ts';

/** Where a contact is follows from its newest hand-over; taking one back brings back the place before. */
const placeAgain = (db: Database, contact: string): void => {
  db.run(crmSql.deleteFrom('crm_place').where('contact', '=', contact));
  const newest = db.get(
    crmSql
      .selectFrom('crm_hand_over')
      .innerJoin('record', 'record.id', 'crm_hand_over.id')
      .innerJoin('contact', 'contact.id', 'crm_hand_over.contact')
      .select(['crm_hand_over.id', 'crm_hand_over.role', 'crm_hand_over.at', 'contact.owner', 'contact.stage'])
      .where('crm_hand_over.contact', '=', contact)
      // The plus keeps SQLite on the few hand-overs of the contact: by the order of numbers it would walk every record.
      .orderBy('crm_hand_over.at', 'desc')
      .orderBy(sql`+record.no`, 'desc')
      .limit(1),
  );
  // A removed contact is in no workspace; the table of contacts brings its place back with it.
  if (newest === undefined) return;
  const { role, owner, stage, at, id } = newest;
  db.run(crmSql.insertInto('crm_place').values({ contact, role, owner, stage, since: at, hand_over: id }));
};

/** A contact handed from one workspace, or one owner, to another. */
export const handOverDefinition: RecordDefinition<HandOverDocument> = {
  kind: 'hand-over',
  name: 'hand-over',
  schema: handOverSchema,
  nested: [],
  change: 'assign-contacts',
  remove: 'assign-contacts',
  fieldNames: { from: 'from workspace', to: 'to workspace', fromOwner: 'owner before', byName: 'by' },
  subjectOf: (_id, handOver) => handOver.contact,
  labelOf: (handOver) => `Handed to ${handOver.to}: ${handOver.reason}`,
  lineOf: (desk, { to, reason }) => `Handed to ${settingOf(desk, workspacesSetting).roles[to].name}: ${reason}`,
  timelineOf: (handOver) => ({ at: handOver.at, pinned: false }),
  index: {
    write: (db, { id, document }) => {
      const { contact, to, owner, routed, at } = document;
      db.run(crmSql.insertInto('crm_hand_over').values({ id, contact, role: to, owner, list: routed?.list ?? null, at }));
      placeAgain(db, contact);
    },
    clear: (db, { id, document }) => {
      db.run(crmSql.deleteFrom('crm_hand_over').where('id', '=', id));
      placeAgain(db, document.contact);
    },
  },
};
