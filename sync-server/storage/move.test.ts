import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newestCheckpoint } from '../log/publish.ts';
import { startPostgres } from '../testing/start-postgres.ts';
import { startServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { backUpSqlite, moveStorage } from './move.ts';
import { openPostgresStorage } from './postgres.ts';
import { openSqliteStorage } from './sqlite.ts';

it('moves a server from SQLite to PostgreSQL, where it goes on; a backup made meanwhile does as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-server-'));
  const postgres = await startPostgres();
  const before = await startServer();
  const [desk, other] = [await testDesk(before, 'mover'), await testDesk(before, 'friend')];
  await desk.sendTickets([1, 2, 3].map((at) => desk.ticket(`event ${at}`)));
  await desk.sendParcels([desk.parcel(other.practice, 'kept')]);
  await before.request('/v1/seen', { body: { list: other.seen({ [desk.signer.key]: 1 }) }, token: other.token });
  await before.server.publisher.publish();
  await backUpSqlite(before.ports.storage, join(folder, 'backup.db'));
  const target = await openPostgresStorage(await postgres.database(), () => undefined);
  const copy = await openSqliteStorage(join(folder, 'backup.db'));
  if (!target.ok || !copy.ok) throw new Error('a storage does not open');
  const moved = await moveStorage(before.ports.storage, target.value);
  expect(moved.ok && moved.value.rows).toBeGreaterThan(10);
  expect(await moveStorage(before.ports.storage, target.value)).toEqual({ ok: false, error: { code: 'target-not-empty', table: 'meta' } });
  const [four, gift] = [desk.ticket('event 4'), desk.parcel(other.practice, 'after')];
  for (const storage of [target.value, copy.value]) {
    const after = await startServer({ storage, claim: null });
    expect(await newestCheckpoint(storage)).toMatchObject({ size: 3 });
    const logged = await after.request('/v1/tickets', { body: { tickets: [four] }, token: desk.token });
    expect(await logged.json()).toMatchObject({ results: [{ outcome: 'logged', index: 3 }] });
    const body = { parcels: [{ slip: gift.slip, ciphertext: gift.ciphertext }] };
    expect(await (await after.request('/v1/parcels', { body, token: desk.token })).json()).toMatchObject({
      results: [{ outcome: 'taken' }],
    });
    expect(await (await after.request('/v1/feed', { token: other.token })).json()).toMatchObject({
      last: 2,
      items: [{ no: 1 }, { no: 2 }],
    });
    await after.close();
  }
  await before.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});
