import { kilometresBetween, type Place } from '../../../core/domain/place/place.ts';
import css from './OutlineMap.module.css';

const WIDTH = 420;
const HEIGHT = 220;
const EDGE = 14;

/** Puts places on the sheet: north up, degrees of longitude as short as they are there, the whole outline in view. */
const drawing = (points: readonly Place[]) => {
  const lats = points.map((point) => point.lat);
  const lons = points.map((point) => point.lon);
  const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
  const middle = { lat: Math.round((south + north) / 2), lon: Math.round((west + east) / 2) };
  const across = Math.cos((middle.lat / 1e6) * (Math.PI / 180));
  const scale = Math.min((WIDTH - 2 * EDGE) / Math.max(1, (east - west) * across), (HEIGHT - 2 * EDGE) / Math.max(1, north - south));
  return {
    put: ({ lat, lon }: Place) => ({ x: WIDTH / 2 + (lon - middle.lon) * across * scale, y: HEIGHT / 2 - (lat - middle.lat) * scale }),
    wide: kilometresBetween({ lat: middle.lat, lon: west }, { lat: middle.lat, lon: east }),
    high: kilometresBetween({ lat: south, lon: middle.lon }, { lat: north, lon: middle.lon }),
  };
};

const whole = (km: number): string => (km < 10 ? km.toFixed(1) : Math.round(km).toLocaleString('en-AU'));

export interface OutlineMapProps {
  readonly name: string;
  readonly points: readonly Place[];
  /** Where members inside work. */
  readonly members: readonly { readonly name: string; readonly at: Place }[];
}

/** The outline of a community as a drawing, with its size in words: no map of others is asked for, so no address leaves the desk. */
export const OutlineMap = ({ name, points, members }: OutlineMapProps) => {
  const { put, wide, high } = drawing(points);
  const line = points.map((point) => {
    const { x, y } = put(point);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const size = `${whole(wide)} km from west to east, ${whole(high)} km from north to south, ${String(points.length)} points`;
  return (
    <figure className={css.frame}>
      <svg
        className={css.map}
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label={`Outline of ${name === '' ? 'the community' : name}, north up`}
      >
        <polygon className={css.land} points={line.join(' ')} />
        {members.map((member) => {
          const { x, y } = put(member.at);
          return (
            <circle key={member.name} className={css.member} cx={x} cy={y} r={5}>
              <title>{member.name}</title>
            </circle>
          );
        })}
      </svg>
      <figcaption className="second">{size}</figcaption>
    </figure>
  );
};
