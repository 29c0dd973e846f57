import { hpkeSealer } from '../core/adapters/exchange/hpke.ts';
import { walkChain } from '../core/desk/ledger/walk.ts';
import { takeParcel } from '../core/desk/network/take-parcels.ts';
import { systemEntropy } from '../core/adapters/system/system-ports.ts';
import { type Bytes, bytesToBase64, bytesToBase64url, bytesToHex } from '../core/protocol/bytes.ts';
import { ZERO_HASH } from '../core/protocol/event/payload.ts';
import { exchangeBodyBytes } from '../core/protocol/exchange/body.ts';
import { parcelAad, PARCEL_INFO } from '../core/protocol/network/slip.ts';
import { SLIP_PAYLOAD_TYPE } from '../core/protocol/pae.ts';
import { signPaper } from '../sync-server/testing/papers.ts';
import { seedOf } from '../test/story/keys.ts';
import { ABC, SMITH } from '../test/story/network.ts';
import { type BenchDesk, generateRecords, openBenchDesk } from './bench-desk.ts';
import { type Figure, round, timed } from './measure.ts';
import { ed25519Signer } from '../core/adapters/crypto/node-signer.ts';
import { x25519 } from '@noble/curves/ed25519.js';

const sealer = hpkeSealer(systemEntropy);
/** Events of one parcel, as a desk fills it. */
const EVENTS = 500;

type Parcel = { readonly slip: Bytes; readonly ciphertext: Bytes };

const control = {
  progress: () => undefined,
  cancelled: () => false,
  breathe: () => new Promise<void>((resolve) => setImmediate(resolve)),
};

/** Puts records into parcels from Smith & Partners to ABC Finance, as the server holds them. */
const parcelsOf = async (bench: BenchDesk, records: readonly Bytes[], to: Bytes): Promise<readonly Parcel[]> => {
  const signer = { key: SMITH.deskKey.keyid, sign: ed25519Signer(seedOf(`key desk ${SMITH.name}`)).sign };
  const parcels: Parcel[] = [];
  let prevTo = ZERO_HASH;
  for (let from = 0; from < records.length; from += EVENTS) {
    const body = {
      attachments: [],
      documents: [],
      records: records.slice(from, from + EVENTS).map(bytesToBase64),
      seen: {},
      tickets: [],
      v: 1 as const,
    };
    const place = { desk: SMITH.desk, from: SMITH.id, m: parcels.length + 1, net: bench.story.net, prevTo, to: ABC.id };
    const sealed = await sealer.seal(to, PARCEL_INFO, parcelAad(place), exchangeBodyBytes(body));
    if (!sealed.ok) throw new Error(sealed.error.code);
    const { enc, ciphertext } = sealed.value;
    const payload = {
      ...place,
      at: '2026-10-01T00:00:00.000Z',
      body: bytesToHex(bench.desk.primitives.sha256(ciphertext)),
      enc: bytesToBase64url(enc),
      v: 1,
    };
    const paper = signPaper(SLIP_PAYLOAD_TYPE, payload, signer);
    prevTo = paper.hash;
    parcels.push({ slip: paper.bytes, ciphertext });
  }
  return parcels;
};

const megabytes = (): number => process.memoryUsage().rss / 1_048_576;

/** A desk takes `count` events in from parcels of 500, each opened, checked, judged and durable, against verifying the same events where they are. */
export const catchUpBench = async (count: number): Promise<readonly Figure[]> => {
  const bench = openBenchDesk();
  const privateKey = seedOf('seal key of the bench');
  const publicKey = x25519.getPublicKey(privateKey);
  const desk = {
    ...bench.desk,
    profile: { ...bench.desk.profile, practice: ABC.id, desk: ABC.desk, legalName: ABC.name, abn: ABC.abn },
    keys: { ...bench.desk.keys, seal: { publicKey, privateKey } },
  };
  const parcels = await parcelsOf(bench, generateRecords(bench, count), publicKey);
  const before = desk.ledger.size();
  const memory: number[] = [];
  const taken = await timed(async () => {
    for (const [at, { slip, ciphertext }] of parcels.entries()) {
      const outcome = await takeParcel(desk, sealer, slip, ciphertext);
      if (outcome !== 'taken') throw new Error(`parcel ${String(at + 1)} was ${outcome}`);
      memory.push(megabytes());
    }
  });
  const arrived = desk.ledger.size() - before;
  if (arrived !== count) throw new Error(`${String(arrived)} of ${String(count)} events arrived`);
  const verified = await timed(async () => {
    const { failure } = await walkChain(desk, control, { threads: 1 });
    if (failure !== null) throw new Error(failure.code);
  });
  bench.close();
  const half = memory[Math.floor(memory.length / 2)] ?? Number.NaN;
  const end = memory.at(-1) ?? Number.NaN;
  return [
    {
      name: 'catching up through parcels, to verifying the same events in the ledger',
      value: round(taken / verified),
      unit: '×',
      limit: 1.5,
      detail: `${String(count)} events in ${String(parcels.length)} parcels: ${String(round(taken / 1000, 1))} s against ${String(round(verified / 1000, 1))} s on one worker; without the way over the network`,
    },
    {
      name: 'memory at the end of catching up, to half-way',
      value: round(end / half),
      unit: '×',
      limit: null,
      detail: `${String(round(half, 0))} MB half-way, ${String(round(end, 0))} MB at the end`,
    },
  ];
};
