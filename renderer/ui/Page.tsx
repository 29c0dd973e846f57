import type { ReactNode } from 'react';
import css from './Page.module.css';

export interface PageProps {
  readonly head: ReactNode;
  /** A <RightPanel>. */
  readonly panel?: ReactNode;
  /** For a grid that fills the page and scrolls by itself. */
  readonly flush?: boolean;
  /** No gap below a head without a line. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** A page inside the desk's frame: the head stays, panes scroll, the page does not. */
export const Page = ({ head, panel, flush = false, open = false, children }: PageProps) => (
  <div className={css.page}>
    {head}
    <div className={css.below}>
      <div className={css.content} data-flush={flush} data-open={open}>
        {children}
      </div>
      {panel}
    </div>
  </div>
);
