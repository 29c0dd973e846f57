import { useState } from 'react';
import { Button, Radio, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { changedAccountsQuery, LOOKED_THROUGH, type ChangedAccount } from './queries.ts';

const ConfirmAct = ({ changed, onClose }: { readonly changed: ChangedAccount; readonly onClose: () => void }) => {
  const [method, setMethod] = useState<'call-back' | 'in-person' | ''>('');
  return (
    <ActSheet
      act={method === '' ? null : { act: 'payee-confirm', account: changed.event, method }}
      missing="Choose how it was confirmed."
      title="Confirm a changed account"
      verb="Confirm"
      onClose={onClose}
      onSigned={() => undefined}
    >
      <Radio.Group
        label="How did they confirm it?"
        value={method}
        onChange={(value) => setMethod(value === 'in-person' ? 'in-person' : 'call-back')}
      >
        <Radio value="call-back" label="You called back a number you had before the change" mt={6} />
        <Radio value="in-person" label="In person" mt={6} />
      </Radio.Group>
    </ActSheet>
  );
};

/** Accounts that other practices have changed, each to be confirmed by a call back before it is paid to. */
export const ChangedAccounts = ({ ownName }: { readonly ownName: string }) => {
  const { data, error } = useQuery(changedAccountsQuery(ownName));
  const [open, setOpen] = useState<ChangedAccount>();
  if (error === null && (data === undefined || data.length === 0)) return null;
  return (
    <Card title="Changed accounts of others" count={data?.length}>
      {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      <Stack gap={10}>
        {(data ?? []).map((changed) => (
          <div key={changed.event}>
            <p>
              {changed.by} stated a new account <DateTime at={changed.at} form="recent" />. The sheet shows old and new.
            </p>
            <Button size="xs" mt={6} aria-label={`Confirm the changed account of ${changed.by}`} onClick={() => setOpen(changed)}>
              Confirm after a call back…
            </Button>
          </div>
        ))}
        <p className="second small">Found among the newest {LOOKED_THROUGH} entries of the ledger.</p>
      </Stack>
      {open === undefined ? null : <ConfirmAct changed={open} onClose={() => setOpen(undefined)} />}
    </Card>
  );
};
