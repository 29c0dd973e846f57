import { bytesToHex } from '../core/protocol/bytes.ts';
import { formatCheckpoint } from '../core/protocol/checkpoint.ts';
import { ZERO_HASH } from '../core/protocol/event/payload.ts';
import { frontierRoot } from '../core/protocol/merkle-log.ts';
import { createKeyBook } from '../sync-server/admissions/keys.ts';
import { frontierAt } from '../sync-server/log/nodes.ts';
import { signedByLog } from '../sync-server/log/publish.ts';
import type { CheckedTicket } from '../sync-server/log/read-tickets.ts';
import { createSequencer } from '../sync-server/log/sequence.ts';
import { startServer } from '../sync-server/testing/start-server.ts';
import { hypercoreCosts } from './hypercore-peer.ts';
import { type Figure, round, timed } from './measure.ts';

const LEAVES = 100_000;
const BATCH = 1000;
const MAIL = 20_000;

/** Tickets as they are after their signatures were checked: hypercore checks none when it appends. */
const tickets = (): readonly CheckedTicket[] => {
  const stream = new Uint8Array(32).fill(7);
  let prev: string = ZERO_HASH;
  return Array.from({ length: LEAVES }, (_, n) => {
    const event = new Uint8Array(32);
    new DataView(event.buffer).setUint32(0, n + 1);
    const hash = bytesToHex(event);
    const ticket = { at: '2026-11-29T00:00:00.000Z', event_hash: hash, n, net: ZERO_HASH, prev, stream: bytesToHex(stream), v: 1 } as const;
    prev = hash;
    return { signer: null, ticket, event, stream, record: new Uint8Array(600) };
  });
};

/** Microseconds of one leaf: numbered, stored with its ticket and log nodes on the disk, a checkpoint signed after each batch. */
const ownAppend = async (): Promise<number> => {
  const { server, ports, identity, close } = await startServer({ settings: { checkpointEvery: 3_600_000 } });
  const sequence = createSequencer({ ...ports, keys: createKeyBook() });
  const sign = signedByLog(identity);
  const all = tickets();
  const ms = await timed(async () => {
    for (let from = 0; from < LEAVES; from += BATCH) {
      const results = await sequence(all.slice(from, from + BATCH));
      if (results.some(({ outcome }) => outcome !== 'logged')) throw new Error('a ticket was not logged');
      const size = from + BATCH;
      const root = frontierRoot(ports.primitives, await frontierAt(ports.storage.db, size));
      if ((await sign({ size, text: formatCheckpoint({ origin: identity.origin, size, root }) })) === null)
        throw new Error('a checkpoint was not signed');
    }
  });
  await server.close();
  await close();
  return (ms * 1000) / LEAVES;
};

/** The log beside hypercore, which keeps blocks in RocksDB and syncs no append; nothing where hypercore cannot be had. */
export const peerBench = async (): Promise<readonly Figure[]> => {
  const theirs = await hypercoreCosts(LEAVES, BATCH, MAIL);
  if (theirs === null) return [];
  const own = await ownAppend();
  return [
    {
      name: 'append of a leaf at the server, on the disk, head signed, to hypercore',
      value: round(own / theirs.append),
      unit: '×',
      limit: null,
      detail: `${String(round(own, 1))} µs against ${String(round(theirs.append, 1))} µs, ${LEAVES.toLocaleString('en-AU')} leaves, ${BATCH.toLocaleString('en-AU')} at once`,
    },
    {
      name: 'block of 1.5 kB replicated to a second hypercore, beside catching up',
      value: round(theirs.replicate, 0),
      unit: 'µs',
      limit: null,
      detail: `${MAIL.toLocaleString('en-AU')} blocks, checked against one signed head; catching up checks a signature of every event`,
    },
  ];
};
