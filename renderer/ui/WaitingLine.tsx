import type { ReactNode } from 'react';
import { Ring, type RingProps } from './Ring.tsx';
import type { Tone } from './tone.ts';
import css from './WaitingLine.module.css';

export interface WaitingLineProps extends Pick<RingProps, 'signed' | 'next'> {
  /** Who and how long: "Waiting on ABC Finance Broking, 3 business days left." */
  readonly lead: ReactNode;
  /** What and by when: "They must contact Sarah and sign Intake by Tue 20 Oct 2026." */
  readonly children?: ReactNode;
  /** The last nudge and the one button. */
  readonly side?: ReactNode;
  readonly tone?: Tone;
}

/** The one serif sentence under the rail. */
export const WaitingLine = ({ lead, children, side, tone = 'waiting', ...ring }: WaitingLineProps) => (
  <div className={css.line} data-tone={tone}>
    <Ring {...ring} size={24} />
    <p className={css.words}>
      <strong>{lead}</strong> {children}
    </p>
    {side === undefined ? null : <div className={css.side}>{side}</div>}
  </div>
);
