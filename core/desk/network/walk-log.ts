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

/** A kept checkpoint that the trust file does not accept, or whose size or root is not that of its note. */
const checkpointFailure = (desk: DeskContext): Failure | null => {
  const trust = parseTrustFile(desk.primitives, linkOf(desk)?.trust ?? '');
  // A desk that left its server has no trust file to judge by; its proofs still have to lead to the roots it kept.
  if (!trust.ok) return null;
  for (const { size, root, note } of desk.db.all(networkSql.selectFrom('network_checkpoint').selectAll().orderBy('size'))) {
    const accepted = evaluatePolicy(desk.primitives, trust.value.policy, utf8Encode(note));
    const same = accepted.ok && accepted.value.checkpoint.size === size && bytesToHex(accepted.value.checkpoint.root) === root;
    if (!same)
      return chainFailure(
        'network.checkpoint',
        `The kept checkpoint of ${size} events of the network log is not signed as the trust file asks.`,
        null,
        null,
      );
  }
  return null;
};

/**
 * Checks again what this desk keeps of the network log: every checkpoint by the trust file, and every place of an event by its proof under the
 * checkpoint it was proven for. Null when all of it holds; else the first event, in the order of this ledger, that does not.
 */
export const networkLogFailure = async (desk: DeskContext, control: JobControl): Promise<Failure | null> => {
  const bad = checkpointFailure(desk);
  if (bad !== null) return bad;
  const roots = new Map<number, Bytes>();
  // Looked up when it is needed: the log goes on while others are let in.
  const rootOf = (size: number): Bytes | undefined => {
    const known = roots.get(size);
    if (known !== undefined) return known;
    const row = desk.db.get(networkSql.selectFrom('network_checkpoint').select('root').where('size', '=', size));
    const bytes = hexToBytes(row?.root ?? '');
    if (bytes.ok) roots.set(size, bytes.value);
    return bytes.ok ? bytes.value : undefined;
  };
  for (let after = -1; ;) {
    const places = desk.db.all(
      networkSql
        .selectFrom('log_place')
        .innerJoin('event', 'event.idx', 'log_place.idx')
        .select(['log_place.idx as idx', 'event.hash as hash', 'log_index as index', 'size', 'proof'])
        .where('log_place.size', 'is not', null)
        .where('log_place.idx', '>', after)
        .orderBy('log_place.idx')
        .limit(BATCH),
    );
    for (const { idx, hash, index, size, proof } of places) {
      const hashes = hashesOf(proof === null || proof === '' ? [] : proof.split(' '));
      const root = rootOf(size ?? 0);
      const holds =
        hashes !== null &&
        root !== undefined &&
        verifyInclusion(desk.primitives, { index, size: size ?? 0, root, proof: hashes, leafHash: leafHash(desk.primitives, hash) }).ok;
      if (!holds)
        return chainFailure(
          'network.place',
          `Entry ${idx} is not proven to stand at place ${index} of the network log.`,
          idx,
          bytesToHex(hash),
        );
      after = idx;
    }
    if (places.length < BATCH || control.cancelled()) return null;
    await control.breathe();
  }
};
