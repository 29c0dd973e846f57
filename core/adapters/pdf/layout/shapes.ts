import { ink } from './grid.ts';
import type { Pen, Point } from './pen.ts';

/** A state as word and shape: a disc with a tick, a dashed square with a bar, a diamond with a cross. */
export type StateShape = 'good' | 'missing' | 'broken';

const spoken = (state: StateShape): string => {
  switch (state) {
    case 'good':
      return 'Good';
    case 'missing':
      return 'Missing';
    case 'broken':
      return 'Broken';
  }
};

const drawGood = (pen: Pen, centre: Point, radius: number): void => {
  pen.disc(centre, radius, ink.text);
  const u = radius / 9;
  pen.polyline(
    [
      { x: centre.x - 3.6 * u, y: centre.y + 0.3 * u },
      { x: centre.x - 1 * u, y: centre.y + 2.9 * u },
      { x: centre.x + 3.9 * u, y: centre.y - 2.7 * u },
    ],
    { weight: 1.7 * u, ink: ink.paper },
    false,
  );
};

const drawMissing = (pen: Pen, centre: Point, radius: number): void => {
  const half = radius * 0.92;
  pen.box(centre.x - half, centre.y - half, 2 * half, 2 * half, {
    stroke: { weight: 1.1, ink: ink.text, dash: [2.4, 1.9] },
  });
  pen.rule({ x: centre.x - half * 0.4, y: centre.y }, { x: centre.x + half * 0.4, y: centre.y }, { weight: 1.6, ink: ink.text });
};

const drawBroken = (pen: Pen, centre: Point, radius: number): void => {
  const r = radius * 1.05;
  pen.polyline(
    [
      { x: centre.x, y: centre.y - r },
      { x: centre.x + r, y: centre.y },
      { x: centre.x, y: centre.y + r },
      { x: centre.x - r, y: centre.y },
    ],
    { weight: 1.4, ink: ink.text },
    true,
  );
  const c = r * 0.3;
  const cross = { weight: 1.6, ink: ink.text } as const;
  pen.rule({ x: centre.x - c, y: centre.y - c }, { x: centre.x + c, y: centre.y + c }, cross);
  pen.rule({ x: centre.x - c, y: centre.y + c }, { x: centre.x + c, y: centre.y - c }, cross);
};

/** Draws a state's shape around `centre`; `radius` in points. */
export const stateShape = (pen: Pen, state: StateShape, centre: Point, radius: number): void => {
  const bbox = [centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius] as const;
  pen.element('Figure', { alt: spoken(state), bbox }, () => {
    pen.content(() => {
      switch (state) {
        case 'good':
          drawGood(pen, centre, radius);
          return;
        case 'missing':
          drawMissing(pen, centre, radius);
          return;
        case 'broken':
          drawBroken(pen, centre, radius);
          return;
      }
    });
  });
};
