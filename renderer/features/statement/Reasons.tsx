import { IconCircleCheckFilled, IconMinus } from '@tabler/icons-react';
import css from './StatementPage.module.css';

/** True for a point in which bank line and payment agree; the desk words each point. */
const agrees = (reason: string): boolean => /agrees$|^A debit$|in the window$/u.test(reason);

/** How a bank line compares with the payment, point by point: a tick where they agree, a dash where they do not. */
export const Reasons = ({ reasons }: { readonly reasons: readonly string[] }) => (
  <ul className={css.reasons} aria-label="What agrees">
    {reasons.map((reason) => (
      <li key={reason} className={css.reason} data-tone={agrees(reason) ? 'ok' : 'mute'}>
        {agrees(reason) ? <IconCircleCheckFilled size={15} aria-hidden="true" /> : <IconMinus size={15} stroke={1.8} aria-hidden="true" />}
        {reason}
      </li>
    ))}
  </ul>
);
