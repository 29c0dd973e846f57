/** Values that were used last, by name. */
export type Recent<V> = {
  readonly get: (name: string) => V | undefined;
  readonly set: (name: string, value: V) => void;
  readonly clear: () => void;
};

/**
 * Keeps at least the `count` values used last and at most twice as many: when the newer half is full, the older one is dropped as a whole. One `Map`
 * from which the oldest is taken each time walks over all the places that were emptied before it.
 */
export const recent = <V>(count: number): Recent<V> => {
  let newer = new Map<string, V>();
  let older = new Map<string, V>();
  const set = (name: string, value: V): void => {
    if (newer.size >= count) {
      older = newer;
      newer = new Map();
    }
    newer.set(name, value);
  };
  return {
    get: (name) => {
      const found = newer.get(name);
      if (found !== undefined) return found;
      const before = older.get(name);
      if (before !== undefined) set(name, before);
      return before;
    },
    set,
    clear: () => {
      newer = new Map();
      older = new Map();
    },
  };
};
