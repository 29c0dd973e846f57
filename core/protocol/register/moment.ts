/**
 * Where an event stands against the events of the register (protocol §5.4). `index` is its entry in the log at hand: what states a key, a person or a
 * practice goes by that. `isAfter` says of a register event, by its entry, whether it stands before this one: what ends or changes something goes by that.
 */
export type Moment = { readonly index: number; readonly isAfter: (entry: number) => boolean };

/** A place of the log at hand alone: everything below it stands before it. */
export const momentAt = (index: number): Moment => ({ index, isAfter: (entry) => entry < index });

/** A moment as callers may give it: those who ask about now give the size of the log. */
export const toMoment = (at: number | Moment): Moment => (typeof at === 'number' ? momentAt(at) : at);

/** Where an entry of the log at hand is proven to stand in the network log; null while that is not known. */
export type PlaceOf = (entry: number) => number | null;

/**
 * The moment of an event: before or after by the network log where it and the register event both have a proven place there, by the log at hand
 * otherwise. `place` is the lowest of its own and that of any event by another party that names it; it is asked for only when it matters.
 */
export const momentByPlaces = (index: number, place: () => number | null, placeOf: PlaceOf): Moment => ({
  index,
  isAfter: (entry) => {
    if (entry === index) return false;
    const other = placeOf(entry);
    const own = other === null ? null : place();
    return other === null || own === null ? entry < index : other <= own;
  },
});

/**
 * What holds at a moment, of values that took each other's place and stand in their order. With `stated` the first of them is a statement, which goes by the log at hand.
 */
export const heldAt = <T extends { readonly from: number }>(list: readonly T[], moment: Moment, stated: number): T | undefined =>
  list.findLast((entry, position) => (position < stated ? entry.from < moment.index : moment.isAfter(entry.from)));

/** Entries in the order in which they stand: by their places in the network log, one without a place right after what stands before it in the log at hand. */
export const inLogOrder = <T extends { readonly index: number }>(entries: readonly T[], placeOf: PlaceOf): readonly T[] => {
  let anchor = Number.NEGATIVE_INFINITY;
  const keyed = entries
    .toSorted((a, b) => a.index - b.index)
    .map((entry) => {
      const place = placeOf(entry.index) ?? anchor;
      anchor = Math.max(anchor, place);
      return { entry, place };
    });
  return keyed
    .toSorted((a, b) => (a.place === b.place ? a.entry.index - b.entry.index : a.place < b.place ? -1 : 1))
    .map(({ entry }) => entry);
};
