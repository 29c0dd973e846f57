import { IconAlertTriangle, IconCheck, IconCircleDashed, IconX } from '@tabler/icons-react';
import type { Tone } from './tone.ts';
import css from './VerdictBox.module.css';

export interface Verdict {
  /** holds: disc. partly: triangle. fails: square. not-judged: dashed circle. */
  readonly verdict: 'holds' | 'partly' | 'fails' | 'not-judged';
  /** "Record intact". */
  readonly word: string;
  /** What was counted: "31 of 31 files as exported". */
  readonly counted: string;
}

const looks = {
  holds: { tone: 'ok', icon: IconCheck, size: 19 },
  partly: { tone: 'warn', icon: IconAlertTriangle, size: 24 },
  fails: { tone: 'bad', icon: IconX, size: 19 },
  'not-judged': { tone: 'mute', icon: IconCircleDashed, size: 24 },
} as const satisfies Record<Verdict['verdict'], { readonly tone: Tone; readonly icon: typeof IconCheck; readonly size: number }>;

/** One verdict: shape, word and count differ, not only colour. */
export const VerdictBox = ({ verdict, word, counted }: Verdict) => {
  const { tone, icon: Icon, size } = looks[verdict];
  return (
    <div className={css.box} data-tone={tone}>
      <span className={css.mark} data-verdict={verdict}>
        <Icon size={size} stroke={verdict === 'partly' || verdict === 'not-judged' ? 1.6 : 2} aria-hidden="true" />
      </span>
      <span>
        <span className={css.word}>{word}</span>
        <span className={css.counted}>{counted}</span>
      </span>
    </div>
  );
};

/** The three verdicts side by side, never merged. */
export const Verdicts = ({ verdicts }: { readonly verdicts: readonly [Verdict, Verdict, Verdict] }) => (
  <div className={css.verdicts} role="group" aria-label="Three verdicts">
    {verdicts.map((verdict) => (
      <VerdictBox key={verdict.word} {...verdict} />
    ))}
  </div>
);
