import type { KeyboardEvent } from 'react';

export interface RowKeys {
  readonly count: number;
  readonly active: number;
  /** How many rows Page Up and Page Down move. */
  readonly page: number;
  /** Letters j, k, x work only when the person left single-key shortcuts on (WCAG 2.1.4). */
  readonly letters: boolean;
  readonly move: (to: number, extend: boolean) => void;
  readonly toggle: (index: number) => void;
  readonly open: (index: number) => void;
  readonly clear: () => void;
}

const clamp = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);

const targetOf = (key: string, { active, count, page, letters }: RowKeys): number | undefined => {
  if (key === 'ArrowDown' || (letters && (key === 'j' || key === 'J'))) return clamp(active + 1, count);
  if (key === 'ArrowUp' || (letters && (key === 'k' || key === 'K'))) return clamp(active - 1, count);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'PageDown') return clamp(active + page, count);
  if (key === 'PageUp') return clamp(active - page, count);
  return undefined;
};

/** Runs one key of a list: j/k and arrows move, Shift extends, x or Space selects, Enter opens, Esc clears. True when it was used. */
export const runRowKey = (event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>, keys: RowKeys): boolean => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.count === 0) return false;
  const target = targetOf(event.key, keys);
  if (target !== undefined) {
    keys.move(target, event.shiftKey);
    return true;
  }
  if (event.key === ' ' || (keys.letters && event.key === 'x')) keys.toggle(keys.active);
  else if (event.key === 'Enter') keys.open(keys.active);
  else if (event.key === 'Escape') keys.clear();
  else return false;
  return true;
};
