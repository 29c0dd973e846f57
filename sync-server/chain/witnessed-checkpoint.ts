import { bytesToHex, concatBytes, utf8Decode, utf8Encode, type Bytes } from '../../core/protocol/bytes.ts';
import { parseCheckpoint } from '../../core/protocol/checkpoint.ts';
import { consistencyProof } from '../../core/protocol/merkle-log.ts';
import { signNote } from '../../core/protocol/note.ts';
import { evaluatePolicy } from '../../core/protocol/tlog-policy.ts';
import { overNodes } from '../log/nodes.ts';
import type { CheckpointMaker } from '../log/publish.ts';
import type { ServerPorts } from '../ports.ts';
import type { WitnessClient } from '../witness/ask-witness.ts';
import { holdsLease, type Lease, takeLease } from '../storage/lease.ts';
import { keepCheckpoint } from './kept-checkpoints.ts';
import type { WitnessPolicy } from './policy-file.ts';
import type { SecondStore } from './second-store.ts';
import { readLastSigned, removePartials, storeTiles, writeLastSigned } from './tiles.ts';

export type SignerParts = Pick<ServerPorts, 'storage' | 'primitives' | 'clock' | 'identity' | 'log'> & {
  readonly store: SecondStore;
  readonly witnesses: WitnessClient;
  /** The operator's policy as it stands now; null while its file cannot be read, and nothing is signed then. */
  readonly policy: () => WitnessPolicy | null;
  /** A name of this process that no other has. */
  readonly holder: string;
  /** Told when a witness, or the second store, has seen more of this log than the database holds: nothing may be accepted then. */
  readonly behind: (size: number) => void;
};

const LEASE_SECONDS = 60;

/** Signs when this process is the signer, the tiles are durable in the second store, and nothing larger or other was signed before. */
const sign = async (parts: SignerParts, lease: Lease, size: number, text: string): Promise<Bytes | null> => {
  const { primitives, store, identity, log } = parts;
  const checkpoint = parseCheckpoint(primitives, utf8Encode(text));
  if (!checkpoint.ok || identity.sign === null) return null;
  const root = bytesToHex(checkpoint.value.root);
  const last = await readLastSigned(store);
  if (size < last.size || (size === last.size && root !== last.root)) {
    log({ event: 'checkpoint.refused', why: 'a larger or another log was signed before', size, signed: last.size });
    parts.behind(last.size);
    return null;
  }
  await storeTiles(parts, store, last.size, size);
  await removePartials(store, last.size, size);
  // Under the lease's own lock: a process that took over in the meantime waits, or this one sees that it did.
  const mine = await parts.storage.write(async (tx) => {
    if (!(await holdsLease(tx, parts.storage, lease))) return false;
    await writeLastSigned(store, size, checkpoint.value.root);
    return true;
  });
  if (!mine) return null;
  const note = signNote(text, identity.key, identity.sign);
  return note.ok ? note.value : null;
};

const cosign = async (parts: SignerParts, { witnesses }: WitnessPolicy, size: number, note: Bytes): Promise<readonly string[]> => {
  const proofFrom = async (old: number): Promise<readonly Bytes[] | null> => {
    const proof = await overNodes(parts.storage.db, (reader) => consistencyProof(parts.primitives, reader, old, size));
    return proof.ok ? proof.value : null;
  };
  const answers = await Promise.all(
    witnesses.map(async (witness) => {
      const line = await parts.witnesses.cosign(witness, size, note, proofFrom);
      if (line.ok) return [line.value];
      parts.log({ event: 'witness.silent', witness: witness.key.name, code: line.error.code });
      if (line.error.code === 'ahead') parts.behind(line.error.size);
      return [];
    }),
  );
  return answers.flat();
};

/**
 * Makes checkpoints for the public (ADR 15): one signer at a time, tiles durable in the second store first, then the log's signature, then the
 * cosignatures of the operator's witnesses; kept in the second store before it is shown. Null, and nothing is shown, until the policy's quorum
 * is met.
 */
export const witnessedCheckpoints =
  (parts: SignerParts): CheckpointMaker =>
  async ({ size, text }) => {
    const policy = parts.policy();
    const lease = policy === null ? undefined : await takeLease(parts, 'signer', parts.holder, LEASE_SECONDS);
    if (policy === null || lease === undefined) return null;
    const signed = await sign(parts, lease, size, text);
    if (signed === null) return null;
    const note = concatBytes(signed, ...(await cosign(parts, policy, size, signed)).map(utf8Encode));
    const accepted = evaluatePolicy(parts.primitives, policy.policy, note);
    const decoded = utf8Decode(note);
    if (!accepted.ok || !decoded.ok) {
      parts.log({ event: 'checkpoint.withheld', why: accepted.ok ? 'bad-utf8' : accepted.error.code, size });
      return null;
    }
    await keepCheckpoint(parts.store, { size, at: parts.clock.now(), note: decoded.value });
    return decoded.value;
  };
