import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossesItself, MOST_POINTS, nearAustralia, readGeoJson, readTypedPoints } from './outline.ts';
import { isInside } from './place.ts';

const ring = [
  [151, -33.8],
  [151.3, -33.8],
  [151.3, -34],
  [151, -34],
  [151, -33.8],
];
const square = [
  { lat: -33_800_000, lon: 151_000_000 },
  { lat: -33_800_000, lon: 151_300_000 },
  { lat: -34_000_000, lon: 151_300_000 },
  { lat: -34_000_000, lon: 151_000_000 },
];
const polygon = { type: 'Polygon', coordinates: [ring] };

describe('a GeoJSON file', () => {
  it.each([
    polygon,
    { type: 'Feature', properties: {}, geometry: polygon },
    { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: polygon }] },
    { type: 'MultiPolygon', coordinates: [[ring]] },
    { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [151, -33] }, polygon] },
  ])('gives the outline of its one polygon: $type', (value) => {
    expect(readGeoJson(JSON.stringify(value))).toEqual({ ok: true, value: { points: square, given: 4, movedMetres: 0 } });
  });

  it.each([
    ['{', { code: 'not-json' }],
    [null, { code: 'no-polygon' }],
    [{ type: 'Point', coordinates: [151, -33] }, { code: 'no-polygon' }],
    [{ type: 'Polygon', coordinates: [] }, { code: 'no-polygon' }],
    [
      { type: 'MultiPolygon', coordinates: [[ring], [ring]] },
      { code: 'several', polygons: 2 },
    ],
    [{ type: 'Polygon', coordinates: [ring, ring] }, { code: 'holes' }],
    [{ type: 'Polygon', coordinates: [ring.slice(0, 2)] }, { code: 'too-few' }],
    [
      { type: 'Polygon', coordinates: [[...ring, ['151', -33]]] },
      { code: 'not-degrees', point: 6 },
    ],
    [
      { type: 'Polygon', coordinates: [[[-33.8, 151.2], ...ring]] },
      { code: 'not-degrees', point: 1 },
    ],
  ])('is refused with what is wrong: %j', (value, error) => {
    expect(readGeoJson(typeof value === 'string' ? value : JSON.stringify(value))).toEqual({ ok: false, error });
  });

  it('of many points keeps at most 200, none further from the line than it says', () => {
    const round = Array.from({ length: 5000 }, (_, at) => {
      const angle = (at / 5000) * 2 * Math.PI;
      return [151 + 0.4 * Math.cos(angle), -33.8 + 0.4 * Math.sin(angle)];
    });
    const read = readGeoJson(JSON.stringify({ type: 'Polygon', coordinates: [round] }));
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.given).toBe(5000);
    expect(read.value.points.length).toBeLessThanOrEqual(MOST_POINTS);
    expect(read.value.points.length).toBeGreaterThan(50);
    expect(read.value.movedMetres).toBeLessThan(200);
    expect(isInside({ lat: -33_800_000, lon: 151_000_000 }, read.value.points)).toBe(true);
    expect(crossesItself(read.value.points)).toBe(false);
  });

  it('never throws, whatever is in it', () => {
    fc.assert(fc.property(fc.json(), (text) => typeof readGeoJson(text).ok === 'boolean'));
  });
});

describe('typed points', () => {
  it('are read one a line, latitude first', () => {
    expect(readTypedPoints('-33.8, 151\n−33.8 151.3\n\n -34;151.3 \n-34.0, 151.0\n')).toMatchObject({
      ok: true,
      value: { points: square },
    });
  });
  it.each([
    ['-33.8, 151\n-33.8, 151.3', { code: 'too-few' }],
    ['-33.8, 151\nMarrickville\n-34, 151', { code: 'not-degrees', point: 2 }],
    ['-33.8, 151\n-33.8, 251.3\n-34, 151', { code: 'not-degrees', point: 2 }],
  ])('are refused with the line: %j', (text, error) => {
    expect(readTypedPoints(text)).toEqual({ ok: false, error });
  });
});

it('knows a line that crosses itself, and a place that is not in Australia', () => {
  const [a, b, c, d] = square;
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four corners');
  expect(crossesItself([a, b, c, d])).toBe(false);
  expect(crossesItself([a, c, b, d])).toBe(true);
  expect(nearAustralia(a)).toBe(true);
  expect(nearAustralia({ lat: a.lon - 80_000_000, lon: a.lat })).toBe(false);
  expect(nearAustralia({ ...a, lat: -a.lat })).toBe(false);
});
