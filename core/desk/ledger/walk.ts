import type { z } from 'zod';
import type { walkResult } from '../../contract/desk.ts';
import type { WalkRow } from '../../adapters/sqlite/event-rows.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { ok, type Result } from '../../domain/result.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import { consentSql } from '../consents/tables.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import { raiseAlarm } from '../network/alarms.ts';
import { networkLogFailure } from '../network/walk-log.ts';
import type { Refusal } from '../refusal.ts';
import { type ChainChecks, chainChecks, chainFailure, type Failure } from './chain-checks.ts';
import { paperFailure } from './stored-papers.ts';
import { CHUNK, type ChunkFacts, packChunk } from './verify-chunk.ts';
import { createVerifyPool } from './verify-pool.ts';

export type WalkResult = z.infer<typeof walkResult>;

/** Chunks under way for each thread: enough to keep it busy, few enough to keep memory flat. */
const AHEAD = 2;

export type WalkOptions = {
  /** Threads that check signatures; 0 checks in this one. */
  readonly threads: number;
};

/**
 * Walks the whole chain from the stored bytes alone: every record, index column, signature, assertion, stream link, spine link, log node and
 * the root, then what is kept of the network log and beside the events, and the projections against a fresh fold. `seen_at` and `source` are the desk's own notes, which no
 * signature covers: the projections hold the first, so that an edit of it alone is found where it counts. Stops at the first failure, by log order, and names it. Nothing cached is believed.
 */
export const walkLedger = async (
  desk: DeskContext,
  control: JobControl,
  options: WalkOptions = { threads: 1 },
): Promise<Result<WalkResult, Refusal>> => {
  const started = Date.parse(desk.clock.now());
  const { failure: broken, chain } = await walkChain(desk, control, options);
  const beside = async (): Promise<Failure | null> =>
    (await networkLogFailure(desk, control)) ?? (await projectionFailure(desk, control)) ?? (await paperFailure(desk, control));
  const failure = broken ?? (control.cancelled() ? null : await beside());
  const result: WalkResult = {
    ok: failure === null,
    events: chain.size(),
    streams: chain.streams(),
    spines: chain.spines(),
    ms: Date.parse(desk.clock.now()) - started,
    root: bytesToHex(chain.root()),
    failure,
  };
  if (!control.cancelled()) remember(desk, result);
  if (failure !== null) alarm(desk, failure);
  return ok(result);
};

/** The walk without the projections: hashes, columns, signatures, streams, spines, log nodes and root. */
export const walkChain = async (
  desk: DeskContext,
  control: JobControl,
  options: WalkOptions,
): Promise<{ readonly failure: Failure | null; readonly chain: ChainChecks }> => {
  const { rows } = desk.ledger;
  const size = rows.size();
  const acknowledged = desk.ledger.root();
  const chain = chainChecks(rows, desk.primitives);
  const keys = [...(desk.ledger.allStatements()?.keys ?? [])].map(
    ([id, key]) => [id, { spki: key.spki, alg: key.alg, credential: key.credential, person: key.person, use: key.use }] as const,
  );
  const pool = createVerifyPool(keys, options.threads, desk.primitives);
  let failure: Failure | null =
    size === desk.ledger.size() ? null : chainFailure('log.size', 'The log has another length than this desk acknowledged.', null, null);
  try {
    const underWay: { readonly rows: readonly WalkRow[]; readonly facts: Promise<ChunkFacts> }[] = [];
    let from = 0;
    while (failure === null && !control.cancelled() && (from < size || underWay.length > 0)) {
      while (from < size && underWay.length < Math.max(1, pool.size * AHEAD)) {
        const chunk = rows.toWalk(from, Math.min(CHUNK, size - from));
        if (chunk.length === 0) {
          failure = chainFailure('log.gap', `Entry ${from} is missing.`, from, null);
          break;
        }
        const facts = pool.verify(
          packChunk(
            from,
            chunk.map((row) => row[3]),
          ),
        );
        // Awaited in log order below: a thread that fails early must not end the process.
        facts.catch(() => undefined);
        underWay.push({ rows: chunk, facts });
        from += chunk.length;
      }
      const chunk = underWay.shift();
      if (chunk === undefined) break;
      failure ??= chain.check(chunk.rows, await chunk.facts);
      control.progress(chain.size(), size, `Entry ${chain.size()} of ${size}`);
      await control.breathe();
    }
  } finally {
    await pool.close();
  }
  if (failure === null && !control.cancelled()) failure = chain.finish(acknowledged);
  return { failure, chain };
};

