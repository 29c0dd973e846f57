import { useState } from 'react';
import { TextInput } from '@mantine/core';
import type { Act } from '../../../core/contract/acts.ts';
import type { BatchView } from '../../../core/contract/money.ts';
import { Note } from '../../ui/Note.tsx';
import { useToday } from '../../app/clock.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import type { BatchLine, ExcludedLine } from './BatchLines.tsx';
import type { EntitlementRow } from './payoutColumns.tsx';
import { DateInput } from '../../ui/DateInput.tsx';

/** One change of a batch that is not released. */
export type Change =
  | { readonly kind: 'exclude'; readonly line: BatchLine }
  | { readonly kind: 'include'; readonly excluded: ExcludedLine }
  | { readonly kind: 'add'; readonly row: EntitlementRow }
  | { readonly kind: 'date' };

type Prepare = Extract<Act, { readonly act: 'batch-prepare' }>;

const changed = (view: BatchView, change: Change, reason: string, processingDate: string): Prepare => {
  const base = { act: 'batch-prepare', batch: view.batch, processingDate } as const;
  const entitlements = view.lines.flatMap((line) => line.entitlement ?? []);
  const excluded = view.excluded.map((entry) => ({ entitlement: entry.entitlement, reason: entry.reason }));
  switch (change.kind) {
    case 'exclude': {
      const out = change.line.entitlement ?? '';
      return {
        ...base,
        entitlements: entitlements.filter((entitlement) => entitlement !== out),
        excluded: [...excluded, { entitlement: out, reason: reason.trim() }],
      };
    }
    case 'include':
      return {
        ...base,
        entitlements: [...entitlements, change.excluded.entitlement],
        excluded: excluded.filter((entry) => entry.entitlement !== change.excluded.entitlement),
      };
    case 'add':
      return {
        ...base,
        entitlements: [...entitlements, change.row.entitlement],
        excluded: excluded.filter((entry) => entry.entitlement !== change.row.entitlement),
      };
    case 'date':
      return { ...base, entitlements, excluded };
  }
};

const titles: Readonly<Record<Change['kind'], string>> = {
  exclude: 'Exclude a payment',
  include: 'Include a payment again',
  add: 'Add a payment',
  date: 'Change the processing date',
};

const missingOf = (change: Change, reason: string, on: string, today: string, view: BatchView): string | undefined => {
  const payments = view.lines.filter((line) => line.kind === 'commission').length;
  if (change.kind === 'exclude' && payments === 1) return 'It is the only payment. Cancel the batch instead.';
  if (change.kind === 'exclude' && reason.trim() === '') return 'The reason is missing.';
  if (on === '') return 'Choose the processing date.';
  if (on < today) return 'The processing date has passed. Choose another.';
  return change.kind === 'date' && on === view.processingDate ? 'Choose another date.' : undefined;
};

/** Changes a batch: a new signed version of it, which resets the approvals. */
export const ChangeSheet = ({
  view,
  change,
  onClose,
}: {
  readonly view: BatchView;
  readonly change: Change;
  readonly onClose: () => void;
}) => {
  const today = useToday();
  const [reason, setReason] = useState('');
  const [on, setOn] = useState(view.processingDate);
  const missing = missingOf(change, reason, on, today, view);
  const approvals = view.approvals.steps.filter((step) => step.kind === 'approved').length;
  return (
    <ActSheet
      title={titles[change.kind]}
      verb="Sign the change"
      act={missing === undefined ? changed(view, change, reason, on) : null}
      missing={missing}
      onClose={onClose}
      onSigned={() => undefined}
    >
      {approvals === 0 ? null : (
        <Note tone="warn">
          {approvals === 1 ? 'The approval that was given is reset.' : `The ${approvals} approvals that were given are reset.`}
        </Note>
      )}
      {change.kind === 'exclude' ? (
        <TextInput
          label={`Why is ${change.line.payee} not paid with this batch?`}
          description="It stays in the batch, struck through, with this reason"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : null}
      {change.kind === 'date' || view.processingDate < today ? (
        <DateInput label="Processing date" min={today} value={on} w={220} onChange={setOn} />
      ) : null}
    </ActSheet>
  );
};
