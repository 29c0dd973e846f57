import { useState } from 'react';
import { Button, Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { DateTime } from '../../ui/DateTime.tsx';
import { Note } from '../../ui/Note.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { payeeAccountQuery } from './queries.ts';
import css from './payouts.module.css';

const digits = (text: string): string => text.replaceAll(/[\s-]/gu, '');

const missingOf = (bsb: string, account: string, title: string): string | undefined => {
  if (!/^\d{6}$/u.test(digits(bsb))) return 'The BSB has six digits.';
  if (!/^\d{1,9}$/u.test(digits(account))) return 'The account number has up to nine digits.';
  return title.trim() === '' ? 'The account’s name is missing.' : undefined;
};

const AccountSheet = ({ known, onClose }: { readonly known: boolean; readonly onClose: () => void }) => {
  const [bsb, setBsb] = useState('');
  const [account, setAccount] = useState('');
  const [title, setTitle] = useState('');
  const missing = missingOf(bsb, account, title);
  return (
    <ActSheet
      title={known ? 'Change the account you are paid to' : 'Record the account you are paid to'}
      verb="Sign the account"
      act={
        missing === undefined
          ? {
              act: 'payee-account',
              bsb: `${digits(bsb).slice(0, 3)}-${digits(bsb).slice(3)}`,
              account: digits(account),
              title: title.trim(),
            }
          : null
      }
      missing={missing}
      onClose={onClose}
      onSigned={() => undefined}
    >
      {known ? (
        <Note tone="warn">
          Payers see the old and the new account. They pay to the new one after three business days and after calling you back.
        </Note>
      ) : null}
      <Group gap={12} align="flex-start">
        <TextInput
          label="BSB"
          placeholder="000-000"
          inputMode="numeric"
          autoComplete="off"
          w={120}
          value={bsb}
          onChange={(event) => setBsb(event.currentTarget.value)}
        />
        <TextInput
          label="Account number"
          inputMode="numeric"
          autoComplete="off"
          w={170}
          value={account}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
      </Group>
      <TextInput
        label="Name of the account"
        autoComplete="off"
        maxLength={32}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
    </ActSheet>
  );
};

/** The account at which this practice wants its commissions, from its own signed record. */
export const PayeeAccount = () => {
  const { data } = useQuery(payeeAccountQuery);
  const [open, setOpen] = useState(false);
  if (data === undefined) return null;
  return (
    <div className={css.account}>
      <Note
        tone={data === null ? 'warn' : 'mute'}
        act={
          <Button size="xs" onClick={() => setOpen(true)}>
            {data === null ? 'Record an account' : 'Change the account'}
          </Button>
        }
      >
        {data === null ? (
          'You have not signed an account yet: nobody can pay you.'
        ) : (
          <>
            Paid to {data.words}, signed <DateTime at={data.since} form="date" />.
          </>
        )}
      </Note>
      {open ? <AccountSheet known={data !== null} onClose={() => setOpen(false)} /> : null}
    </div>
  );
};
