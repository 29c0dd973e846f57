import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useToday } from '../../app/clock.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import type { EntitlementRow } from './payoutColumns.tsx';
import { DateInput } from '../../ui/DateInput.tsx';

/** Prepares a batch of payable commissions for one processing date. Another person approves it. */
export const PrepareSheet = ({ rows, onClose }: { readonly rows: readonly EntitlementRow[]; readonly onClose: () => void }) => {
  const today = useToday();
  const navigate = useNavigate();
  const [on, setOn] = useState('');
  return (
    <ActSheet
      title={rows.length === 1 ? 'Prepare a batch of one payment' : `Prepare a batch of ${rows.length.toLocaleString('en-AU')} commissions`}
      verb="Prepare the batch"
      act={
        on === ''
          ? null
          : {
              act: 'batch-prepare',
              batch: null,
              entitlements: rows.map((row) => row.entitlement),
              excluded: [],
              processingDate: on,
            }
      }
      missing="Choose the processing date."
      onClose={onClose}
      onSigned={({ batch }) => {
        if (batch !== null) void navigate({ to: '/payouts/$id', params: { id: batch } });
      }}
    >
      <DateInput
        label="Processing date"
        description="The day on which the bank is to make the payments"
        min={today}
        value={on}
        w={220}
        onChange={setOn}
      />
    </ActSheet>
  );
};
