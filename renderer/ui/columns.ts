import type { ReactNode } from 'react';

/** One column of a table or grid. */
export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** CSS track: "minmax(160px, 2fr)", "96px". */
  readonly track?: string;
  readonly align?: 'start' | 'end';
  /** Makes the column sortable by this value; undefined sorts last either way. */
  readonly sortBy?: (row: Row) => string | number | undefined;
  /** In the total line of a table. */
  readonly total?: ReactNode;
  /** Hides the head from sight but not from assistive technology, for columns of buttons. */
  readonly quietHead?: boolean;
}

/** Excluded rows stay in place, struck through; broken rows carry the red tint. */
export type RowTone = 'rest' | 'excluded' | 'broken' | 'current';
