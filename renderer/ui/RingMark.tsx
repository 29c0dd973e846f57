import { ringArcs, ringStroke } from './ringArcs.ts';
import css from './Ring.module.css';

/** The ring as mark: four arcs in text colour, the fifth in the accent. Decorative; the wordmark beside it names it. */
export const RingMark = ({ size = 20 }: { readonly size?: number }) => (
  <svg className={css.ring} width={size} height={size} viewBox={`0 0 ${size} ${size}`} strokeWidth={ringStroke(size)} aria-hidden="true">
    {ringArcs(size).map((path, index) => (
      <path key={path} className={css.arc} data-arc={index === 4 ? 'signed' : 'text'} d={path} />
    ))}
  </svg>
);
