import type { EventRow, EventRows } from '../../adapters/sqlite/event-rows.ts';
import type { AnyEvent, KnownEvent, Logged } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { statedClientKey } from '../../protocol/referral/client-keys.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';
import { foldInOrder, isFounding, isRegisterEvent, REGISTER_TYPES } from '../../protocol/register/fold.ts';
import type { Moment } from '../../protocol/register/moment.ts';
import { momentOfEvent } from '../../protocol/register/position.ts';
import type { Register } from '../../protocol/register/state.ts';
import { hasTurningPoints, turningPoints } from '../../protocol/register/turning-points.ts';
import { founded, judgeAt, type Void } from './judge.ts';
import { LATE, type LateEvents } from './late-events.ts';
import { FORKED, type streamForks } from './stream-forks.ts';
import type { VoidEvents } from './void-events.ts';

/** An event that counted and does not any more (`now` says why), or did not (`was` says why) and does. */
export type Reversal = { readonly event: Logged<AnyEvent>; readonly was: Void | null; readonly now: Void | null };

export type RejudgeOptions = {
  readonly rows: EventRows;
  readonly primitives: Primitives;
  readonly voids: VoidEvents;
  readonly forks: ReturnType<typeof streamForks>;
  readonly late: LateEvents;
  readonly allAt: (stream: string, n: number) => readonly Logged<AnyEvent>[];
  /** Where an entry is proven to stand in the network log. */
  readonly placeOf: (idx: number) => number | null;
  readonly register: () => Register | null;
  /** Folds the register anew from the events that count. */
  readonly refold: () => void;
  readonly ofRow: (row: EventRow) => Logged<AnyEvent>;
  readonly event: (hash: string) => Logged<AnyEvent> | undefined;
  readonly known: (hash: string) => Logged<KnownEvent> | undefined;
  readonly author: (hash: string) => AuthorFacts | undefined;
  readonly byStream: (stream: string, n: number) => Logged<AnyEvent> | undefined;
  /** Notes what an event changes, before and after its verdict turns. */
  readonly touch: (event: Logged<KnownEvent>) => void;
};

/** Most rounds until nothing turns any more; each settles what rests on the round before. */
const MOST_ROUNDS = 64;
const CHUNK = 500;

/**
 * Judges events that are held again when the network log says more about where they stand (protocol §5.4), with everything that rests on them. What does not
 * count stays where it is and is shown with the reason.
 */
