import type { z } from 'zod';
import type { walkResult } from '../../contract/desk.ts';
import type { EventRow } from '../../adapters/sqlite/event-rows.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { ok, type Result } from '../../domain/result.ts';
import { bytesToHex, equalBytes } from '../../protocol/bytes.ts';
import type { StatedKey } from '../../protocol/event/signature.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot } from '../../protocol/merkle-log.ts';
import { INTENT_DEPTH } from '../../protocol/referral/belongs.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import type { Refusal } from '../refusal.ts';
import { hashBytes } from './compose.ts';
import { paperFailure } from './stored-papers.ts';
import { createVerifyPool } from './verify-pool.ts';
import { type RecordFacts, type RecordVerdict, verifyUnder } from './verify-records.ts';

export type WalkResult = z.infer<typeof walkResult>;
type Failure = NonNullable<WalkResult['failure']>;

const CHUNK = 512;
/** Chunks under way for each thread: enough to keep it busy, few enough to keep memory flat. */
const AHEAD = 2;

export type WalkOptions = {
  /** Threads that check signatures; 0 checks in this one. */
  readonly threads: number;
};

/**
 * Walks the whole chain from the stored bytes alone: every record, index column, signature, assertion, stream link, spine link, log node and
 * the root, then what is kept beside the events and the projections against a fresh fold. `seen_at` and `source` are the desk's own notes, which no
 * signature covers: the projections hold the first, so that an edit of it alone is found where it counts. Stops at the first failure, by log order, and names it. Nothing cached is believed.
 */
export const walkLedger = async (
  desk: DeskContext,
  control: JobControl,
  options: WalkOptions = { threads: 1 },
): Promise<Result<WalkResult, Refusal>> => {
  const started = Date.parse(desk.clock.now());
  const size = desk.ledger.rows.size();
  const state = createChecks(desk);
  const keys = [...(desk.ledger.register()?.keys ?? [])].map(
    ([id, key]) =>
      [
        id,
        { spki: key.spki, alg: key.alg, credential: key.credential, person: key.person, use: key.use },
      ] as const,
  );
  const pool = createVerifyPool(keys, options.threads, desk.primitives);
  let failure: Failure | null =
    size === desk.ledger.size()
      ? null
      : fail('log.size', 'The log has another length than this desk acknowledged.', null, null);
  try {
    const underWay: {
      readonly rows: readonly EventRow[];
      readonly verdicts: Promise<readonly RecordVerdict[]>;
    }[] = [];
    let from = 0;
    while (failure === null && !control.cancelled() && (from < size || underWay.length > 0)) {
      while (from < size && underWay.length < Math.max(1, pool.size * AHEAD)) {
        const rows = desk.ledger.rows.from(from, CHUNK);
        if (rows.length === 0) {
          failure = fail('log.gap', `Entry ${from} is missing.`, from, null);
          break;
        }
        underWay.push({ rows, verdicts: pool.verify(rows.map((row) => row.record)) });
        from += rows.length;
      }
      const chunk = underWay.shift();
      if (chunk === undefined) break;
      const verdicts = await chunk.verdicts;
      chunk.rows.forEach((row, position) => {
        failure ??= state.check(row, verdicts[position]);
      });
      control.progress(state.size(), size, `Entry ${state.size()} of ${size}`);
      await control.breathe();
    }
  } finally {
    await pool.close();
  }
  if (failure === null && !control.cancelled())
    failure = state.finish() ?? projectionFailure(desk) ?? (await paperFailure(desk, control));
  const result: WalkResult = {
    ok: failure === null,
    events: state.size(),
    streams: state.streams(),
    spines: state.spines(),
    ms: Date.parse(desk.clock.now()) - started,
    root: bytesToHex(state.root()),
    failure,
  };
  if (!control.cancelled()) remember(desk, result);
  return ok(result);
};

const fail = (code: string, words: string, index: number | null, hash: string | null): Failure => ({
  code,
  words,
  index,
  hash,
});

