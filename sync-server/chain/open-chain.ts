import type { ChainParts } from '../app.ts';
import type { ServerPorts } from '../ports.ts';
import { httpAuthority } from '../time-stamp/ask-authority.ts';
import { type Fetch, witnessClient } from '../witness/ask-witness.ts';
import { anchorWhatIsDue } from './anchors.ts';
import { readPolicyFile, type WitnessPolicy } from './policy-file.ts';
import { folderStore } from './second-store.ts';
import { createStampOf } from './stamp-on-request.ts';
import { createStanding, type Standing } from './standing.ts';
import { witnessedCheckpoints } from './witnessed-checkpoint.ts';

export type ChainOptions = {
  /** Policy file; read again for every checkpoint, so that witnesses change without a restart. */
  readonly policy: string;
  readonly secondStore: string;
  readonly authorities: readonly string[];
  readonly writeOnce: string | null;
  readonly fetchFrom: Fetch;
  readonly holder: string;
};

/** The public chain of one server process. */
export type Chain = {
  readonly parts: ChainParts;
  readonly standing: Standing;
  /** The policy as its file states it now; null when it cannot be read. */
  readonly policy: () => WitnessPolicy | null;
  readonly close: () => Promise<void>;
};

const TIMEOUT_MS = 10_000;
const LOOK_MS = 30_000;

/**
 * Puts the public chain together and keeps it: compares the log with what was signed, makes checkpoints, anchors them. Nothing is signed while the
 * log is not whole.
 */
export const openChain = async (
  ports: Pick<ServerPorts, 'storage' | 'primitives' | 'clock' | 'identity' | 'log'>,
  options: ChainOptions,
): Promise<Chain> => {
  const { primitives, identity, log } = ports;
  let complaint = '';
  const policy = (): WitnessPolicy | null => {
    const read = readPolicyFile(primitives, identity.key, options.policy);
    const words = read.ok ? '' : read.error;
    if (words !== complaint && words !== '') log({ event: 'policy.unreadable', why: words });
    complaint = words;
    return read.ok ? read.value : null;
  };
  const store = folderStore(options.secondStore);
  const shared = { ...ports, store, witnesses: witnessClient(primitives, options.fetchFrom, TIMEOUT_MS) };
  const standing = createStanding({ ...shared, policy });
  const make = witnessedCheckpoints({
    ...shared,
    holder: options.holder,
    behind: standing.behind,
    policy: () => (standing.closedBecause() === null ? policy() : null),
  });
  const authorities = options.authorities.map((url) => httpAuthority(primitives, url, options.fetchFrom, TIMEOUT_MS));
  const anchoring = { ...ports, authorities, writeOnceFolder: options.writeOnce, holder: options.holder };
  const look = async (): Promise<void> => {
    if (standing.closedBecause() !== null) await standing.check();
    else await anchorWhatIsDue(anchoring);
  };
  await standing.check();
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(look).catch((error: unknown) => {
      log({ event: 'chain.failed', name: error instanceof Error ? error.name : 'unknown' });
    });
  }, LOOK_MS);
  timer.unref();
  return {
    parts: { make, store, policy, stampOf: createStampOf(anchoring) },
    standing,
    policy,
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