export const rejudging = (options: RejudgeOptions) => {
  const { rows, primitives, voids, late, placeOf, ofRow, byStream } = options;

  /** The register as its events give it in the order of the network log; with `every`, those that do not count as well. */
  const foldRegister = (every: boolean): Register | null => {
    let begun: Register | null = null;
    const later: Logged<KnownEvent>[] = [];
    for (const row of rows.ofTypes(REGISTER_TYPES)) {
      const found = ofRow(row);
      if (!found.known || (!every && voids.of(row.idx) !== undefined)) continue;
      if (isFounding(found)) begun = founded(found, primitives);
      else later.push(found);
    }
    return begun === null ? null : foldInOrder(begun, later, placeOf);
  };

  const atIndex = (idx: number): Logged<KnownEvent> | undefined => {
    const row = rows.byIndex(idx);
    const found = row === undefined ? undefined : ofRow(row);
    return found?.known === true ? found : undefined;
  };

  const all = function* all(): Generator<Logged<AnyEvent>> {
    for (let from = 0; ;) {
      const page = rows.from(from, CHUNK);
      for (const row of page) {
        const found = ofRow(row);
        if (found.known || voids.of(found.index) !== undefined) yield found;
      }
      if (page.length < CHUNK) return;
      from += CHUNK;
    }
  };

  const naming = (hash: string): readonly Logged<KnownEvent>[] => rows.naming(hash).flatMap((idx) => atIndex(idx) ?? []);

  const momentOf = (register: Register, event: Logged<KnownEvent>): Moment => momentOfEvent(register, event, { placeOf, naming });

  /** True where any place of a stream may be held by more than one event. */
  const isContested = (): boolean => voids.forked().length > 0 || late.all().length > 0;

  /** True for an event that came only in a paper whose key had ended, and that is not known to stand before that end. */
  const isTooLate = (register: Register, event: Logged<KnownEvent>): boolean => {
    const key = register.keys.get(late.keyOf(event.index) ?? '');
    const ends = [key?.revokedAt, key?.retiredAt].filter((entry) => typeof entry === 'number');
    const moment = ends.length === 0 ? null : momentOf(register, event);
    return moment !== null && ends.some((entry) => moment.isAfter(entry));
  };

  /** Why an event that is held does not count; null where it does. Its signature was checked when it came. */
  const reasonFor = (event: Logged<AnyEvent>): Void | null => {
    const register = options.register();
    const row = rows.byIndex(event.index);
    if (register === null || row === undefined || (event.known && isFounding(event))) return null;
    if (isContested() && options.forks.rivalOf(event, event.index) !== undefined) return FORKED;
    if (!event.known) return null;
    const first = event.n === 0 ? event : byStream(event.stream, 0);
    if (!register.keys.has(event.stream) && !(first?.known === true && statedClientKey(first, primitives) !== undefined))
      return { code: 'key.unknown', why: 'no event that counts states its key' };
    const read = readEvent(row.record, primitives);
    if (!read.ok) throw new Error(`stored event ${row.idx} does not read: ${read.error.code}`);
    const judged = judgeAt(read.value, event, register, momentOf(register, event), {
      primitives,
      byHash: options.event,
      known: (hash) => (hash === event.hash ? event : options.known(hash)),
      author: options.author,
      byStream,
    });
    if (judged.verdict !== 'accept') return { code: judged.code, why: judged.why };
    return isTooLate(register, event) ? LATE : null;
  };

  const ofType = (type: KnownEvent['type']): readonly Logged<KnownEvent>[] =>
    rows
      .ofTypes(new Set([type]))
      .map(ofRow)
      .filter((event): event is Logged<KnownEvent> => event.known);

  const dependents = (turned: readonly Logged<AnyEvent>[]): readonly Logged<AnyEvent>[] => {
    const found = new Map<number, Logged<AnyEvent>>();
    const add = (idx: number): void => {
      const event = found.has(idx) ? undefined : atIndex(idx);
      if (event !== undefined) found.set(idx, event);
    };
    const contested = isContested();
    for (const event of turned) {
      // What stands beside it in its stream, and what follows.
      if (contested) for (const row of rows.ofStream(event.stream)) if (row.n >= event.n - 1) found.set(row.idx, ofRow(row));
      for (const idx of rows.naming(event.hash)) add(idx);
      // Approvals, invitations, consents and a client's first event are named in bodies only: by events about the same, or of the same referral.
      for (const name of event.about) {
        const named = options.event(name);
        if (named !== undefined) add(named.index);
        for (const idx of rows.naming(name)) add(idx);
      }
      if (event.type === 'standing.invited')
        for (const type of ['standing.granted', 'standing.refused', 'consent.amended'] as const)
          for (const one of ofType(type)) add(one.index);
      const intent = rows.byIndex(event.index)?.intent ?? null;
      if (intent !== null) for (const row of rows.ofIntent(intent)) add(row.idx);
    }
    return [...found.values()].toSorted((a, b) => a.index - b.index);
  };

  /** Judges these again and then what rests on each that turned, until nothing turns any more. */
  const settle = (queue: Iterable<Logged<AnyEvent>>): readonly Reversal[] => {
    const before = new Map<number, Void | null>();
    const turnedEver = new Map<number, Logged<AnyEvent>>();
    const touch = (event: Logged<AnyEvent>): void => {
      if (event.known) options.touch(event);
    };
    let next = queue;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const turned: Logged<AnyEvent>[] = [];
      for (const event of next) {
        const held = voids.of(event.index);
        const now = reasonFor(event);
        if (held?.code === now?.code && held?.why === now?.why) continue;
        if (!before.has(event.index)) before.set(event.index, held ?? null);
        touch(event);
        voids.set(event.index, now);
        touch(event);
        // What follows in its stream hangs on whether it is forked, counting or not.
        if ((held === undefined) === (now === null) && held?.code !== FORKED.code && now?.code !== FORKED.code) continue;
        turned.push(event);
        turnedEver.set(event.index, event);
      }
      if (turned.length === 0) break;
      if (turned.some((event) => event.known && isRegisterEvent(event))) {
        options.refold();
        next = all();
      } else next = dependents(turned);
    }
    return [...turnedEver.values()]
      .map((event) => ({ event, was: before.get(event.index) ?? null, now: voids.of(event.index) ?? null }))
      .filter(({ was, now }) => (was === null) !== (now === null))
      .toSorted((a, b) => a.event.index - b.event.index);
  };

  const isAtTurningPoint = (register: Register, event: Logged<KnownEvent>): boolean =>
    voids.of(event.index) !== undefined || turningPoints(register, event).length > 0;

  const ofStreams = (streams: readonly string[]): readonly Logged<KnownEvent>[] =>
    streams.flatMap((stream) => rows.ofStream(stream).map(ofRow)).filter((event): event is Logged<KnownEvent> => event.known);

  const keysWhere = (register: Register, holds: (key: { readonly key: string; readonly person: string | null }) => boolean) =>
    [...register.keys.values()].filter((key) => key.use !== 'passkey' && holds(key)).map(({ key }) => key);

  /** What a key signed; of a passkey, what its person's keys did. */
  const ofKey = (register: Register, key: string): readonly Logged<KnownEvent>[] => {
    const facts = register.keys.get(key);
    return ofStreams(facts?.use === 'passkey' ? keysWhere(register, ({ person }) => person === facts.person) : [key]);
  };

  /** What an event of the register may end or change for others: they are judged again when its place is known. */
  const touchedBy = (register: Register, event: Logged<KnownEvent>): readonly Logged<KnownEvent>[] => {
    switch (event.type) {
      case 'key.revoked':
      case 'key.retired':
        return ofKey(register, event.body.key);
      case 'key.barred':
        return event.body.keys.flatMap((key) => ofKey(register, key));
      case 'person.left':
      case 'role.changed':
        return [...ofStreams(keysWhere(register, ({ person }) => person === event.body.person)), ...ofType('batch.approved')];
      case 'person.registered':
        return ofType('batch.approved');
      case 'registrar.replaced':
        return ofStreams([...register.keys.values()].filter(({ use }) => use === 'registrar').map(({ key }) => key));
      case 'membership.suspended':
      case 'membership.resigned':
      case 'membership.reinstated':
        return ofType('referral.intent').filter(
          ({ type, body }) =>
            type === 'referral.intent' && (body.referrer === event.body.practice || body.receiver === event.body.practice),
        );
      case 'till.assigned':
        return ofType('batch.released');
      default:
        return [];
    }
  };

  let asked: { readonly register: Register; readonly turns: boolean } | undefined;
  const turns = (register: Register): boolean => {
    if (asked?.register !== register) asked = { register, turns: hasTurningPoints(register) };
    return asked.turns;
  };

  const lateOnes = (): readonly Logged<KnownEvent>[] => late.all().flatMap((idx) => atIndex(idx) ?? []);

  /** Every event at the place of an entry in its stream, and right before and after it. */
  const besides = (idx: number): readonly Logged<AnyEvent>[] => {
    const row = rows.byIndex(idx);
    return row === undefined ? [] : [-1, 0, 1].flatMap((step) => options.allAt(row.stream, row.n + step));
  };

  /** Every event of the streams that grew from an entry on, where another one takes a place in them: what links two parts of a stream may decide between others. */
  const besideForks = (from: number): readonly Logged<AnyEvent>[] => {
    const forked = [...voids.forked(), ...late.all()];
    if (forked.length === 0) return [];
    const streams = new Set(forked.map((idx) => rows.byIndex(idx)?.stream));
    const grown = new Set(rows.from(from, Number.MAX_SAFE_INTEGER).map(({ stream }) => stream));
    return [...grown].filter((stream) => streams.has(stream)).flatMap((stream) => rows.ofStream(stream).map(ofRow));
  };

  /** Events whose verdict may turn now that these entries have a place in the network log: themselves, what they name, what they ended. */
  const affected = (indexes: readonly number[]): readonly Logged<AnyEvent>[] => {
    const register = options.register();
    if (register === null || !(voids.any() || turns(register))) return [];
    const found = new Map<number, Logged<AnyEvent>>();
    const contested = isContested();
    for (const idx of indexes) {
      if (contested) for (const one of besides(idx)) found.set(one.index, one);
      const event = atIndex(idx);
      if (event === undefined) continue;
      const named = [...event.about, ...(event.prevStep === undefined ? [] : [event.prevStep])].flatMap((hash) => {
        const one = options.event(hash);
        return one?.known === true ? [one] : [];
      });
      for (const one of [event, ...named]) if (isAtTurningPoint(register, one)) found.set(one.index, one);
      if (isRegisterEvent(event)) for (const one of [...touchedBy(register, event), ...lateOnes()]) found.set(one.index, one);
    }
    return [...found.values()].toSorted((a, b) => a.index - b.index);
  };

  /** Every event that is held, where any of them could not count. */
  const everything = (): Iterable<Logged<AnyEvent>> => {
    const register = options.register();
    return register !== null && (voids.any() || turns(register) || late.all().length > 0) ? all() : [];
  };

  let ends: { readonly idx: number; readonly place: number } | undefined;
  /** True where events of the register have a place now that is not behind all others of it, so that the register has to be folded anew. */
  const isDisordered = (indexes: readonly number[]): boolean => {
    const placed = (idx: number): readonly { readonly idx: number; readonly place: number }[] => {
      const place = placeOf(idx);
      return place === null ? [] : [{ idx, place }];
    };
    const news = indexes.filter((idx) => {
      const event = atIndex(idx);
      return event !== undefined && isRegisterEvent(event);
    });
    if (news.length === 0) return false;
    const fresh = new Set(news);
    ends ??= rows
      .ofTypes(REGISTER_TYPES)
      .flatMap(({ idx }) => (fresh.has(idx) ? [] : placed(idx)))
      .reduce((last, one) => ({ idx: Math.max(last.idx, one.idx), place: Math.max(last.place, one.place) }), {
        idx: -1,
        place: Number.NEGATIVE_INFINITY,
      });
    let disordered = false;
    for (const { idx, place } of news.toSorted((a, b) => a - b).flatMap(placed)) {
      disordered ||= idx < ends.idx || place < ends.place;
      ends = { idx: Math.max(ends.idx, idx), place: Math.max(ends.place, place) };
    }
    return disordered;
  };

  return {
    momentOf,
    foldRegister,
    settle,
    affected,
    besideForks,
    everything,
    isDisordered,
    /** Forgets what was read ahead, after a transaction that was taken back. */
    forget: (): void => {
      ends = undefined;
    },
  };
};
