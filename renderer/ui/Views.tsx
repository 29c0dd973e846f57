import type { ReactNode } from 'react';
import css from './Views.module.css';

export interface View {
  readonly id: string;
  readonly name: string;
  readonly count?: ReactNode;
  readonly icon?: ReactNode;
}

/** Saved views of a list, 34 px. The chosen one lives in the URL. */
export const Views = ({
  views,
  current,
  onChoose,
  children,
}: {
  readonly views: readonly View[];
  readonly current: string;
  readonly onChoose: (id: string) => void;
  readonly children?: ReactNode;
}) => (
  <div className={css.views} role="group" aria-label="Views">
    {views.map((view) => (
      <button key={view.id} type="button" className={css.view} aria-pressed={view.id === current} onClick={() => onChoose(view.id)}>
        {view.icon}
        {view.name}
        {view.count === undefined ? null : <span className={css.count}>{view.count}</span>}
      </button>
    ))}
    {children}
  </div>
);
