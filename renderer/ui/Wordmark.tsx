import { RingMark } from './RingMark.tsx';
import css from './Wordmark.module.css';

/** Flip 360 and what this window is: Desk at a practice, Verify for a pack opener. */
export const Wordmark = ({ kind = 'Desk' }: { readonly kind?: 'Desk' | 'Verify' | 'Chain' | 'Office' }) => (
  <span className={css.wordmark}>
    <RingMark size={20} />
    <span>
      <span className={css.name}>Flip 360</span> <span className={css.kind}>{kind}</span>
    </span>
  </span>
);