/** Referrals folded before others are let in. */
const BREATH = 100;

/** Projections that differ from a fresh fold of the events. */
export const projectionFailure = async (desk: DeskContext, control: JobControl): Promise<Failure | null> => {
  const fail = chainFailure;
  const stored = (): readonly { readonly first: number; readonly intent: string }[] =>
    desk.db.all(ledgerSql.selectFrom('referral_state').select(['first', 'intent']));
  for (const [at, { first, intent }] of stored().entries()) {
    if (at % BREATH === 0) await control.breathe();
    if (control.cancelled()) return null;
    // Read now and not with the list: events come in while others are let in.
    const row = desk.db.get(ledgerSql.selectFrom('referral_state').selectAll().where('first', '=', first));
    const fresh = desk.ledger.refold(intent);
    const same =
      row !== undefined &&
      fresh !== undefined &&
      desk.ledger.event(intent)?.index === first &&
      JSON.stringify(fresh) === row.state &&
      fresh.terms.label === row.label &&
      (fresh.steps[0]?.at ?? '') === row.at &&
      fresh.lastIndex === row.last_index;
    if (!same)
      return fail(
        'projection.referral',
        `The stored state of referral ${intent.slice(0, 16)} is not the fold of its events.`,
        null,
        intent,
      );
  }
  const held = new Set(stored().map(({ intent }) => intent));
  const lost = desk.db
    .all(ledgerSql.selectFrom('event').select('hash').where('type', '=', 'referral.intent').orderBy('idx'))
    .map((row) => bytesToHex(row.hash))
    .find((intent) => !held.has(intent) && desk.ledger.voidOf(intent) === undefined);
  if (lost !== undefined) return fail('projection.referral', `The stored state of referral ${lost.slice(0, 16)} is missing.`, null, lost);
  const consent = await consentFailure(desk, control);
  if (consent !== null) return consent;
  const register = desk.db.get(ledgerSql.selectFrom('register_state').selectAll().where('id', '=', 1));
  const same =
    desk.ledger.refoldRegister() === (register?.state ?? null) &&
    (register === undefined || desk.ledger.register()?.last.index === register.last_index);
  return same ? null : fail('projection.register', 'The stored register is not the fold of its events.', null, null);
};

/** A stored consent that differs from a fresh fold, or is missing. */
const consentFailure = async (desk: DeskContext, control: JobControl): Promise<Failure | null> => {
  const stored = desk.db.all(consentSql.selectFrom('consent_state').select('root')).map(({ root }) => root);
  const roots = desk.db
    .all(ledgerSql.selectFrom('event').select('hash').where('type', 'in', ['consent.granted', 'standing.granted']).orderBy('idx'))
    .map((row) => bytesToHex(row.hash));
  for (const [at, root] of [...new Set([...roots, ...stored])].entries()) {
    if (at % BREATH === 0) await control.breathe();
    if (control.cancelled()) return null;
    const row = desk.db.get(consentSql.selectFrom('consent_state').select('state').where('root', '=', root));
    const fresh = desk.ledger.refoldConsent(root);
    if (fresh === undefined && row === undefined && desk.ledger.voidOf(root) !== undefined) continue;
    if (fresh === undefined || JSON.stringify(fresh) !== row?.state)
      return chainFailure(
        'projection.consent',
        `The stored state of consent ${root.slice(0, 16)} is not the fold of its events.`,
        null,
        root,
      );
  }
  return null;
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

/** A broken chain is the gravest thing a desk can find: whoever looks sees it until somebody has read it. */
const alarm = (desk: DeskContext, failure: Failure): void => {
  const which = failure.hash === null ? '' : ` The first bad event is ${failure.hash.slice(0, 16)}….`;
  raiseAlarm(
    desk,
    'chain-broken',
    `${failure.words}${which} Sign and pay nothing on this desk until it is restored from a backup or this is explained.`,
    { code: failure.code, index: failure.index, hash: failure.hash, words: failure.words },
  );
};

/** The last walk, for the status bar; null before the first. */
export const lastWalk = (desk: Pick<DeskContext, 'db'>): { readonly at: string; readonly result: WalkResult } | null => {
  const row = desk.db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', 'walk.last'));
  return row === undefined ? null : (JSON.parse(row.value) as { readonly at: string; readonly result: WalkResult });
};
