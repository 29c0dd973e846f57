import type { KeyboardEvent } from 'react';
import { runRowKey } from './rowKeys.ts';

export interface StretchKeys {
  readonly count: number;
  readonly active: number;
  /** The cell that has the focus; null while the row has it. */
  readonly cell: number | null;
  readonly cells: number;
  readonly page: number;
  readonly letters: boolean;
  readonly move: (to: number, extend: boolean) => void;
  readonly goTo: (cell: number | null) => void;
  readonly toggle: () => void;
  readonly open: () => void;
  readonly peek: () => void;
  /** True when the cell, or one after it, can be edited. */
  readonly edit: () => boolean;
  readonly all: () => void;
  readonly clear: () => void;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * Runs one key of a list that is edited in place: j/k and arrows move, Left and Right go to cells, Shift extends, x selects, Space peeks,
 * Enter opens (a cell that can be edited is edited), F2 or e edits, Ctrl+A selects all that match, Esc goes back. True when it was used.
 */
export const runStretchKey = (event: Pressed, keys: StretchKeys): boolean => {
  const { key } = event;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key.toLowerCase() === 'a' && keys.count > 0) {
    keys.all();
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || keys.count === 0) return false;
  if (key === 'ArrowRight') keys.goTo(Math.min((keys.cell ?? -1) + 1, keys.cells - 1));
  else if (key === 'ArrowLeft') keys.goTo(keys.cell === null || keys.cell === 0 ? null : keys.cell - 1);
  else if (key === 'F2' || (keys.letters && key === 'e')) return keys.edit();
  else if (key === ' ') keys.peek();
  else if (key === 'Enter' && keys.cell !== null && keys.edit()) return true;
  else
    return runRowKey(event, {
      count: keys.count,
      active: keys.active,
      page: keys.page,
      letters: keys.letters,
      move: keys.move,
      toggle: keys.toggle,
      open: keys.open,
      clear: keys.clear,
    });
  return true;
};
