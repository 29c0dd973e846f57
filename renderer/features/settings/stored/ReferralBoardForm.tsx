import { TextInput } from '@mantine/core';
import type { ReferralBoardSetting } from '../../../../core/domain/crm/pipeline/referral-steps.ts';
import { toBps } from '../../../../core/domain/money/bps.ts';
import { wholeOf } from './rows.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

const NAMES = ['Intent signed', 'Acknowledged', 'In progress', 'Settled', 'Complete'] as const;

type Step = ReferralBoardSetting['steps'][number];

/** Chance and usual days of each step of the board of referrals. */
export const ReferralBoardForm = ({ value, onChange }: StoredFormProps<ReferralBoardSetting>) => {
  const set = (at: number, part: Partial<Step>) => {
    const [a, b, c, d, e] = value.steps.map((step, index) => (index === at ? { ...step, ...part } : step));
    if (a && b && c && d && e) onChange({ steps: [a, b, c, d, e] });
  };
  return (
    <>
      {value.steps.map((step, at) => (
        <fieldset key={NAMES[at]} className={`bare ${css.block}`}>
          <legend>
            <strong>{NAMES[at]}</strong>
          </legend>
          <div className={css.row}>
            <TextInput
              label="Chance to settle, %"
              w={160}
              inputMode="numeric"
              value={String(Math.floor(step.probability / 100))}
              onChange={(event) => {
                const share = toBps((wholeOf(event.currentTarget.value) ?? 0) * 100);
                if (share.ok) set(at, { probability: share.value });
              }}
            />
            <TextInput
              label="Usual days"
              w={140}
              inputMode="numeric"
              placeholder="Not marked"
              value={step.usualDays === null ? '' : String(step.usualDays)}
              onChange={(event) => set(at, { usualDays: wholeOf(event.currentTarget.value) })}
            />
          </div>
        </fieldset>
      ))}
    </>
  );
};
