import type { ReactNode } from 'react';
import css from './KeyValues.module.css';

export interface KeyValue {
  readonly label: string;
  /** null is a fact that nobody recorded, and says so. */
  readonly value: ReactNode | null;
  /** Instead of "Not recorded": "Not asked", "No due date". */
  readonly missing?: string;
}

export interface KeyValuesProps {
  readonly items: readonly KeyValue[];
  readonly columns?: 1 | 2;
  /** Right-aligned values with hairlines, for sums and counts. */
  readonly align?: 'start' | 'end';
  readonly lines?: boolean;
}

/** Labels and values. A missing fact is never a zero or today's date. */
export const KeyValues = ({ items, columns = 1, align = 'start', lines = false }: KeyValuesProps) => (
  <div className={css.host}>
    <dl className={css.list} data-columns={columns} data-align={align} data-lines={lines}>
      {items.map((item) => (
        <div key={item.label} className={css.pair}>
          <dt className={css.label}>{item.label}</dt>
          <dd className={css.value}>{item.value ?? <span className={css.missing}>{item.missing ?? 'Not recorded'}</span>}</dd>
        </div>
      ))}
    </dl>
  </div>
);
