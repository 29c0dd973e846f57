import type { ReactNode } from 'react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { Tone } from './tone.ts';
import css from './StatusBar.module.css';

export interface StatusPart {
  readonly id: string;
  readonly icon?: ReactNode;
  /** Colours the icon and the strong word. */
  readonly tone?: Tone;
  readonly strong?: string;
  readonly text?: ReactNode;
  /** Root hashes and the like, in fours. */
  readonly hash?: string;
  /** The page this part opens. */
  readonly to?: LinkProps['to'];
  /** Right end of the bar. */
  readonly end?: boolean;
}

const Inside = ({ part }: { readonly part: StatusPart }) => (
  <>
    {part.icon === undefined ? null : <span className={css.icon}>{part.icon}</span>}
    {part.strong === undefined ? null : <span className={css.strong}>{part.strong}</span>}
    {part.text === undefined ? null : <span>{part.text}</span>}
    {part.hash === undefined ? null : <span className={css.hash}>{part.hash}</span>}
  </>
);

const Part = ({ part, last }: { readonly part: StatusPart; readonly last: boolean }) =>
  part.to === undefined ? (
    <span className={css.part} data-tone={part.tone} data-last={last}>
      <Inside part={part} />
    </span>
  ) : (
    <Link to={part.to} className={css.part} data-tone={part.tone} data-last={last}>
      <Inside part={part} />
    </Link>
  );

/** Connection, what waits, last check, root, witness, backup, time. Each part opens its page. */
export const StatusBar = ({ parts, label = 'Status' }: { readonly parts: readonly StatusPart[]; readonly label?: string }) => {
  const start = parts.filter((part) => part.end !== true);
  const end = parts.filter((part) => part.end === true);
  return (
    <footer className={css.bar} aria-label={label} tabIndex={-1}>
      {start.map((part) => (
        <Part key={part.id} part={part} last={false} />
      ))}
      <span className={css.gap} />
      {end.map((part) => (
        <Part key={part.id} part={part} last />
      ))}
    </footer>
  );
};
