import type { ReactNode } from 'react';
import { StatusIcon, toneOf, type StatusKind } from './StatusIcon.tsx';
import css from './Chip.module.css';

/** A state in the head of a page or card; nowhere else. */
export const Chip = ({ kind, icon, children }: { readonly kind: StatusKind; readonly icon?: ReactNode; readonly children: ReactNode }) => (
  <span className={css.chip} data-tone={toneOf(kind)}>
    {icon ?? <StatusIcon kind={kind} size={14} />}
    {children}
  </span>
);
