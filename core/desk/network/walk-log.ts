import { bytesToHex, hexToBytes, type Bytes, utf8Encode } from '../../protocol/bytes.ts';
import { leafHash, verifyInclusion } from '../../protocol/merkle.ts';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { evaluatePolicy } from '../../protocol/tlog-policy.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import { chainFailure, type Failure } from '../ledger/chain-checks.ts';
import { hashesOf } from './consistency.ts';
import { linkOf } from './link.ts';
import { networkSql } from './tables.ts';

const BATCH = 500;

/** One log as this desk holds it: the one it follows (null), or one that ended. */
type Held = { readonly log: number | null; readonly trust: string; readonly of: string };

type Place = { readonly idx: number; readonly hash: Uint8Array; readonly index: number; readonly size: number; readonly proof: string };

const checkpointsOf = (desk: DeskContext, { log }: Held) =>
  log === null
    ? desk.db.all(networkSql.selectFrom('network_checkpoint').select(['size', 'root', 'note']).orderBy('size'))
    : desk.db.all(networkSql.selectFrom('ended_checkpoint').select(['size', 'root', 'note']).where('log', '=', log).orderBy('size'));

const placesOf = (desk: DeskContext, { log }: Held, after: number): readonly Place[] =>
  log === null
    ? desk.db.all(
        networkSql
          .selectFrom('log_place')
          .innerJoin('event', 'event.idx', 'log_place.idx')
          .select(['log_place.idx as idx', 'event.hash as hash', 'log_index as index'])
          .select((select) => [
            select.fn.coalesce('size', select.val(0)).as('size'),
            select.fn.coalesce('proof', select.val('')).as('proof'),
          ])
          .where('log_place.size', 'is not', null)
          .where('log_place.idx', '>', after)
          .orderBy('log_place.idx')
          .limit(BATCH),
      )
    : desk.db.all(
        networkSql
          .selectFrom('ended_place')
          .innerJoin('event', 'event.idx', 'ended_place.idx')
          .select(['ended_place.idx as idx', 'event.hash as hash', 'log_index as index', 'size', 'proof'])
          .where('ended_place.log', '=', log)
          .where('ended_place.idx', '>', after)
          .orderBy('ended_place.idx')
          .limit(BATCH),
      );

/** A kept checkpoint that the trust file does not accept, or whose size or root is not that of its note. */
const checkpointFailure = (desk: DeskContext, held: Held): Failure | null => {
  const trust = parseTrustFile(desk.primitives, held.trust);
  // A desk that left its server has no trust file to judge by; its proofs still have to lead to the roots it kept.
  if (!trust.ok) return null;
  for (const { size, root, note } of checkpointsOf(desk, held)) {
    const accepted = evaluatePolicy(desk.primitives, trust.value.policy, utf8Encode(note));
    const same = accepted.ok && accepted.value.checkpoint.size === size && bytesToHex(accepted.value.checkpoint.root) === root;
    if (!same)
      return chainFailure(
        'network.checkpoint',
        `The kept checkpoint of ${size} events of ${held.of} is not signed as the trust file asks.`,
        null,
        null,
      );
  }
  return null;
};

const failureOf = async (desk: DeskContext, control: JobControl, held: Held): Promise<Failure | null> => {
  const bad = checkpointFailure(desk, held);
  if (bad !== null) return bad;
  const roots = new Map<number, Bytes>();
  for (let after = -1; ;) {
    const places = placesOf(desk, held, after);
    // Looked up when it is needed: the log goes on while others are let in.
    if (places.some(({ size }) => !roots.has(size)))
      for (const { size, root } of checkpointsOf(desk, held)) {
        const bytes = hexToBytes(root);
        if (bytes.ok) roots.set(size, bytes.value);
      }
    for (const { idx, hash, index, size, proof } of places) {
      const hashes = hashesOf(proof === '' ? [] : proof.split(' '));
      const root = roots.get(size);
      const holds =
        hashes !== null &&
        root !== undefined &&
        verifyInclusion(desk.primitives, { index, size, root, proof: hashes, leafHash: leafHash(desk.primitives, hash) }).ok;
      if (!holds)
        return chainFailure('network.place', `Entry ${idx} is not proven to stand at place ${index} of ${held.of}.`, idx, bytesToHex(hash));
      after = idx;
    }
    if (places.length < BATCH || control.cancelled()) return null;
    await control.breathe();
  }
};

/**
 * Checks again what this desk keeps of the network log, and of those that ended before it: every checkpoint by the trust file, and every place of an event
 * by its proof under the checkpoint it was proven for. Null when all of it holds; else the first event, in the order of this ledger, that does not.
 */
export const networkLogFailure = async (desk: DeskContext, control: JobControl): Promise<Failure | null> => {
  const ended = desk.db.all(networkSql.selectFrom('ended_log').select(['no', 'origin', 'trust']).orderBy('no'));
  const logs: readonly Held[] = [
    ...ended.map(({ no, origin, trust }): Held => ({ log: no, trust, of: `the network log ${origin}, which has ended` })),
    { log: null, trust: linkOf(desk)?.trust ?? '', of: 'the network log' },
  ];
  for (const held of logs) {
    const failure = await failureOf(desk, control, held);
    if (failure !== null || control.cancelled()) return failure;
  }
  return null;
};
