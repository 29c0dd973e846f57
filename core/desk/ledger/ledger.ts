import { eventRows } from '../../adapters/sqlite/event-rows.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { foldReferral } from '../../domain/referral/fold.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { type Bytes, bytesToHex, hexToBytes } from '../../protocol/bytes.ts';
import type { AnyEvent, KnownEvent, Logged } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { appendLeaf, type Frontier, frontierRoot } from '../../protocol/merkle-log.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import { type AuthorFacts, authorOf } from '../../protocol/register/authority.ts';
import { applyToRegister, isRegisterEvent } from '../../protocol/register/fold.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import { createConsentProjection } from './consent-projection.ts';
import { filedUnder, rowOf } from './event-row.ts';
import { heldRecords, isAppended } from './held-records.ts';
import { raiseHeads } from './high-water.ts';
import { judge, type Judgement, keptAgain, type Void } from './judge.ts';
import type { Offered } from './offered.ts';
import type { Outcome } from './outcome.ts';
import { asLate, lateEvents } from './late-events.ts';
import type { LedgerOptions } from './ledger-options.ts';
import { hotStatements } from './ledger-statements.ts';
import { storedFrontier } from './stored-frontier.ts';
import { recipientQueue } from './queue-recipients.ts';
import { registerFromJson, registerToJson } from './register-json.ts';
import { rejudging, type Reversal } from './rejudge.ts';
import { storedEvents } from './stored-events.ts';
import { FORKED, streamForks } from './stream-forks.ts';
import { voidEvents } from './void-events.ts';

/**
 * The desk's ledger: verified events in log order, their Merkle log, and the projections that are their fold, changed together in one
 * transaction (ledger.md). Nothing else writes these tables.
 */
export type Ledger = {
  readonly size: () => number;
  readonly root: () => Bytes;
  readonly rows: ReturnType<typeof eventRows>;
  readonly register: () => Register | null;
  /** Any event that is held, whether it counts or not. */
  readonly event: (hash: string) => Logged<AnyEvent> | undefined;
  /** An event that is held and counts. */
  readonly known: (hash: string) => Logged<KnownEvent> | undefined;
  readonly author: (hash: string) => AuthorFacts | undefined;
  /** Why an event that is held does not count (protocol §5.4); undefined for one that does. */
  readonly voidOf: (hash: string) => Void | undefined;
  readonly referral: (intent: string) => ReferralState | undefined;
  readonly referralEvents: (intent: string) => readonly Logged<KnownEvent>[];
  readonly referrals: () => readonly ReferralState[];
  /** The event that stands in the place of this one in its stream, where it does not count for that (protocol §5.4). */
  readonly rivalOf: (event: Logged<AnyEvent>) => Logged<AnyEvent> | undefined;
  /** Entries that do not count because of another one in their place, ascending. */
  readonly forked: () => readonly number[];
  /** State of a referral folded anew from its events, without the projection. */
  readonly refold: (intent: string) => ReferralState | undefined;
  /** State of a consent folded anew from its events, without the projection. */
  readonly refoldConsent: (root: string) => ConsentState | undefined;
  /** The register folded anew from its events, in the projection's own text; null without a register. */
  readonly refoldRegister: () => string | null;
  /** The register with the statements that do not count as well: under its keys every signature that is kept can be checked. */
  readonly allStatements: () => Register | null;
  readonly head: (stream: string) => { readonly n: number; readonly hash: string } | undefined;
  /** Judges records and appends those that stand, all in one transaction. `also` runs inside it, after the events. */
  readonly accept: (
    records: readonly Offered[],
    source: string,
    also?: (outcomes: readonly Outcome[]) => void,
    /** The key of the paper that they came in, where it had ended: they count where the network log shows them before that. */
    ended?: string,
  ) => readonly Outcome[];
  /**
   * Runs `work`, which may call `accept` several times, in one transaction: its commit is the commit of all, the mark and the listeners follow it. When one
   * of them throws, all is taken back and this throws, whatever `work` makes of it.
   */
  readonly together: <T>(work: () => T) => T;
  /**
   * Runs `work` in a transaction; it answers the entries that have a place in the network log now. Events that its order concerns are judged again: referrals in
   * which events compete, and what stands before or after the end of what let it count. Answers what turned.
   */
  readonly placing: (work: () => readonly number[]) => readonly Reversal[];
  /** Judges a record without keeping anything. */
  readonly preview: (record: Bytes) => Judgement;
  /** Calls the listener after each committed append. */
  readonly onChange: (listener: () => void) => void;
};

