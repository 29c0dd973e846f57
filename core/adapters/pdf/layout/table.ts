import { grid, ink, weight, type Ink } from './grid.ts';
import { strokeOf } from './pen.ts';
import { bold, muted, quiet, strong, struck, type, wrap, type Line, type Rich, type Span, type TextStyle } from './rich.ts';
import { drawLines, full, type Area, type Block, type Sheet } from './sheet.ts';

/** A column; one column of width 0 takes what is left. Widths are points and include the gap to the next column. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'left' | 'right';
}

export interface WideCell {
  readonly rich: Rich;
  /** How many columns the cell covers; it is aligned in the last of them. */
  readonly span: number;
  readonly align: 'left' | 'right';
}

export type Cell = Rich | WideCell;

/** `total` has a rule above and bold figures; `group` heads the rows below it; `struck` stays visible and is not counted. */
export type RowKind = 'plain' | 'total' | 'subtotal' | 'group' | 'struck' | 'quiet' | 'strong';

export interface Row {
  readonly kind?: RowKind;
  readonly cells: readonly Cell[];
}

export interface TableOptions {
  readonly area?: Area;
  readonly style?: TextStyle;
  /** Space above and below the text of a row, in points. */
  readonly padding?: number;
  /** Whether the last row is closed by a strong rule (a table) or a hairline (particulars). */
  readonly foot?: 'strong' | 'hair';
}

interface Slot extends Area {
  readonly align: 'left' | 'right';
}

const gap = 10;

const slotsOf = (columns: readonly Column[], area: Area): readonly Slot[] => {
  const fixed = columns.reduce((sum, column) => sum + column.width, 0);
  let x = area.x;
  return columns.map((column, index) => {
    const width = column.width === 0 ? area.width - fixed : column.width;
    const slot: Slot = {
      x,
      width: index === columns.length - 1 ? width : width - gap,
      align: column.align ?? 'left',
    };
    x += width;
    return slot;
  });
};

interface SetCell {
  readonly lines: readonly Line[];
  readonly slot: Slot;
  readonly span: number;
}

interface SetRow {
  readonly kind: RowKind;
  readonly style: TextStyle;
  readonly cells: readonly SetCell[];
  readonly height: number;
}

const isWide = (cell: Cell): cell is WideCell => typeof cell === 'object' && 'rich' in cell;

const strikeAll = (rich: Rich): Rich =>
  typeof rich === 'string' ? [struck(rich)] : rich.map((span): Span => (span.marks.length === 0 ? struck(span.text) : span));

const styleOf = (kind: RowKind, base: TextStyle): TextStyle => {
  switch (kind) {
    case 'total':
    case 'group':
    case 'strong':
      return bold(base);
    case 'quiet':
    case 'struck':
      return quiet(base);
    case 'plain':
    case 'subtotal':
      return base;
  }
};

const setCells = (row: Row, slots: readonly Slot[], style: TextStyle): readonly SetCell[] => {
  const kind = row.kind ?? 'plain';
  let column = 0;
  return row.cells.map((cell): SetCell => {
    const wide = isWide(cell);
    const span = wide ? cell.span : kind === 'group' ? slots.length : 1;
    const first = slots[column];
    const last = slots[column + span - 1];
    if (first === undefined || last === undefined) throw new Error(`table row has more cells than columns: ${column + span}`);
    column += span;
    const slot: Slot = {
      x: first.x,
      width: last.x + last.width - first.x,
      align: wide ? cell.align : first.align,
    };
    const rich = wide ? cell.rich : cell;
    return { lines: wrap(kind === 'struck' ? strikeAll(rich) : rich, style, slot.width), slot, span };
  });
};

const linesIn = (cells: readonly SetCell[]): number => cells.reduce((most, cell) => Math.max(most, cell.lines.length), 0);

const setRow = (row: Row, slots: readonly Slot[], base: TextStyle, padding: number): readonly SetRow[] => {
  const kind = row.kind ?? 'plain';
  const style = styleOf(kind, base);
  const cells = setCells(row, slots, style);
  const most = Math.floor((grid.bottom - grid.top - 40) / style.leading);
  const rows: SetRow[] = [];
  // A row stays whole; only one that no page can hold is continued.
  for (let from = 0; from === 0 || from < linesIn(cells); from += most) {
    const part = cells.map((cell) => ({ ...cell, lines: cell.lines.slice(from, from + most) }));
    rows.push({ kind, style, cells: part, height: linesIn(part) * style.leading + 2 * padding });
  }
  return rows;
};

const ruleAbove = (row: SetRow, previous: SetRow | undefined): { readonly heavy: number; readonly ink: Ink } => {
  if (row.kind === 'total') return { heavy: weight.strong, ink: ink.text };
  if (previous?.kind === 'group') return { heavy: weight.head, ink: ink.text };
  return { heavy: weight.hair, ink: ink.hair };
};

