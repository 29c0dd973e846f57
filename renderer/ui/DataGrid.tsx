import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
  type SortingState,
} from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { usePreferences } from '../app/preferences.ts';
import type { Column, RowTone } from './columns.ts';
import { oneRowTabs } from './oneRowTabs.ts';
import { runRowKey } from './rowKeys.ts';
import css from './DataGrid.module.css';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

export interface DataGridProps<Row extends RowData> {
  /** Names the grid for assistive technology: "Contacts". */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowTone?: (row: Row) => RowTone;
  /** Enter, or a click beside links and buttons. */
  readonly onOpen?: (row: Row) => void;
  /** Keys of the selected rows; leave out both for a list without selection. */
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (keys: ReadonlySet<string>) => void;
  /** How a row is called by its tick box: "Select Sarah Chen". */
  readonly rowName?: (row: Row) => string;
  /** Held by the page in the URL; local when left out. */
  readonly sorting?: SortingState;
  readonly onSorting?: (sorting: SortingState) => void;
}

type Value = string | number | undefined;

const compare = (one: Value, other: Value): number =>
  typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one).localeCompare(String(other), 'en-AU', { numeric: true, sensitivity: 'base' });

const definitions = <Row extends RowData>(columns: readonly Column<Row>[]): ColumnDef<typeof features, Row>[] =>
  columns.map((column) => ({
    id: column.id,
    header: column.head,
    accessorFn: (row: Row) => column.sortBy?.(row),
    enableSorting: column.sortBy !== undefined,
    sortUndefined: 'last' as const,
    sortFn: (one, other, id) => compare(one.getValue<Value>(id), other.getValue<Value>(id)),
  }));

/** Bare words get an element of their own, so that they end in an ellipsis and can be read whole on hover. */
const asText = (content: ReactNode): ReactNode => (typeof content === 'string' ? <span title={content}>{content}</span> : content);

const onControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, label, select, textarea, [role="menuitem"]') !== null;

const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && (target.matches('input:not([type="checkbox"]), textarea, select') || target.isContentEditable);

const between = (one: number, other: number): readonly number[] => {
  const from = Math.min(one, other);
  return Array.from({ length: Math.abs(one - other) + 1 }, (_, index) => from + index);
};

/**
 * A virtual grid for long lists: 32 px rows (28 compact), sorting, selection and the list keys. Only rows in view are
 * in the page; counts and positions are told through aria-rowcount and aria-rowindex.
 */
