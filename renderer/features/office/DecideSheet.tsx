import { useState } from 'react';
import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Act } from '../../../core/contract/acts.ts';
import { reasonsQuery } from '../referrals/queries.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import { type Tier, tierNames } from './memberLook.ts';
import { sendWelcome, welcomeQuery } from './queries.ts';
import { missingOf as missingWelcome, WelcomeFields, type WelcomeWish } from './WelcomeFields.tsx';

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
  const [wish, setWish] = useState<WelcomeWish>({ send: true, address: '' });
  const { data: offered } = useQuery({ ...welcomeQuery(practice), enabled: decision === 'activate' });
  const queries = useQueryClient();
  const welcome = useMutation({
    mutationFn: sendWelcome,
    // What did not go out stands in the list, with its reason and the way to try again.
    onSettled: () => queries.invalidateQueries({ queryKey: ['office-applications'] }),
  });
  const welcomes = decision === 'activate' && wish.send && offered?.mail === true;
  const missing = about !== undefined && reason === '' ? 'Choose a reason.' : welcomes ? missingWelcome(wish) : undefined;
  return (
    <ActSheet
      act={
        missing !== undefined
          ? null
          : { act: 'membership', practice, decision, reason: about === undefined ? null : reason, tier: asksTier === true ? tier : null }
      }
      missing={missing}
      title={title}
      verb={verb}
      onClose={onClose}
      onSigned={() => {
        if (welcomes) welcome.mutate({ practice, address: wish.address.trim() });
      }}
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
      {decision === 'activate' ? <WelcomeFields practice={practice} wish={wish} onWish={setWish} /> : null}
    </ActSheet>
  );
};
