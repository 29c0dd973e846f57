import type { z } from 'zod';
import type { walkResult } from '../../contract/desk.ts';
import { ok, type Result } from '../../domain/result.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { bytesToHex, equalBytes } from '../../protocol/bytes.ts';
import type { KnownEvent } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { checkAssertion, checkSignature, type StatedKey } from '../../protocol/event/signature.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot } from '../../protocol/merkle-log.ts';
import { statedClientKey } from '../../protocol/referral/client-keys.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import type { Refusal } from '../refusal.ts';

export type WalkResult = z.infer<typeof walkResult>;
type Failure = NonNullable<WalkResult['failure']>;

const CHUNK = 500;

/**
 * Walks the whole chain from the stored bytes alone: every record, index column, signature, assertion, stream link, spine link, log node and
 * the root, then the projections against a fresh fold. Stops at the first failure and names it. Nothing cached is believed.
 */
export const walkLedger = async (desk: DeskContext, control: JobControl): Promise<Result<WalkResult, Refusal>> => {
  const started = Date.parse(desk.clock.now());
  const { ledger, primitives } = desk;
  const size = ledger.rows.size();
  const heads = new Map<string, { n: number; hash: string }>();
  const clientKeys = new Map<string, StatedKey>();
  const spineSteps = new Map<string, number>();
  let frontier = EMPTY_FRONTIER;
  let failure: Failure | null = size === ledger.size() ? null : fail('log.size', 'The log has another length than the desk knows.', null, null);
  let spines = 0;
  for (let from = 0; from < size && failure === null; from += CHUNK) {
    if (control.cancelled()) break;
    for (const row of ledger.rows.from(from, CHUNK)) {
      const at = (code: string, words: string): Failure => fail(code, words, row.idx, bytesToHex(row.hash));
      if (row.idx !== frontier.size) failure = at('log.gap', `Entry ${frontier.size} is missing.`);
      const read = readEvent(row.record, primitives);
      if (!read.ok) failure = at(read.error.code, `The stored bytes of entry ${row.idx} do not read.`);
      else {
        const { event, record } = read.value;
        failure ??= columnsFailure(row, event, at) ?? null;
        const stated = event.known ? statedClientKey(event, primitives) : undefined;
        if (stated !== undefined) clientKeys.set(event.stream, stated);
        const key = ledger.register()?.keys.get(event.stream) ?? clientKeys.get(event.stream) ?? foundingKey(event);
        if (key === undefined) failure ??= at('key.missing', `No event states the key of entry ${row.idx}.`);
        else if (!checkSignature(record, key, primitives).ok) failure ??= at('signature.invalid', `The signature of entry ${row.idx} does not verify.`);
        if (event.assertion !== undefined && failure === null) {
          const person = ledger.register()?.keys.get(event.stream)?.person ?? null;
          const asserted = checkAssertion(record, event, person, (id) => ledger.register()?.keys.get(id), primitives);
          if (!asserted.ok) failure = at(asserted.error.code, `The passkey of entry ${row.idx} does not verify.`);
        }
        const head = heads.get(event.stream);
        if (head !== undefined && event.n === head.n + 1 && event.prev !== head.hash) failure ??= at('stream.link', `Entry ${row.idx} does not follow the event before it in its stream.`);
        if (head === undefined || event.n > head.n) heads.set(event.stream, { n: event.n, hash: event.hash });
        if (event.step !== undefined) {
          if (event.step === 0) spines += 1;
          else if (spineSteps.get(event.prevStep ?? '') !== event.step - 1) failure ??= at('spine.link', `Entry ${row.idx} names a step that is not the one below it.`);
          spineSteps.set(event.hash, event.step);
        }
        const hash = primitives.sha256(row.record);
        const appended = appendLeaf(primitives, frontier, leafHash(primitives, hash));
        for (const node of appended.nodes)
          if (failure === null && !equalBytes(ledger.rows.node(node.level, node.index), node.hash)) failure = at('log.node', `Log node ${node.level}/${node.index} is not the hash of what lies below it.`);
        frontier = appended.frontier;
      }
      if (failure !== null) break;
    }
    control.progress(Math.min(from + CHUNK, size), size, `Entry ${Math.min(from + CHUNK, size)} of ${size}`);
    await control.breathe();
  }
  const root = frontierRoot(primitives, frontier);
  if (failure === null && !control.cancelled() && !equalBytes(root, ledger.root())) failure = fail('log.root', 'The root of the entries is not the root this desk acknowledged.', null, null);
  if (failure === null && !control.cancelled()) failure = projectionFailure(desk);
  const result: WalkResult = { ok: failure === null, events: frontier.size, streams: heads.size, spines, ms: Date.parse(desk.clock.now()) - started, root: bytesToHex(root), failure };
  if (!control.cancelled()) remember(desk, result);
  return ok(result);
};

const fail = (code: string, words: string, index: number | null, hash: string | null): Failure => ({ code, words, index, hash });

type Row = ReturnType<DeskContext['ledger']['rows']['from']>[number];

const columnsFailure = (row: Row, event: KnownEvent | { readonly hash: string; readonly type: string; readonly id: string; readonly stream: string; readonly n: number; readonly at: string }, at: (code: string, words: string) => Failure): Failure | undefined => {
  if (event.hash !== bytesToHex(row.hash)) return at('event.hash', `Entry ${row.idx} is filed under another hash than that of its bytes.`);
  const same = event.type === row.type && event.id === row.id && event.stream === row.stream && event.n === row.n && event.at === row.at;
  return same ? undefined : at('event.columns', `The index columns of entry ${row.idx} differ from its bytes.`);
};

const foundingKey = (event: { readonly type: string; readonly body: object; readonly stream: string; readonly known: boolean }): StatedKey | undefined => {
  const known = event as KnownEvent;
  if (!event.known || known.type !== 'registrar.appointed') return undefined;
  const root = known.body.roots[0];
  return root === undefined ? undefined : { spki: root.spki, alg: 'ed25519', credential: null };
};

/** Projections that differ from a fresh fold of the events. */
const projectionFailure = (desk: DeskContext): Failure | null => {
  for (const row of desk.db.all(ledgerSql.selectFrom('referral_state').select(['intent', 'state']))) {
    const fresh = desk.ledger.refold(row.intent);
    if (fresh === undefined || JSON.stringify(fresh) !== row.state) return fail('projection.referral', `The stored state of referral ${row.intent.slice(0, 16)} is not the fold of its events.`, null, row.intent);
  }
  const stored = desk.db.get(ledgerSql.selectFrom('register_state').select('state').where('id', '=', 1));
  if (stored !== undefined && stored.state !== desk.ledger.refoldRegister()) return fail('projection.register', 'The stored register is not the fold of its events.', null, null);
  return null;
};

const remember = (desk: DeskContext, result: WalkResult): void => {
  const value = JSON.stringify({ at: desk.clock.now(), result });
  desk.db.run(ledgerSql.insertInto('meta').values({ name: 'walk.last', value }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value })));
};

/** The last walk, for the status bar; null before the first. */
export const lastWalk = (desk: Pick<DeskContext, 'db'>): { readonly at: string; readonly result: WalkResult } | null => {
  const row = desk.db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', 'walk.last'));
  return row === undefined ? null : (JSON.parse(row.value) as { readonly at: string; readonly result: WalkResult });
};

