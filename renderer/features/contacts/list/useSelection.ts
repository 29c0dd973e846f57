import { useCallback, useMemo, useState } from 'react';
import type { ContactChoice, ContactRow } from '../../../../core/contract/contact-list.ts';
import type { GridSelection } from '../../../ui/stretchGrid.ts';
import type { Selection } from './listQueries.ts';

type Held =
  | { readonly mode: 'some'; readonly keys: ReadonlySet<string> }
  | { readonly mode: 'all'; readonly of: string; readonly except: ReadonlySet<string> };

const NONE: Held = { mode: 'some', keys: new Set() };

const toggled = (keys: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
};

export interface ListSelection extends GridSelection {
  readonly toggle: (row: ContactRow) => void;
  readonly add: (rows: readonly ContactRow[]) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  /** The selection as an act takes it: ids, or all that match except some. */
  readonly choice: ContactChoice | null;
}

/** What is selected in a list: single rows, or all that match except some. Another filter lets go of "all". */
export const useSelection = (whole: Selection, matching: number): ListSelection => {
  const [stored, setHeld] = useState<Held>(NONE);
  const of = `${whole.q}\u0000${whole.f}`;
  const held = stored.mode === 'all' && stored.of !== of ? NONE : stored;
  const toggle = useCallback(
    ({ id }: ContactRow) =>
      setHeld(held.mode === 'some' ? { mode: 'some', keys: toggled(held.keys, id) } : { ...held, except: toggled(held.except, id) }),
    [held],
  );
  const add = useCallback(
    (rows: readonly ContactRow[]) => {
      const ids = rows.map((row) => row.id);
      if (held.mode === 'some') return setHeld({ mode: 'some', keys: new Set([...held.keys, ...ids]) });
      const except = new Set(held.except);
      for (const id of ids) except.delete(id);
      setHeld({ ...held, except });
    },
    [held],
  );
  return useMemo(() => {
    const count = held.mode === 'some' ? held.keys.size : Math.max(matching - held.except.size, 0);
    const choice: ContactChoice | null =
      count === 0
        ? null
        : held.mode === 'some'
          ? { ids: [...held.keys] }
          : { q: whole.q, f: whole.f, except: [...held.except], expected: matching };
    return {
      has: (key) => (held.mode === 'some' ? held.keys.has(key) : !held.except.has(key)),
      count,
      all: held.mode === 'all' && held.except.size === 0,
      toggle,
      add,
      selectAll: () => setHeld({ mode: 'all', of, except: new Set() }),
      clear: () => setHeld(NONE),
      choice,
    };
  }, [held, matching, whole, of, toggle, add]);
};
