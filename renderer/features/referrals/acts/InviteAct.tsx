import { useState } from 'react';
import { Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Act } from '../../../../core/contract/acts.ts';
import { ActSheet, type ActSheetProps } from '../../signing/ActSheet.tsx';
import { linksQuery } from './linksQuery.ts';

export interface InviteActProps extends Omit<ActSheetProps, 'act' | 'children' | 'missing' | 'onSigned'> {
  readonly referral: string;
  readonly step: 1 | 4;
  readonly client: string;
  /** Addresses the contact has; the first is offered. */
  readonly emails: readonly string[];
  /** Invitations for a link were signed: the link can be made. */
  readonly onLink: (invited: { readonly invite: string; readonly code: string | null }) => void;
}

type Way = 'link' | 'qr' | 'email' | 'in-person';

const WAYS: readonly { readonly way: Way; readonly label: string; readonly description: string }[] = [
  {
    way: 'link',
    label: 'A private link to their own e-mail address',
    description: 'They sign on their own device, by passkey or with a code that goes out in a second message.',
  },
  {
    way: 'qr',
    label: 'A QR code that they scan here',
    description: 'They sign on their own phone, with a passkey.',
  },
  {
    way: 'email',
    label: 'A code to their own e-mail address',
    description: 'They enter it on this desk’s screen. Without a passkey it is what shows that they were asked.',
  },
  {
    way: 'in-person',
    label: 'In person, with a passkey on their own phone or a security key',
    description: 'No code. They sign at this desk with something that is theirs.',
  },
];

const actOf = (way: Way, referral: string, step: 1 | 4, address: string): Act => ({
  act: way === 'link' || way === 'qr' ? 'invite-link' : 'invite',
  referral,
  step,
  channel: way === 'link' || way === 'email' ? 'email' : 'in-person',
  email: way === 'link' || way === 'email' ? address : null,
});

/** Invites the client: to a page on their own device by link or QR code, or to this desk's screen by a code to their own address or in person. */
export const InviteAct = ({ referral, step, client, emails, onLink, ...sheet }: InviteActProps) => {
  const [way, setWay] = useState<Way>();
  const [email, setEmail] = useState(emails[0] ?? '');
  const { data } = useQuery(linksQuery(referral));
  const connected = data?.page === true;
  const address = email.trim();
  const byMail = way === 'link' || way === 'email';
  const complete = way !== undefined && (!byMail || /^[^\s@]+@[^\s@]+$/u.test(address));
  return (
    <ActSheet
      {...sheet}
      act={complete ? actOf(way, referral, step, address) : null}
      missing={way === undefined ? 'Choose how the client is reached.' : 'The client’s own address is missing.'}
      onSigned={({ events }) => {
        const [first, second] = events;
        if ((way === 'link' || way === 'qr') && first !== undefined) onLink({ invite: first.hash, code: second?.hash ?? null });
      }}
    >
      <Radio.Group
        label={`How is ${client} reached?`}
        value={way ?? ''}
        onChange={(value) => setWay(WAYS.find((one) => one.way === value)?.way)}
      >
        {WAYS.map(({ way: value, label, description }) => {
          const needsServer = value === 'link' || value === 'qr';
          return (
            <Radio
              key={value}
              value={value}
              label={label}
              description={
                needsServer && data !== undefined && !connected
                  ? 'Needs a server of the network; this desk is connected to none.'
                  : description
              }
              disabled={needsServer && !connected}
              mt={6}
            />
          );
        })}
      </Radio.Group>
      {byMail ? (
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
