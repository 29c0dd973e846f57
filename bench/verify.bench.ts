import { nodePrimitives } from '../core/adapters/crypto/node-primitives.ts';
import { projectionFailure, walkChain } from '../core/desk/ledger/walk.ts';
import { readEvent } from '../core/protocol/event/read.ts';
import { pae, EVENT_PAYLOAD_TYPE } from '../core/protocol/pae.ts';
import { ed25519KeyOfSpki } from '../core/protocol/ed25519.ts';
import { base64urlToBytes } from '../core/protocol/bytes.ts';
import type { BenchDesk } from './bench-desk.ts';
import { type Figure, round, timed } from './measure.ts';

const control = {
  progress: () => undefined,
  cancelled: () => false,
  breathe: () => new Promise<void>((resolve) => setImmediate(resolve)),
};

/** Full verification of the ledger with one and two workers, against bare Ed25519 verification of the same signatures on one thread. */
export const verifyBench = async ({ desk }: BenchDesk): Promise<readonly Figure[]> => {
  const primitives = nodePrimitives();
  const size = desk.ledger.size();
  const signatures: {
    readonly key: Uint8Array;
    readonly message: Uint8Array;
    readonly signature: Uint8Array;
  }[] = [];
  for (let from = 0; from < size; from += 1000)
    for (const row of desk.ledger.rows.from(from, 1000)) {
      const read = readEvent(row.record, primitives);
      const stated = desk.ledger.register()?.keys.get(row.stream);
      const spki = stated === undefined ? undefined : base64urlToBytes(stated.spki);
      const key = spki?.ok === true ? ed25519KeyOfSpki(spki.value) : undefined;
      if (read.ok && read.value.record.signature.alg === 'ed25519' && key?.ok === true)
        signatures.push({
          key: key.value,
          message: pae(EVENT_PAYLOAD_TYPE, read.value.record.payloadBytes),
          signature: read.value.record.signature.sig,
        });
    }
  const raw = async (): Promise<number> =>
    timed(() => {
      for (const entry of signatures)
        if (!primitives.ed25519Verify(entry.key, entry.message, entry.signature))
          throw new Error('a signature of the bench does not verify');
    });
  const walk = (threads: number) => async (): Promise<number> =>
    timed(async () => {
      const { failure } = await walkChain(desk, control, { threads });
      if (failure !== null) throw new Error(`the bench ledger does not verify: ${failure.code}`);
    });
  const before = await raw();
  const one = await walk(1)();
  const between = await raw();
  const two = await walk(2)();
  const after = await raw();
  const projections = await timed(async () => {
    const failure = await projectionFailure(desk, control);
    if (failure !== null) throw new Error(`a projection of the bench differs: ${failure.code}`);
  });
  const detail = (ms: number, base: number): string =>
    `${round(ms / 1000, 1)} s for ${size} events; ${signatures.length} bare signatures ${round(base / 1000, 1)} s`;
  return [
    {
      name: 'full verification, one worker, against bare signatures',
      value: round(one / ((before + between) / 2)),
      unit: '×',
      limit: 1.25,
      detail: detail(one, (before + between) / 2),
    },
    {
      name: 'full verification, two workers, against bare signatures',
      value: round(two / ((between + after) / 2)),
      unit: '×',
      limit: 0.7,
      detail: detail(two, (between + after) / 2),
    },
    {
      name: 'every projection folded again and compared, one thread',
      value: round(projections / after),
      unit: '×',
      limit: null,
      detail: `${round(projections / 1000, 1)} s for ${desk.ledger.referrals().length} referrals, after the walk and beside the limit`,
    },
  ];
};
