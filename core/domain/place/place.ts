/** A place on the earth in millionths of a degree, WGS 84; south and west are negative. */
export type Place = { readonly lat: number; readonly lon: number };

/** Radius of the search around a practice, in kilometres. */
export const NEAR_KM = 50;

/** Mean radius of the earth (IUGG), in metres. */
const EARTH_METRES = 6_371_009;

const radians = (micro: number): number => (micro / 1e6) * (Math.PI / 180);

/** Great-circle distance in kilometres on a sphere, by the haversine: within 0.6 % of the ellipsoid, exact enough for a radius. */
export const kilometresBetween = (a: Place, b: Place): number => {
  const [latA, latB] = [radians(a.lat), radians(b.lat)];
  const half = (angle: number): number => Math.sin(angle / 2) ** 2;
  const h = half(latB - latA) + Math.cos(latA) * Math.cos(latB) * half(radians(b.lon) - radians(a.lon));
  return (2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)))) / 1000;
};

/** Twice the signed area of a triangle, exact: coordinates are integers below 2^28, so no product passes 2^57 as BigInt. */
const turn = (a: Place, b: Place, c: Place): bigint =>
  BigInt(b.lon - a.lon) * BigInt(c.lat - a.lat) - BigInt(b.lat - a.lat) * BigInt(c.lon - a.lon);

const within = (value: number, a: number, b: number): boolean => Math.min(a, b) <= value && value <= Math.max(a, b);

/**
 * True for a place inside a polygon or on its edge. Edges are straight lines between degrees; the last point is joined to the first. Points
 * inside an odd number of windings count. A polygon across the 180th meridian is not supported.
 */
export const isInside = (place: Place, polygon: readonly Place[]): boolean => {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at, at += 1) {
    const [a, b] = [polygon[before], polygon[at]];
    if (a === undefined || b === undefined) return false;
    const side = turn(a, b, place);
    if (side === 0n && within(place.lat, a.lat, b.lat) && within(place.lon, a.lon, b.lon)) return true;
    // The edge crosses the parallel of the place to its east.
    if (a.lat > place.lat !== b.lat > place.lat && side > 0n === b.lat > a.lat) inside = !inside;
  }
  return inside;
};
