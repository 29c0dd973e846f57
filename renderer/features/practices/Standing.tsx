import { useState } from 'react';
import { Button, Group, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { reasonsQuery } from '../referrals/queries.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import css from './Standing.module.css';
import type { PracticeRow } from './PracticeTable.tsx';

export type PartnerSaid = 'none' | 'here' | 'there' | 'both';

const looks: Readonly<
  Record<PartnerSaid, { readonly kind: StatusKind; readonly words: string; readonly act: string; readonly linked: boolean }>
> = {
  none: { kind: 'not-yet', words: 'No partner link', act: 'Link as partners…', linked: true },
  here: { kind: 'waiting', words: 'Partner link said by you, not by them yet', act: 'Take it back…', linked: false },
  there: { kind: 'waiting', words: 'They call you a partner; you have not said so', act: 'Link as partners…', linked: true },
  both: { kind: 'done', words: 'Partners, as both say', act: 'End the partner link…', linked: false },
};

const HonourAct = ({ practice, onClose }: { readonly practice: PracticeRow; readonly onClose: () => void }) => {
  const { data: reasons = [] } = useQuery(reasonsQuery);
  const [points, setPoints] = useState('1');
  const [reason, setReason] = useState('');
  return (
    <ActSheet
      act={reason === '' ? null : { act: 'honour', to: practice.practice, points: Number(points), reason }}
      missing="Choose for what."
      title={`Give ${practice.legalName} honour points`}
      verb="Sign"
      onClose={onClose}
      onSigned={() => undefined}
    >
      <NativeSelect
        label="Points"
        w={120}
        data={['1', '2', '3', '4', '5']}
        value={points}
        onChange={(event) => setPoints(event.currentTarget.value)}
      />
      <NativeSelect
        label="For"
        description="Every member can read it. Points are not money and change no rule."
        data={[
          { value: '', label: 'Choose' },
          ...reasons.filter((one) => one.for === 'honour').map((one) => ({ value: one.code, label: one.words })),
        ]}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActSheet>
  );
};

export interface StandingProps {
  readonly practice: PracticeRow;
  readonly said: PartnerSaid;
  /** A principal links; whoever signs handshakes gives points. */
  readonly mayLink: boolean;
  readonly mayHonour: boolean;
}

/** How this practice stands with another beside agreements: the partner link as far as each has said so, and honour points. */
export const Standing = ({ practice, said, mayLink, mayHonour }: StandingProps) => {
  const [open, setOpen] = useState<'partner' | 'honour'>();
  const { kind, words, act, linked } = looks[said];
  return (
    <div className={css.line}>
      <Status kind={kind}>{words}</Status>
      {practice.status === 'active' ? (
        <Group gap={6}>
          {mayLink ? (
            <Button size="xs" variant="subtle" aria-label={`${act} ${practice.legalName}`} onClick={() => setOpen('partner')}>
              {act}
            </Button>
          ) : null}
          {mayHonour ? (
            <Button
              size="xs"
              variant="subtle"
              aria-label={`Give honour points… to ${practice.legalName}`}
              onClick={() => setOpen('honour')}
            >
              Give honour points…
            </Button>
          ) : null}
        </Group>
      ) : null}
      {open === 'partner' ? (
        <ActSheet
          act={{ act: 'partner', with: practice.practice, linked }}
          title={linked ? `Link with ${practice.legalName}` : `End the link with ${practice.legalName}`}
          verb="Sign"
          onClose={() => setOpen(undefined)}
          onSigned={() => undefined}
        />
      ) : null}
      {open === 'honour' ? <HonourAct practice={practice} onClose={() => setOpen(undefined)} /> : null}
    </div>
  );
};
