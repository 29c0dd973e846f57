import { useState } from 'react';
import { Button, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAccountNumber, parseBsb, formatBsb } from '../../../core/domain/identity/bank-account.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FieldError } from '../../ui/FieldNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { payeeAccountQuery } from './queries.ts';

const AccountAct = ({
  legalName,
  before,
  onClose,
}: {
  readonly legalName: string;
  readonly before: string | null;
  readonly onClose: () => void;
}) => {
  const [bsb, setBsb] = useState('');
  const [account, setAccount] = useState('');
  const [title, setTitle] = useState(legalName.slice(0, 32));
  const readBsb = parseBsb(bsb);
  const readAccount = parseAccountNumber(account);
  const missing = !readBsb.ok
    ? 'The BSB has six digits.'
    : !readAccount.ok
      ? 'The account number has one to nine digits.'
      : title.trim() === ''
        ? 'The name of the account is missing.'
        : undefined;
  return (
    <ActSheet
      act={missing === undefined ? { act: 'payee-account', bsb, account, title: title.trim() } : null}
      missing={missing}
      title={before === null ? 'Say where you are paid' : 'Change where you are paid'}
      verb="Sign the account"
      onClose={onClose}
      onSigned={() => undefined}
    >
      {before === null ? null : <KeyValues items={[{ label: 'Until now', value: before }]} />}
      <TextInput
        label="BSB"
        inputMode="numeric"
        autoComplete="off"
        w={140}
        maxLength={9}
        value={bsb}
        error={bsb.replace(/\D/gu, '').length >= 6 && !readBsb.ok ? <FieldError>Not a BSB</FieldError> : undefined}
        onChange={(event) => setBsb(event.currentTarget.value)}
        onBlur={() => readBsb.ok && setBsb(formatBsb(readBsb.value))}
      />
      <TextInput
        label="Account number"
        inputMode="numeric"
        autoComplete="off"
        w={180}
        maxLength={12}
        value={account}
        error={
          account !== '' && !readAccount.ok ? (
            <FieldError>
              {readAccount.error.code === 'account-too-long'
                ? `${readAccount.error.digits} digits; at most 9`
                : 'Digits only, not all zeros'}
            </FieldError>
          ) : undefined
        }
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <TextInput
        label="Name of the account"
        description="As the bank has it, at most 32 characters"
        maxLength={32}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
    </ActSheet>
  );
};

/** Where this practice is to be paid, by its own signed record. */
export const PayeeAccount = ({ legalName, maySign }: { readonly legalName: string; readonly maySign: boolean }) => {
  const { data, error } = useQuery(payeeAccountQuery);
  const [open, setOpen] = useState(false);
  return (
    <Card title="Where you are paid">
      {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      {data === undefined ? (
        error === null ? (
          <SkeletonBlock height={80} label="your account" />
        ) : null
      ) : (
        <Stack gap={10}>
          <KeyValues
            items={[
              { label: 'Account', value: data?.words ?? null },
              { label: 'Stated', value: data === null ? null : <DateTime at={data.since} form="recent" /> },
            ]}
          />
          <p className="second">
            Only those who owe you commission learn it, sealed to them. A changed account waits 3 business days at each payer, who calls you
            back first.
          </p>
          {maySign ? (
            <div>
              <Button size="xs" onClick={() => setOpen(true)}>
                {data === null ? 'Enter the account…' : 'Change the account…'}
              </Button>
            </div>
          ) : null}
        </Stack>
      )}
      {open ? <AccountAct legalName={legalName} before={data?.words ?? null} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
};
