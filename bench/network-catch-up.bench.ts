import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hpkeSealer } from '../core/adapters/exchange/hpke.ts';
import { walkChain } from '../core/desk/ledger/walk.ts';
import type { FeedItem } from '../core/contract/network/parcels.ts';
import { takeFeed } from '../core/desk/network/feed.ts';
import { networkSql } from '../core/desk/network/tables.ts';
import { ok } from '../core/domain/result.ts';
import type { NetworkServer } from '../core/ports/network-server.ts';
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

const control = {
  progress: () => undefined,
  cancelled: () => false,
  breathe: () => new Promise<void>((resolve) => setImmediate(resolve)),
};

type Kept = { readonly file: string; readonly bytes: number };

/** Puts records into parcels from Smith & Partners to ABC Finance, each as an item of the feed in a file of its own: the server holds them, not the desk. */
const keepParcels = async (bench: BenchDesk, records: readonly Bytes[], to: Bytes): Promise<readonly Kept[]> => {
  const signer = { key: SMITH.deskKey.keyid, sign: ed25519Signer(seedOf(`key desk ${SMITH.name}`)).sign };
  const parcels: Kept[] = [];
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
    const no = parcels.length + 1;
    const place = { desk: SMITH.desk, from: SMITH.id, m: no, net: bench.story.net, prevTo, to: ABC.id };
    const sealed = await sealer.seal(to, PARCEL_INFO, parcelAad(place), exchangeBodyBytes(body));
    if (!sealed.ok) throw new Error(sealed.error.code);
    const { enc, ciphertext } = sealed.value;
    const at = '2026-10-01T00:00:00.000Z';
    const payload = { ...place, at, body: bytesToHex(bench.desk.primitives.sha256(ciphertext)), enc: bytesToBase64url(enc), v: 1 };
    const paper = signPaper(SLIP_PAYLOAD_TYPE, payload, signer);
    prevTo = paper.hash;
    const file = join(bench.folder, `parcel-${String(no)}.json`);
    const item: FeedItem = {
      kind: 'parcel',
      no,
      at,
      slip: bytesToBase64(paper.bytes),
      ciphertext: Buffer.from(ciphertext).toString('base64'),
    };
    writeFileSync(file, JSON.stringify(item));
    parcels.push({ file, bytes: ciphertext.length });
  }
  return parcels;
};

/** Most bytes of ciphertext on a page of the server. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** The feed as the server pages it, without the way over the network. */
const serverWith = (parcels: readonly Kept[]): NetworkServer => {
  const feed: NetworkServer['feed'] = async (after, limit) => {
    let bytes = 0;
    const fitting = parcels.slice(after, after + limit).filter((parcel, at) => {
      bytes += parcel.bytes;
      return at === 0 || bytes <= PAGE_BYTES;
    });
    const items = fitting.map(({ file }) => JSON.parse(readFileSync(file, 'utf8')) as FeedItem);
    return ok({ items, last: parcels.length });
  };
  return { feed } as NetworkServer;
};

const megabytes = (): number => process.memoryUsage().rss / 1_048_576;

/** A desk takes `count` events in from its feed, in parcels of 500, each opened, checked, judged and durable, against verifying the same events where they are. */
export const catchUpBench = async (count: number): Promise<readonly Figure[]> => {
  const bench = openBenchDesk();
  const privateKey = seedOf('seal key of the bench');
  const publicKey = x25519.getPublicKey(privateKey);
  const desk = {
    ...bench.desk,
    profile: { ...bench.desk.profile, practice: ABC.id, desk: ABC.desk, legalName: ABC.name, abn: ABC.abn },
    keys: { ...bench.desk.keys, seal: { publicKey, privateKey } },
  };
  const link = { id: 1, url: '', origin: '', trust: '', joined_at: '', key: desk.keys.desk.key, feed: 0, seen: 0, seen_sent: '{}' };
  desk.db.run(networkSql.insertInto('network_link').values({ ...link, seen_sent_at: null, read_again_at: null }));
  const server = serverWith(await keepParcels(bench, generateRecords(bench, count), publicKey));
  const before = desk.ledger.size();
  let half = Number.NaN;
  desk.ledger.onChange(() => {
    if (Number.isNaN(half) && desk.ledger.size() - before >= count / 2) half = megabytes();
  });
  const taken = await timed(async () => {
    const outcome = await takeFeed(desk, sealer, server, async () => undefined);
    if (!outcome.ok) throw new Error(outcome.error.why);
  });
  const end = megabytes();
  const arrived = desk.ledger.size() - before;
  if (arrived !== count) throw new Error(`${String(arrived)} of ${String(count)} events arrived`);
  const verified = await timed(async () => {
    const { failure } = await walkChain(desk, control, { threads: 1 });
    if (failure !== null) throw new Error(failure.code);
  });
  bench.close();
  return [
    {
      name: 'catching up through parcels, to verifying the same events in the ledger',
      value: round(taken / verified),
      unit: '×',
      limit: 1.5,
      detail: `${String(count)} events in ${String(Math.ceil(count / EVENTS))} parcels: ${String(round(taken / 1000, 1))} s against ${String(round(verified / 1000, 1))} s on one worker; without the way over the network`,
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