const drawCells = (sheet: Sheet, row: SetRow, padding: number, cellTag: 'TH' | 'TD', scope: 'Row' | 'Column' | undefined): void => {
  const top = sheet.top() + padding;
  sheet.pen.element('TR', {}, () => {
    row.cells.forEach((cell, index) => {
      const heads = cellTag === 'TH' || row.kind === 'group' || (scope === 'Row' && index === 0);
      const options = {
        ...(heads ? { scope: scope === 'Row' || row.kind === 'group' ? ('Row' as const) : ('Column' as const) } : {}),
        colSpan: cell.span,
      };
      sheet.pen.element(heads ? 'TH' : 'TD', options, () => {
        sheet.pen.content(() => drawLines(sheet.pen, cell.lines, row.style, cell.slot, top, cell.slot.align));
      });
    });
  });
};

const across = (sheet: Sheet, area: Area, heavy: number, colour: Ink): void => {
  const y = sheet.top();
  sheet.pen.artifact('decoration', () => {
    sheet.pen.rule({ x: area.x, y }, { x: area.x + area.width, y }, strokeOf(heavy, colour));
  });
};

/**
 * A table with horizontal rules only: strong above and below, thin under the head, hairlines between, strong above a total.
 * No row is split; the head is repeated on each page; a heading keeps the head and two rows.
 */
export const table = (sheet: Sheet, columns: readonly Column[], rows: readonly Row[], options: TableOptions = {}): Block => {
  const area = options.area ?? full;
  const base = options.style ?? type.table;
  const padding = options.padding ?? 3.1;
  const slots = slotsOf(columns, area);
  const set = rows.flatMap((row) => setRow(row, slots, base, padding));
  const [head] = setRow({ cells: columns.map((column) => column.title) }, slots, { ...type.head }, 3.2);
  const headHeight = head?.height ?? 0;
  const drawHead = (repeated: boolean): void => {
    if (head === undefined) return;
    across(sheet, area, weight.strong, ink.text);
    if (repeated) {
      sheet.pen.artifact('running', () => {
        for (const cell of head.cells) drawLines(sheet.pen, cell.lines, head.style, cell.slot, sheet.top() + 3.2, cell.slot.align);
      });
    } else drawCells(sheet, head, 3.2, 'TH', 'Column');
    sheet.skip(headHeight);
    across(sheet, area, weight.head, ink.text);
  };
  const keep = headHeight + set.slice(0, 2).reduce((sum, row) => sum + row.height, 0);
  return {
    keep,
    draw: () => {
      sheet.room(keep);
      sheet.pen.element('Table', {}, () => {
        drawHead(false);
        set.forEach((row, index) => {
          const next = set[index + 1];
          const together = row.height + (row.kind === 'group' && next !== undefined ? next.height : 0);
          const before = sheet.top();
          sheet.room(together);
          const broke = sheet.top() < before;
          if (broke) drawHead(true);
          else if (index > 0) {
            const rule = ruleAbove(row, set[index - 1]);
            across(sheet, area, rule.heavy, rule.ink);
          }
          drawCells(sheet, row, padding, 'TD', undefined);
          sheet.skip(row.height);
          if (next === undefined || sheet.top() + next.height > grid.bottom) across(sheet, area, weight.strong, ink.text);
        });
      });
    },
  };
};

export interface ParticularsOptions {
  readonly area?: Area;
  readonly labelWidth: number;
  readonly style?: TextStyle;
  readonly labels?: 'quiet' | 'strong';
  readonly padding?: number;
  readonly ruled?: 'between' | 'framed' | 'none';
}

/** A fact in words beside its label. */
export type Particular = readonly [label: string, value: Rich];

/** Labels left, facts right: a table whose first column heads its rows. */
export const particulars = (sheet: Sheet, entries: readonly Particular[], options: ParticularsOptions): Block => {
  const area = options.area ?? full;
  const style = options.style ?? type.table;
  const padding = options.padding ?? 3.1;
  const ruled = options.ruled ?? 'between';
  const slots: readonly Slot[] = [
    { x: area.x, width: options.labelWidth - gap, align: 'left' },
    { x: area.x + options.labelWidth, width: area.width - options.labelWidth, align: 'left' },
  ];
  const label = (text: string): Rich => [options.labels === 'strong' ? strong(text) : muted(text)];
  const set = entries.flatMap(([name, value]) => setRow({ cells: [label(name), value] }, slots, style, padding));
  const keep = set.slice(0, 2).reduce((sum, row) => sum + row.height, 0);
  return {
    keep,
    draw: () => {
      sheet.room(keep);
      sheet.pen.element('Table', {}, () => {
        if (ruled === 'framed') across(sheet, area, weight.strong, ink.text);
        set.forEach((row, index) => {
          sheet.room(row.height);
          drawCells(sheet, row, padding, 'TD', 'Row');
          sheet.skip(row.height);
          const last = index === set.length - 1;
          if (ruled === 'framed' && last) across(sheet, area, weight.strong, ink.text);
          else if (ruled !== 'none') across(sheet, area, weight.hair, ink.hair);
        });
      });
    },
  };
};
