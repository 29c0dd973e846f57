import { bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { sizeOf } from '../log/nodes.ts';
import type { ServerPorts } from '../ports.ts';
import type { WitnessClient } from '../witness/ask-witness.ts';
import { refillCheckpoints } from './kept-checkpoints.ts';
import type { WitnessPolicy } from './policy-file.ts';
import { refillLog } from './refill.ts';
import type { SecondStore } from './second-store.ts';
import { readLastSigned } from './tiles.ts';

/** Whether the database holds all that was ever signed of this log. */
export type Standing = {
  /** Null while everything may be accepted; otherwise why nothing may. */
  readonly closedBecause: () => ClosedBecause | null;
  /** A witness or the second store has seen this size, and the database is smaller. */
  readonly behind: (size: number) => void;
  /** Compares, refills what is missing, opens or stays closed. */
  readonly check: () => Promise<void>;
};

export type ClosedBecause =
  /** Not compared yet. */
  | 'not-compared'
  /** The second store knows nothing of this log and no witness answers: the database may be an old one. */
  | 'witnesses-silent'
  /** Less is here than was signed, and the second store cannot make it good: the log has to end and another to begin. */
  | 'log-short';

type Parts = Pick<ServerPorts, 'storage' | 'primitives' | 'clock' | 'identity' | 'log'> & {
  readonly store: SecondStore;
  readonly witnesses: WitnessClient;
  readonly policy: () => WitnessPolicy | null;
};

/**
 * Watches over what a restore could undo (ADR 15). The database counts as whole when it holds what the second store says was signed last and no
 * witness has cosigned more. A smaller one is refilled from the second store; where that fails, nothing is accepted or signed.
 */
export const createStanding = (parts: Parts): Standing => {
  const { storage, primitives, identity, store, log } = parts;
  let closed: ClosedBecause | null = 'not-compared';
  const close = (why: ClosedBecause): void => {
    if (closed !== why) log({ event: 'server.read-only', why });
    closed = why;
  };
  const cosignedSizes = async (): Promise<readonly number[]> => {
    const originHash = bytesToHex(primitives.sha256(utf8Encode(identity.origin)));
    const answers = await Promise.all((parts.policy()?.witnesses ?? []).map((witness) => parts.witnesses.sizeAt(witness, originHash)));
    return answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  };
  const check = async (): Promise<void> => {
    const held = await sizeOf(storage.db);
    const signed = await readLastSigned(store);
    const sizes = await cosignedSizes();
    const asked = parts.policy()?.witnesses.length ?? 0;
    if (signed.size === 0 && held > 0 && asked > 0 && sizes.length === 0) return close('witnesses-silent');
    const largest = Math.max(signed.size, ...sizes);
    if (held < largest) {
      const refilled = largest > signed.size ? null : await refillLog(parts, store, held, signed);
      // Another process may have refilled the same database meanwhile.
      if (refilled?.ok !== true && (await sizeOf(storage.db)) < largest) {
        log({ event: 'log.short', held, cosigned: largest, why: refilled === null ? 'the second store holds less' : refilled.error.code });
        return close('log-short');
      }
      if (refilled?.ok === true) log({ event: 'log.refilled', from: held, to: signed.size });
    }
    const checkpoints = await refillCheckpoints(parts, store, Math.max(held, largest));
    if (checkpoints > 0) log({ event: 'checkpoints.refilled', count: checkpoints });
    if (closed !== null) log({ event: 'log.whole', size: Math.max(held, largest) });
    closed = null;
  };
  return {
    closedBecause: () => closed,
    behind: (size) => {
      log({ event: 'log.behind', cosigned: size });
      close('not-compared');
    },
    check,
  };
};