const JUDGED = 'ledger.judged-by';
type Kept = Extract<Judgement, { verdict: 'accept' | 'void' | 'conflict' }>;

/** Opens the ledger on a migrated database. */
export const openLedger = (options: LedgerOptions): Ledger => {
  const { db, primitives } = options;
  const rows = eventRows(db);
  const before = db.get(ledgerSql.selectFrom('register_state').select('state').where('id', '=', 1));
  let register: Register | null = before === undefined ? null : registerFromJson(before.state);
  let frontier: Frontier = storedFrontier(rows);
  const stored = storedEvents(rows, primitives, () => voids.forked().length > 0 || late.all().length > 0);
  const { ofRow, event, kept, head, byStream, allAt } = stored;
  const held = heldRecords(db, options.clock);
  /** The transaction under way: what it signed with keys of this desk, null outside one; whether a part of it failed, and whether an event turned. */
  const group: { own: Record<string, number> | null; broken: boolean; turned: boolean } = { own: null, broken: false, turned: false };
  const dirty = { intents: new Set<string>(), register: false };
  const statements = hotStatements(db);
  const listeners: (() => void)[] = [];

  const known = (hash: string): Logged<KnownEvent> | undefined => {
    const found = kept(hash);
    return found === undefined || voids.of(found.index) !== undefined ? undefined : found;
  };

  const author = (hash: string): AuthorFacts | undefined => {
    const found = known(hash);
    if (found === undefined || register === null) return undefined;
    const facts = authorOf(register, found, rejudge.momentOf(register, found));
    return facts.ok ? facts.value : undefined;
  };

  const referralEvents = (intent: string): readonly Logged<KnownEvent>[] =>
    rows
      .hashesOfIntent(intent)
      .map((hash) => known(hash))
      .filter((found) => found !== undefined);

  const placeOf = (idx: number): number | null => statements.logIndex.get(idx, idx)?.at ?? null;

  const logIndexOf = (hash: string): number | null => {
    const found = event(hash);
    return found === undefined ? null : placeOf(found.index);
  };

  const refold = (): void => {
    register = rejudge.foldRegister(false);
    dirty.register = true;
  };

  const recipients = recipientQueue(statements, { known, author });
  const consents = createConsentProjection(db, { rows, known, author });
  const voids = voidEvents(db);
  const late = lateEvents(db);
  const forks = streamForks({
    at: allAt,
    placeOf,
    isForked: ({ index }) => voids.of(index)?.code === FORKED.code,
    isLate: ({ index }) => late.keyOf(index) !== undefined,
  });
  const rejudge = rejudging({
    forks,
    late,
    allAt,
    rows,
    primitives,
    voids,
    placeOf,
    register: () => register,
    refold,
    ofRow,
    event,
    known,
    author,
    byStream,
    touch: (found) => {
      consents.touch(found);
      const intent = rows.byIndex(found.index)?.intent ?? null;
      if (intent !== null) dirty.intents.add(intent);
    },
  });

  const fold = (intent: string): ReferralState | undefined => {
    const first = known(intent);
    if (first?.type !== 'referral.intent') return undefined;
    return foldReferral({ intent: first, events: referralEvents(intent), authorOf: author, logIndexOf });
  };

  const judgeNow = (offered: Offered): Judgement => {
    const ahead = offered instanceof Uint8Array ? { record: offered, read: readEvent(offered, primitives), primitives } : offered;
    return judge(ahead.read, {
      register,
      size: frontier.size,
      now: options.clock.now(),
      primitives: ahead.primitives,
      byHash: event,
      known,
      author,
      byStream,
      rivalOf: (found) => forks.rivalOf(found, frontier.size),
    });
  };

  const append = (record: Bytes, judged: Kept, source: string, ended?: string): Logged<AnyEvent> => {
    const index = frontier.size;
    const logged: Logged<AnyEvent> = { ...judged.event, index, seenAt: options.clock.now() };
    const hash = hexToBytes(logged.hash);
    if (!hash.ok) throw new Error('an event hash is hex');
    const knownEvent: Logged<KnownEvent> | undefined = logged.known ? logged : undefined;
    const intent = knownEvent === undefined ? undefined : intentOf(knownEvent, (name) => (name === logged.hash ? knownEvent : kept(name)));
    const names = [...logged.about, ...(logged.prevStep === undefined ? [] : [logged.prevStep])];
    rows.insert({ ...rowOf(logged, record), hash: hash.value, position: judged.position, ...filedUnder(intent), source }, [
      ...new Set(names),
    ]);
    const grown = appendLeaf(primitives, frontier, leafHash(primitives, hash.value));
    rows.insertNodes(grown.nodes);
    frontier = grown.frontier;
    stored.appended(logged);
    if (ended !== undefined) late.add(index, ended);
    if (judged.verdict === 'conflict') voids.set(index, FORKED);
    if (judged.verdict === 'void') voids.set(index, { code: judged.code, why: judged.why });
    if (knownEvent === undefined || judged.verdict !== 'accept') return logged;
    if (judged.founded !== null) register = judged.founded;
    else if (register !== null && isRegisterEvent(knownEvent)) register = applyToRegister(register, knownEvent);
    if (isRegisterEvent(knownEvent)) dirty.register = true;
    if (intent !== undefined) dirty.intents.add(intent.hash);
    consents.touch(knownEvent);
    const self = source === 'own' ? options.self() : null;
    if (register !== null && self !== null) recipients.queue(knownEvent, register, self, judged.author, intent);
    return logged;
  };

  const project = (intent: string): void => {
    const first = event(intent)?.index;
    if (first === undefined) return;
    const state = fold(intent);
    if (state === undefined) {
      statements.noReferral.run(first);
      return;
    }
    statements.referral.run(first, intent, state.terms.label, state.steps[0]?.at ?? '', state.lastIndex, JSON.stringify(state));
  };

  /** Writes the projections of everything that changed in this transaction, each once. */
  const projectAll = (): void => {
    if (dirty.register && register !== null) statements.register.run(register.last.index, registerToJson(register));
    for (const intent of dirty.intents) project(intent);
    consents.write();
    dirty.register = false;
    dirty.intents.clear();
  };

  const settle = (events: Iterable<Logged<AnyEvent>>): readonly Reversal[] => {
    const turned = rejudge.settle(events);
    group.turned ||= turned.length > 0;
    if (turned.length > 0) stored.forgetHeads();
    return turned;
  };

  /** An event that came another way than in a paper whose key had ended is judged as any. */
  const lift = (index: number): void => {
    const row = late.keyOf(index) === undefined ? undefined : rows.byIndex(index);
    if (row === undefined) return;
    late.lift(index);
    settle([ofRow(row)]);
  };

  const offer = (offered: Offered, source: string, ended?: string): Outcome => {
    const now = ended === undefined ? judgeNow(offered) : asLate(judgeNow(offered));
    const record = offered instanceof Uint8Array ? offered : offered.record;
    const judged = options.again === undefined ? now : keptAgain(now, frontier.size);
    switch (judged.verdict) {
      case 'accept': {
        // A desk draws its own ids; another's may be one that is held already.
        const twin = source === 'own' ? undefined : rows.hashesOfId(judged.event.id)[0];
        return { outcome: 'accepted', event: append(record, judged, source), sameId: twin ?? null };
      }
      case 'void':
        return { outcome: 'void', event: append(record, judged, source, ended), code: judged.code, why: judged.why };
      case 'already':
        if (ended === undefined) lift(judged.index);
        return { outcome: 'already', hash: judged.hash, index: judged.index };
      case 'conflict':
        return { outcome: 'conflict', event: append(record, judged, source, ended), hash: judged.hash, other: judged.other };
      case 'wait':
        held.hold(record, judged.hash, judged.code, judged.why, source);
        return { outcome: 'waiting', hash: judged.hash, code: judged.code, why: judged.why };
      case 'refuse':
        return { outcome: 'refused', hash: judged.hash, code: judged.code, why: judged.why };
    }
  };

  /** A part runs without a savepoint of its own: SQLite would walk over all that it wrote at the end of each of its statements. */
  const part = <T>(work: (own: Record<string, number>) => T, own: Record<string, number>): T => {
    try {
      return work(own);
    } catch (error) {
      group.broken = true;
      throw error;
    }
  };

  const whole = <T>(work: (own: Record<string, number>) => T, own: Record<string, number>): T => {
    Object.assign(group, { own, broken: false, turned: false });
    try {
      return db.transaction(() => {
        const done = work(own);
        if (group.broken) throw new Error('a part of what was to be taken in together was taken back');
        return done;
      });
    } finally {
      group.own = null;
    }
  };

  const together = <T>(work: (own: Record<string, number>) => T): T => {
    if (group.own !== null) return part(work, group.own);
    const before = { register, frontier };
    try {
      const own: Record<string, number> = {};
      const done = whole(work, own);
      const grew = frontier.size > before.frontier.size;
      if (grew) options.highWater.advance({ size: frontier.size, root: bytesToHex(frontierRoot(primitives, frontier)), heads: own });
      if (grew || group.turned) for (const listener of listeners) listener();
      return done;
    } catch (error) {
      ({ register, frontier } = before);
      for (const read of [stored, recipients, dirty.intents]) read.clear();
      dirty.register = false;
      consents.forget();
      voids.reread();
      late.reread();
      rejudge.forget();
      throw error;
    }
  };

  const judgedBefore = db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', JUDGED)) !== undefined;
  // An earlier version of the program judged by the order of arrival alone.
  if (!judgedBefore)
    db.transaction(() => {
      rejudge.settle(rejudge.everything());
      projectAll();
      db.run(ledgerSql.insertInto('meta').values({ name: JUDGED, value: 'log order' }));
    });

  consents.catchUp();
  // An earlier version of the program stored fewer members of the register.
  if (register !== null && before?.state.includes('"membership":') === false)
    statements.register.run(register.last.index, registerToJson(register));

  return {
    size: () => frontier.size,
    root: () => frontierRoot(primitives, frontier),
    rows,
    register: () => register,
    event,
    known,
    author,
    voidOf: (hash) => {
      const found = event(hash);
      return found === undefined ? undefined : voids.of(found.index);
    },
    rivalOf: (found) => forks.rivalOf(found, found.index),
    forked: () => voids.forked().toSorted((a, b) => a - b),
    referral: (intent) => {
      const row = statements.stateOf.get(intent);
      return row === undefined ? undefined : (JSON.parse(row.state) as ReferralState);
    },
    referralEvents,
    referrals: () =>
      db
        .all(ledgerSql.selectFrom('referral_state').select('state').orderBy('at', 'desc'))
        .map((row) => JSON.parse(row.state) as ReferralState),
    refold: fold,
    refoldConsent: consents.refold,
    refoldRegister: () => {
      const folded = rejudge.foldRegister(false);
      return folded === null ? null : registerToJson(folded);
    },
    allStatements: () => (voids.any() ? rejudge.foldRegister(true) : register),
    head,
    accept: (records, source, also, ended) =>
      together((own) => {
        const from = frontier.size;
        const made = records.map((record) => offer(record, source, ended));
        if (held.any() && made.some(isAppended)) held.retry(offer);
        settle(rejudge.besideForks(from));
        projectAll();
        also?.(made);
        if (source === 'own') raiseHeads(own, made);
        return made;
      }),
    together,
    placing: (work) =>
      together(() => {
        const indexes = work();
        if (options.again === true) late.reread();
        if (rejudge.isDisordered(indexes)) refold();
        const turned = settle(options.again === undefined ? rejudge.affected(indexes) : rejudge.everything());
        const firsts = new Set(indexes.flatMap((index) => rows.byIndex(index)?.first ?? []));
        for (const first of firsts) for (const { intent } of statements.competing.all(first)) dirty.intents.add(intent);
        if (turned.length > 0 && held.any()) held.retry(offer);
        projectAll();
        return turned;
      }),
    preview: judgeNow,
    onChange: (listener) => listeners.push(listener),
  };
};
