import { useId, type ReactNode } from 'react';
import type { Tone } from './tone.ts';
import css from './Card.module.css';

export interface CardProps {
  readonly title?: ReactNode;
  readonly count?: ReactNode;
  readonly icon?: ReactNode;
  /** Right end of the head: a link, a quiet button, a chip or a few words. */
  readonly aside?: ReactNode;
  readonly tone?: Extract<Tone, 'bad' | 'waiting'>;
  /** No padding, for a table that reaches the border. */
  readonly flush?: boolean;
  readonly level?: 2 | 3;
  readonly children: ReactNode;
}

/** A hairline box with an optional head. */
export const Card = ({ title, count, icon, aside, tone, flush = false, level = 2, children }: CardProps) => {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={css.card} data-tone={tone} aria-labelledby={title === undefined ? undefined : id}>
      {title === undefined ? null : (
        <div className={css.head}>
          <div className={css.title}>
            {icon}
            <Heading id={id}>{title}</Heading>
            {count === undefined ? null : <span className={css.count}>{count}</span>}
          </div>
          {aside === undefined ? null : <div className={css.aside}>{aside}</div>}
        </div>
      )}
      <div className={flush ? css.flush : css.body}>{children}</div>
    </section>
  );
};
