import { type TaskDocument, taskSchema } from '../../../domain/crm/task/task-document.ts';
import type { RecordDefinition } from '../../records/definition.ts';
import { ownerFieldWords } from '../owners.ts';
import { crmSql } from '../tables.ts';

/** Something somebody will do. */
export const taskDefinition: RecordDefinition<TaskDocument> = {
  kind: 'task',
  name: 'task',
  schema: taskSchema,
  nested: [],
  guarded: ['doneAt'],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: { due: 'due day', remindAt: 'reminder', doneAt: 'done' },
  fieldWords: ownerFieldWords,
  subjectOf: (_id, task) => task.contact,
  labelOf: (task) => task.title,
  // An open task stands beside the timeline; what was done is part of it.
  timelineOf: (task) => (task.doneAt === null ? null : { at: task.doneAt, pinned: false }),
  searchOf: (task) => ({ title: task.title, words: task.text, digits: '' }),
  index: {
    write: (db, { id, document }) => {
      const { contact, owner, due, remindAt, doneAt } = document;
      db.run(crmSql.insertInto('crm_task').values({ id, contact, owner, due, remind_at: remindAt, done_at: doneAt }));
    },
    clear: (db, { id }) => {
      db.run(crmSql.deleteFrom('crm_task').where('id', '=', id));
    },
  },
};
