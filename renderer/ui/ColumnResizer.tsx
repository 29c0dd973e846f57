import { useRef, type PointerEvent } from 'react';
import css from './StretchGrid.module.css';

const MIN = 48;
const MAX = 900;

/**
 * The edge of a column head that is dragged to make the column wider or narrower. By keyboard, and without dragging, the same is done in
 * the panel of columns, so this edge is no stop of the Tab key.
 */
export const ColumnResizer = ({
  width,
  onResize,
}: {
  readonly width: number;
  readonly onResize: (width: number, settled: boolean) => void;
}) => {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const moved = (event: PointerEvent): number => {
    const from = start.current;
    return from === null ? width : Math.round(Math.min(MAX, Math.max(MIN, from.width + event.clientX - from.x)));
  };
  return (
    <span
      className={css.resizer}
      aria-hidden="true"
      onPointerDown={(event) => {
        const head = event.currentTarget.parentElement;
        start.current = { x: event.clientX, width: head?.getBoundingClientRect().width ?? width };
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        if (start.current !== null) onResize(moved(event), false);
      }}
      onPointerUp={(event) => {
        if (start.current !== null) onResize(moved(event), true);
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
      onClick={(event) => event.stopPropagation()}
    />
  );
};
