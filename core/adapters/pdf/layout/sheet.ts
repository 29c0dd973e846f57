import { grid, ink, weight } from './grid.ts';
import { strokeOf, type Pen, type Tag } from './pen.ts';
import { plain, type, wrap, type Line, type Rich, type Span, type TextStyle } from './rich.ts';

/** What stands on every page around the content. */
export interface Furniture {
  readonly headerLeft: readonly Span[];
  readonly headerRight: readonly Span[];
  readonly footerLeft: readonly Span[];
  /** A band under the header of every page, such as the mark of a test network. */
  readonly mark?: string;
}

/** Where a block stands across the page, in points. */
export interface Area {
  readonly x: number;
  readonly width: number;
}

/** The full text width. */
export const full: Area = { x: grid.left, width: grid.width };

/** A prepared piece of a page: `keep` is the height that must stay together with a heading above it. */
export interface Block {
  readonly keep: number;
  readonly draw: () => void;
}

/** Page numbers found by an earlier pass; empty in the first one. */
export interface Numbering {
  readonly total: number;
  readonly anchors: ReadonlyMap<string, number>;
}

/** The flow of one document down its pages. */
export interface Sheet {
  readonly pen: Pen;
  /** Top of the free space on the page, in points. */
  top(): number;
  /** Moves the free space down, or back up to lay blocks side by side. */
  moveTo(top: number): void;
  skip(height: number): void;
  /** Starts a new page unless `height` points are free. */
  room(height: number): void;
  newPage(): void;
  /** Remembers the page of a section. */
  anchor(name: string): void;
  /** “page 8”, with a no-break space. */
  pageOf(name: string): string;
  /** The bare page number of a section. */
  pageNumberOf(name: string): string;
  /** What this pass found. */
  found(): Numbering;
}

const runningLine = (pen: Pen, spans: readonly Span[], side: 'left' | 'right', baselineTop: number): void => {
  const [line] = wrap(spans, type.running, grid.width);
  if (line === undefined) return;
  pen.line(line, type.running, side === 'left' ? grid.left : grid.right - line.width, baselineTop);
};

const bandStyle: TextStyle = { ...type.running, bold: true };

const drawMark = (pen: Pen, text: string, first: boolean): void => {
  const [line] = wrap(text, bandStyle, grid.width);
  if (line === undefined) return;
  const draw = (): void => pen.line(line, bandStyle, grid.left + (grid.width - line.width) / 2, grid.markTop + 1);
  pen.artifact('running', () => {
    pen.box(grid.left, grid.markTop, grid.width, grid.markHeight, {
      fill: ink.shade,
      stroke: { weight: 0.75, ink: ink.text, dash: [3, 2] },
    });
  });
  // Read aloud once; on later pages it is page furniture.
  if (first) pen.element('P', {}, () => pen.content(draw));
  else pen.artifact('running', draw);
};

const drawFurniture = (pen: Pen, furniture: Furniture, number: number, total: number): void => {
  pen.artifact('running', () => {
    runningLine(pen, furniture.headerLeft, 'left', grid.headerBaseline - 8.3);
    runningLine(pen, furniture.headerRight, 'right', grid.headerBaseline - 8.3);
    pen.rule({ x: grid.left, y: grid.headerRule }, { x: grid.right, y: grid.headerRule }, strokeOf(0.75));
    pen.rule({ x: grid.left, y: grid.footerRule }, { x: grid.right, y: grid.footerRule }, strokeOf(0.5, ink.rule));
    runningLine(pen, furniture.footerLeft, 'left', grid.footerBaseline - 8.3);
    runningLine(pen, [plain(`Page\u00a0${number} of\u00a0${total}`)], 'right', grid.footerBaseline - 8.3);
  });
  if (furniture.mark !== undefined) drawMark(pen, furniture.mark, number === 1);
};

