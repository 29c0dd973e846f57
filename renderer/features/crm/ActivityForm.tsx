import { useState } from 'react';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { instantAt } from '../../../core/domain/crm/sla/work-calendar.ts';
import { localTime } from '../../../core/domain/time/zone.ts';
import { useNow, useZone } from '../../app/clock.ts';
import { dayOf } from '../../ui/exact.ts';
import type { PickedContact } from './ContactPicker.tsx';
import { Sheet } from './Sheet.tsx';
import css from './sheets.module.css';
import { useChange } from './useChange.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Records a call, a meeting or an e-mail, when it happened. */
export const ActivityForm = ({ contact, onClose }: { readonly contact: PickedContact; readonly onClose: () => void }) => {
  const zone = useZone();
  const now = useNow();
  const [entries, setEntries] = useState(() => {
    const here = localTime(now, zone);
    return {
      type: 'call',
      direction: 'out',
      day: String(here.date),
      time: `${two(here.hour)}:${two(here.minute)}`,
      minutes: '',
      subject: '',
      text: '',
    };
  });
  const save = useChange(onClose);
  const write = (part: Partial<typeof entries>) => setEntries({ ...entries, ...part });
  const minutes = entries.minutes === '' ? null : Number(entries.minutes);
  const missing =
    entries.subject.trim() === ''
      ? 'Say in a few words what it was about.'
      : entries.day === '' || entries.time === ''
        ? 'Say when it was.'
        : minutes !== null && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440)
          ? 'The length is a number of minutes.'
          : undefined;
  return (
    <Sheet
      title={`Record an activity with ${contact.name}`}
      verb="Record it"
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: '/api/activities',
          body: {
            contact: contact.id,
            type: entries.type,
            direction: entries.direction === '' ? null : entries.direction,
            at: instantAt(dayOf(entries.day), Number(entries.time.slice(0, 2)) * 60 + Number(entries.time.slice(3)), zone),
            minutes,
            subject: entries.subject,
            text: entries.text,
          },
          words: 'The activity was recorded',
        })
      }
    >
      <div className={css.pair}>
        <NativeSelect
          label="What"
          value={entries.type}
          data={[
            { value: 'call', label: 'Call' },
            { value: 'meeting', label: 'Meeting' },
            { value: 'email', label: 'E-mail' },
          ]}
          onChange={(event) => write({ type: event.currentTarget.value })}
        />
        <NativeSelect
          label="Who began it"
          value={entries.direction}
          data={[
            { value: 'out', label: 'We did' },
            { value: 'in', label: 'They did' },
            { value: '', label: 'Not recorded' },
          ]}
          onChange={(event) => write({ direction: event.currentTarget.value })}
        />
      </div>
      <div className={css.pair}>
        <TextInput type="date" label="Day" value={entries.day} onChange={(event) => write({ day: event.currentTarget.value })} />
        <TextInput type="time" label="Time" value={entries.time} onChange={(event) => write({ time: event.currentTarget.value })} />
        <TextInput
          label="Minutes"
          inputMode="numeric"
          autoComplete="off"
          value={entries.minutes}
          onChange={(event) => write({ minutes: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label="About"
        maxLength={300}
        value={entries.subject}
        onChange={(event) => write({ subject: event.currentTarget.value })}
      />
      <Textarea
        label="What was said"
        autosize
        minRows={3}
        value={entries.text}
        onChange={(event) => write({ text: event.currentTarget.value })}
      />
    </Sheet>
  );
};
