import { useState } from 'react';
import { useNow, useZone } from '../../app/clock.ts';
import { localTime } from '../../../core/domain/time/zone.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import type { PracticeRow } from './PracticeTable.tsx';
import { DateInput } from '../../ui/DateInput.tsx';

export type AgreementKind = 'referral' | 'rcti';

/** What an agreement is called in a row and in its sheet. */
export const agreementNames: Readonly<Record<AgreementKind, string>> = {
  referral: 'Referral agreement',
  rcti: 'Agreement on recipient created tax invoices',
};

export interface AgreementActProps {
  readonly practice: PracticeRow;
  readonly kind: AgreementKind;
  /** Their signature that is answered, word for word; null where this practice signs first. */
  readonly answers: string | null;
  readonly onClose: () => void;
}

/** Signs an agreement with a practice, or answers the one it has signed. Every clause is shown before. */
export const AgreementAct = ({ practice, kind, answers, onClose }: AgreementActProps) => {
  const now = useNow();
  const zone = useZone();
  const [from, setFrom] = useState<string>(localTime(now, zone).date);
  return (
    <ActSheet
      act={from === '' ? null : { act: 'agreement', kind, with: practice.practice, from, answers }}
      missing="The day from which it counts is missing."
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
    </ActSheet>
  );
};
