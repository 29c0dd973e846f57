import { grid, ink, weight } from './grid.ts';
import { strokeOf } from './pen.ts';
import { bold, type, wrap, type Rich, type TextStyle } from './rich.ts';
import { drawLines, full, heightOf, type Area, type Sheet } from './sheet.ts';
import { stateShape, type StateShape } from './shapes.ts';

/** One of the answers of a verification. */
export interface VerdictCell {
  readonly state: StateShape;
  readonly question: string;
  readonly answer: string;
  readonly detail: string;
}

const dividers = (sheet: Sheet, count: number, top: number, height: number): void => {
  for (let index = 1; index < count; index += 1) {
    const x = grid.left + (grid.width / count) * index;
    sheet.pen.rule({ x, y: top + 9 }, { x, y: top + height - 9 }, strokeOf(0.6, ink.rule));
  }
};

/** The verdicts side by side in the one heavy box of the page. */
export const verdictBox = (sheet: Sheet, cells: readonly VerdictCell[]): void => {
  const cellWidth = grid.width / cells.length;
  const inner = cellWidth - 20;
  const set = cells.map((cell) => ({ cell, lines: wrap(cell.detail, type.small, inner) }));
  const most = set.reduce((lines, entry) => Math.max(lines, entry.lines.length), 0);
  const height = 9 + 31 + most * type.small.leading + 9;
  sheet.room(height);
  const top = sheet.top();
  sheet.pen.artifact('decoration', () => {
    sheet.pen.box(grid.left, top, grid.width, height, { stroke: strokeOf(weight.box) });
    dividers(sheet, cells.length, top, height);
  });
  set.forEach(({ cell, lines }, index) => {
    const x = grid.left + index * cellWidth + 11;
    stateShape(sheet.pen, cell.state, { x: x + 9, y: top + 21 }, 9);
    const beside: Area = { x: x + 25, width: inner - 25 };
    sheet.pen.element('P', {}, () => {
      sheet.pen.content(() => {
        drawLines(sheet.pen, wrap(cell.question, type.question, beside.width), type.question, beside, top + 8);
        drawLines(sheet.pen, wrap(cell.answer, type.verdict, beside.width), type.verdict, beside, top + 18.5);
        drawLines(sheet.pen, lines, type.small, { x, width: inner }, top + 39);
      });
    });
  });
  sheet.skip(height);
};

/** A figure with its label, as in the head of a batch sheet. */
export interface FigureCell {
  readonly label: string;
  readonly value: string;
}

/** Figures side by side in the one heavy box of the page. */
export const figureBox = (sheet: Sheet, cells: readonly FigureCell[]): void => {
  const cellWidth = grid.width / cells.length;
  const set = cells.map((cell) => wrap(cell.value, type.figure, cellWidth - 18));
  const most = set.reduce((lines, entry) => Math.max(lines, entry.length), 0);
  const height = 39 + most * type.figure.leading;
  sheet.room(height);
  const top = sheet.top();
  sheet.pen.artifact('decoration', () => {
    sheet.pen.box(grid.left, top, grid.width, height, { stroke: strokeOf(weight.box) });
    dividers(sheet, cells.length, top, height);
  });
  cells.forEach((cell, index) => {
    const area: Area = { x: grid.left + index * cellWidth + 11, width: cellWidth - 18 };
    sheet.pen.element('P', {}, () => {
      sheet.pen.content(() => {
        drawLines(sheet.pen, wrap(cell.label, type.question, area.width), type.question, area, top + 11.5);
        drawLines(sheet.pen, set[index] ?? [], type.figure, area, top + 25);
      });
    });
  });
  sheet.skip(height);
};

/** The heavy box of a page: a mandatory sentence or the limit. */
export const heavyBox = (sheet: Sheet, heading: string | undefined, rich: Rich, style: TextStyle = type.table): void => {
  const area: Area = { x: grid.left + 12, width: grid.width - 24 };
  const lines = wrap(rich, style, area.width);
  const head = heading === undefined ? [] : wrap(heading, bold(style), area.width);
  const padding = 7.5;
  const height = 2 * padding + heightOf(head, style) + heightOf(lines, style);
  sheet.room(height + 2);
  const top = sheet.top();
  sheet.pen.artifact('decoration', () => {
    sheet.pen.box(grid.left, top, grid.width, height, { stroke: strokeOf(weight.box) });
  });
  sheet.pen.element('P', {}, () => {
    sheet.pen.content(() => {
      drawLines(sheet.pen, head, bold(style), area, top + padding);
      drawLines(sheet.pen, lines, style, area, top + padding + heightOf(head, style));
    });
  });
  sheet.skip(height);
};

/** White on black across the page: this copy is not the final one. */
export const banner = (sheet: Sheet, heading: string, text: string): void => {
  const area: Area = { x: grid.left + 12, width: grid.width - 24 };
  const headStyle: TextStyle = { ...type.h2, ink: ink.paper };
  const textStyle: TextStyle = { ...type.table, ink: ink.paper };
  const head = wrap(heading, headStyle, area.width);
  const lines = wrap(text, textStyle, area.width);
  const height = 14 + heightOf(head, headStyle) + heightOf(lines, textStyle);
  const top = sheet.top() - 4;
  sheet.pen.artifact('decoration', () => sheet.pen.box(grid.left, top, grid.width, height, { fill: ink.text }));
  sheet.pen.element('P', {}, () => {
    sheet.pen.content(() => {
      drawLines(sheet.pen, head, headStyle, area, top + 6);
      drawLines(sheet.pen, lines, textStyle, area, top + 7 + heightOf(head, headStyle));
    });
  });
  sheet.moveTo(top + height);
};

/** Commands to type, on a shade. */
export const codeBox = (sheet: Sheet, commands: readonly string[]): void => {
  const area: Area = { x: grid.left + 8, width: grid.width - 16 };
  const lines = commands.flatMap((command) => wrap([{ text: command, marks: ['mono'] }], type.code, area.width));
  const height = heightOf(lines, type.code) + 10;
  sheet.room(height);
  const top = sheet.top();
  sheet.pen.artifact('decoration', () => sheet.pen.box(full.x, top, full.width, height, { fill: ink.shade }));
  sheet.pen.element('Code', {}, () => {
    sheet.pen.content(() => drawLines(sheet.pen, lines, type.code, area, top + 5));
  });
  sheet.skip(height);
};
