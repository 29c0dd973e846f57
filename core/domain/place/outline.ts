import { err, ok, type Result } from '../result.ts';
import type { Place } from './place.ts';

/** Points that the register keeps of a community’s outline. */
export const MOST_POINTS = 200;

/** An outline that was read: its points without the closing one, and by how many metres thinning has moved its line at most. */
export type Outline = { readonly points: readonly Place[]; readonly given: number; readonly movedMetres: number };

export type OutlineRefusal =
  | { readonly code: 'not-json' | 'no-polygon' | 'holes' | 'too-few' }
  | { readonly code: 'several'; readonly polygons: number }
  | { readonly code: 'not-degrees'; readonly point: number }
  | { readonly code: 'too-fine'; readonly points: number };

const METRES_PER_DEGREE = 111_195;

/** Distance of a point from a line between two others, in metres, on a plane that is level at the point: right for outlines of some hundred kilometres. */
const metresFrom = (point: Place, a: Place, b: Place): number => {
  const across = Math.cos((point.lat / 1e6) * (Math.PI / 180));
  const flat = (place: Place) => ({
    x: ((place.lon - point.lon) / 1e6) * METRES_PER_DEGREE * across,
    y: ((place.lat - point.lat) / 1e6) * METRES_PER_DEGREE,
  });
  const [from, to] = [flat(a), flat(b)];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(from.x * dx + from.y * dy) / length));
  return Math.hypot(from.x + along * dx, from.y + along * dy);
};

/** Points of an open line that stay when none may lie further than `metres` from the new line (Douglas and Peucker 1973). Iterative: a coast has many points. */
const thinned = (points: readonly Place[], metres: number): readonly Place[] => {
  const kept = new Set([0, points.length - 1]);
  const open: (readonly [number, number])[] = [[0, points.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    const [a, b] = [points[from], points[to]];
    if (a === undefined || b === undefined) continue;
    let furthest = from;
    let distance = metres;
    for (let at = from + 1; at < to; at += 1) {
      const point = points[at];
      const away = point === undefined ? 0 : metresFrom(point, a, b);
      if (away > distance) [furthest, distance] = [at, away];
    }
    if (furthest === from) continue;
    kept.add(furthest);
    open.push([from, furthest], [furthest, to]);
  }
  return points.filter((_, at) => kept.has(at));
};

const same = (a: Place | undefined, b: Place | undefined): boolean => a?.lat === b?.lat && a?.lon === b?.lon;

/** A closed line of points as an outline: repeated points go, and where there are too many the line is thinned by as little as is needed. */
const outlineOf = (closed: readonly Place[]): Result<Outline, OutlineRefusal> => {
  const apart = closed.filter((point, at) => at === 0 || !same(point, closed[at - 1]));
  const points = apart.length > 1 && same(apart[0], apart.at(-1)) ? apart.slice(0, -1) : apart;
  if (points.length < 3) return err({ code: 'too-few' });
  if (points.length <= MOST_POINTS) return ok({ points, given: points.length, movedMetres: 0 });
  // The line from the first point to the one furthest from it and back: each half keeps its ends.
  const [first] = points;
  const far = points.reduce((best, point, at) => {
    const away = (one: Place | undefined): number =>
      one === undefined || first === undefined ? 0 : (one.lat - first.lat) ** 2 + (one.lon - first.lon) ** 2;
    return away(point) > away(points[best]) ? at : best;
  }, 0);
  const halves = [points.slice(0, far + 1), [...points.slice(far), ...points.slice(0, 1)]] as const;
  for (let metres = 1; metres <= 2000; metres = Math.ceil((metres * 5) / 4)) {
    const fewer = halves.flatMap((half) => thinned(half, metres).slice(0, -1));
    if (fewer.length <= MOST_POINTS && fewer.length >= 3) return ok({ points: fewer, given: points.length, movedMetres: metres });
  }
  return err({ code: 'too-fine', points: points.length });
};

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
const list = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);

