import { useState } from 'react';
import { Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
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

type Way = 'link' | 'link-sms' | 'qr' | 'email' | 'sms' | 'in-person';
type Channel = 'email' | 'sms' | 'in-person';

interface WayShown {
  readonly way: Way;
  readonly channel: Channel;
  /** Opens the page of the network on the client's own device. */
  readonly linked: boolean;
  readonly label: string;
  readonly description: string;
}

const WAYS: readonly WayShown[] = [
  {
    way: 'link',
    channel: 'email',
    linked: true,
    label: 'A private link to their own e-mail address',
    description: 'They sign on their own device, by passkey or with a code that goes out in a second message.',
  },
  {
    way: 'link-sms',
    channel: 'sms',
    linked: true,
    label: 'A private link to their own mobile, by text message',
    description: 'The same on their phone. The code comes in a second text message.',
  },
  {
    way: 'qr',
    channel: 'in-person',
    linked: true,
    label: 'A QR code that they scan here',
    description: 'They sign on their own phone, with a passkey.',
  },
  {
    way: 'email',
    channel: 'email',
    linked: false,
    label: 'A code to their own e-mail address',
    description: 'They enter it on this desk’s screen. Without a passkey it is what shows that they were asked.',
  },
  {
    way: 'sms',
    channel: 'sms',
    linked: false,
    label: 'A code to their own mobile, by text message',
    description: 'They enter it on this desk’s screen, likewise.',
  },
  {
    way: 'in-person',
    channel: 'in-person',
    linked: false,
    label: 'In person, with a passkey on their own phone or a security key',
    description: 'No code. They sign at this desk with something that is theirs.',
  },
];

type Able = { readonly page: boolean; readonly mail: boolean; readonly sms: boolean };

/** Why a way is closed, or what it lacks; undefined where nothing is to be said. */
const hint = ({ channel, linked }: WayShown, able: Able | undefined): { readonly words: string; readonly closed: boolean } | undefined => {
  if (able === undefined) return undefined;
  if (linked && !able.page) return { words: 'Needs a server of the network; this desk is connected to none.', closed: true };
  if (channel === 'sms' && !able.sms)
    return { words: 'Needs your account for text messages, under Settings, Text messages.', closed: true };
  if (channel === 'email' && !able.mail)
    return { words: 'No mail server is entered under Settings: nothing goes out before there is one.', closed: false };
  return undefined;
};

/** Whether a number may be a mobile; the desk reads it strictly. */
const looksLikeNumber = (text: string): boolean => /^\+?[\d\s().-]{9,20}$/u.test(text);

/** Invites the client: to a page on their own device by link or QR code, or to this desk's screen by a code to their own address or in person. */
export const InviteAct = ({ referral, step, client, emails, onLink, ...sheet }: InviteActProps) => {
  const [way, setWay] = useState<Way>();
  const [email, setEmail] = useState(emails[0] ?? '');
  const [typed, setTyped] = useState<string>();
  const { data } = useQuery(linksQuery(referral));
  const mobile = typed ?? data?.mobiles[0] ?? '';
  const chosen = WAYS.find((one) => one.way === way);
  const address = chosen?.channel === 'email' ? email.trim() : chosen?.channel === 'sms' ? mobile.trim() : null;
  const complete =
    chosen !== undefined &&
    (address === null || (chosen.channel === 'email' ? /^[^\s@]+@[^\s@]+$/u.test(address) : looksLikeNumber(address)));
  return (
    <ActSheet
      {...sheet}
      act={complete ? { act: chosen.linked ? 'invite-link' : 'invite', referral, step, channel: chosen.channel, address } : null}
      missing={
        chosen === undefined
          ? 'Choose how the client is reached.'
          : chosen.channel === 'sms'
            ? 'The client’s own mobile number is missing.'
            : 'The client’s own address is missing.'
      }
      onSigned={({ events }) => {
        const [first, second] = events;
        if (chosen?.linked === true && first !== undefined) onLink({ invite: first.hash, code: second?.hash ?? null });
      }}
    >
      <Radio.Group
        label={`How is ${client} reached?`}
        value={way ?? ''}
        onChange={(value) => setWay(WAYS.find((one) => one.way === value)?.way)}
      >
        {WAYS.map((one) => {
          const told = hint(one, data);
          return (
            <Radio
              key={one.way}
              value={one.way}
              label={one.label}
              description={told?.words ?? one.description}
              disabled={told?.closed ?? (one.linked || one.channel === 'sms' ? data === undefined : false)}
              mt={6}
            />
          );
        })}
      </Radio.Group>
      {chosen?.channel === 'email' ? (
        <TextInput
          type="email"
          label="Their own address"
          autoComplete="off"
          value={email}
          maxLength={254}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      ) : null}
      {chosen?.channel === 'sms' ? (
        <TextInput
          type="tel"
          label="Their own mobile number"
          description={
            data?.mobiles[0] !== undefined
              ? 'A number of another country begins with + and its code.'
              : 'No mobile is on record for this contact. Ask for it; a number of another country begins with + and its code.'
          }
          autoComplete="off"
          value={mobile}
          maxLength={50}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
    </ActSheet>
  );
};
