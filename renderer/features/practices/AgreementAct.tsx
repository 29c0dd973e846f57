import { useState } from 'react';
import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { uuidV7Of } from '../../../core/domain/identity/uuid-v7.ts';
import { localTime } from '../../../core/domain/time/zone.ts';
import { useNow, useZone } from '../../app/clock.ts';
import { statusQuery } from '../../app/frame.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { registerQuery } from '../office/queries.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import { AgreementRule, askedRuleOf, type AskedTerms } from './AgreementRule.tsx';
import type { PracticeRow } from './PracticeTable.tsx';

export type AgreementKind = 'introducer' | 'referral' | 'affiliate' | 'rcti';

/** What an agreement is called in a row and in its sheet. */
export const agreementNames: Readonly<Record<AgreementKind, string>> = {
  introducer: 'Introducer agreement',
  referral: 'Referral agreement',
  affiliate: 'Affiliate agreement',
  rcti: 'Agreement on recipient created tax invoices',
};

export interface AgreementActProps {
  readonly practice: PracticeRow;
  readonly kind: AgreementKind;
  /** Their signature that is answered, word for word; null where this practice signs first. */
  readonly answers: string | null;
  readonly onClose: () => void;
}

/** Signs an agreement with a practice, or answers the one it has signed. Every clause is shown before; a rule of their own may be asked for. */
export const AgreementAct = ({ practice, kind, answers, onClose }: AgreementActProps) => {
  const now = useNow();
  const zone = useZone();
  const { data: status } = useQuery(statusQuery);
  const { data: register } = useQuery(registerQuery);
  const [from, setFrom] = useState<string>(localTime(now, zone).date);
  const [asks, setAsks] = useState(false);
  const [terms, setTerms] = useState<AskedTerms>({ from: '', to: '', percentage: '', platform: '1' });
  // oxlint-disable-next-line flip360/no-ambient -- Names a new rule when the sheet opens; nothing is derived from it.
  const [rule] = useState(() => uuidV7Of(now, crypto.getRandomValues(new Uint8Array(16))));
  const own = register?.practices.find((one) => one.practice === status?.practice?.practice);
  const mayAsk = answers === null && kind !== 'rcti' && own !== undefined;
  const asked =
    mayAsk && asks
      ? askedRuleOf({
          rule,
          terms,
          referrer: { practice: own.practice, name: own.legalName },
          receiver: { practice: practice.practice, name: practice.legalName },
          agreement: agreementNames[kind],
          effectiveFrom: from,
        })
      : undefined;
  const missing = from === '' ? 'The day from which it counts is missing.' : typeof asked === 'string' ? asked : undefined;
  return (
    <ActSheet
      act={
        missing === undefined
          ? { act: 'agreement', kind, with: practice.practice, from, answers, ...(asked === undefined ? {} : { rule: asked }) }
          : null
      }
      missing={missing}
      title={`${answers === null ? 'Sign' : 'Answer'}: ${agreementNames[kind]}`}
      verb="Sign"
      onClose={onClose}
      onSigned={() => undefined}
    >
      {answers === null ? (
        <DateInput label="Counts from" w={200} value={from} onChange={setFrom} />
      ) : (
        <p className="second">You sign the words that {practice.legalName} has signed, from the same day.</p>
      )}
      {mayAsk ? (
        <Checkbox
          label="Ask for a commission rule of your own"
          description="For your referrals to this practice. The network office proposes, approves and publishes it first."
          checked={asks}
          onChange={(event) => setAsks(event.currentTarget.checked)}
        />
      ) : null}
      {mayAsk && asks ? (
        <AgreementRule
          terms={terms}
          from={own.verticals}
          to={practice.verticals}
          onChange={(part) => setTerms((held) => ({ ...held, ...part }))}
        />
      ) : null}
    </ActSheet>
  );
};
