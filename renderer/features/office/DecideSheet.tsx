import { useState } from 'react';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Act } from '../../../core/contract/acts.ts';
import { reasonsQuery } from '../referrals/queries.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import { type Tier, tierNames } from './memberLook.ts';

export type Decision = Extract<Act, { act: 'membership' }>['decision'];

/** What each decision is called, and what has to be said with it. */
const decisions: Readonly<
  Record<Decision, { readonly title: string; readonly verb: string; readonly reason?: string; readonly tier?: true }>
> = {
  accept: { title: 'Accept the application', verb: 'Accept' },
  decline: { title: 'Decline the application', verb: 'Decline', reason: 'application' },
  activate: { title: 'Activate the member', verb: 'Activate', tier: true },
  suspend: { title: 'Suspend the member', verb: 'Suspend', reason: 'suspension' },
  reinstate: { title: 'End the suspension', verb: 'End it', reason: 'reinstatement' },
  resign: { title: 'Record the resignation', verb: 'Record', reason: 'resignation' },
  tier: { title: 'Change the tier', verb: 'Change', tier: true },
};

const isTier = (text: string): text is Tier => text in tierNames;

export interface DecideSheetProps {
  readonly practice: string;
  readonly decision: Decision;
  readonly onClose: () => void;
}

/** A decision of the office about a practice: reason or tier where it needs one, the exact words, then the registrar signs. */
export const DecideSheet = ({ practice, decision, onClose }: DecideSheetProps) => {
  const { data: reasons = [] } = useQuery(reasonsQuery);
  const [reason, setReason] = useState('');
  const [tier, setTier] = useState<Tier>('standard');
  const { title, verb, reason: about, tier: asksTier } = decisions[decision];
  const missing = about !== undefined && reason === '';
  return (
    <ActSheet
      act={
        missing
          ? null
          : { act: 'membership', practice, decision, reason: about === undefined ? null : reason, tier: asksTier === true ? tier : null }
      }
      missing="Choose a reason."
      title={title}
      verb={verb}
      onClose={onClose}
      onSigned={() => undefined}
    >
      {about === undefined ? null : (
        <NativeSelect
          label="Reason"
          description="Every member can read it."
          data={[
            { value: '', label: 'Choose' },
            ...reasons.filter((one) => one.for === about).map((one) => ({ value: one.code, label: one.words })),
          ]}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {asksTier === true ? (
        <NativeSelect
          label="Tier"
          data={Object.entries(tierNames).map(([value, label]) => ({ value, label }))}
          value={tier}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (isTier(value)) setTier(value);
          }}
        />
      ) : null}
    </ActSheet>
  );
};
