import { ringArcs, ringStroke } from './ringArcs.ts';
import css from './Ring.module.css';

/** How many of the five handshakes are signed. */
export type Signed = 0 | 1 | 2 | 3 | 4 | 5;

export interface RingProps {
  readonly signed: Signed;
  /** What the next arc says: its turn, late, or broken. Nothing is coloured next before the first signature. */
  readonly next?: 'waiting' | 'late' | 'broken';
  /** 15 to 17 in rows, 24 in cards. */
  readonly size?: number;
  /** Set when the words beside the ring already say the count. */
  readonly decorative?: boolean;
  /** Draws the last signed arc once. */
  readonly draw?: boolean;
}

const arcOf = (index: number, { signed, next = 'waiting' }: RingProps): string => {
  if (signed === 5) return 'all';
  if (index < signed) return 'signed';
  if (index > signed) return 'off';
  if (next !== 'waiting') return next;
  return signed === 0 ? 'off' : 'next';
};

const sayNext = { waiting: '', late: ', the next one is late', broken: ', the next one is broken' } as const;

/** The ring as progress glyph: five arcs for five handshakes. */
export const Ring = (props: RingProps) => {
  const { signed, next = 'waiting', size = 17, decorative = false, draw = false } = props;
  const name = { role: 'img', 'aria-label': `${signed} of 5 handshakes signed${sayNext[next]}` };
  return (
    <svg
      className={css.ring}
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      strokeWidth={ringStroke(size)}
      {...(decorative ? { 'aria-hidden': true } : name)}
    >
      {ringArcs(size).map((path, index) => (
        <path
          key={path}
          className={`${css.arc} ${draw && index === signed - 1 ? css.draw : ''}`}
          data-arc={arcOf(index, props)}
          d={path}
          pathLength={1}
        />
      ))}
    </svg>
  );
};
