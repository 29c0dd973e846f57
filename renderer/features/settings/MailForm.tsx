import { useState } from 'react';
import { Checkbox, PasswordInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { Settings } from './queries.ts';
import { SaveLine } from './SaveLine.tsx';
import { useSave } from './useSave.ts';

const none = { host: '', port: 587, secure: false, user: '', from: '' };

/** The practice's own mail server, which brings clients their codes. */
export const MailForm = ({ settings }: { readonly settings: Settings }) => {
  const save = useSave();
  const { host, port, secure, user, from } = settings.mail ?? none;
  const held = { host, port: String(port), secure, user, from };
  const [mail, setMail] = useState(held);
  const [password, setPassword] = useState('');
  const set = (change: Partial<typeof held>) => setMail((before) => ({ ...before, ...change }));
  const number = /^[0-9]{1,5}$/u.test(mail.port) ? Number.parseInt(mail.port, 10) : 0;
  const missing =
    mail.host.trim() === ''
      ? 'The server is missing.'
      : number < 1 || number > 65_535
        ? 'The port is a number up to 65535.'
        : /^[^\s@]+@[^\s@]+$/u.test(mail.from)
          ? undefined
          : 'The sender’s address is missing.';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ mail: { ...mail, port: number, password: password === '' ? null : password } }, { onSuccess: () => setPassword('') });
      }}
    >
      <Stack gap={14}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={14}>
          <TextInput
            label="Server (SMTP)"
            maxLength={253}
            autoComplete="off"
            value={mail.host}
            onChange={(event) => set({ host: event.currentTarget.value })}
          />
          <TextInput
            label="Port"
            inputMode="numeric"
            maxLength={5}
            value={mail.port}
            onChange={(event) => set({ port: event.currentTarget.value })}
          />
          <TextInput
            label="User"
            maxLength={200}
            autoComplete="off"
            value={mail.user}
            onChange={(event) => set({ user: event.currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            description={settings.mail?.hasPassword === true ? 'One is kept. Leave empty to keep it.' : 'None is kept.'}
            maxLength={500}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed', tabIndex: 0 }}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <TextInput
            type="email"
            label="Sender’s address"
            maxLength={254}
            value={mail.from}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
        </SimpleGrid>
        <Checkbox
          label="Encrypted from the first byte (TLS, mostly port 465)"
          description="Off: the connection is encrypted once the server offers it."
          checked={mail.secure}
          onChange={(event) => set({ secure: event.currentTarget.checked })}
        />
        <SaveLine save={save} missing={missing} changed={password !== '' || JSON.stringify(mail) !== JSON.stringify(held)} />
      </Stack>
    </form>
  );
};