/** Opens the first page of a document. */
export const openSheet = (pen: Pen, furniture: Furniture, numbering: Numbering): Sheet => {
  const first = furniture.mark === undefined ? grid.top : grid.topUnderMark;
  let top: number = first;
  let number = 0;
  const anchors = new Map<string, number>();
  const start = (): void => {
    number += 1;
    top = first;
    pen.nextPage();
    drawFurniture(pen, furniture, number, numbering.total);
  };
  start();
  const pageNumberOf = (name: string): string => String(numbering.anchors.get(name) ?? 0);
  return {
    pen,
    top: () => top,
    moveTo: (to) => {
      top = to;
    },
    skip: (height) => {
      top += height;
    },
    room: (height) => {
      if (top + height > grid.bottom && top > first) start();
    },
    newPage: start,
    anchor: (name) => {
      anchors.set(name, number);
    },
    pageOf: (name) => `page\u00a0${pageNumberOf(name)}`,
    pageNumberOf,
    found: () => ({ total: number, anchors }),
  };
};

/** Height in points of `lines` set in `style`. */
export const heightOf = (lines: readonly Line[], style: TextStyle): number => lines.length * style.leading;

/** Draws lines inside the open element, left or right aligned in `area`. */
export const drawLines = (
  pen: Pen,
  lines: readonly Line[],
  style: TextStyle,
  area: Area,
  top: number,
  align: 'left' | 'right' = 'left',
): void => {
  lines.forEach((line, index) => {
    pen.line(line, style, align === 'left' ? area.x : area.x + area.width - line.width, top + index * style.leading);
  });
};

/** A paragraph; it may run over a page break between lines. */
export const paragraph = (sheet: Sheet, rich: Rich, style: TextStyle = type.body, area: Area = full, tag: Tag = 'P'): void => {
  let rest = wrap(rich, style, area.width);
  sheet.pen.element(tag, {}, () => {
    while (rest.length > 0) {
      sheet.room(Math.min(rest.length, 2) * style.leading);
      const fits = Math.max(1, Math.floor((grid.bottom - sheet.top()) / style.leading));
      const now = rest.slice(0, fits);
      const at = sheet.top();
      sheet.pen.content(() => drawLines(sheet.pen, now, style, area, at));
      sheet.skip(heightOf(now, style));
      rest = rest.slice(fits);
      if (rest.length > 0) sheet.newPage();
    }
  });
};

/** The title of a page or document. */
export const title = (sheet: Sheet, text: string): void => {
  sheet.moveTo(sheet.top() - 4);
  paragraph(sheet, text, type.title, full, 'H1');
};

/** A heading, kept together with the start of the block under it. */
export const headed = (sheet: Sheet, text: string, block: Block, area: Area = full, gap = 5): void => {
  sheet.room(type.h2.leading + gap + block.keep);
  paragraph(sheet, text, type.h2, area, 'H2');
  sheet.skip(gap);
  block.draw();
};

/** A paragraph as a block. */
export const paragraphBlock = (sheet: Sheet, rich: Rich, style: TextStyle = type.body, area: Area = full): Block => ({
  keep: Math.min(2, wrap(rich, style, area.width).length) * style.leading,
  draw: () => paragraph(sheet, rich, style, area),
});

/** Blocks beside each other; the flow goes on under the lowest. The caller makes sure of the room. */
export const beside = (sheet: Sheet, columns: readonly (() => void)[]): void => {
  const start = sheet.top();
  let lowest = start;
  for (const column of columns) {
    sheet.moveTo(start);
    column();
    lowest = Math.max(lowest, sheet.top());
  }
  sheet.moveTo(lowest);
};

/** A horizontal decoration rule across `area` at the current place. */
export const ruleAcross = (
  sheet: Sheet,
  area: Area = full,
  heavy: number = weight.strong,
  colour: (typeof ink)[keyof typeof ink] = ink.text,
): void => {
  const y = sheet.top();
  sheet.pen.artifact('decoration', () => {
    sheet.pen.rule({ x: area.x, y }, { x: area.x + area.width, y }, strokeOf(heavy, colour));
  });
};
