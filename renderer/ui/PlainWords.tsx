import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';
import css from './PlainWords.module.css';

export interface PlainWordsProps {
  /** "What you sign", "As the referrer will read it". */
  readonly label?: string;
  /** Bold first words in the tone: "Do not rely on this pack." */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly size?: 'small' | 'normal';
}

/** Words that bind, set in serif with a bar at the left. */
export const PlainWords = ({ label, lead, children, tone = 'waiting', size = 'normal' }: PlainWordsProps) => (
  <div className={css.words} data-tone={tone} data-size={size}>
    {label === undefined ? null : <span className={css.label}>{label}</span>}
    {lead === undefined ? null : (
      <>
        <strong data-lead={tone === 'waiting' ? undefined : true}>{lead}</strong>{' '}
      </>
    )}
    {children}
  </div>
);
