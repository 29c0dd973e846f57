import { useState } from 'react';
import { Button, Radio, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Status } from '../../ui/Status.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { changedAccountsQuery, type ChangedAccount } from './queries.ts';

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
export const ChangedAccounts = ({ mayConfirm }: { readonly mayConfirm: boolean }) => {
  const { data, error } = useQuery(changedAccountsQuery);
  const [open, setOpen] = useState<ChangedAccount>();
  if (error === null && (data === undefined || data.length === 0)) return null;
  return (
    <Card title="Changed accounts of others" count={data?.length}>
      {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      <Stack gap={14}>
        {(data ?? []).map((changed) => (
          <div key={changed.event}>
            <KeyValues
              items={[
                { label: 'Payee', value: changed.by },
                { label: 'Until now', value: changed.old },
                { label: 'New', value: changed.new },
                { label: 'Stated', value: <DateTime at={changed.at} form="recent" /> },
                { label: 'Paid from', value: <CalendarDay day={changed.paysFrom} /> },
                {
                  label: 'Call back',
                  value: changed.calledBack ? <Status kind="done">Recorded</Status> : <Status kind="waiting">Not recorded</Status>,
                },
              ]}
            />
            {changed.calledBack || !mayConfirm ? null : (
              <Button
                size="xs"
                mt={8}
                aria-label={`Confirm after a call back: the changed account of ${changed.by}`}
                onClick={() => setOpen(changed)}
              >
                Confirm after a call back…
              </Button>
            )}
          </div>
        ))}
      </Stack>
      {open === undefined ? null : <ConfirmAct changed={open} onClose={() => setOpen(undefined)} />}
    </Card>
  );
};
