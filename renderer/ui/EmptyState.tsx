import type { ReactNode } from 'react';
import { EmptyDrawing, type Drawing } from './EmptyDrawing.tsx';
import css from './EmptyState.module.css';

export interface EmptyStateProps {
  readonly drawing: Drawing;
  readonly title: string;
  /** One sentence. */
  readonly children: ReactNode;
  /** One primary button (36 px), and the sample or import beside it. */
  readonly acts?: ReactNode;
  /** A file drop or link below. */
  readonly below?: ReactNode;
}

/** A page or panel with nothing in it yet. */
export const EmptyState = ({ drawing, title, children, acts, below }: EmptyStateProps) => (
  <div className={css.empty}>
    <div className={css.drawing}>
      <EmptyDrawing drawing={drawing} />
    </div>
    <h2 className={css.headline}>{title}</h2>
    <p className={css.sentence}>{children}</p>
    {acts === undefined ? null : <div className={css.acts}>{acts}</div>}
    {below === undefined ? null : <div className={css.below}>{below}</div>}
  </div>
);
