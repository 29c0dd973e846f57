import type { z } from 'zod';
import type { taskEdit, taskInput, taskList, taskQuery, TaskRow } from '../../contract/contact-work.ts';
import type { Changed } from '../../contract/crm.ts';
import { reminderIsOn, taskState } from '../../domain/crm/task/task.ts';
import type { TaskDocument } from '../../domain/crm/task/task-document.ts';
import { err, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { StoredRecord } from '../records/definition.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { createAbout, editRecord, heldRecord, removeRecord, sentFields } from './changes.ts';
import { nowOf, todayOf } from './clocks.ts';
import { namedContacts, namedOr } from './named-contacts.ts';
import { type Owners, ownersFor } from './owners.ts';
import { taskDefinition } from './records/task-record.ts';
import { crmSql } from './tables.ts';

/** Adds a task. Errors: `contact-unknown`, those of `commitRecords`. */
export const addTask = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof taskInput>): Result<Changed, Refusal> =>
  createAbout(
    desk,
    person,
    { definition: taskDefinition, contact: input.contact, words: `Added the task “${input.title}”` },
    { ...input, doneAt: null },
  );

/** Changes a task. Errors: those of `commitRecords`. */
export const editTask = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  edit: z.output<typeof taskEdit>,
): Result<Changed, Refusal> => editRecord(desk, person, taskDefinition, id, { ...edit, set: sentFields(edit.set) });

/** Takes a task away. */
export const removeTask = (desk: DeskContext, person: SignedInPerson, id: string): Result<Changed, Refusal> =>
  removeRecord(desk, person, taskDefinition, id);

/** Ticks a task, or takes the tick back. Errors: `record-unknown`, `record-removed`, those of `commitRecords`. */
export const tickTask = (desk: DeskContext, person: SignedInPerson, id: string, done: boolean): Result<Changed, Refusal> => {
  const held = heldRecord(desk, taskDefinition, id);
  if (!held.ok) return held;
  if ((held.value.document.doneAt !== null) === done)
    return err({
      status: 409,
      code: 'ticked-before',
      title: done ? 'This task was done already' : 'This task is open already',
      detail: 'Somebody else was faster, or the page is old.',
      kept: 'Nothing was changed.',
      next: 'Look at the list again.',
    });
  return editRecord(desk, person, taskDefinition, id, { revision: null, set: { doneAt: done ? nowOf(desk) : null } });
};

const LIST_LIMIT = 500;

type View = z.output<typeof taskQuery>['view'];

const open = () => crmSql.selectFrom('crm_task').where('done_at', 'is', null);

const inView = (view: View, owners: Owners, now: string, today: string) => {
  switch (view) {
    case 'open':
      return open();
    case 'mine':
      return open().where('owner', 'in', owners.mine);
    case 'late':
      return open().where('due', '<', today);
    case 'today':
      return open().where('due', '=', today);
    case 'reminders':
      return open().where('remind_at', '<=', now).where('owner', 'in', owners.mine);
    case 'done':
      return crmSql.selectFrom('crm_task').where('done_at', 'is not', null);
  }
};

const VIEWS = ['open', 'mine', 'late', 'today', 'reminders', 'done'] as const;

/** One row of the list of tasks. */
const taskRows = (desk: DeskContext, owners: Owners, records: readonly StoredRecord<TaskDocument>[]): TaskRow[] => {
  const [now, today] = [nowOf(desk), todayOf(desk)];
  const names = namedContacts(
    desk,
    records.flatMap(({ document }) => (document.contact === null ? [] : [document.contact])),
  );
  return records.map(({ id, revision, document }) => ({
    id,
    revision,
    contact: document.contact === null ? null : namedOr(names, document.contact),
    deal: document.deal,
    title: document.title,
    text: document.text,
    owner: owners.view(document.owner),
    due: document.due,
    remindAt: document.remindAt,
    priority: document.priority,
    doneAt: document.doneAt,
    state: taskState(document, today),
    reminding: reminderIsOn(document, now),
  }));
};

const recordsById = (desk: DeskContext, ids: readonly { readonly id: string }[]): readonly StoredRecord<TaskDocument>[] =>
  ids.flatMap(({ id }) => {
    const held = readRecord(desk.db, taskDefinition, id);
    return held === undefined ? [] : [held];
  });

/** Tasks of a view, the first due first; done ones newest first. */
export const listTasks = (desk: DeskContext, person: SignedInPerson, query: z.output<typeof taskQuery>): z.infer<typeof taskList> => {
  const owners = ownersFor(desk, person);
  const [now, today] = [nowOf(desk), todayOf(desk)];
  let rows = inView(query.view, owners, now, today).select('id').limit(LIST_LIMIT);
  rows = query.view === 'done' ? rows.orderBy('done_at', 'desc') : rows.orderBy('due', (order) => order.asc().nullsLast()).orderBy('id');
  if (query.contact !== undefined) rows = rows.where('contact', '=', query.contact);
  const count = (view: View): number =>
    desk.db.get(inView(view, owners, now, today).select((select) => select.fn.countAll<number>().as('count')))?.count ?? 0;
  const [openCount = 0, mine = 0, late = 0, dueToday = 0, reminders = 0, done = 0] = VIEWS.map(count);
  return {
    rows: taskRows(desk, owners, recordsById(desk, desk.db.all(rows))),
    counts: { open: openCount, mine, late, today: dueToday, reminders, done },
  };
};

/** Open tasks about a contact, the first due first. */
export const openTasksOf = (desk: DeskContext, owners: Owners, contact: string): readonly TaskRow[] =>
  taskRows(
    desk,
    owners,
    recordsById(
      desk,
      desk.db.all(
        open()
          .select('id')
          .where('contact', '=', contact)
          .orderBy('due', (order) => order.asc().nullsLast())
          .limit(LIST_LIMIT),
      ),
    ),
  );

const TODAY_LIMIT = 20;

/** A person's tasks that are late, due today, or reminding now. */
export const tasksForToday = (desk: DeskContext, owners: Owners): readonly TaskRow[] => {
  const [now, today] = [nowOf(desk), todayOf(desk)];
  const rows = open()
    .select('id')
    .where('owner', 'in', owners.mine)
    .where((where) => where.or([where('due', '<=', today), where('remind_at', '<=', now)]))
    .orderBy('due', (order) => order.asc().nullsLast())
    .limit(TODAY_LIMIT);
  return taskRows(desk, owners, recordsById(desk, desk.db.all(rows)));
};