/** The polygons of any GeoJSON object: each a list of rings. */
const polygonsIn = (value: unknown): readonly (readonly unknown[])[] => {
  const found = record(value);
  switch (found?.['type']) {
    case 'Polygon':
      return [list(found['coordinates']) ?? []];
    case 'MultiPolygon':
      return (list(found['coordinates']) ?? []).map((rings) => list(rings) ?? []);
    case 'Feature':
      return polygonsIn(found['geometry']);
    case 'FeatureCollection':
      return (list(found['features']) ?? []).flatMap(polygonsIn);
    case 'GeometryCollection':
      return (list(found['geometries']) ?? []).flatMap(polygonsIn);
    default:
      return [];
  }
};

const placeOf = (lat: number, lon: number): Place | undefined =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat: Math.round(lat * 1e6) + 0, lon: Math.round(lon * 1e6) + 0 } : undefined;

const places = <T>(given: readonly T[], read: (one: T) => Place | undefined): Result<readonly Place[], OutlineRefusal> => {
  const found: Place[] = [];
  for (const [at, one] of given.entries()) {
    const place = read(one);
    if (place === undefined) return err({ code: 'not-degrees', point: at + 1 });
    found.push(place);
  }
  return ok(found);
};

/**
 * The outline in a GeoJSON file (RFC 7946): one polygon without holes, as geometry, feature or collection; longitude stands before latitude. More than
 * 200 points are thinned. Errors: no JSON, no polygon, several, holes, a coordinate that is none, fewer than three points, a line too fine to thin.
 */
export const readGeoJson = (text: string): Result<Outline, OutlineRefusal> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err({ code: 'not-json' });
  }
  const polygons = polygonsIn(value);
  const [rings] = polygons;
  if (rings === undefined || rings.length === 0) return err({ code: 'no-polygon' });
  if (polygons.length > 1) return err({ code: 'several', polygons: polygons.length });
  if (rings.length > 1) return err({ code: 'holes' });
  const read = places(list(rings[0]) ?? [], (position) => {
    const [lon, lat] = list(position) ?? [];
    return typeof lat === 'number' && typeof lon === 'number' ? placeOf(lat, lon) : undefined;
  });
  return read.ok ? outlineOf(read.value) : read;
};

/** The outline of typed points: one a line, "-33.91, 151.15", latitude first. Errors as `readGeoJson`. */
export const readTypedPoints = (text: string): Result<Outline, OutlineRefusal> => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const read = places(lines, (line) => {
    const match = /^\s*([-−]?[0-9]{1,2}(?:\.[0-9]+)?)\s*[,;\s]\s*([-−]?[0-9]{1,3}(?:\.[0-9]+)?)\s*$/u.exec(line);
    return match === null ? undefined : placeOf(...degreesOf(match[1], match[2]));
  });
  return read.ok ? outlineOf(read.value) : read;
};

const degreesOf = (lat = '', lon = ''): [number, number] => [Number(lat.replace('−', '-')), Number(lon.replace('−', '-'))];

/** Whether two lines between points cross or touch. */
const cross = (a: Place, b: Place, c: Place, d: Place): boolean => {
  const side = (p: Place, q: Place, r: Place): number => Math.sign((q.lon - p.lon) * (r.lat - p.lat) - (q.lat - p.lat) * (r.lon - p.lon));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
};

/** True when the outline crosses itself: what is inside may then not be what is meant. */
export const crossesItself = (points: readonly Place[]): boolean => {
  const count = points.length;
  const edge = (at: number): readonly [Place, Place] | undefined => {
    const [from, to] = [points[at], points[(at + 1) % count]];
    return from === undefined || to === undefined ? undefined : [from, to];
  };
  for (let one = 0; one < count; one += 1)
    for (let other = one + 2; other < count; other += 1) {
      if (one === 0 && other === count - 1) continue;
      const [a, b] = [edge(one), edge(other)];
      if (a !== undefined && b !== undefined && cross(...a, ...b)) return true;
    }
  return false;
};

/** True for a place in Australia or its waters, by a box: it catches latitude and longitude that were exchanged, and a lost minus. */
export const nearAustralia = ({ lat, lon }: Place): boolean =>
  lat >= -55_000_000 && lat <= -9_000_000 && lon >= 96_000_000 && lon <= 168_000_000;
