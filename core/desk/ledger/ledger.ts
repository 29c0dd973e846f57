import type { Database } from '../../adapters/sqlite/database.ts';
import { eventRows } from '../../adapters/sqlite/event-rows.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { consentPartiesOf, payeesOf, recipientsOf } from '../../domain/exchange/recipients.ts';
import { foldReferral } from '../../domain/referral/fold.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Bytes, bytesToHex, hexToBytes } from '../../protocol/bytes.ts';
import type { AnyEvent, KnownEvent, Logged, LoggedOf } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { appendLeaf, type Frontier, frontierRoot, loadFrontier } from '../../protocol/merkle-log.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import { type AuthorFacts, authorOf } from '../../protocol/register/authority.ts';
import { applyToRegister, isFounding, isRegisterEvent, REGISTER_TYPES } from '../../protocol/register/fold.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import { createConsentProjection } from './consent-projection.ts';
import type { HighWater } from './high-water.ts';
import { founded, judge, type Judgement } from './judge.ts';
import type { Offered } from './offered.ts';
import type { Outcome } from './outcome.ts';
import { hotStatements } from './ledger-statements.ts';
import { storedEvents } from './stored-events.ts';
import { registerFromJson, registerToJson } from './register-json.ts';

export type LedgerOptions = {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly clock: Clock;
  readonly highWater: HighWater;
  /** Practice of this desk; null before it has a name. */
  readonly self: () => string | null;
};

/**
 * The desk's ledger: verified events in log order, their Merkle log, and the projections that are their fold, changed together in one
 * transaction (ledger.md). Nothing else writes these tables.
 */
export type Ledger = {
  readonly size: () => number;
  readonly root: () => Bytes;
  readonly rows: ReturnType<typeof eventRows>;
  readonly register: () => Register | null;
  readonly event: (hash: string) => Logged<AnyEvent> | undefined;
  readonly known: (hash: string) => Logged<KnownEvent> | undefined;
  readonly author: (hash: string) => AuthorFacts | undefined;
  readonly referral: (intent: string) => ReferralState | undefined;
  readonly referralEvents: (intent: string) => readonly Logged<KnownEvent>[];
  readonly referrals: () => readonly ReferralState[];
  /** State of a referral folded anew from its events, without the projection. */
  readonly refold: (intent: string) => ReferralState | undefined;
  /** State of a consent folded anew from its events, without the projection. */
  readonly refoldConsent: (root: string) => ConsentState | undefined;
  /** The register folded anew from its events, in the projection's own text; null without a register. */
  readonly refoldRegister: () => string | null;
  readonly head: (stream: string) => { readonly n: number; readonly hash: string } | undefined;
  /** Judges records and appends those that stand, all in one transaction. `also` runs inside it, after the events. */
  readonly accept: (records: readonly Offered[], source: string, also?: (outcomes: readonly Outcome[]) => void) => readonly Outcome[];
  /**
   * Runs `work`, which may call `accept` several times, in one transaction: its commit is the commit of all, the mark and the listeners follow it. When one
   * of them throws, all is taken back and this throws, whatever `work` makes of it.
   */
  readonly together: <T>(work: () => T) => T;
  /** The network log has places for these entries now: referrals in which events compete are projected again. Inside the caller's transaction. */
  readonly placed: (indexes: readonly number[]) => void;
  /** Judges a record without keeping anything. */
  readonly preview: (record: Bytes) => Judgement;
  /** Calls the listener after each committed append. */
  readonly onChange: (listener: () => void) => void;
};

