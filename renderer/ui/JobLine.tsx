import type { ReactNode } from 'react';
import css from './JobLine.module.css';

export interface JobLineProps {
  readonly done: number;
  /** null: nobody knows how much there is. */
  readonly of: number | null;
  readonly words: string;
  readonly act?: ReactNode;
}

/** Long work in one line: what it does, how far it is, and its stop. */
export const JobLine = ({ done, of, words, act }: JobLineProps) => (
  <div className={css.line}>
    <span className={css.words} role="status">
      {words === '' ? 'Working' : words}
    </span>
    <progress
      className={css.bar}
      aria-label={words === '' ? 'Working' : words}
      {...(of === null || of === 0 ? {} : { value: done, max: of })}
    />
    {of === null ? null : (
      <span className={css.count}>
        {done.toLocaleString('en-AU')} of {of.toLocaleString('en-AU')}
      </span>
    )}
    {act}
  </div>
);
