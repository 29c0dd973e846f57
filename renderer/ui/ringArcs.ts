const GAP_DEGREES = 17;
const SPAN_DEGREES = 72 - GAP_DEGREES;

const point = (centre: number, radius: number, degrees: number): string => {
  const turn = ((degrees - 90) * Math.PI) / 180;
  return `${(centre + radius * Math.cos(turn)).toFixed(2)} ${(centre + radius * Math.sin(turn)).toFixed(2)}`;
};

/** The stroke of a ring: 17 % of its size. */
export const ringStroke = (size: number): number => size * 0.17;

/** SVG path data of the five arcs, the first from 12 o'clock clockwise, 17° apart. */
export const ringArcs = (size: number): readonly string[] => {
  const centre = size / 2;
  const radius = (size - ringStroke(size)) / 2;
  return [0, 1, 2, 3, 4].map((arc) => {
    const from = arc * 72 + GAP_DEGREES / 2;
    return `M${point(centre, radius, from)}A${radius.toFixed(2)} ${radius.toFixed(2)} 0 0 1 ${point(centre, radius, from + SPAN_DEGREES)}`;
  });
};
