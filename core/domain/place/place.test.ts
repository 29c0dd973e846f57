import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEAR_KM, isInside, kilometresBetween, type Place } from './place.ts';

const micro = (lat: number, lon: number): Place => ({ lat: Math.round(lat * 1e6), lon: Math.round(lon * 1e6) });
const SYDNEY = micro(-33.8688, 151.2093);
const PARRAMATTA = micro(-33.815, 151.0011);
const PENRITH = micro(-33.7511, 150.6942);
const WOLLONGONG = micro(-34.4278, 150.8931);
const MELBOURNE = micro(-37.8136, 144.9631);

const place = fc.record({
  lat: fc.integer({ min: -44_000_000, max: -9_000_000 }),
  lon: fc.integer({ min: 112_000_000, max: 154_000_000 }),
});

describe('kilometres between places', () => {
  it('are those of the map', () => {
    expect(kilometresBetween(SYDNEY, MELBOURNE)).toBeCloseTo(713.4, 0);
    expect(kilometresBetween(SYDNEY, PARRAMATTA)).toBeCloseTo(20.1, 0);
    expect(kilometresBetween(SYDNEY, PENRITH) < NEAR_KM).toBe(true);
    expect(kilometresBetween(SYDNEY, WOLLONGONG) > NEAR_KM).toBe(true);
  });
  it('are none to itself, the same back, and never longer than by a third place', () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        expect(kilometresBetween(a, a)).toBe(0);
        expect(kilometresBetween(a, b)).toBe(kilometresBetween(b, a));
        expect(kilometresBetween(a, c)).toBeLessThanOrEqual(kilometresBetween(a, b) + kilometresBetween(b, c) + 1e-9);
      }),
    );
  });
});

describe('inside a polygon', () => {
  const box = (low: Place, high: Place): readonly Place[] => [low, { lat: low.lat, lon: high.lon }, high, { lat: high.lat, lon: low.lon }];
  it('is what lies between its bounds, edges and corners among it', () => {
    fc.assert(
      fc.property(place, place, place, (a, b, p) => {
        const low = { lat: Math.min(a.lat, b.lat), lon: Math.min(a.lon, b.lon) };
        const high = { lat: Math.max(a.lat, b.lat), lon: Math.max(a.lon, b.lon) };
        const between = low.lat <= p.lat && p.lat <= high.lat && low.lon <= p.lon && p.lon <= high.lon;
        expect(isInside(p, box(low, high))).toBe(between);
        expect(isInside(low, box(low, high))).toBe(true);
      }),
    );
  });
  it('does not depend on where the polygon begins or which way it goes round', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 3, maxLength: 12 }), fc.nat(11), place, (polygon, by, p) => {
        const turned = [...polygon.slice(by % polygon.length), ...polygon.slice(0, by % polygon.length)];
        const expected = isInside(p, polygon);
        expect(isInside(p, turned)).toBe(expected);
        expect(isInside(p, turned.toReversed())).toBe(expected);
      }),
    );
  });
  it('holds every point of its own and the middle of a triangle', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 3, maxLength: 12 }), (polygon) => {
        for (const point of polygon) expect(isInside(point, polygon)).toBe(true);
        const [a, b, c] = polygon as [Place, Place, Place];
        const triangle = [a, b, c].map((point) => ({ lat: point.lat * 3, lon: point.lon * 3 }));
        expect(isInside({ lat: a.lat + b.lat + c.lat, lon: a.lon + b.lon + c.lon }, triangle)).toBe(true);
      }),
    );
  });
  it('leaves out a bay', () => {
    const bay = [micro(-34, 150), micro(-34, 152), micro(-33, 152), micro(-33.5, 151), micro(-33, 150)];
    expect(isInside(micro(-33.2, 151), bay)).toBe(false);
    expect(isInside(micro(-33.8, 151), bay)).toBe(true);
  });
});
