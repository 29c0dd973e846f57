import { useState } from 'react';
import { Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Cents } from '../../../../core/domain/money/cents.ts';
import type { Act } from '../../../../core/contract/acts.ts';
import { MoneyInput } from '../../../ui/MoneyInput.tsx';
import { ActSheet, type ActSheetProps } from '../../signing/ActSheet.tsx';
import { reasonsQuery } from '../queries.ts';
import css from '../ReferralPage.module.css';
import { useToday } from '../../../app/clock.ts';
import { DateInput } from '../../../ui/DateInput.tsx';

interface Entries {
  readonly gross: Cents | null;
  readonly net: Cents | null;
  readonly settledOn: string;
  readonly evidence: string;
  readonly reason: string;
}

const missingOf = (entries: Entries, corrects: boolean): string | undefined => {
  if (entries.gross === null) return 'The gross amount is missing.';
  if (entries.net === null) return 'The net amount is missing.';
  if (entries.settledOn === '') return 'The day is missing.';
  return corrects && entries.reason === '' ? 'Choose a reason.' : undefined;
};

const actOf = (referral: string, { gross, net, settledOn, evidence, reason }: Entries, corrects: boolean): Act | null => {
  if (gross === null || net === null || settledOn === '' || net > gross || (corrects && reason === '')) return null;
  const income = {
    referral,
    gross,
    net,
    settledOn,
    evidence: evidence.trim() === '' ? null : evidence.trim(),
  };
  return corrects ? { act: 'correct-settlement', ...income, reason } : { act: 'settle', ...income };
};

/** Step 3 and its correction: gross and net income in cents, ex GST, and the day. */
export const IncomeAct = ({
  referral,
  corrects,
  ...sheet
}: Omit<ActSheetProps, 'act' | 'children' | 'missing'> & {
  readonly referral: string;
  readonly corrects: boolean;
}) => {
  const today = useToday();
  const { data: reasons = [] } = useQuery({ ...reasonsQuery, enabled: corrects });
  const [entries, setEntries] = useState<Entries>({
    gross: null,
    net: null,
    settledOn: '',
    evidence: '',
    reason: '',
  });
  const write = (part: Partial<Entries>) => setEntries({ ...entries, ...part });
  const over = entries.gross !== null && entries.net !== null && entries.net > entries.gross;
  return (
    <ActSheet
      {...sheet}
      act={actOf(referral, entries, corrects)}
      missing={over ? 'The net amount is above the gross amount.' : missingOf(entries, corrects)}
    >
      <div className={css.two}>
        <MoneyInput label="Gross income, ex GST" value={entries.gross} onChange={(gross) => write({ gross })} />
        <MoneyInput
          label="Net of aggregator or licensee, ex GST"
          value={entries.net}
          onChange={(net) => write({ net })}
          error={over ? 'Above the gross amount' : undefined}
        />
      </div>
      <DateInput label="Settled on" max={today} value={entries.settledOn} w={190} onChange={(day) => write({ settledOn: day })} />
      <TextInput
        label="Evidence"
        description="What you hold, for example the lender’s statement. It stays on the two desks."
        value={entries.evidence}
        maxLength={200}
        onChange={(event) => write({ evidence: event.currentTarget.value })}
      />
      {corrects ? (
        <Radio.Group label="Why is it corrected?" value={entries.reason} onChange={(reason) => write({ reason })}>
          {reasons
            .filter((one) => one.for === 'correct')
            .map((one) => (
              <Radio
                key={one.code}
                value={one.code}
                label={`${one.words.slice(0, 1).toLocaleUpperCase('en-AU')}${one.words.slice(1)}`}
                mt={6}
              />
            ))}
        </Radio.Group>
      ) : null}
    </ActSheet>
  );
};
