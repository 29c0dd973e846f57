import type { Database } from '../../adapters/sqlite/database.ts';
import { eventRows, type EventRow } from '../../adapters/sqlite/event-rows.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { recipientsOf } from '../../domain/exchange/recipients.ts';
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
import type { HighWater } from './high-water.ts';
import { founded, judge, type Judgement } from './judge.ts';
import type { Outcome } from './outcome.ts';
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
  /** The register folded anew from its events, in the projection's own text; null without a register. */
  readonly refoldRegister: () => string | null;
  readonly head: (stream: string) => { readonly n: number; readonly hash: string } | undefined;
  /** Judges records and appends those that stand, all in one transaction. `also` runs inside it, after the events. */
  readonly accept: (records: readonly Bytes[], source: string, also?: (outcomes: readonly Outcome[]) => void) => readonly Outcome[];
  /** Judges a record without keeping anything. */
  readonly preview: (record: Bytes) => Judgement;
  /** Calls the listener after each committed append. */
  readonly onChange: (listener: () => void) => void;
};

const CACHE = 20_000;
const REFOLD = 1000;

/** Opens the ledger on a migrated database. */
export const openLedger = (options: LedgerOptions): Ledger => {
  const { db, primitives } = options;
  const rows = eventRows(db);
  const stored = db.get(ledgerSql.selectFrom('register_state').select('state').where('id', '=', 1));
  let register: Register | null = stored === undefined ? null : registerFromJson(stored.state);
  let frontier: Frontier = mustLoad(rows);
  const cache = new Map<string, Logged<AnyEvent>>();
  const listeners: (() => void)[] = [];

  const remember = (event: Logged<AnyEvent>): Logged<AnyEvent> => {
    if (cache.size >= CACHE) cache.delete(cache.keys().next().value ?? '');
    cache.set(event.hash, event);
    return event;
  };

  const ofRow = (row: EventRow): Logged<AnyEvent> => {
    const known = cache.get(bytesToHex(row.hash));
    if (known !== undefined) return known;
    const read = readEvent(row.record, primitives);
    if (!read.ok) throw new Error(`stored event ${row.idx} does not read: ${read.error.code}`);
    return remember({ ...read.value.event, index: row.idx, seenAt: row.seen_at });
  };

  const event = (hash: string): Logged<AnyEvent> | undefined => {
    const known = cache.get(hash);
    if (known !== undefined) return known;
    const bytes = hexToBytes(hash);
    const row = bytes.ok ? rows.byHash(bytes.value) : undefined;
    return row === undefined ? undefined : ofRow(row);
  };

  const known = (hash: string): Logged<KnownEvent> | undefined => {
    const found = event(hash);
    return found?.known === true ? found : undefined;
  };

  const author = (hash: string): AuthorFacts | undefined => {
    const found = known(hash);
    if (found === undefined || register === null) return undefined;
    const bytes = hexToBytes(hash);
    const position = bytes.ok ? rows.byHash(bytes.value)?.position : undefined;
    const facts = authorOf(register, found, position ?? found.index);
    return facts.ok ? facts.value : undefined;
  };

  const referralEvents = (intent: string): readonly Logged<KnownEvent>[] =>
    rows
      .ofIntent(intent)
      .map(ofRow)
      .filter((found): found is Logged<KnownEvent> => found.known);

  const fold = (intent: string): ReferralState | undefined => {
    const first = known(intent);
    if (first?.type !== 'referral.intent') return undefined;
    return foldReferral({ intent: first, events: referralEvents(intent), authorOf: author });
  };

  const judgeNow = (record: Bytes): Judgement =>
    judge(record, {
      register,
      size: frontier.size,
      primitives,
      byHash: event,
      known,
      author,
      byStream: (stream, n) => {
        const row = rows.byStream(stream, n);
        return row === undefined ? undefined : ofRow(row);
      },
    });

  const payeesOf = (found: Logged<KnownEvent>, depth = 0): readonly string[] => {
    if (found.type === 'batch.prepared') return found.body.payees.map((payee) => payee.practice);
    const next = found.about[0] === undefined || depth > 4 ? undefined : known(found.about[0]);
    return next === undefined ? [] : payeesOf(next, depth + 1);
  };

  const route = (logged: Logged<KnownEvent>, facts: AuthorFacts, intent: LoggedOf<'referral.intent'> | undefined): void => {
    const self = options.self();
    if (register === null || self === null) return;
    for (const recipient of recipientsOf(logged, { register, self, author: facts, intent, payees: payeesOf(logged) })) {
      const last = db.get(ledgerSql.selectFrom('outbox').select(({ fn }) => fn.max('m').as('m')).where('recipient', '=', recipient).where('stream', '=', logged.stream));
      db.run(ledgerSql.insertInto('outbox').values({ recipient, stream: logged.stream, idx: logged.index, m: (last?.m ?? 0) + 1, seq: null }));
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
    remember(logged);
    if (knownEvent === undefined) return logged;
    if (judged.founded !== null) register = judged.founded;
    else if (register !== null && isRegisterEvent(knownEvent)) register = applyToRegister(register, knownEvent);
    if (register !== null && isRegisterEvent(knownEvent)) {
      const state = registerToJson(register);
      db.run(
        ledgerSql
          .insertInto('register_state')
          .values({ id: 1, last_index: index, state })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ last_index: index, state })),
      );
    }
    if (intent !== undefined) project(intent.hash);
    if (source === 'own') route(knownEvent, judged.author, intent);
    return logged;
  };

  const project = (intent: string): void => {
    const state = fold(intent);
    if (state === undefined) return;
    const row = { intent, label: state.terms.label, at: state.steps[0]?.at ?? '', last_index: state.lastIndex, state: JSON.stringify(state) };
    const { label, at, last_index, state: text } = row;
    db.run(ledgerSql.insertInto('referral_state').values(row).onConflict((conflict) => conflict.column('intent').doUpdateSet({ label, at, last_index, state: text })));
  };

  const hold = (record: Bytes, hash: string, reason: string, detail: string, source: string): void => {
    const bytes = hexToBytes(hash);
    if (!bytes.ok) return;
    const row = { hash: bytes.value, reason, detail, source, seen_at: options.clock.now(), record };
    db.run(ledgerSql.insertInto('held_record').values(row).onConflict((conflict) => conflict.column('hash').doUpdateSet({ reason, detail })));
  };

  const offer = (record: Bytes, source: string): Outcome => {
    const judged = judgeNow(record);
    switch (judged.verdict) {
      case 'accept':
        return { outcome: 'accepted', event: append(record, judged, source) };
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
    for (let again = true; again; ) {
      again = false;
      const held = db.all(ledgerSql.selectFrom('held_record').select(['hash', 'record', 'source']).where('reason', '!=', 'conflict').orderBy('seen_at').orderBy('hash'));
      for (const row of held) {
        const outcome = offer(row.record, row.source);
        if (outcome.outcome === 'waiting' || outcome.outcome === 'conflict') continue;
        db.run(ledgerSql.deleteFrom('held_record').where('hash', '=', row.hash));
        again = again || outcome.outcome === 'accepted';
      }
    }
  };

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
    referrals: () => db.all(ledgerSql.selectFrom('referral_state').select('state').orderBy('at', 'desc')).map((row) => JSON.parse(row.state) as ReferralState),
    refold: fold,
    refoldRegister: () => {
      let folded: Register | null = null;
      for (let from = 0; from < frontier.size; from += REFOLD) {
        for (const row of rows.from(from, REFOLD)) {
          if (!REGISTER_TYPES.has(row.type)) continue;
          const found = ofRow(row);
          if (!found.known) continue;
          if (isFounding(found)) folded = founded(found, primitives);
          else if (folded !== null) folded = applyToRegister(folded, found);
        }
      }
      return folded === null ? null : registerToJson(folded);
    },
    head: (stream) => {
      const row = rows.head(stream);
      return row === undefined ? undefined : { n: row.n, hash: bytesToHex(row.hash) };
    },
    accept: (records, source, also) => {
      const before = { register, frontier };
      try {
        const outcomes = db.transaction(() => {
          const made = records.map((record) => offer(record, source));
          if (made.some((outcome) => outcome.outcome === 'accepted')) retryHeld();
          also?.(made);
          return made;
        });
        if (frontier.size > before.frontier.size) {
          options.highWater.advance({ size: frontier.size, root: bytesToHex(frontierRoot(primitives, frontier)), heads: ownHeads(outcomes, source) });
          for (const listener of listeners) listener();
        }
        return outcomes;
      } catch (error) {
        ({ register, frontier } = before);
        cache.clear();
        throw error;
      }
    },
    preview: judgeNow,
    onChange: (listener) => listeners.push(listener),
  };
};

const ownHeads = (outcomes: readonly Outcome[], source: string): Readonly<Record<string, number>> => {
  const heads: Record<string, number> = {};
  if (source !== 'own') return heads;
  for (const outcome of outcomes) if (outcome.outcome === 'accepted') heads[outcome.event.stream] = Math.max(heads[outcome.event.stream] ?? 0, outcome.event.n);
  return heads;
};

const mustLoad = (rows: ReturnType<typeof eventRows>): Frontier => {
  const loaded = loadFrontier(rows, rows.size());
  if (!loaded.ok) throw new Error(`the log does not load: ${loaded.error.code}`);
  return loaded.value;
};
