import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { frontierRoot } from '../../core/protocol/merkle-log.ts';
import { frontierAt } from '../log/nodes.ts';
import { primitives, valueOf } from '../testing/log-fixture.ts';
import { startServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { refillLog } from './refill.ts';
import { folderStore } from './second-store.ts';
import { removePartials, storeTiles } from './tiles.ts';

const base = mkdtempSync(join(tmpdir(), 'flip360-tiles-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

it('keeps partial tiles until the full one is durable, and refills what was signed before from the full one', async () => {
  const [server, restored] = [await startServer(), await startServer()];
  const store = folderStore(base);
  const desk = await testDesk(server, 'alice');
  const there = (): readonly boolean[] =>
    ['0/000.p/200', '0/001.p/44', 'entries/000.p/200', 'tickets/000.p/200', '0/000', '1/000.p/1'].map((path) =>
      existsSync(join(base, 'tile', ...path.split('/'))),
    );
  const log = (from: number, to: number) =>
    desk.sendTickets(Array.from({ length: to - from }, (_, at) => desk.ticket(`event ${String(from + at)}`)));
  await log(0, 200);
  await storeTiles(server.ports, store, 0, 200);
  await removePartials(store, 0, 200);
  expect(there()).toEqual([true, false, true, true, false, false]);
  await log(200, 300);
  await storeTiles(server.ports, store, 200, 300);
  await removePartials(store, 200, 300);
  expect(there()).toEqual([false, true, false, false, true, true]);
  // Killed before it was written down that 300 are about to be signed.
  const root = bytesToHex(frontierRoot(primitives, await frontierAt(server.ports.storage.db, 200)));
  expect(valueOf(await refillLog(restored.ports, store, 0, { size: 200, root }))).toBe(200);
  await server.close();
  await restored.close();
});
