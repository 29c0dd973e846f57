import { useState } from 'react';
import { Radio, TextInput } from '@mantine/core';
import { ActSheet, type ActSheetProps } from '../../signing/ActSheet.tsx';

export interface InviteActProps extends Omit<ActSheetProps, 'act' | 'children' | 'missing'> {
  readonly referral: string;
  readonly step: 1 | 4;
  readonly client: string;
  /** Addresses the contact has; the first is offered. */
  readonly emails: readonly string[];
}

/** Invites the client to a page of their own: by a code to their own e-mail address, or in person with a passkey of theirs. */
export const InviteAct = ({ referral, step, client, emails, ...sheet }: InviteActProps) => {
  const [channel, setChannel] = useState<'email' | 'in-person' | ''>('');
  const [email, setEmail] = useState(emails[0] ?? '');
  const address = email.trim();
  const complete = channel === 'in-person' || (channel === 'email' && /^[^\s@]+@[^\s@]+$/u.test(address));
  return (
    <ActSheet
      {...sheet}
      act={
        complete
          ? {
              act: 'invite',
              referral,
              step,
              channel: channel === 'email' ? 'email' : 'in-person',
              email: channel === 'email' ? address : null,
            }
          : null
      }
      missing={channel === '' ? 'Choose how the client is reached.' : 'The client’s own address is missing.'}
    >
      <Radio.Group
        label={`How is ${client} reached?`}
        value={channel}
        onChange={(value) => setChannel(value === 'email' ? 'email' : 'in-person')}
      >
        <Radio
          value="email"
          label="A code to their own e-mail address"
          description="They enter it on the page. Without a passkey it is what shows that they were asked."
          mt={6}
        />
        <Radio
          value="in-person"
          label="In person, with a passkey on their own phone or a security key"
          description="No code. They sign at this desk with something that is theirs."
          mt={6}
        />
      </Radio.Group>
      {channel === 'email' ? (
        <TextInput
          type="email"
          label="Their own address"
          autoComplete="off"
          value={email}
          maxLength={254}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      ) : null}
    </ActSheet>
  );
};
