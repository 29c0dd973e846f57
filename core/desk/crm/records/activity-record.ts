import { type ActivityDocument, activitySchema, activityWords } from '../../../domain/crm/contact-work/activity.ts';
import type { RecordDefinition } from '../../records/definition.ts';
import { crmSql } from '../tables.ts';

/** A call, a meeting or a filed e-mail. It stands on the timeline where it happened, not where it was written down. */
export const activityDefinition: RecordDefinition<ActivityDocument> = {
  kind: 'activity',
  name: 'activity',
  schema: activitySchema,
  nested: [],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: { at: 'time', minutes: 'length in minutes' },
  subjectOf: (_id, activity) => activity.contact,
  labelOf: (activity) => activityWords(activity),
  detailOf: ({ minutes, text }) => [minutes === null ? '' : `${String(minutes)} minutes`, text].filter((part) => part !== '').join('. '),
  timelineOf: (activity) => ({ at: activity.at, pinned: false }),
  searchOf: (activity) => ({ title: activity.subject, words: activity.text, digits: '' }),
  index: {
    write: (db, { id, document }) => {
      const { contact, deal, at, type } = document;
      db.run(crmSql.insertInto('crm_activity').values({ id, contact, deal, at, type }));
    },
    clear: (db, { id }) => {
      db.run(crmSql.deleteFrom('crm_activity').where('id', '=', id));
    },
  },
};
