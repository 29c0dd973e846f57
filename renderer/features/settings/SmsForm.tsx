import { useState } from 'react';
import { Button, Group, PasswordInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { type Settings, trySms } from './queries.ts';
import { SaveLine } from './SaveLine.tsx';
import { useSave } from './useSave.ts';

const none = { host: 'api.sydney.au1.twilio.com', account: '', from: '' };

/** Tries what is kept with one message to a number of one's own. */
const TrySms = ({ disabled }: { readonly disabled: boolean }) => {
  const [number, setNumber] = useState('');
  const tried = useMutation({ mutationFn: trySms });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        tried.mutate(number);
      }}
    >
      <Stack gap={8}>
        {tried.error === null ? null : <ErrorNote problem={problemOf(tried.error)} />}
        {tried.data === undefined ? null : (
          <Note tone="ok">Twilio took a message to {tried.data.sentTo}. Whether it arrived, your phone says.</Note>
        )}
        <Group align="end" gap={14}>
          <TextInput
            type="tel"
            label="Your own mobile number"
            autoComplete="off"
            maxLength={50}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
          <Button type="submit" disabled={disabled || number.trim() === ''} loading={tried.isPending}>
            Send a test message
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

const missingOf = (sms: typeof none, token: string, settings: Settings): string | undefined => {
  if (sms.host.trim() === '') return 'The address is missing.';
  if (sms.account.trim() === '') return 'The account is missing.';
  if (sms.from.trim() === '') return 'The sender is missing.';
  const isSame = settings.sms !== null && settings.sms.host === sms.host && settings.sms.account === sms.account;
  return token === '' && !isSame ? 'The token of this account is missing.' : undefined;
};

/** The practice's own account for text messages, which bring clients their links and codes. */
export const SmsForm = ({ settings }: { readonly settings: Settings }) => {
  const save = useSave();
  const { host, account, from } = settings.sms ?? none;
  const held = { host, account, from };
  const [sms, setSms] = useState(held);
  const [token, setToken] = useState('');
  const set = (change: Partial<typeof held>) => setSms((before) => ({ ...before, ...change }));
  const missing = missingOf(sms, token, settings);
  const changed = token !== '' || JSON.stringify(sms) !== JSON.stringify(held);
  return (
    <Stack gap={26}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ sms: { ...sms, token: token === '' ? null : token } }, { onSuccess: () => setToken('') });
        }}
      >
        <Stack gap={14}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={14}>
            <TextInput
              label="Account (SID)"
              description="Begins with AC."
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              value={sms.account}
              onChange={(event) => set({ account: event.currentTarget.value })}
            />
            <PasswordInput
              label="Token"
              description={
                settings.sms === null
                  ? 'None is kept.'
                  : settings.sms.hasToken
                    ? 'One is kept, sealed by this device. Leave empty to keep it.'
                    : 'The one that is kept is another device’s. Enter it here.'
              }
              maxLength={200}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed', tabIndex: 0 }}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
            <TextInput
              label="Sender"
              description="A number you have at Twilio (+61…), a registered name of at most 11 letters and digits, or a messaging service (MG…)."
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              value={sms.from}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              label="Address at Twilio"
              description="Sydney. Ask Twilio whether your account sends from there: api.twilio.com is in the United States."
              maxLength={253}
              autoComplete="off"
              spellCheck={false}
              value={sms.host}
              onChange={(event) => set({ host: event.currentTarget.value })}
            />
          </SimpleGrid>
          <SaveLine save={save} missing={missing} changed={changed} />
          {settings.sms === null ? null : (
            <Group justify="flex-end">
              <Button
                variant="subtle"
                disabled={save.isPending}
                onClick={() => save.mutate({ sms: null }, { onSuccess: () => setSms(none) })}
              >
                Send no text messages any more
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      {settings.sms === null ? null : <TrySms disabled={changed || !settings.sms.hasToken} />}
    </Stack>
  );
};
