const WIDTH = 70;
const HEIGHT = 24;

/** A trend, 70×24, without axes. Decorative: the change stands beside it in words. */
export const Sparkline = ({ values }: { readonly values: readonly number[] }) => {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = (WIDTH - 6) / Math.max(values.length - 1, 1);
  const points = values.map((value, index) => [3 + index * step, HEIGHT - 3 - ((value - low) / span) * (HEIGHT - 6)] as const);
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const last = points.at(-1);
  if (last === undefined) return null;
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polygon points={`3,${HEIGHT} ${line} ${last[0]},${HEIGHT}`} fill="var(--accent-tint)" />
      <polyline points={line} fill="none" stroke="var(--chart)" strokeWidth="1.4" strokeLinejoin="round" />
      <circle cx={last[0]} cy={last[1]} r="2.2" fill="var(--chart)" />
    </svg>
  );
};
