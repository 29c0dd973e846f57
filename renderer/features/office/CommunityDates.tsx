import { useState } from 'react';
import { Button, Group, NativeSelect } from '@mantine/core';
import { useToday } from '../../app/clock.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import type { Community } from './CommunityForm.tsx';

export interface CommunityDatesProps {
  readonly community: Community;
  readonly practices: readonly { readonly practice: string; readonly legalName: string }[];
}

/** A member that joins or leaves a community from a day on. */
export const CommunityDates = ({ community, practices }: CommunityDatesProps) => {
  const [practice, setPractice] = useState('');
  const [on, setOn] = useState<string>(useToday());
  const [open, setOpen] = useState(false);
  const belongs = community.members.some((member) => member.practice === practice && member.from !== null && member.until === null);
  return (
    <Group align="end">
      <NativeSelect
        label="Member"
        w={260}
        data={[{ value: '', label: 'Choose' }, ...practices.map((one) => ({ value: one.practice, label: one.legalName }))]}
        value={practice}
        onChange={(event) => setPractice(event.currentTarget.value)}
      />
      <DateInput label={belongs ? 'Leaves it on' : 'Belongs to it from'} w={170} value={on} onChange={setOn} />
      <Button disabled={practice === '' || on === ''} onClick={() => setOpen(true)}>
        {belongs ? 'Take out…' : 'Take in…'}
      </Button>
      {open ? (
        <ActSheet
          act={{ act: 'community-dates', practice, community: community.community, change: belongs ? 'leave' : 'join', on }}
          title={belongs ? 'Take a member out of a community' : 'Take a member into a community'}
          verb="Sign"
          onClose={() => setOpen(false)}
          onSigned={() => setPractice('')}
        />
      ) : null}
    </Group>
  );
};
