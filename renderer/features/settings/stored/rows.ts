/** The list with one entry changed. */
export const replaced = <T>(list: readonly T[], at: number, part: Partial<T>): T[] =>
  list.map((one, index) => (index === at ? { ...one, ...part } : one));

/** The list without one entry. */
export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

/** The list with one entry a place earlier (`by` −1) or later (1); unchanged at its ends. */
export const moved = <T>(list: readonly T[], at: number, by: -1 | 1): T[] => {
  const to = at + by;
  const [one, other] = [list[at], list[to]];
  if (one === undefined || other === undefined) return [...list];
  return list.map((entry, index) => (index === at ? other : index === to ? one : entry));
};

/** The list with a value added or taken out, in the order of `all`. */
export const toggled = <T>(all: readonly T[], list: readonly T[], value: T): T[] =>
  all.filter((one) => (one === value ? !list.includes(value) : list.includes(one)));

/** An id for a new entry, from its name, that no other has. */
export const freshId = (name: string, taken: readonly string[]): string => {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, '-')
      .replaceAll(/^[-0-9]+|-+$/gu, '') || 'new';
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (!taken.includes(id)) return id;
  }
};

/** A whole number as it is typed; null while it is none. */
export const wholeOf = (text: string): number | null => (/^[0-9]{1,7}$/u.test(text.trim()) ? Number(text.trim()) : null);
