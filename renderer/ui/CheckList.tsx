import type { ReactNode } from 'react';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { Tone } from './tone.ts';
import css from './CheckList.module.css';

export interface Check {
  readonly state: 'passed' | 'failed' | 'not-judged';
  readonly name: string;
  /** What was compared, in one line. */
  readonly detail: ReactNode;
}

const looks = {
  passed: { tone: 'ok', icon: IconCheck, said: 'Passed' },
  failed: { tone: 'bad', icon: IconX, said: 'Failed' },
  'not-judged': { tone: 'mute', icon: IconMinus, said: 'Not judged' },
} as const satisfies Record<Check['state'], { readonly tone: Tone; readonly icon: typeof IconCheck; readonly said: string }>;

/** Checks with tick, cross or dash. */
export const CheckList = ({ checks, label }: { readonly checks: readonly Check[]; readonly label: string }) => (
  <ol aria-label={label}>
    {checks.map((check) => {
      const { tone, icon: Icon, said } = looks[check.state];
      return (
        <li key={check.name} className={css.check} data-tone={tone}>
          <span className={css.mark}>
            <Icon size={17} stroke={1.8} aria-hidden="true" />
          </span>
          <span>
            <span className="visually-hidden">{said}: </span>
            <span className={css.name}>{check.name}</span> <span className={css.detail}>{check.detail}</span>
          </span>
        </li>
      );
    })}
  </ol>
);
