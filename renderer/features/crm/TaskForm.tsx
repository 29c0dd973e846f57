import { useState } from 'react';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { TaskRow } from '../../../core/contract/contact-work.ts';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import { instantAt } from '../../../core/domain/crm/sla/work-calendar.ts';
import { localTime } from '../../../core/domain/time/zone.ts';
import { useZone } from '../../app/clock.ts';
import { dayOf, instantOf } from '../../ui/exact.ts';
import { ContactPicker, type PickedContact } from './ContactPicker.tsx';
import { OwnerSelect } from './OwnerSelect.tsx';
import { priorities } from './priorities.ts';
import { Sheet } from './Sheet.tsx';
import css from './sheets.module.css';
import { useChange } from './useChange.ts';

interface Entries {
  readonly title: string;
  readonly text: string;
  readonly owner: string | null;
  readonly due: string;
  readonly remindDay: string;
  readonly remindTime: string;
  readonly priority: string;
}

export interface TaskFormProps {
  /** The task that is changed; null for a new one. */
  readonly task: TaskRow | null;
  readonly contact: PickedContact | null;
  /** Whether the form asks whom a new task is about. */
  readonly asks?: boolean;
  readonly frame: CrmFrame;
  readonly onClose: () => void;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A task: what, who, by when, and a reminder at a time of the practice's zone. */
export const TaskForm = ({ task, contact, asks = false, frame, onClose }: TaskFormProps) => {
  const zone = useZone();
  const remind = task?.remindAt === undefined || task.remindAt === null ? null : localTime(instantOf(task.remindAt), zone);
  const [start] = useState<Entries>({
    title: task?.title ?? '',
    text: task?.text ?? '',
    owner: task?.owner.owner ?? frame.owners.find((one) => one.you)?.owner ?? null,
    due: task?.due ?? '',
    remindDay: remind?.date ?? '',
    remindTime: remind === null ? '09:00' : `${two(remind.hour)}:${two(remind.minute)}`,
    priority: task?.priority ?? 'normal',
  });
  const [entries, setEntries] = useState(start);
  const [who, setWho] = useState(contact);
  const save = useChange(onClose);
  const write = (part: Partial<Entries>) => setEntries({ ...entries, ...part });
  const sent = ({ remindDay, remindTime, ...rest }: Entries) => ({
    ...rest,
    due: rest.due === '' ? null : rest.due,
    remindAt:
      remindDay === '' || remindTime === ''
        ? null
        : instantAt(dayOf(remindDay), Number(remindTime.slice(0, 2)) * 60 + Number(remindTime.slice(3)), zone),
  });
  const set = (): Record<string, unknown> => {
    const before = new Map(Object.entries(sent(start)));
    return Object.fromEntries(Object.entries(sent(entries)).filter(([key, value]) => value !== before.get(key)));
  };
  const missing = entries.title.trim() === '' ? 'Say what is to be done.' : entries.owner === null ? 'Say who does it.' : undefined;
  const submit = (revision: number | null) =>
    task === null
      ? save.mutate({
          method: 'POST',
          path: '/api/tasks',
          body: { contact: who?.id ?? null, ...sent(entries) },
          words: `The task “${entries.title}” was added`,
        })
      : save.mutate({
          method: 'PUT',
          path: `/api/tasks/${task.id}`,
          body: { revision, set: set() },
          words: `The task “${entries.title}” was changed`,
        });
  return (
    <Sheet
      title={task === null ? 'New task' : 'Change the task'}
      verb={task === null ? 'Add the task' : 'Save'}
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() => submit(task?.revision ?? 1)}
      onSaveOver={() => submit(null)}
    >
      {asks ? <ContactPicker value={who} onChange={setWho} /> : null}
      <TextInput
        label="What is to be done"
        maxLength={300}
        value={entries.title}
        onChange={(event) => write({ title: event.currentTarget.value })}
      />
      <div className={css.pair}>
        <OwnerSelect owners={frame.owners} value={entries.owner} onChange={(owner) => write({ owner })} />
        <NativeSelect
          label="Priority"
          value={entries.priority}
          data={[...priorities]}
          onChange={(event) => write({ priority: event.currentTarget.value })}
        />
      </div>
      <TextInput type="date" label="Due" value={entries.due} onChange={(event) => write({ due: event.currentTarget.value })} />
      <div className={css.pair}>
        <TextInput
          type="date"
          label="Remind on"
          value={entries.remindDay}
          onChange={(event) => write({ remindDay: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label="Remind at"
          value={entries.remindTime}
          onChange={(event) => write({ remindTime: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label="Details"
        autosize
        minRows={2}
        value={entries.text}
        onChange={(event) => write({ text: event.currentTarget.value })}
      />
    </Sheet>
  );
};
