import { useState } from 'react';
import { Button, Group, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { localTime } from '../../../core/domain/time/zone.ts';
import type { MemberRecord } from '../../../core/contract/membership.ts';
import { useNow, useZone } from '../../app/clock.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { verticalsQuery } from '../practices/verticalNames.ts';
import { ActSheet } from '../signing/ActSheet.tsx';

/** A vertical that a member takes up or gives up from a day on. */
export const VerticalDates = ({ member }: { readonly member: MemberRecord }) => {
  const { data: verticals = [] } = useQuery(verticalsQuery);
  const now = useNow();
  const zone = useZone();
  const [vertical, setVertical] = useState('');
  const [on, setOn] = useState<string>(localTime(now, zone).date);
  const [open, setOpen] = useState(false);
  const leaves = member.verticals.some((one) => one.code === vertical && one.until === null);
  const change = leaves ? 'leave' : 'join';
  return (
    <Group align="end">
      <NativeSelect
        label="Vertical"
        w={260}
        data={[{ value: '', label: 'Choose' }, ...verticals.map((one) => ({ value: one.code, label: one.name }))]}
        value={vertical}
        onChange={(event) => setVertical(event.currentTarget.value)}
      />
      <DateInput label={leaves ? 'Gives it up on' : 'Takes it up on'} w={170} value={on} onChange={setOn} />
      <Button disabled={vertical === '' || on === ''} onClick={() => setOpen(true)}>
        {leaves ? 'Give up…' : 'Take up…'}
      </Button>
      {open ? (
        <ActSheet
          act={{ act: 'vertical-dates', practice: member.practice, vertical, change, on }}
          title={leaves ? 'Give a vertical up' : 'Take a vertical up'}
          verb="Sign"
          onClose={() => setOpen(false)}
          onSigned={() => setVertical('')}
        />
      ) : null}
    </Group>
  );
};
