import { useCallback, useEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { usePreferences } from '../app/preferences.ts';
import { ColumnResizer } from './ColumnResizer.tsx';
import { gridTracks, type GridSelection, type StretchColumn, type StretchItem } from './stretchGrid.ts';
import { runStretchKey } from './stretchKeys.ts';
import css from './DataGrid.module.css';
import own from './StretchGrid.module.css';

export interface StretchGridProps<Row> {
  /** Names the grid for assistive technology: "Contacts". */
  readonly label: string;
  readonly columns: readonly StretchColumn<Row>[];
  /** Lines of the grid: rows, and heads of groups. */
  readonly count: number;
  /** What stands at a line; a row that is not here yet is undefined. */
  readonly itemAt: (index: number) => StretchItem<Row>;
  readonly rowKey: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  /** The lines in view: what has to be asked for. */
  readonly onRange: (first: number, last: number) => void;
  readonly density: 'normal' | 'compact';
  readonly sort: { readonly by: string; readonly descending: boolean };
  readonly onSort: (by: string) => void;
  /** `settled` is false while the edge is still being dragged. */
  readonly onResize: (column: string, width: number, settled: boolean) => void;
  readonly onOpen: (row: Row) => void;
  /** Space: a look at the row beside the list. */
  readonly onPeek: (row: Row) => void;
  readonly onGroup: (key: string | null) => void;
  readonly selection: GridSelection;
  readonly onToggle: (row: Row) => void;
  /** Shift: everything between two lines. */
  readonly onSelectBetween: (from: number, to: number) => void;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
  /** An editor for a cell, in its place; `done` says where to go on. */
  readonly editor: (row: Row, column: string, done: (move: 'stay' | 'next' | 'previous') => void) => ReactNode;
}

const asText = (content: ReactNode): ReactNode => (typeof content === 'string' ? <span title={content}>{content}</span> : content);

const onControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, label, select, textarea, [role="menuitem"]') !== null;

const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && (target.matches('input:not([type="checkbox"]), textarea, select') || target.isContentEditable);

type Edited = { readonly index: number; readonly column: string };

/**
 * A virtual grid whose rows arrive in stretches from the desk: only what is in view is in the page, and only what is near is in memory.
 * Sorting, grouping and counting are the desk's. Rows have the focus; Left and Right go to cells, F2 or e edits one in place.
 */
export const StretchGrid = <Row,>(props: StretchGridProps<Row>) => {
  const { label, columns, count, itemAt, rowKey, rowName, onRange, density, sort, selection } = props;
  const letters = usePreferences((preferences) => preferences.letters);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [cell, setCell] = useState<number | null>(null);
  const [edited, setEdited] = useState<Edited | null>(null);
  const anchor = useRef(0);
  const wantFocus = useRef(false);
  const height = density === 'compact' ? 28 : 32;
  const current = Math.min(active, Math.max(count - 1, 0));

  const rangeExtractor = useCallback(
    (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), ...(range.count > 0 ? [Math.min(current, range.count - 1)] : [])])].sort(
        (one, other) => one - other,
      ),
    [current],
  );
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
    scrollPaddingStart: 32,
    rangeExtractor,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  const range = virtual.range;
  const [first, last] = [range?.startIndex ?? 0, range?.endIndex ?? 0];
  useEffect(() => onRange(first, last), [onRange, first, last]);
  useEffect(() => {
    if (!wantFocus.current) return;
    wantFocus.current = false;
    // An editor takes the focus by itself.
    if (edited !== null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    (cell === null ? row : row?.querySelector<HTMLElement>(`[data-cell="${cell}"]`))?.focus({ preventScroll: true });
  }, [current, cell, edited]);

  const rowAt = (index: number): Row | undefined => {
    const item = index < count ? itemAt(index) : undefined;
    return item?.kind === 'row' ? item.row : undefined;
  };
  const move = (to: number, extend: boolean) => {
    if (extend) props.onSelectBetween(anchor.current, to);
    else anchor.current = to;
    wantFocus.current = true;
    virtual.scrollToIndex(to);
    setActive(to);
  };
  const goTo = (to: number | null) => {
    wantFocus.current = true;
    setCell(to);
  };
  const edit = (from: number, step: 1 | -1): boolean => {
    for (let at = from; at >= 0 && at < columns.length; at += step) {
      const column = columns[at];
      if (column?.edit !== true || rowAt(current) === undefined) continue;
      setCell(at);
      setEdited({ index: current, column: column.id });
      return true;
    }
    return false;
  };
  const done = (moved: 'stay' | 'next' | 'previous') => {
    const at = columns.findIndex((column) => column.id === edited?.column);
    setEdited(null);
    wantFocus.current = true;
    if (moved === 'next') edit(at + 1, 1);
    if (moved === 'previous') edit(at - 1, -1);
  };
  const activate = (index: number) => {
    const item = itemAt(index);
    if (item.kind === 'group') props.onGroup(item.key);
    else if (item.row !== undefined) props.onOpen(item.row);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const inHead = event.target instanceof Element && event.target.closest('[role="columnheader"]') !== null;
    if (inHead || isTyping(event.target) || (onControl(event.target) && (event.key === 'Enter' || event.key === ' '))) return;
    const row = rowAt(current);
    const used = runStretchKey(event, {
      count,
      active: current,
      cell,
      cells: columns.length,
      page: Math.max(Math.floor((scroller.current?.clientHeight ?? height) / height) - 2, 1),
      letters,
      move,
      goTo,
      toggle: () => row !== undefined && props.onToggle(row),
      open: () => activate(current),
      peek: () => (row === undefined ? activate(current) : props.onPeek(row)),
      edit: () => edit(cell ?? 0, 1),
      all: props.onSelectAll,
      clear: () => (cell === null ? props.onClear() : goTo(null)),
    });
    if (used) event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const at = event.target instanceof Element ? event.target.closest('[data-index]')?.getAttribute('data-index') : undefined;
    if (at === undefined || at === null) return;
    const index = Number(at);
    setActive(index);
    if (onControl(event.target)) return;
    if (event.shiftKey) props.onSelectBetween(anchor.current, index);
    else activate(index);
  };

  const style: CSSProperties & Record<'--tracks' | '--row', string> = { '--tracks': gridTracks(columns), '--row': `${height}px` };
  return (
    <div
      ref={scroller}
      className={css.grid}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      style={style}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div className={css.inner} role="presentation">
        <div role="rowgroup" className={own.headGroup}>
          <div className={css.head} role="row" aria-rowindex={1}>
            <div className={css.tick} role="columnheader" aria-colindex={1}>
              <Checkbox
                aria-label="Select all that match"
                checked={selection.all && selection.count > 0}
                indeterminate={!selection.all && selection.count > 0}
                onChange={() => (selection.all ? props.onClear() : props.onSelectAll())}
              />
            </div>
            {columns.map((column, index) => (
              <div
                key={column.id}
                className={`${css.headCell} ${own.headCell}`}
                role="columnheader"
                aria-colindex={index + 2}
                data-align={column.align}
                aria-sort={sort.by === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined}
              >
                {column.sortable ? (
                  <button type="button" className={css.sort} onClick={() => props.onSort(column.id)}>
                    {column.head}
                    {sort.by !== column.id ? null : sort.descending ? (
                      <IconArrowDown size={14} stroke={1.7} aria-hidden="true" />
                    ) : (
                      <IconArrowUp size={14} stroke={1.7} aria-hidden="true" />
                    )}
                  </button>
                ) : (
                  column.head
                )}
                <ColumnResizer width={column.width} onResize={(width, settled) => props.onResize(column.id, width, settled)} />
              </div>
            ))}
          </div>
        </div>
        <div className={css.rows} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((virtualItem) => {
            const { index } = virtualItem;
            const item = itemAt(index);
            const place = { transform: `translateY(${virtualItem.start}px)` };
            // Lines are keyed by their place: a row that arrives takes the place of its wait, and the focus stays.
            const common = {
              role: 'row',
              'data-index': index,
              'data-last': index === count - 1,
              'aria-rowindex': index + 2,
              tabIndex: index === current ? 0 : -1,
              style: place,
              onFocus: () => setActive(index),
            } as const;
            if (item.kind === 'group')
              return (
                <div key={index} {...common} className={`${css.row} ${own.group}`}>
                  <div role="gridcell" aria-colindex={1} aria-colspan={columns.length + 1} className={own.groupCell}>
                    <button
                      type="button"
                      className={own.groupName}
                      tabIndex={-1}
                      aria-expanded={item.open}
                      onClick={() => props.onGroup(item.key)}
                    >
                      {item.open ? (
                        <IconChevronDown size={15} stroke={1.7} aria-hidden="true" />
                      ) : (
                        <IconChevronRight size={15} stroke={1.7} aria-hidden="true" />
                      )}
                      <strong>{item.name}</strong>
                    </button>
                    <span className="second">{item.count.toLocaleString('en-AU')}</span>
                  </div>
                </div>
              );
            const { row } = item;
            if (row === undefined)
              return (
                <div key={index} {...common} className={css.row} aria-busy="true">
                  <div role="gridcell" aria-colindex={1} className={own.waiting}>
                    <span className="visually-hidden">Loading</span>
                  </div>
                </div>
              );
            const key = rowKey(row);
            const isSelected = selection.has(key);
            return (
              <div key={index} {...common} className={css.row} data-row="rest" data-opens="true" aria-selected={isSelected}>
                <div className={css.tick} role="gridcell" aria-colindex={1}>
                  <Checkbox tabIndex={-1} aria-label={`Select ${rowName(row)}`} checked={isSelected} onChange={() => props.onToggle(row)} />
                </div>
                {columns.map((column, at) => {
                  const editing = edited?.index === index && edited.column === column.id;
                  return (
                    <div
                      key={column.id}
                      className={`${css.cell} ${own.cell}`}
                      role="gridcell"
                      aria-colindex={at + 2}
                      tabIndex={-1}
                      data-cell={at}
                      data-align={column.align}
                      data-first={at === 0}
                      data-editing={editing || undefined}
                      onFocus={(event) => {
                        if (event.target === event.currentTarget) setCell(at);
                      }}
                      onDoubleClick={() => {
                        if (column.edit === true) setEdited({ index, column: column.id });
                      }}
                    >
                      {editing ? props.editor(row, column.id, done) : asText(column.cell(row))}
                    </div>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
};
