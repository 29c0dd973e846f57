import type { ReactNode } from 'react';
import { IconArrowDownRight, IconArrowUpRight, IconMinus } from '@tabler/icons-react';
import { Sparkline } from './Sparkline.tsx';
import type { Tone } from './tone.ts';
import css from './FigureStrip.module.css';

export interface Figure {
  readonly label: string;
  /** A link to the rows behind the number; null when there is none, which reads "Not recorded". */
  readonly value: ReactNode | null;
  readonly trend?: readonly number[];
  readonly change?: {
    readonly way: 'up' | 'down' | 'none';
    /** ok when the change is wanted, warn when not. */
    readonly tone?: Extract<Tone, 'ok' | 'warn' | 'mute'>;
    /** "+$2,763.75". */
    readonly by?: string;
    readonly words: string;
  };
}

const arrows = { up: IconArrowUpRight, down: IconArrowDownRight, none: IconMinus } as const;

const Change = ({ way, tone = 'mute', by, words }: NonNullable<Figure['change']>) => {
  const Icon = arrows[way];
  return (
    <p className={css.change} data-tone={tone}>
      {way === 'none' && by === undefined ? null : (
        <span className={css.by}>
          <Icon size={14} stroke={1.7} aria-hidden="true" /> {by}
        </span>
      )}
      <span>{words}</span>
    </p>
  );
};

/** Four to six figures in one strip with hairlines. */
export const FigureStrip = ({ figures, label }: { readonly figures: readonly Figure[]; readonly label: string }) => (
  <section className={css.strip} aria-label={label}>
    {figures.map((figure) => (
      <div key={figure.label} className={css.figure}>
        <p className={css.label}>{figure.label}</p>
        <div className={css.row}>
          <p className={`${css.value} ${figure.value === null ? css.missing : ''}`}>{figure.value ?? 'Not recorded'}</p>
          {figure.trend === undefined ? null : <Sparkline values={figure.trend} />}
        </div>
        {figure.change === undefined ? null : <Change {...figure.change} />}
      </div>
    ))}
  </section>
);
