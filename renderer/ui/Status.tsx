import type { ReactNode } from 'react';
import { StatusIcon, toneOf, type StatusKind } from './StatusIcon.tsx';
import css from './Status.module.css';

/** State as icon, word and colour together; `rest` follows in second text. For tables and cards. */
export const Status = ({
  kind,
  children,
  rest,
}: {
  readonly kind: StatusKind;
  readonly children: ReactNode;
  readonly rest?: ReactNode;
}) => (
  <span className={css.status} data-tone={toneOf(kind)}>
    <StatusIcon kind={kind} />
    <span>{children}</span>
    {rest === undefined ? null : <span className={css.rest}>{rest}</span>}
  </span>
);
