import type { ReactNode } from 'react';
import { IconX } from '@tabler/icons-react';
import { ProblemFacts } from './ErrorNote.tsx';
import type { ProblemWords } from './problem.ts';
import css from './ErrorPage.module.css';

export interface ErrorPageProps {
  readonly problem: ProblemWords;
  /** Expected and found, as KeyValues. Without it the problem's own facts stand here. */
  readonly compared?: ReactNode;
  /** What is paused and what works, as a list of <Status>. */
  readonly until?: ReactNode;
  /** One repair, as a primary button, and at most one other way. */
  readonly acts?: ReactNode;
  /** "Takes about 3 seconds". */
  readonly aside?: ReactNode;
  /** Cards below: why this can happen, who knows. */
  readonly children?: ReactNode;
  /** 2 when the page has a head of its own. */
  readonly level?: 1 | 2;
}

/** A failure that takes the page: named, bounded, repairable. */
export const ErrorPage = ({ problem, compared, until, acts, aside, children, level = 1 }: ErrorPageProps) => {
  const Heading = level === 1 ? 'h1' : 'h2';
  const Below = level === 1 ? 'h2' : 'h3';
  return (
    <div className={css.page}>
      <section className={css.box} role="alert">
        <div className={css.lead}>
          <span className={css.mark}>
            <IconX size={22} stroke={2} aria-hidden="true" />
          </span>
          <div>
            <Heading>{problem.title}</Heading>
            <p>{problem.detail}</p>
          </div>
        </div>
        <div className={css.columns}>
          <div className={css.column}>
            <Below>{compared === undefined ? 'What is known' : 'What was compared'}</Below>
            {compared ?? <ProblemFacts problem={problem} />}
          </div>
          {until === undefined ? null : (
            <div className={css.column}>
              <Below>Until it is repaired</Below>
              {until}
            </div>
          )}
        </div>
        {acts === undefined && aside === undefined ? null : (
          <div className={css.acts}>
            {acts}
            {aside === undefined ? null : <span className={css.aside}>{aside}</span>}
          </div>
        )}
      </section>
      {children}
    </div>
  );
};
