import { err, ok, type Result } from '../../core/domain/result.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { appendLeaf, frontierRoot, type StoredNode } from '../../core/protocol/merkle-log.ts';
import { TILE_WIDTH, tilePath } from '../../core/protocol/tlog-tiles.ts';
import type { CheckedTicket } from '../log/read-tickets.ts';
import { frontierAt, sizeOf } from '../log/nodes.ts';
import { storeLogged } from '../log/sequence.ts';
import type { ServerPorts } from '../ports.ts';
import type { SecondStore } from './second-store.ts';
import { type KeptTicket, type LastSigned, parseTickets, TICKETS } from './tiles.ts';

/** Why the log could not be refilled; the database is as it was. */
export type RefillFailure =
  | { readonly code: 'bundle-missing'; readonly path: string }
  /** What is stored does not lead to the root that was signed. */
  | { readonly code: 'root-differs'; readonly size: number };

/** Leaves that go into one transaction at once are read first, all of them: a log of millions is refilled in one piece or not at all. */
const readBack = async (store: SecondStore, from: number, to: number): Promise<Result<readonly KeptTicket[], RefillFailure>> => {
  const records: KeptTicket[] = [];
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index += 1) {
    const width = Math.min(TILE_WIDTH, to - index * TILE_WIDTH);
    const path = tilePath(TICKETS, { index, width });
    // Behind a full bundle its partial ones are gone.
    const file = (await store.read(path)) ?? (await store.read(tilePath(TICKETS, { index, width: TILE_WIDTH })));
    const bundle = file === null ? undefined : parseTickets(file);
    if (bundle === undefined || bundle.length < width) return err({ code: 'bundle-missing', path });
    records.push(...bundle.slice(Math.max(0, from - index * TILE_WIDTH), width));
  }
  return ok(records);
};

class RootDiffers extends Error {}

/**
 * After a restore: puts the leaves that the database lacks back from the tickets in the second store, up to what was signed last, and compares the
 * root before anything is committed. Answers how many came back. Errors: `RefillFailure`.
 */
export const refillLog = async (
  { storage, primitives, clock }: Pick<ServerPorts, 'storage' | 'primitives' | 'clock'>,
  store: SecondStore,
  from: number,
  signed: LastSigned,
): Promise<Result<number, RefillFailure>> => {
  const records = await readBack(store, from, signed.size);
  if (!records.ok) return records;
  const at = clock.now();
  try {
    await storage.write(async (tx) => {
      await storage.lock(tx, ['log']);
      if ((await sizeOf(tx)) !== from) throw new RootDiffers();
      let state = await frontierAt(tx, from);
      const nodes: StoredNode[] = [];
      const logged: { readonly index: number; readonly item: CheckedTicket }[] = [];
      for (const { event, stream, n, record } of records.value) {
        const ticket = { event_hash: bytesToHex(event), stream: bytesToHex(stream), n, prev: ZERO_HASH };
        logged.push({ index: state.size, item: { signer: null, ticket, event, stream, record } });
        const appended = appendLeaf(primitives, state, leafHash(primitives, event));
        nodes.push(...appended.nodes);
        state = appended.frontier;
      }
      if (state.size !== signed.size || bytesToHex(frontierRoot(primitives, state)) !== signed.root) throw new RootDiffers();
      await storeLogged(tx, at, logged, nodes);
    });
    return ok(records.value.length);
  } catch (error) {
    if (error instanceof RootDiffers) return err({ code: 'root-differs', size: signed.size });
    throw error;
  }
};
