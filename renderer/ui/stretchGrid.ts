import type { ReactNode } from 'react';

/** One column of a grid whose rows arrive in stretches. */
export interface StretchColumn<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** CSS pixels. */
  readonly width: number;
  /** The person chose the width: it does not grow with the window. */
  readonly fixed: boolean;
  readonly align?: 'start' | 'end';
  readonly sortable: boolean;
  /** Its cells can be changed in place. */
  readonly edit?: boolean;
}

/** What stands at one line: the head of a group, or a row (undefined until it is here). */
export type StretchItem<Row> =
  | { readonly kind: 'group'; readonly key: string | null; readonly name: string; readonly count: number; readonly open: boolean }
  | { readonly kind: 'row'; readonly row: Row | undefined };

/** What is selected, as the grid shows it. */
export interface GridSelection {
  readonly has: (key: string) => boolean;
  readonly count: number;
  /** Everything that matches is selected. */
  readonly all: boolean;
}

/** CSS tracks of a grid: the tick, then columns that share what is left by their widths. */
export const gridTracks = (columns: readonly Pick<StretchColumn<never>, 'width' | 'fixed'>[]): string =>
  ['38px', ...columns.map(({ width, fixed }) => (fixed ? `${String(width)}px` : `minmax(${String(width)}px, ${String(width)}fr)`))].join(
    ' ',
  );