/** Opens the ledger on a migrated database. */
export const openLedger = (options: LedgerOptions): Ledger => {
  const { db, primitives } = options;
  const rows = eventRows(db);
  const kept = db.get(ledgerSql.selectFrom('register_state').select('state').where('id', '=', 1));
  let register: Register | null = kept === undefined ? null : registerFromJson(kept.state);
  let frontier: Frontier = mustLoad(rows);
  const stored = storedEvents(rows, primitives);
  const { event, known, ofRow } = stored;
  const heads = new Map<string, Head | null>();
  const counters = new Map<string, number>();
  const waiting = {
    held:
      db.get(
        ledgerSql
          .selectFrom('held_record')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .where('reason', '!=', 'conflict'),
      )?.n ?? 0,
  };
  /** The transaction under way: what it signed with keys of this desk, null outside one; and whether a part of it failed. */
  const group: { own: Record<string, number> | null; broken: boolean } = { own: null, broken: false };
  const dirty = { intents: new Set<string>(), register: false };
  const statements = hotStatements(db);
  const listeners: (() => void)[] = [];

  const headOf = (stream: string): Head | undefined => {
    const cached = heads.get(stream);
    if (cached !== undefined) return cached ?? undefined;
    const row = rows.head(stream);
    const head = row === undefined ? null : { n: row.n, hash: bytesToHex(row.hash) };
    heads.set(stream, head);
    return head ?? undefined;
  };

  const author = (hash: string): AuthorFacts | undefined => {
    const found = known(hash);
    if (found === undefined || register === null) return undefined;
    const facts = authorOf(register, found, found.index);
    return facts.ok ? facts.value : undefined;
  };

  const referralEvents = (intent: string): readonly Logged<KnownEvent>[] =>
    rows
      .hashesOfIntent(intent)
      .map((hash) => event(bytesToHex(hash)))
      .filter((found): found is Logged<KnownEvent> => found?.known === true);

  const logIndexOf = (hash: string): number | null => {
    const found = event(hash);
    return found === undefined ? null : (statements.logIndex.get(found.index, found.index)?.at ?? null);
  };

  const consents = createConsentProjection(db, { rows, known, author });

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
      byStream: (stream, n) => {
        // Nothing lies beyond the head of a stream: most records are the next of theirs.
        const head = headOf(stream);
        if (head === undefined || n > head.n) return undefined;
        if (n === head.n) return event(head.hash);
        const row = rows.byStream(stream, n);
        return row === undefined ? undefined : ofRow(row);
      },
    });
  };

  const route = (logged: Logged<KnownEvent>, facts: AuthorFacts, intent: LoggedOf<'referral.intent'> | undefined): void => {
    const self = options.self();
    if (register === null || self === null) return;
    for (const recipient of recipientsOf(logged, {
      register,
      self,
      author: facts,
      intent,
      payees: payeesOf(logged, known, author),
      consent: consentPartiesOf(logged, known, author),
    })) {
      const counter = `${recipient} ${logged.stream}`;
      const m = (counters.get(counter) ?? statements.lastCounter.get(recipient, logged.stream)?.m ?? 0) + 1;
      counters.set(counter, m);
      statements.outbox.run(recipient, logged.stream, logged.index, m);
    }
  };

  const append = (record: Bytes, judged: Extract<Judgement, { verdict: 'accept' }>, source: string): Logged<AnyEvent> => {
    const index = frontier.size;
    const logged: Logged<AnyEvent> = { ...judged.event, index, seenAt: options.clock.now() };
    const hash = hexToBytes(logged.hash);
    if (!hash.ok) throw new Error('an event hash is hex');
    const knownEvent: Logged<KnownEvent> | undefined = logged.known ? logged : undefined;
    const intent = knownEvent === undefined ? undefined : intentOf(knownEvent, (name) => (name === logged.hash ? knownEvent : known(name)));
    const names = [...logged.about, ...(logged.prevStep === undefined ? [] : [logged.prevStep])];
    rows.insert(
      {
        idx: index,
        hash: hash.value,
        type: logged.type,
        id: logged.id,
        stream: logged.stream,
        n: logged.n,
        at: logged.at,
        seen_at: logged.seenAt,
        position: judged.position,
        intent: intent?.hash ?? null,
        source,
        record,
      },
      [...new Set(names)],
    );
    const appended = appendLeaf(primitives, frontier, leafHash(primitives, hash.value));
    rows.insertNodes(appended.nodes);
    frontier = appended.frontier;
    stored.remember(logged);
    const head = headOf(logged.stream);
    if (head === undefined || logged.n > head.n) heads.set(logged.stream, { n: logged.n, hash: logged.hash });
    if (knownEvent === undefined) return logged;
    if (judged.founded !== null) register = judged.founded;
    else if (register !== null && isRegisterEvent(knownEvent)) register = applyToRegister(register, knownEvent);
    if (isRegisterEvent(knownEvent)) dirty.register = true;
    if (intent !== undefined) dirty.intents.add(intent.hash);
    consents.touch(knownEvent);
    if (source === 'own') route(knownEvent, judged.author, intent);
    return logged;
  };

  const project = (intent: string): void => {
    const state = fold(intent);
    if (state === undefined) return;
    statements.referral.run(intent, state.terms.label, state.steps[0]?.at ?? '', state.lastIndex, JSON.stringify(state));
  };

  /** Writes the projections of everything that changed in this transaction, each once. */
  const projectAll = (): void => {
    if (dirty.register && register !== null) statements.register.run(register.last.index, registerToJson(register));
    for (const intent of dirty.intents) project(intent);
    consents.write();
    dirty.register = false;
    dirty.intents.clear();
  };

  const hold = (record: Bytes, hash: string, reason: string, detail: string, source: string): void => {
    const bytes = hexToBytes(hash);
    if (!bytes.ok) return;
    waiting.held += 1;
    const row = { hash: bytes.value, reason, detail, source, seen_at: options.clock.now(), record };
    db.run(
      ledgerSql
        .insertInto('held_record')
        .values(row)
        .onConflict((conflict) => conflict.column('hash').doUpdateSet({ reason, detail })),
    );
  };

  const offer = (offered: Offered, source: string): Outcome => {
    const judged = judgeNow(offered);
    const record = offered instanceof Uint8Array ? offered : offered.record;
    switch (judged.verdict) {
      case 'accept': {
        // A desk draws its own ids; another's may be one that is held already.
        const twin = source === 'own' ? undefined : rows.hashesOfId(judged.event.id)[0];
        return {
          outcome: 'accepted',
          event: append(record, judged, source),
          sameId: twin === undefined ? null : bytesToHex(twin),
        };
      }
      case 'already':
        return { outcome: 'already', hash: judged.hash, index: judged.index };
      case 'conflict':
        hold(record, judged.hash, 'conflict', judged.other, source);
        return { outcome: 'conflict', hash: judged.hash, other: judged.other };
      case 'wait':
        hold(record, judged.hash, judged.code, judged.why, source);
        return { outcome: 'waiting', hash: judged.hash, code: judged.code, why: judged.why };
      case 'refuse':
        return { outcome: 'refused', hash: judged.hash, code: judged.code, why: judged.why };
    }
  };

  /** Offers again what waited for a key, a referral or a register, until nothing more is accepted. */
  const retryHeld = (): void => {
    for (let again = true; again;) {
      again = false;
      const held = db.all(
        ledgerSql
          .selectFrom('held_record')
          .select(['hash', 'record', 'source'])
          .where('reason', '!=', 'conflict')
          .orderBy('seen_at')
          .orderBy('hash'),
      );
      for (const row of held) {
        const outcome = offer(row.record, row.source);
        if (outcome.outcome === 'waiting' || outcome.outcome === 'conflict') continue;
        db.run(ledgerSql.deleteFrom('held_record').where('hash', '=', row.hash));
        again = again || outcome.outcome === 'accepted';
      }
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
    Object.assign(group, { own, broken: false });
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
      if (frontier.size > before.frontier.size) {
        options.highWater.advance({ size: frontier.size, root: bytesToHex(frontierRoot(primitives, frontier)), heads: own });
        for (const listener of listeners) listener();
      }
      return done;
    } catch (error) {
      ({ register, frontier } = before);
      for (const held of [stored, heads, counters, dirty.intents]) held.clear();
      dirty.register = false;
      consents.forget();
      throw error;
    }
  };

  consents.catchUp();
  // An earlier version of the program stored fewer members of the register.
  if (register !== null && kept?.state.includes('"membership":') === false)
    statements.register.run(register.last.index, registerToJson(register));

  return {
    size: () => frontier.size,
    root: () => frontierRoot(primitives, frontier),
    rows,
    register: () => register,
    event,
    known,
    author,
    referral: (intent) => {
      const row = db.get(ledgerSql.selectFrom('referral_state').select('state').where('intent', '=', intent));
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
      let folded: Register | null = null;
      for (const row of rows.ofTypes(REGISTER_TYPES)) {
        const found = ofRow(row);
        if (!found.known) continue;
        if (isFounding(found)) folded = founded(found, primitives);
        else if (folded !== null) folded = applyToRegister(folded, found);
      }
      return folded === null ? null : registerToJson(folded);
    },
    head: headOf,
    accept: (records, source, also) =>
      together((own) => {
        const made = records.map((record) => offer(record, source));
        if (waiting.held > 0 && made.some((outcome) => outcome.outcome === 'accepted')) retryHeld();
        projectAll();
        also?.(made);
        if (source === 'own') raise(own, made);
        return made;
      }),
    together,
    placed: (indexes) => {
      const intents = new Set(indexes.flatMap((index) => rows.byIndex(index)?.intent ?? []));
      for (const intent of intents) if (statements.competing.get(intent) !== undefined) project(intent);
    },
    preview: judgeNow,
    onChange: (listener) => listeners.push(listener),
  };
};

type Head = { readonly n: number; readonly hash: string };

/** Raises the heads of streams by what was accepted. */
const raise = (heads: Record<string, number>, outcomes: readonly Outcome[]): void => {
  for (const outcome of outcomes)
    if (outcome.outcome === 'accepted') heads[outcome.event.stream] = Math.max(heads[outcome.event.stream] ?? 0, outcome.event.n);
};

const mustLoad = (rows: ReturnType<typeof eventRows>): Frontier => {
  const loaded = loadFrontier(rows, rows.size());
  if (!loaded.ok) throw new Error(`the log does not load: ${loaded.error.code}`);
  return loaded.value;
};
