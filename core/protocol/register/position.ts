import type { KnownEvent, Logged } from '../event/event.ts';
import { authorOf } from './authority.ts';
import { type Moment, momentByPlaces, type PlaceOf } from './moment.ts';
import type { Register } from './state.ts';

/** What a position is found from: where entries are proven to stand in the network log, and the events that name a hash in `about` or `prevStep`. */
export type Positions = { readonly placeOf: PlaceOf; readonly naming: (hash: string) => readonly Logged<KnownEvent>[] };

/** Practice, office or client's key that a stream belongs to. */
const partyOf = (register: Register, stream: string): string => {
  const key = register.keys.get(stream);
  return key === undefined ? stream : (key.practice ?? register.office);
};

/** The lowest of its own place and that of any event by another party that names it and whose key counts at its own (protocol §5.4); null without any. */
const positionOf = (register: Register, event: Logged<KnownEvent>, { placeOf, naming }: Positions): number | null => {
  const own = placeOf(event.index);
  const others = naming(event.hash).flatMap((other) => {
    const place = placeOf(other.index);
    if (place === null || (own !== null && place >= own) || partyOf(register, other.stream) === partyOf(register, event.stream)) return [];
    const there = momentByPlaces(other.index, () => place, placeOf);
    return authorOf(register, other, there).ok ? [place] : [];
  });
  return others.reduce<number | null>((lowest, place) => (lowest === null || place < lowest ? place : lowest), own);
};

/** The moment of an event (protocol §5.4): by places where they are proven, else by the log at hand. */
export const momentOfEvent = (register: Register, event: Logged<KnownEvent>, positions: Positions): Moment =>
  momentByPlaces(event.index, () => positionOf(register, event, positions), positions.placeOf);
