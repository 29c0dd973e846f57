import { useState } from 'react';
import { Button, Checkbox, Group, NativeSelect, Radio, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { z } from 'zod';
import type { NoticeKind } from '../../../core/contract/network/notices.ts';
import type { noticesInput, NoticesView } from '../../../core/contract/notices.ts';
import { useZone } from '../../app/clock.ts';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { mobileText } from './mobileText.ts';
import css from './notices.module.css';

type Input = z.infer<typeof noticesInput>;
type Held = NonNullable<NoticesView['notice']>;

/** What the server can tell apart, in the order of its weight for a member. */
const KINDS: readonly { readonly kind: NoticeKind; readonly label: string }[] = [
  { kind: 'practices', label: 'From another practice' },
  { kind: 'clients', label: 'A client answered by a link' },
  { kind: 'office', label: 'From the network office' },
  { kind: 'programs', label: 'A draft of your own program' },
];

const ZONES = [
  { value: 'Australia/Sydney', label: 'Sydney, Canberra' },
  { value: 'Australia/Melbourne', label: 'Melbourne' },
  { value: 'Australia/Brisbane', label: 'Brisbane' },
  { value: 'Australia/Adelaide', label: 'Adelaide' },
  { value: 'Australia/Darwin', label: 'Darwin' },
  { value: 'Australia/Perth', label: 'Perth' },
  { value: 'Australia/Hobart', label: 'Hobart' },
];

const clockOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

const entriesOf = (held: Held | null, zone: string) => {
  const { on = true, kinds = ['practices', 'clients'], pace = 'soon', dailyAt = 480, quiet = { from: 1260, to: 420 } } = held?.wishes ?? {};
  return {
    email: held?.email.address ?? '',
    phone: mobileText(held?.phone?.address ?? ''),
    on,
    kinds: [...kinds] as NoticeKind[],
    pace,
    dailyAt: clockOf(dailyAt),
    zone: held?.wishes.zone ?? zone,
    isQuiet: quiet !== null,
    from: clockOf(quiet?.from ?? 1260),
    to: clockOf(quiet?.to ?? 420),
  };
};
type Entries = ReturnType<typeof entriesOf>;

const inputOf = ({ email, phone, on, kinds, pace, dailyAt, zone, isQuiet, from, to }: Entries): Input => ({
  email: email.trim(),
  phone: phone.trim(),
  wishes: { on, kinds, pace, dailyAt: minuteOf(dailyAt), zone, quiet: isQuiet ? { from: minuteOf(from), to: minuteOf(to) } : null },
});

const missingOf = ({ email, kinds, dailyAt, from, to, on }: Entries): string | undefined => {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(email.trim())) return 'The address is missing.';
  if (on && kinds.length === 0) return 'Choose what you are told of, or switch notices off.';
  return [dailyAt, from, to].every((time) => /^\d\d:\d\d$/u.test(time)) ? undefined : 'A time is missing.';
};

export interface NoticeFormProps {
  readonly held: Held | null;
  readonly hasSms: boolean;
  readonly save: UseMutationResult<NoticesView, Error, Input>;
}

/** Address, what one is told of, and when. */
export const NoticeForm = ({ held, hasSms, save }: NoticeFormProps) => {
  const zone = useZone();
  const before = entriesOf(held, zone);
  const [entries, setEntries] = useState(before);
  const set = (change: Partial<Entries>): void => setEntries((now) => ({ ...now, ...change }));
  const missing = missingOf(entries);
  const changed = JSON.stringify(entries) !== JSON.stringify(before);
  const zones = ZONES.some(({ value }) => value === entries.zone) ? ZONES : [...ZONES, { value: entries.zone, label: entries.zone }];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(inputOf(entries));
      }}
    >
      <Stack gap={16} className={css.form}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={14}>
          <TextInput
            type="email"
            label="E-mail address"
            maxLength={254}
            autoComplete="email"
            value={entries.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
          {hasSms ? (
            <TextInput
              type="tel"
              label="Mobile, if you like"
              description="Used by SMS after two mails were refused"
              inputWrapperOrder={['label', 'input', 'description']}
              maxLength={50}
              autoComplete="tel"
              value={entries.phone}
              onChange={(event) => set({ phone: event.currentTarget.value })}
            />
          ) : null}
        </SimpleGrid>
        <Switch label="Tell me by e-mail" checked={entries.on} onChange={(event) => set({ on: event.currentTarget.checked })} />
        <Checkbox.Group
          label="When something comes"
          value={entries.kinds}
          onChange={(chosen) => set({ kinds: KINDS.map(({ kind }) => kind).filter((kind) => chosen.includes(kind)) })}
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={6} mt={8}>
            {KINDS.map(({ kind, label }) => (
              <Checkbox key={kind} value={kind} label={label} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <Radio.Group label="How often" value={entries.pace} onChange={(pace) => set({ pace: pace === 'daily' ? 'daily' : 'soon' })}>
          <Group gap={24} mt={8} align="center">
            <Radio value="soon" label="Within a minute, at most each quarter of an hour" />
            <Group gap={8}>
              <Radio value="daily" label="Once a day" />
              {entries.pace === 'daily' ? (
                <TextInput
                  type="time"
                  aria-label="Time of the daily message"
                  value={entries.dailyAt}
                  onChange={(event) => set({ dailyAt: event.currentTarget.value })}
                />
              ) : null}
            </Group>
          </Group>
        </Radio.Group>
        <Group gap={12} align="flex-end">
          <Checkbox
            className={css.tick}
            label="Quiet hours"
            checked={entries.isQuiet}
            onChange={(event) => set({ isQuiet: event.currentTarget.checked })}
          />
          {entries.isQuiet ? (
            <>
              <TextInput type="time" label="From" value={entries.from} onChange={(event) => set({ from: event.currentTarget.value })} />
              <TextInput type="time" label="Until" value={entries.to} onChange={(event) => set({ to: event.currentTarget.value })} />
            </>
          ) : null}
          <NativeSelect
            label="Time zone"
            value={entries.zone}
            data={zones}
            onChange={(event) => set({ zone: event.currentTarget.value })}
          />
        </Group>
        {save.error === null ? null : <ErrorNote problem={problemOf(save.error)} />}
        <Group>
          <Button type="submit" variant="filled" disabled={missing !== undefined || !changed} loading={save.isPending}>
            Save
          </Button>
          <span className="second" role="status">
            {missing ?? (changed ? '' : save.isSuccess ? 'Saved at the server.' : '')}
          </span>
        </Group>
      </Stack>
    </form>
  );
};
