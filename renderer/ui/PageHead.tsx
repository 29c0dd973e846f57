import type { ReactNode } from 'react';
import css from './PageHead.module.css';

export interface PageHeadProps {
  readonly title: string;
  /** One line of what the page is. */
  readonly line?: ReactNode;
  /** Links to the pages above this one. */
  readonly crumbs?: ReactNode;
  /** Chips or a count beside the title. */
  readonly beside?: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode;
  /** No line below, when views or figures follow at once. */
  readonly open?: boolean;
}

/** The head of a page: where, what, and what can be done. Sets the window's title. */
export const PageHead = ({ title, line, crumbs, beside, actions, open = false }: PageHeadProps) => (
  <header className={css.head} data-open={open}>
    <title>{`${title} · Flip 360 Desk`}</title>
    <div className={css.words}>
      {crumbs === undefined ? null : (
        <nav className={css.crumbs} aria-label="Where this page is">
          {crumbs}
        </nav>
      )}
      <div className={css.title}>
        <h1>{title}</h1>
        {beside}
      </div>
      {line === undefined ? null : <p className={css.line}>{line}</p>}
    </div>
    {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
  </header>
);