export const DataGrid = <Row extends RowData>({
  label,
  columns,
  rows,
  rowKey,
  rowTone,
  onOpen,
  selected,
  onSelect,
  rowName,
  sorting,
  onSorting,
}: DataGridProps<Row>) => {
  const { density, letters } = usePreferences();
  const [ownSorting, setOwnSorting] = useState<SortingState>([]);
  const order = sorting ?? ownSorting;
  const setOrder = onSorting ?? setOwnSorting;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  const wantFocus = useRef(false);

  const data = useMemo(() => [...rows], [rows]);
  const columnDefs = useMemo(() => definitions(columns), [columns]);
  const table = useTable<typeof features, Row>({
    features,
    columns: columnDefs,
    data,
    state: { sorting: order },
    onSortingChange: (next) => setOrder(typeof next === 'function' ? next(order) : next),
    getRowId: rowKey,
  });
  const shown = table.getRowModel().rows;
  const height = density === 'compact' ? 28 : 32;
  const current = Math.min(active, Math.max(shown.length - 1, 0));

  const rangeExtractor = useCallback(
    (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), ...(range.count > 0 ? [Math.min(current, range.count - 1)] : [])])].sort(
        (one, other) => one - other,
      ),
    [current],
  );
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: 0,
    scrollPaddingStart: 32,
    rangeExtractor,
  });

  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (!wantFocus.current) return;
    wantFocus.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)?.focus({ preventScroll: true });
  }, [current]);
  // After every render: rows come and go as the list is scrolled.
  useLayoutEffect(() => oneRowTabs(scroller.current, current));

  const keyAt = (index: number): string | undefined => shown[index]?.id;
  const selectRange = (to: number) => {
    if (onSelect === undefined || selected === undefined) return;
    onSelect(new Set([...selected, ...between(anchor.current, to).flatMap((index) => keyAt(index) ?? [])]));
  };
  const toggle = (index: number) => {
    const key = keyAt(index);
    if (onSelect === undefined || selected === undefined || key === undefined) return;
    anchor.current = index;
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect(next);
  };
  const move = (to: number, extend: boolean) => {
    if (extend) selectRange(to);
    else anchor.current = to;
    wantFocus.current = to !== current;
    virtual.scrollToIndex(to);
    setActive(to);
  };
  const open = (index: number) => {
    const row = shown[index];
    if (row !== undefined) onOpen?.(row.original);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isTyping(event.target) || (onControl(event.target) && (event.key === 'Enter' || event.key === ' '))) return;
    const page = Math.max(Math.floor((scroller.current?.clientHeight ?? height) / height) - 2, 1);
    if (
      runRowKey(event, {
        count: shown.length,
        active: current,
        page,
        letters,
        move,
        toggle,
        open,
        clear: () => onSelect?.(new Set()),
      })
    )
      event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const at = event.target instanceof Element ? event.target.closest('[data-index]')?.getAttribute('data-index') : undefined;
    if (at === undefined || at === null) return;
    const index = Number(at);
    setActive(index);
    if (onControl(event.target)) return;
    if (event.shiftKey) selectRange(index);
    else open(index);
  };

  const selects = selected !== undefined && onSelect !== undefined;
  const tracks = [...(selects ? ['38px'] : []), ...columns.map((column) => column.track ?? 'minmax(110px, 1fr)')].join(' ');
  const style: CSSProperties & Record<'--tracks' | '--row', string> = {
    '--tracks': tracks,
    '--row': `${height}px`,
  };
  const all = selects && shown.length > 0 && shown.every((row) => selected.has(row.id));
  const some = selects && selected.size > 0;
  const rowsHeight: CSSProperties = { height: virtual.getTotalSize() };

  return (
    <div
      ref={scroller}
      className={css.grid}
      role="grid"
      aria-label={label}
      aria-rowcount={shown.length + 1}
      aria-colcount={columns.length + (selects ? 1 : 0)}
      aria-multiselectable={selects || undefined}
      style={style}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className={css.inner} role="presentation">
        <div role="rowgroup">
          <div className={css.head} role="row" aria-rowindex={1}>
            {selects ? (
              <div className={css.tick} role="columnheader" aria-colindex={1}>
                <Checkbox
                  aria-label="Select all rows"
                  checked={all}
                  indeterminate={some && !all}
                  onChange={() => onSelect(all ? new Set() : new Set(shown.map((row) => row.id)))}
                />
              </div>
            ) : null}
            {table.getFlatHeaders().map((header, index) => {
              const column = columns[index];
              const way = header.column.getIsSorted();
              return (
                <div
                  key={header.id}
                  className={css.headCell}
                  role="columnheader"
                  aria-colindex={index + (selects ? 2 : 1)}
                  data-align={column?.align}
                  aria-sort={way === 'asc' ? 'ascending' : way === 'desc' ? 'descending' : undefined}
                >
                  {header.column.getCanSort() ? (
                    <button type="button" className={css.sort} onClick={() => header.column.toggleSorting(way === 'asc')}>
                      {column?.head}
                      {way === false ? null : way === 'asc' ? (
                        <IconArrowUp size={14} stroke={1.7} aria-hidden="true" />
                      ) : (
                        <IconArrowDown size={14} stroke={1.7} aria-hidden="true" />
                      )}
                    </button>
                  ) : column?.quietHead === true ? (
                    <span className="visually-hidden">{column.head}</span>
                  ) : (
                    column?.head
                  )}
                </div>
              );
            })}
          </div>
        </div>
        <div className={css.rows} role="rowgroup" style={rowsHeight}>
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index];
            if (row === undefined) return null;
            const isSelected = selects ? selected.has(row.id) : undefined;
            return (
              <div
                key={row.id}
                className={css.row}
                role="row"
                data-index={item.index}
                data-row={rowTone?.(row.original) ?? 'rest'}
                data-last={item.index === shown.length - 1}
                data-opens={onOpen !== undefined}
                aria-rowindex={item.index + 2}
                aria-selected={isSelected}
                tabIndex={item.index === current ? 0 : -1}
                style={{ transform: `translateY(${item.start}px)` }}
                onFocus={() => setActive(item.index)}
              >
                {selects ? (
                  <div className={css.tick} role="gridcell" aria-colindex={1}>
                    <Checkbox
                      tabIndex={-1}
                      aria-label={`Select ${rowName?.(row.original) ?? row.id}`}
                      checked={isSelected ?? false}
                      onChange={() => toggle(item.index)}
                    />
                  </div>
                ) : null}
                {columns.map((column, index) => (
                  <div
                    key={column.id}
                    className={css.cell}
                    role="gridcell"
                    aria-colindex={index + (selects ? 2 : 1)}
                    data-align={column.align}
                    data-first={index === 0}
                  >
                    {asText(column.cell(row.original))}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
};
