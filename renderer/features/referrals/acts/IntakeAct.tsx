import { useState } from 'react';
import { Radio } from '@mantine/core';
import { ActSheet, type ActSheetProps } from '../../signing/ActSheet.tsx';
import { useToday } from '../../../app/clock.ts';
import { DateInput } from '../../../ui/DateInput.tsx';

/** Step 2: the first contact, the conflict check, and the ticks that become part of the signature. */
export const IntakeAct = ({
  referral,
  client,
  ...sheet
}: Omit<ActSheetProps, 'act' | 'children' | 'missing'> & {
  readonly referral: string;
  readonly client: string;
}) => {
  const today = useToday();
  const [contactedOn, setContactedOn] = useState('');
  const [found, setFound] = useState<'' | 'no' | 'yes'>('');
  const complete = contactedOn !== '' && found !== '';
  return (
    <ActSheet
      {...sheet}
      ticksTitle={`At the first contact with ${client}`}
      missing={contactedOn === '' ? 'The day of the first contact is missing.' : 'Say what the conflict check found.'}
      act={
        complete
          ? {
              act: 'intake',
              referral,
              contactedOn,
              checklist: { referrerNamed: true, clientContent: true, commissionDisclosed: true },
              conflict: { checked: true, found: found === 'yes' },
            }
          : null
      }
    >
      <DateInput label="Day of the first contact" max={today} value={contactedOn} w={190} onChange={setContactedOn} />
      <Radio.Group label="Conflict check" value={found} onChange={(value) => setFound(value === 'yes' ? 'yes' : 'no')}>
        <Radio value="no" label="No conflict of interest found" mt={6} />
        <Radio value="yes" label="A conflict was found, and we go on nevertheless" mt={6} />
      </Radio.Group>
    </ActSheet>
  );
};
