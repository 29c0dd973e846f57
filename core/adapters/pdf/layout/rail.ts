import { grid, ink } from './grid.ts';
import { bold, type, wrap } from './rich.ts';
import { drawLines, type Area, type Sheet } from './sheet.ts';
import { stateShape, type StateShape } from './shapes.ts';

/** One stop of the rail: its state, name and up to four short lines. */
export interface RailStop {
  readonly state: StateShape;
  readonly name: string;
  readonly lines: readonly string[];
}

/** The steps of a referral from left to right; the line to a missing one is dashed. */
export const rail = (sheet: Sheet, stops: readonly RailStop[]): void => {
  const step = grid.width / stops.length;
  const set = stops.map((stop) => stop.lines.flatMap((line) => wrap(line, type.small, step - 6)));
  const most = set.reduce((lines, entry) => Math.max(lines, entry.length), 0);
  const height = 26 + 12 + most * type.small.leading;
  sheet.room(height);
  const top = sheet.top();
  const middle = top + 10;
  sheet.pen.artifact('decoration', () => {
    stops.slice(1).forEach((stop, index) => {
      const from = { x: grid.left + index * step + 20, y: middle };
      const to = { x: grid.left + (index + 1) * step - 2, y: middle };
      const solid = { weight: 1.1, ink: ink.text };
      sheet.pen.rule(from, to, stop.state === 'missing' ? { ...solid, dash: [2.4, 2.4] } : solid);
    });
  });
  const nameStyle = { ...bold(type.table), tabular: false };
  sheet.pen.element('L', {}, () => {
    stops.forEach((stop, index) => {
      const area: Area = { x: grid.left + index * step, width: step - 3 };
      sheet.pen.element('LI', {}, () => {
        stateShape(sheet.pen, stop.state, { x: area.x + 9, y: middle }, 9);
        sheet.pen.element('LBody', {}, () => {
          sheet.pen.content(() => {
            drawLines(sheet.pen, wrap(stop.name, nameStyle, area.width), nameStyle, area, top + 25);
            drawLines(sheet.pen, set[index] ?? [], type.small, area, top + 37);
          });
        });
      });
    });
  });
  sheet.skip(height);
};
