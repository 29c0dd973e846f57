import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import type { NetworkView } from '../../core/contract/network-view.ts';
import { ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { type Bytes, bytesToHex } from '../../core/protocol/bytes.ts';
import type { TestServer } from '../../sync-server/testing/start-server.ts';

export const primitives = nodePrimitives();

export const mustBe = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};

/** What the desk says of its network. */
export const viewOf = async (seat: Seat): Promise<NetworkView> => (await ok(seat, 'GET', '/network')) as unknown as NetworkView;

export type Alarm = { readonly id: string; readonly kind: string; readonly words: string; readonly proof: Bytes };

/** Alarms of a desk with the files that prove them. */
export const alarmsOf = async (seat: Seat): Promise<readonly Alarm[]> => {
  const found: Alarm[] = [];
  for (const { id, kind, words } of (await viewOf(seat)).alarms) {
    const file = (await ok(seat, 'GET', `/network/alarms/${id}/proof`)) as unknown as { readonly base64: string };
    found.push({ id, kind, words, proof: Uint8Array.from(Buffer.from(file.base64, 'base64')) });
  }
  return found;
};

export const kindsOf = async (seat: Seat): Promise<readonly string[]> => (await viewOf(seat)).alarms.map(({ kind }) => kind).toSorted();

/** Event hashes of the log of a server, in its order. */
export const loggedAt = async (server: TestServer): Promise<readonly string[]> => {
  const rows = await server.ports.storage.db.selectFrom('log_entry').select('event').orderBy('idx').execute();
  return rows.map(({ event }) => bytesToHex(Uint8Array.from(event)));
};
