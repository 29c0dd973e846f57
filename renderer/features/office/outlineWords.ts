import type { Outline, OutlineRefusal } from '../../../core/domain/place/outline.ts';
import { MOST_POINTS, nearAustralia, crossesItself } from '../../../core/domain/place/outline.ts';

/** Why an outline cannot be read, and what to do about it. `what` names a point: "point" of a file, "line" of the field. */
export const outlineRefusal = (error: OutlineRefusal, what: 'point' | 'line'): string => {
  switch (error.code) {
    case 'not-json':
      return 'This file is no GeoJSON: it cannot be read as JSON. Save the area as GeoJSON in the map program.';
    case 'no-polygon':
      return 'There is no polygon in this file. Draw the area as a closed line and save it again.';
    case 'several':
      return `There are ${String(error.polygons)} polygons in this file. A community is one: save that one alone.`;
    case 'holes':
      return 'The polygon has holes. A community is the land inside one line: fill the holes.';
    case 'too-few':
      return 'An outline has at least three points that differ.';
    case 'not-degrees':
      return what === 'line'
        ? `Line ${String(error.point)} is not a latitude and a longitude in degrees, such as -33.9105, 151.1550.`
        : `Point ${String(error.point)} of the polygon is no longitude and latitude in degrees.`;
    case 'too-fine':
      return `The line has ${String(error.points)} points and cannot be told with ${String(MOST_POINTS)}. Simplify it in the map program.`;
  }
};

/** What a person should look at before signing an outline; empty where nothing stands out. */
export const outlineWarnings = ({ points, given, movedMetres }: Outline): readonly string[] => [
  ...(points.every(nearAustralia)
    ? []
    : ['Not every point is in Australia. Latitude comes first, and south is negative: -33.9105, 151.1550.']),
  ...(crossesItself(points) ? ['The line crosses itself: what is inside may not be what you mean.'] : []),
  ...(given > points.length
    ? [
        `The file has ${given.toLocaleString('en-AU')} points; ${String(points.length)} of them are kept. The line moves by at most ${String(movedMetres)} m.`,
      ]
    : []),
];