/** The checks that need log order: columns, streams, spines and the Merkle nodes. */
const createChecks = (desk: DeskContext) => {
  const { ledger, primitives } = desk;
  const heads = new Map<string, { readonly n: number; readonly hash: string }>();
  const clientKeys = new Map<string, StatedKey>();
  const steps = new Map<string, number>();
  const intents = new Map<string, Intent>();
  const named = storedNames(desk);
  let frontier = EMPTY_FRONTIER;
  let spines = 0;
  let nodes = 0;

  const chained = (
    row: EventRow,
    facts: RecordFacts,
    at: (code: string, words: string) => Failure,
  ): Failure | null => {
    const head = heads.get(facts.stream);
    if (head !== undefined && facts.n === head.n + 1 && facts.prev !== head.hash)
      return at('stream.link', `Entry ${row.idx} does not follow the event before it in its stream.`);
    if (head === undefined || facts.n > head.n) heads.set(facts.stream, { n: facts.n, hash: facts.hash });
    if (facts.step === null) return null;
    if (facts.step === 0) spines += 1;
    else if (steps.get(facts.prevStep ?? '') !== facts.step - 1)
      return at('spine.link', `Entry ${row.idx} names a step that is not the one below it.`);
    steps.set(facts.hash, facts.step);
    return null;
  };

  const signed = (
    row: EventRow,
    facts: RecordFacts,
    at: (code: string, words: string) => Failure,
  ): Failure | null => {
    if (facts.states !== null) clientKeys.set(facts.stream, facts.states);
    if (facts.assertion === 'invalid')
      return at('assertion.invalid', `The passkey of entry ${row.idx} does not verify.`);
    if (facts.signature === 'ok') return null;
    if (facts.signature === 'invalid')
      return at('signature.invalid', `The signature of entry ${row.idx} does not verify.`);
    const key = clientKeys.get(facts.stream);
    if (key === undefined) return at('key.missing', `No event states the key of entry ${row.idx}.`);
    return verifyUnder(row.record, key, primitives)
      ? null
      : at('signature.invalid', `The signature of entry ${row.idx} does not verify.`);
  };

  const logged = (
    row: EventRow,
    facts: RecordFacts,
    at: (code: string, words: string) => Failure,
  ): Failure | null => {
    const appended = appendLeaf(primitives, frontier, leafHash(primitives, hashBytes(facts.hash)));
    nodes += appended.nodes.length;
    for (const node of appended.nodes)
      if (!equalBytes(storedNode(desk, node.level, node.index), node.hash))
        return at(
          'log.node',
          `Log node ${node.level}/${node.index} is not the hash of what lies below it (entry ${row.idx}).`,
        );
    frontier = appended.frontier;
    return null;
  };

  /** The columns and rows by which an event is found: its referral, its place, what it names. */
  const filed = (
    row: EventRow,
    facts: RecordFacts,
    at: (code: string, words: string) => Failure,
  ): Failure | null => {
    const found: Intent | undefined =
      facts.type === 'referral.intent'
        ? { hash: facts.hash, depth: 0 }
        : deeper(facts.leads === null ? undefined : intents.get(facts.leads));
    if (found !== undefined) intents.set(facts.hash, found);
    if ((found?.hash ?? null) !== row.intent || row.position !== row.idx)
      return at('event.columns', `The index columns of entry ${row.idx} differ from its bytes.`);
    const held = named.get(row.idx) ?? [];
    named.delete(row.idx);
    const same = held.length === facts.names.length && facts.names.every((name) => held.includes(name));
    return same
      ? null
      : at('event.about', `What entry ${row.idx} names is filed otherwise than its bytes say.`);
  };

  return {
    check: (row: EventRow, verdict: RecordVerdict | undefined): Failure | null => {
      const at = (code: string, words: string): Failure => fail(code, words, row.idx, bytesToHex(row.hash));
      if (row.idx !== frontier.size) return at('log.gap', `Entry ${frontier.size} is missing.`);
      if (verdict?.ok !== true)
        return at(verdict?.code ?? 'record.shape', `The stored bytes of entry ${row.idx} do not read.`);
      const { facts } = verdict;
      if (facts.hash !== bytesToHex(row.hash))
        return at('event.hash', `Entry ${row.idx} is filed under another hash than that of its bytes.`);
      const same =
        facts.type === row.type &&
        facts.id === row.id &&
        facts.stream === row.stream &&
        facts.n === row.n &&
        facts.at === row.at;
      if (!same) return at('event.columns', `The index columns of entry ${row.idx} differ from its bytes.`);
      return (
        signed(row, facts, at) ?? filed(row, facts, at) ?? chained(row, facts, at) ?? logged(row, facts, at)
      );
    },
    finish: (): Failure | null =>
      finished(desk, named, nodes) ??
      (equalBytes(frontierRoot(primitives, frontier), ledger.root())
        ? null
        : fail('log.root', 'The root of the entries is not the root this desk acknowledged.', null, null)),
    size: () => frontier.size,
    streams: () => heads.size,
    spines: () => spines,
    root: () => frontierRoot(primitives, frontier),
  };
};

