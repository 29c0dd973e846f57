import type { AnyEvent, Logged } from '../../protocol/event/event.ts';
import type { Void } from './judge.ts';

/** Why an event does not count whose key signed another one in its place. */
export const FORKED: Void = {
  code: 'stream.conflict',
  why: 'its key signed another event in its place, or in that of one it follows, and the one logged first counts',
};

export type ForkSource = {
  /** Every event held at one place of a stream. */
  readonly at: (stream: string, n: number) => readonly Logged<AnyEvent>[];
  /** Where an entry is proven to stand in the network log. */
  readonly placeOf: (idx: number) => number | null;
  /** True for an event that does not count because of another one in its place. */
  readonly isForked: (event: Logged<AnyEvent>) => boolean;
  /** True for an event that came only in a paper whose key had ended: without a proven place it takes nobody's. */
  readonly isLate: (event: Logged<AnyEvent>) => boolean;
};

/** By which of two events at one place comes first: the place in the network log, else the order of this desk's own. */
type Rank = { readonly place: number | null; readonly index: number };

const isBefore = (one: Rank, other: Rank): boolean => {
  if (one.place !== null && other.place !== null) return one.place < other.place;
  return one.place === null && other.place === null ? one.index < other.index : one.place !== null;
};

/**
 * Which of several events in one place of a stream stands (protocol §5.4). A stream has one writer and the network log takes one chain of each, so an event
 * that is logged was logged after every one it follows.
 */
export const streamForks = ({ at, placeOf, isForked, isLate }: ForkSource) => {
  /** An event stands where the first of those that follow it stands, when that is known first. */
  const rankOf = ({ stream, n, hash }: AnyEvent, own: number): Rank => {
    let place = placeOf(own);
    let index = own;
    let chain: readonly string[] = [hash];
    for (let next = n + 1; place === null; next += 1) {
      const following = at(stream, next).filter(({ prev }) => chain.includes(prev));
      if (following.length === 0) break;
      const places = following.flatMap((event) => placeOf(event.index) ?? []);
      if (places.length > 0) place = Math.min(...places);
      index = Math.min(index, ...following.map((event) => event.index));
      chain = following.map((event) => event.hash);
    }
    return { place, index };
  };

  const followsForked = (event: AnyEvent): boolean =>
    event.n > 0 && at(event.stream, event.n - 1).some((before) => before.hash === event.prev && isForked(before));

  /**
   * The event that takes this one's place away, itself at that place or at one that this event follows; undefined where it stands. `index` is that in the
   * log of the desk, its size for an event that has just come.
   */
  const rivalOf = (event: AnyEvent, index: number): Logged<AnyEvent> | undefined => {
    const { stream, n, hash, prev } = event;
    const before = n === 0 ? [] : at(stream, n - 1);
    const below = before.find((one) => one.hash === prev);
    if (below !== undefined && isForked(below)) return before.find((one) => !isForked(one)) ?? below;
    const here = at(stream, n).filter((one) => one.hash !== hash);
    const held = new Set([hash, ...here.map((one) => one.hash)]);
    // Where what was signed before or after is another one, an event is missing here that stands in this place.
    const gaps = [...(below === undefined ? before : []), ...at(stream, n + 1).filter((one) => !held.has(one.prev))];
    const rivals = [...here, ...gaps].filter((one) => !followsForked(one));
    if (rivals.length === 0) return undefined;
    const own = rankOf(event, index);
    return rivals.find((one) => {
      const rank = rankOf(one, one.index);
      return isBefore(rank, own) && (rank.place !== null || !isLate(one));
    });
  };

  return { rivalOf };
};
