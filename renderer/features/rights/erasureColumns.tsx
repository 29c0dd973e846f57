import type { ErasurePlanView } from '../../../core/contract/rights.ts';
import type { Column } from '../../ui/columns.ts';
import { heldName } from './words.ts';
import css from './rights.module.css';

export type ErasureLineView = ErasurePlanView['lines'][number];

/** Kinds of records of which something goes or stays. */
export const touched = (lines: readonly ErasureLineView[]): readonly ErasureLineView[] =>
  lines.filter((line) => line.erased > 0 || line.kept > 0);

const number = (count: number): string => count.toLocaleString('en-AU');

/** What goes, what stays and why, as columns; `goes` and `stays` are the heads before and after. */
export const erasureColumns = (
  lines: readonly ErasureLineView[],
  heads: { readonly goes: string; readonly stays: string },
): readonly Column<ErasureLineView>[] => [
  { id: 'title', head: 'Record', cell: heldName, total: 'Together' },
  {
    id: 'erased',
    head: heads.goes,
    align: 'end',
    cell: (line) => number(line.erased),
    total: number(lines.reduce((sum, line) => sum + line.erased, 0)),
  },
  {
    id: 'kept',
    head: heads.stays,
    align: 'end',
    cell: (line) => number(line.kept),
    total: number(lines.reduce((sum, line) => sum + line.kept, 0)),
  },
  { id: 'why', head: 'Why it stays', cell: (line) => <span className={css.why}>{line.words ?? ''}</span>, total: '' },
];