/** The intent that an event leads to, and over how many others. */
type Intent = { readonly hash: string; readonly depth: number };

const deeper = (intent: Intent | undefined): Intent | undefined =>
  intent === undefined || intent.depth >= INTENT_DEPTH
    ? undefined
    : { hash: intent.hash, depth: intent.depth + 1 };

const storedNames = (desk: DeskContext): Map<number, string[]> => {
  const named = new Map<number, string[]>();
  for (const row of desk.db.all(ledgerSql.selectFrom('about').select(['idx', 'names']))) {
    const held = named.get(row.idx);
    if (held === undefined) named.set(row.idx, [row.names]);
    else held.push(row.names);
  }
  return named;
};

const NO_NODE = new Uint8Array();

const storedNode = (desk: DeskContext, level: number, pos: number): Uint8Array =>
  desk.db
    .statement<[number, number], { readonly hash: Uint8Array }>(
      'select hash from log_node where level = ? and pos = ?',
    )
    .get(level, pos)?.hash ?? NO_NODE;

/** Rows that belong to no entry. */
const finished = (desk: DeskContext, named: ReadonlyMap<number, unknown>, nodes: number): Failure | null => {
  const [stray] = named.keys();
  if (stray !== undefined)
    return fail(
      'event.about',
      `Something is filed as named by entry ${stray}, which does not exist.`,
      stray,
      null,
    );
  const stored =
    desk.db.get(ledgerSql.selectFrom('log_node').select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
  return stored === nodes
    ? null
    : fail('log.node', `The log holds ${stored} nodes where its entries make ${nodes}.`, null, null);
};

/** Projections that differ from a fresh fold of the events. */
const projectionFailure = (desk: DeskContext): Failure | null => {
  const stored = desk.db.all(ledgerSql.selectFrom('referral_state').selectAll());
  for (const row of stored) {
    const fresh = desk.ledger.refold(row.intent);
    const same =
      fresh !== undefined &&
      JSON.stringify(fresh) === row.state &&
      fresh.terms.label === row.label &&
      (fresh.steps[0]?.at ?? '') === row.at &&
      fresh.lastIndex === row.last_index;
    if (!same)
      return fail(
        'projection.referral',
        `The stored state of referral ${row.intent.slice(0, 16)} is not the fold of its events.`,
        null,
        row.intent,
      );
  }
  const held = new Set(stored.map((row) => row.intent));
  const lost = desk.db
    .all(ledgerSql.selectFrom('event').select('hash').where('type', '=', 'referral.intent').orderBy('idx'))
    .map((row) => bytesToHex(row.hash))
    .find((intent) => !held.has(intent));
  if (lost !== undefined)
    return fail(
      'projection.referral',
      `The stored state of referral ${lost.slice(0, 16)} is missing.`,
      null,
      lost,
    );
  const register = desk.db.get(ledgerSql.selectFrom('register_state').selectAll().where('id', '=', 1));
  const same =
    desk.ledger.refoldRegister() === (register?.state ?? null) &&
    (register === undefined || desk.ledger.register()?.last.index === register.last_index);
  return same
    ? null
    : fail('projection.register', 'The stored register is not the fold of its events.', null, null);
};

const remember = (desk: DeskContext, result: WalkResult): void => {
  const value = JSON.stringify({ at: desk.clock.now(), result });
  desk.db.run(
    ledgerSql
      .insertInto('meta')
      .values({ name: 'walk.last', value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
  );
};

/** The last walk, for the status bar; null before the first. */
export const lastWalk = (
  desk: Pick<DeskContext, 'db'>,
): { readonly at: string; readonly result: WalkResult } | null => {
  const row = desk.db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', 'walk.last'));
  return row === undefined
    ? null
    : (JSON.parse(row.value) as { readonly at: string; readonly result: WalkResult });
};
