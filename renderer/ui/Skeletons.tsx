import type { CSSProperties } from 'react';
import { useLate } from './useLate.ts';
import css from './Skeletons.module.css';

const widths = ['34%', '22%', '28%', '18%'] as const;

/** Grey rows with the final row height, after 200 ms. Announced once as loading. */
export const SkeletonRows = ({
  rows = 8,
  height = 32,
  label,
}: {
  readonly rows?: number;
  readonly height?: number;
  readonly label: string;
}) => {
  const late = useLate();
  if (!late) return null;
  const style: CSSProperties & Record<'--row', string> = { '--row': `${height}px` };
  return (
    <div className={css.rows} role="status" style={style}>
      <span className="visually-hidden">Loading {label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={css.row} aria-hidden="true">
          {widths.map((width, index) => (
            <span key={width} className={css.bar} style={{ width: widths[(row + index) % widths.length] }} />
          ))}
        </div>
      ))}
    </div>
  );
};

/** A grey block with the size of the card to come, after 200 ms. */
export const SkeletonBlock = ({ height, label }: { readonly height: number; readonly label: string }) => {
  const late = useLate();
  return late ? (
    <div className={css.block} role="status" style={{ height }}>
      <span className="visually-hidden">Loading {label}</span>
    </div>
  ) : null;
};
