import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import { type Bytes, bytesToBase64, utf8Decode } from '../../core/protocol/bytes.ts';
import { formatCheckpoint } from '../../core/protocol/checkpoint.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { appendLeaf, consistencyProof, createPackedNodes, EMPTY_FRONTIER, inclusionProof, rootAt } from '../../core/protocol/merkle-log.ts';
import { signNote } from '../../core/protocol/note.ts';
import type { TestServer } from '../../sync-server/testing/start-server.ts';
import { mustBe, primitives } from './seen.ts';
import { cosigned, straightTo } from './wired-network.ts';

export type Lie = (body: unknown, url: URL, init: RequestInit) => unknown;

/** A server that answers JSON of one path otherwise than the honest one. */
export const lyingAt = (server: TestServer, path: string, lie: Lie): Fetch => {
  const honest = straightTo(server);
  return async (url, init) => {
    const answer = await honest(url, init);
    const asked = new URL(url);
    if (asked.pathname !== path || !answer.ok) return answer;
    return Response.json(lie(await answer.json(), asked, init), { headers: answer.headers });
  };
};

/** A server that shows another note, or none. */
export const showing = (server: TestServer, note: string | null): Fetch => {
  const honest = straightTo(server);
  return (url, init) =>
    new URL(url).pathname === '/checkpoint'
      ? Promise.resolve(new Response(note, { status: note === null ? 404 : 200 }))
      : honest(url, init);
};

export const noteOf = (server: TestServer, size: number, root: Bytes, origin = server.identity.origin): string => {
  const { key, sign } = server.identity;
  if (sign === null) throw new Error('the log has no signer');
  const note = mustBe(signNote(formatCheckpoint({ origin, size, root }), key, sign));
  return mustBe(utf8Decode(note));
};

/** A second log under the same key that a colluding witness cosigns: what a server that shows two histories has. */
export const secondLog = (server: TestServer, hashes: readonly string[]) => {
  const nodes = createPackedNodes();
  let frontier = EMPTY_FRONTIER;
  for (const hash of hashes) {
    const appended = appendLeaf(primitives, frontier, leafHash(primitives, Uint8Array.from(Buffer.from(hash, 'hex'))));
    for (const node of appended.nodes) nodes.put(node);
    frontier = appended.frontier;
  }
  const size = hashes.length;
  const note = (at = size): string => cosigned(noteOf(server, at, mustBe(rootAt(primitives, nodes, at))), server.ports.clock.now()) ?? '';
  const prove = (body: unknown): unknown => {
    const { size: at, events } = body as { readonly size: number; readonly events: readonly string[] };
    const proofs = events.map((event) => {
      const index = hashes.indexOf(event);
      return index < 0 || index >= at
        ? null
        : { event, index, proof: mustBe(inclusionProof(primitives, nodes, index, at)).map(bytesToBase64) };
    });
    return { size: at, proofs };
  };
  const fetch: Fetch = async (url, init) => {
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/checkpoint') return new Response(note());
    if (pathname === '/v1/log/proofs') return Response.json(prove(JSON.parse(typeof init.body === 'string' ? init.body : '')));
    if (pathname === '/api/chain/consistency') {
      const [from, to] = [Number(searchParams.get('from')), Number(searchParams.get('to'))];
      return Response.json({ from, to, proof: mustBe(consistencyProof(primitives, nodes, from, to)).map(bytesToBase64) });
    }
    return straightTo(server)(url, init);
  };
  return { note, fetch, size };
};
