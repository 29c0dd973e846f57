import { useState } from 'react';
import { NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { parseAccountNumber, parseBsb } from '../../../core/domain/identity/bank-account.ts';
import type { Settings } from './queries.ts';
import { SaveLine } from './SaveLine.tsx';
import { useSave } from './useSave.ts';

const none = {
  profile: '',
  userName: '',
  userId: '',
  description: '',
  bsb: '',
  account: '',
  title: '',
  remitter: '',
};

const missingIn = (bank: typeof none): string | undefined => {
  if (bank.profile === '') return 'The bank is missing.';
  if (!parseBsb(bank.bsb).ok) return 'The BSB has six digits.';
  if (!parseAccountNumber(bank.account).ok) return 'The account number has one to nine digits.';
  if (bank.title.trim() === '') return 'The name of the account is missing.';
  return bank.remitter.trim() === '' ? 'The remitter is missing.' : undefined;
};

/** The account that payouts leave from, and how its bank wants the payment file. */
export const BankForm = ({ settings }: { readonly settings: Settings }) => {
  const save = useSave();
  const held = settings.bank ?? none;
  const [bank, setBank] = useState(held);
  const set = (change: Partial<typeof none>) => setBank((before) => ({ ...before, ...change }));
  const profile = settings.profiles.find((one) => one.id === bank.profile);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // The desk keeps BSB and account in their own form.
        save.mutate({ bank }, { onSuccess: (kept) => setBank(kept.bank ?? none) });
      }}
    >
      <Stack gap={14}>
        <NativeSelect
          label="Bank and its portal"
          description={profile === undefined ? 'Banks read the same format in different ways' : `Where its rules are from: ${profile.note}`}
          data={[{ value: '', label: 'choose' }, ...settings.profiles.map((one) => ({ value: one.id, label: one.name }))]}
          value={bank.profile}
          onChange={(event) => set({ profile: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing={14}>
          <TextInput
            label="BSB"
            inputMode="numeric"
            autoComplete="off"
            maxLength={9}
            value={bank.bsb}
            onChange={(event) => set({ bsb: event.currentTarget.value })}
          />
          <TextInput
            label="Account number"
            inputMode="numeric"
            autoComplete="off"
            maxLength={12}
            value={bank.account}
            onChange={(event) => set({ account: event.currentTarget.value })}
          />
          <TextInput
            label="Name of the account"
            maxLength={32}
            value={bank.title}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={14}>
          <TextInput
            label="Direct Entry user ID"
            description="Six digits from the bank; empty where the bank fills it in"
            inputMode="numeric"
            maxLength={6}
            value={bank.userId}
            onChange={(event) => set({ userId: event.currentTarget.value })}
          />
          <TextInput
            label="Name of the user"
            description="As the bank knows the practice, at most 26 characters"
            maxLength={26}
            value={bank.userName}
            onChange={(event) => set({ userName: event.currentTarget.value })}
          />
          <TextInput
            label="Description of the file"
            description="At most 12 characters, such as REFERRALS"
            maxLength={12}
            value={bank.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          <TextInput
            label="Remitter"
            description="What payees read on their statement, at most 16 characters"
            maxLength={16}
            value={bank.remitter}
            onChange={(event) => set({ remitter: event.currentTarget.value })}
          />
        </SimpleGrid>
        <SaveLine save={save} missing={missingIn(bank)} changed={JSON.stringify(bank) !== JSON.stringify(held)} />
      </Stack>
    </form>
  );
};
