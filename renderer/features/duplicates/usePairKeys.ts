import { useEffect, useRef } from 'react';
import { usePreferences } from '../../app/preferences.ts';

export interface PairKeys {
  readonly onMove: (by: 1 | -1) => void;
  readonly onMerge: () => void;
  readonly onLater: () => void;
  readonly onDifferent: () => void;
  readonly onUnmerge: () => void;
}

const PREFIX_MS = 1500;

const typing = (target: EventTarget | null): boolean =>
  (target instanceof HTMLElement &&
    target.closest('input:not([type="radio"]), textarea, select, [contenteditable], [role="menu"]') !== null) ||
  document.querySelector('[role="dialog"]') !== null;

/** j and k go through the queue, m merges, s puts off, n says that they are two, u takes the last merge apart. Silent while somebody types. */
export const usePairKeys = (keys: PairKeys): void => {
  const letters = usePreferences((preferences) => preferences.letters);
  const now = useRef(keys);
  useEffect(() => {
    now.current = keys;
  }, [keys]);
  useEffect(() => {
    if (!letters) return undefined;
    let prefixAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      // After g or c the next letter chooses a page.
      const prefixed = event.timeStamp - prefixAt < PREFIX_MS;
      prefixAt = event.key === 'g' || event.key === 'c' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (prefixed) return;
      const run: Readonly<Record<string, () => void>> = {
        j: () => now.current.onMove(1),
        k: () => now.current.onMove(-1),
        m: () => now.current.onMerge(),
        s: () => now.current.onLater(),
        n: () => now.current.onDifferent(),
        u: () => now.current.onUnmerge(),
      };
      const act = run[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [letters]);
};
