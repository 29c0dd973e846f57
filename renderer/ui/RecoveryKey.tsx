import type { ReactNode } from 'react';
import css from './RecoveryKey.module.css';

/** The recovery key in numbered groups, shown once. `foot` says when it was made; `acts` print or save it. */
export const RecoveryKey = ({
  groups,
  foot,
  acts,
}: {
  readonly groups: readonly string[];
  readonly foot: ReactNode;
  readonly acts?: ReactNode;
}) => (
  <div className={css.box}>
    <ol className={css.groups} aria-label="Recovery key, in groups">
      {groups.map((group, index) => (
        <li key={`${index}-${group}`} className={css.group}>
          <span className={css.number}>{index + 1}</span>
          <span className={css.text}>{group}</span>
        </li>
      ))}
    </ol>
    <div className={css.foot}>
      <span>{foot}</span>
      {acts === undefined ? null : <span className={css.acts}>{acts}</span>}
    </div>
  </div>
);
