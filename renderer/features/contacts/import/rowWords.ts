import type { ImportPreview } from '../../../../core/contract/imports.ts';

export type Row = ImportPreview['rows'][number];
export type RowAct = NonNullable<Row['act']>;

/** How a row stands to the book: its icon, and its word. */
export const rowStates = {
  new: ['done', 'New'],
  changed: ['waiting', 'Changed'],
  same: ['not-yet', 'Same'],
  duplicate: ['late', 'Duplicate?'],
  bad: ['broken', 'Bad'],
} as const;

export const actWords: Readonly<Record<RowAct, string>> = {
  add: 'Add as new',
  update: 'Update',
  'leave-out': 'Leave out',
};

export const isAct = (text: string | null): text is RowAct => text === 'add' || text === 'update' || text === 'leave-out';

export const counted = (count: number): string => count.toLocaleString('en-AU');
