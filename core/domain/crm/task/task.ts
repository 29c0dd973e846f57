import type { Instant } from '../../time/instant.ts';
import type { LocalDate } from '../../time/local-date.ts';

/** What deadlines need of a task. */
export interface DatedTask {
  readonly due: LocalDate | null;
  readonly remindAt: Instant | null;
  readonly doneAt: Instant | null;
}

/** Where a task stands on a day: done, late, today, later, or without a day. */
export type TaskState = 'done' | 'late' | 'today' | 'later' | 'undated';

/** Where a task stands on a day of the practice's zone. A task is late from the day after it was due. */
export const taskState = (task: DatedTask, today: LocalDate): TaskState => {
  if (task.doneAt !== null) return 'done';
  if (task.due === null) return 'undated';
  if (task.due < today) return 'late';
  return task.due === today ? 'today' : 'later';
};

/** Whether a reminder is on: its time has come and the task is not done. It stays on until it is moved or the task is done. */
export const reminderIsOn = (task: DatedTask, now: Instant): boolean =>
  task.doneAt === null && task.remindAt !== null && task.remindAt <= now;
