import type { Column, RowTone } from './columns.ts';
import css from './PlainTable.module.css';

export interface PlainTableProps<Row> {
  /** Names the table for assistive technology. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowTone?: (row: Row) => RowTone;
  /** Columns whose cells are struck through in an excluded row; the first always is. */
  readonly struck?: readonly string[];
  readonly compact?: boolean;
}

const hasTotal = <Row,>(columns: readonly Column<Row>[]): boolean => columns.some((column) => column.total !== undefined);

/** A short table of facts: no scrolling of its own, first column as row head, totals under a strong line. For long lists use DataGrid. */
export const PlainTable = <Row,>({ label, columns, rows, rowKey, rowTone, struck = [], compact = false }: PlainTableProps<Row>) => (
  <div className={css.scroll} role="group" tabIndex={0} aria-label={`${label}, scrolls sideways`}>
    <table className={css.table} data-density={compact ? 'compact' : 'normal'} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" data-align={column.align}>
              {column.quietHead === true ? <span className="visually-hidden">{column.head}</span> : column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} data-row={rowTone?.(row) ?? 'rest'}>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.id} scope="row" data-align={column.align}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.id} data-align={column.align} data-strike={struck.includes(column.id)}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {hasTotal(columns) ? (
        <tfoot>
          <tr>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.id} scope="row">
                  {column.total}
                </th>
              ) : (
                <td key={column.id} data-align={column.align}>
                  {column.total}
                </td>
              ),
            )}
          </tr>
        </tfoot>
      ) : null}
    </table>
  </div>
);
