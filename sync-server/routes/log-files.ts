import { Hono } from 'hono';
import { TILE_PATH } from '../../core/protocol/tlog-tiles.ts';
import type { SecondStore } from '../chain/second-store.ts';
import { problemResponse, refuse } from '../http/problem.ts';
import { newestCheckpoint } from '../log/publish.ts';
import type { ServerPorts } from '../ports.ts';

const PUBLIC = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' } as const;
const TILE_HEADERS = { ...PUBLIC, 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' };

const nothing = (detail: string): Response =>
  problemResponse(refuse(404, 'log.file', 'There is no such file of the log', { detail }).error);

/** The log as static files (C2SP tlog-tiles): `/checkpoint`, always fresh, and tiles that never change. Public; hashes only. */
export const logFiles = ({ storage }: Pick<ServerPorts, 'storage'>, store: SecondStore | null) =>
  new Hono()
    .get('/checkpoint', async () => {
      const newest = await newestCheckpoint(storage);
      if (newest === undefined) return nothing('No checkpoint was published yet.');
      return new Response(newest.note, {
        headers: { ...PUBLIC, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
      });
    })
    .get('/tile/*', async (c) => {
      const path = c.req.path.slice(1);
      const bytes = store !== null && TILE_PATH.test(path) ? await store.read(path) : null;
      return bytes === null
        ? nothing('No tile of this log stands at this address.')
        : new Response(Uint8Array.from(bytes), { headers: TILE_HEADERS });
    });
