import { IconEye, IconFingerprint, IconKey } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { HandshakeView } from '../../../core/contract/referrals.ts';
import { Card } from '../../ui/Card.tsx';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues, type KeyValue } from '../../ui/KeyValues.tsx';
import { Status } from '../../ui/Status.tsx';
import { NetworkPlaceText } from '../network/NetworkPlaceText.tsx';
import css from './ReferralPage.module.css';

const parties = { referrer: 'referrer', receiver: 'receiver', client: 'client' } as const;

/** What the clocks of two computers say about one signature. */
const skewText = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return 'within two minutes of signing';
  const minutes = Math.round(seconds / 60);
  const long =
    minutes < 120 ? `${minutes} minutes` : minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
  return ms < 0 ? `${long} before the time it states` : `${long} after the time it states`;
};

/** The office holds no client's name; there the client is only that. */
const whoOf = ({ signer, partyName, party }: HandshakeView): string => {
  const name = signer ?? partyName;
  return party === 'client' && name === 'Client' ? 'The client, whose name is not held here' : `${name}, ${parties[party]}`;
};

const signedItems = (step: HandshakeView): readonly KeyValue[] => {
  const { assurance } = step;
  return [
    { label: 'Who', value: whoOf(step) },
    {
      label: 'Kind of key',
      value:
        assurance === null ? null : (
          <span className={css.inline}>
            {assurance.key === 'software' || assurance.key === 'person-key' ? (
              <IconKey size={15} stroke={1.6} aria-hidden="true" />
            ) : (
              <IconFingerprint size={15} stroke={1.6} aria-hidden="true" />
            )}
            {assurance.keyWords}
            {assurance.testKey && !/test key/iu.test(assurance.keyWords) ? ', test key' : ''}
          </span>
        ),
    },
    { label: 'Signed', value: <DateTime at={step.at} form="exact" /> },
    { label: 'Device', value: assurance?.deviceWords ?? null },
    {
      label: 'Seen here',
      value:
        step.seenAt === null ? null : (
          <>
            <DateTime at={step.seenAt} />
            {step.skewMs === null ? null : <span className="second">, {skewText(step.skewMs)}</span>}
          </>
        ),
    },
    {
      label: 'Network log',
      value: step.network === null ? null : <NetworkPlaceText place={step.network} />,
      missing: 'Not in it',
    },
    { label: 'Invited', value: assurance?.invitedWords ?? null, missing: 'Not asked' },
    {
      label: 'Position',
      value: step.index === null ? null : `Log entry ${step.index.toLocaleString('en-AU')}, stream no. ${step.n ?? 0}`,
    },
    {
      label: 'Key id',
      value: step.stream === null ? null : <Hash hex={step.stream} digits={12} what="key id" />,
    },
    { label: 'Hash', value: step.hash === null ? null : <Hash hex={step.hash} what="event hash" /> },
    {
      label: 'Step before',
      value: step.prevStep === null ? null : <Hash hex={step.prevStep} what="hash of the step before" />,
      missing: 'None, this is the first',
    },
  ];
};

const stateOf = (step: HandshakeView) => {
  switch (step.state) {
    case 'signed':
      return (
        <Status kind="done">{typeof step.network?.witnessedAt === 'string' ? 'Signed and witnessed' : 'Signed, not witnessed'}</Status>
      );
    case 'next':
      return <Status kind="waiting">Next</Status>;
    case 'late':
      return <Status kind="late">Late</Status>;
    case 'broken':
      return <Status kind="broken">Broken</Status>;
    case 'not-yet':
      return <Status kind="not-yet">Not yet</Status>;
  }
};

/** The card of one handshake: who signed, with which of the three facts of assurance, and where the record stands. */
export const HandshakeCard = ({ step }: { readonly step: HandshakeView }) => (
  <Card
    title={`${step.step + 1}. ${step.name}`}
    icon={null}
    count={stateOf(step)}
    aside={
      step.hash === null ? undefined : (
        <Link to="/ledger/$event" params={{ event: step.hash }} className={css.inline}>
          <IconEye size={15} stroke={1.6} aria-hidden="true" /> What was signed
        </Link>
      )
    }
  >
    {step.state === 'signed' ? (
      <>
        <KeyValues items={signedItems(step)} columns={2} />
        {step.assurance?.limits === null || step.assurance === null ? null : <p className={css.limits}>{step.assurance.limits}</p>}
      </>
    ) : (
      <p className="second">
        {step.partyName} signs this step
        {step.due === null ? (
          '. No due date.'
        ) : (
          <>
            {' '}
            by <CalendarDay day={step.due} />.
          </>
        )}
      </p>
    )}
  </Card>
);
