import type { ReactNode } from 'react';
import css from './FilterBar.module.css';

/** The row of filter chips above a list, with its sort words and switches at the right. */
export const FilterBar = ({ children, side }: { readonly children: ReactNode; readonly side?: ReactNode }) => (
  <div className={css.bar} role="group" aria-label="Filters">
    {children}
    {side === undefined ? null : <div className={css.side}>{side}</div>}
  </div>
);
