import type { ReactNode } from 'react';
import css from './OfficePage.module.css';

/** A button of the page. `main` is the one thing to do; `quiet` reads as text. */
export const PageButton = ({
  look = 'plain',
  label,
  disabled = false,
  onClick,
  children,
}: {
  readonly look?: 'main' | 'plain' | 'quiet';
  /** Says more than the words that are seen, for who hears them out of their row. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) => (
  <button type="button" className={css.button} data-look={look} aria-label={label} disabled={disabled} onClick={onClick}>
    {children}
  </button>
);
