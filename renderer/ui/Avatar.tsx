import { initials } from './initials.ts';
import css from './Avatar.module.css';

/** Initials in a disc for a person, in an ink square for a practice. The name stands beside it. */
export const Avatar = ({
  name,
  size = 'small',
  shape = 'round',
}: {
  readonly name: string;
  readonly size?: 'small' | 'large';
  readonly shape?: 'round' | 'square';
}) => (
  <span className={css.avatar} data-size={size} data-shape={shape} aria-hidden="true">
    {initials(name)}
  </span>
);
