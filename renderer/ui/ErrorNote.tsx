import type { ReactNode } from 'react';
import { Note } from './Note.tsx';
import type { ProblemWords } from './problem.ts';
import css from './ErrorNote.module.css';

/** Where, what was kept, what next; rows without a fact are left out. */
export const ProblemFacts = ({ problem }: { readonly problem: ProblemWords }) => {
  const facts = [
    ['Where', problem.where],
    [
      'Entries',
      problem.issues === undefined || problem.issues.length === 0
        ? undefined
        : problem.issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`)).join('; '),
    ],
    ['Not lost', problem.kept],
    ['Next', problem.next],
  ] as const;
  if (facts.every(([, fact]) => fact === undefined)) return null;
  return (
    <dl className={css.facts}>
      {facts.map(([label, fact]) =>
        fact === undefined ? null : (
          <div key={label} className={css.fact}>
            <dt>{label}</dt>
            <dd>{fact}</dd>
          </div>
        ),
      )}
    </dl>
  );
};

/** A refusal inside a page or sheet; announced at once. */
export const ErrorNote = ({ problem, act }: { readonly problem: ProblemWords; readonly act?: ReactNode }) => (
  <Note tone="bad" live="assertive" act={act}>
    <strong className={css.title}>{problem.title}</strong>
    {problem.detail}
    <ProblemFacts problem={problem} />
  </Note>
);
