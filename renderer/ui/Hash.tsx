import { CopyButton } from './CopyButton.tsx';
import css from './Hash.module.css';

/** Hex in groups of four: "8f3a 91c2 0e57 bd64". */
export const fours = (hex: string): string => hex.match(/.{1,4}/gu)?.join(' ') ?? '';

export interface HashProps {
  /** Lower-case hex, whole. */
  readonly hex: string;
  /** How many digits show; 16 unless the row is narrow. */
  readonly digits?: 8 | 12 | 16 | 32 | 'all';
  readonly copy?: boolean;
  /** What it is the hash or id of, for the copy button: "event hash". */
  readonly what?: string;
}

/** A hash or key id in fours. Copying always takes the whole value. */
export const Hash = ({ hex, digits = 16, copy = true, what = 'hash' }: HashProps) => {
  const shown = digits === 'all' ? hex : hex.slice(0, digits);
  return (
    <span className={css.hash} data-all={digits === 'all'}>
      <span title={hex}>{fours(shown)}</span>
      {copy ? <CopyButton text={hex} what={what} /> : null}
    </span>
  );
};
