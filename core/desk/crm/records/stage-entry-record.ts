import { type StageEntryDocument, stageEntrySchema } from '../../../domain/crm/lifecycle/stage-entry.ts';
import type { RecordDefinition } from '../../records/definition.ts';
import { settingOf } from '../../settings/store.ts';
import { lifecycleSetting } from '../settings.ts';
import { stageName } from '../../../domain/crm/lifecycle/change-stage.ts';
import { crmSql } from '../tables.ts';

/** One line of a contact's status log. */
export const stageEntryDefinition: RecordDefinition<StageEntryDocument> = {
  kind: 'stage-entry',
  name: 'entry of the status log',
  schema: stageEntrySchema,
  nested: [],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: { to: 'stage', from: 'stage before', byName: 'by' },
  subjectOf: (_id, entry) => entry.contact,
  labelOf: (entry) => `${entry.to}: ${entry.reason}`,
  lineOf: (desk, { to, reason }) => `Is ${stageName(settingOf(desk, lifecycleSetting), to)} now: ${reason}`,
  timelineOf: (entry) => ({ at: entry.at, pinned: false }),
  index: {
    write: (db, { id, document }) => {
      db.run(crmSql.insertInto('crm_stage_entry').values({ id, contact: document.contact, stage: document.to, at: document.at }));
    },
    clear: (db, { id }) => {
      db.run(crmSql.deleteFrom('crm_stage_entry').where('id', '=', id));
    },
  },
};
