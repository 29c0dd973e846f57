import { Hono } from 'hono';
import { z } from 'zod';
import { PROTOCOL_VERSION } from '../../core/contract/network/headers.ts';
import type { ServerStatus } from '../../core/contract/network/session.ts';
import { hash } from '../../core/contract/scalars.ts';
import { ok } from '../../core/domain/result.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { readAnchors } from '../chain/anchors.ts';
import { newestCheckpoints, newestEntries } from '../chain/newest.ts';
import { endOfLogBefore } from '../chain/next-log.ts';
import { answer, problemResponse, refuse } from '../http/problem.ts';
import { valid } from '../http/valid.ts';
import { proofFile, proveConsistency } from '../log/proofs.ts';
import { newestCheckpoint } from '../log/publish.ts';
import { regionDeclaration } from '../region/declaration.ts';
import { readMeta } from '../storage/meta.ts';
import type { ServerParts } from './server-parts.ts';

const size = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const sizes = z.object({ from: size, to: size });

/** `GET /v1/status`: who this server is, what it declares, how far its log is published. */
export const statusRoute = (parts: ServerParts) =>
  new Hono().get('/status', async () => {
    const meta = await readMeta(parts.storage.db);
    const newest = await newestCheckpoint(parts.storage);
    const status: ServerStatus = {
      origin: parts.identity.origin,
      vkey: formatVerifierKey(parts.identity.key),
      net: meta.net ?? null,
      protocol: PROTOCOL_VERSION,
      minClient: parts.settings.minClient,
      region: parts.settings.region,
      time: parts.clock.now(),
      size: newest?.size ?? 0,
      readOnly: parts.settings.readOnly,
    };
    return answer(ok(status));
  });

/** `GET /v1/region`: what the operator declares about where the server is, signed by the log. */
export const regionRoute = ({ identity, settings }: Pick<ServerParts, 'identity' | 'settings'>) =>
  new Hono().get('/region', () => {
    const note = regionDeclaration(identity, settings.region, settings.endpoints);
    if (note === null)
      return problemResponse(
        refuse(503, 'log-key', 'This process cannot sign', {
          detail: 'The declaration is signed by another process of this server.',
          next: 'Ask again.',
        }).error,
      );
    return new Response(note, { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
  });

/** The public chain: consistency of two checkpoints, proof of one event. Hashes and proofs only. */
export const chainRoutes = (parts: ServerParts) =>
  new Hono()
    .get('/consistency', valid('query', sizes), async (c) => {
      const { from, to } = c.req.valid('query');
      return answer(await proveConsistency(parts, from, to));
    })
    .get('/anchors', valid('query', z.object({ before: size.optional() })), async (c) =>
      answer(ok({ anchors: await readAnchors(parts, c.req.valid('query').before ?? Number.MAX_SAFE_INTEGER) })),
    )
    .get('/checkpoints', valid('query', z.object({ size: size.optional() })), async (c) =>
      answer(ok({ checkpoints: await newestCheckpoints(parts.storage, c.req.valid('query').size) })),
    )
    .get('/end', async () => {
      const end = await endOfLogBefore(parts);
      if (end === null)
        return problemResponse(refuse(404, 'not-found', 'This is the first log', { detail: 'No log ended before this one began.' }).error);
      return new Response(Uint8Array.from(end), {
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=60' },
      });
    })
    .get('/entries', async () => answer(ok({ entries: await newestEntries(parts.storage) })))
    .get('/proof/:event', valid('param', z.object({ event: hash })), async (c) => {
      const proof = await proofFile(parts, c.req.valid('param').event);
      if (!proof.ok) return problemResponse(proof.error);
      return new Response(Uint8Array.from(proof.value), {
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=5' },
      });
    });
