import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { JournalSyncError } from '../../core/adapters/sqlite/journal-sync.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import type { LogLine } from '../ports.ts';
import { startServer } from '../testing/start-server.ts';
import { afterDisk } from './after-disk.ts';
import { answerError } from './errors.ts';

it('keeps an answer back until what it could have read is on the disk', async () => {
  const server = await startServer();
  let confirm: () => void = () => undefined;
  const disk = new Promise<void>((done) => {
    confirm = done;
  });
  const app = new Hono().use(afterDisk({ storage: { ...server.ports.storage, settled: () => disk } })).get('/', (c) => c.text('read'));
  let answered = false;
  const answer = Promise.resolve(app.request('/')).then((response) => {
    answered = true;
    return response;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  confirm();
  expect(await (await answer).text()).toBe('read');
  await server.close();
});

it('answers a failure instead, and names it in the log, once the disk does not confirm', async () => {
  const server = await startServer();
  const lines: LogLine[] = [];
  const settled = (): Promise<void> => Promise.reject(new JournalSyncError('not confirmed'));
  const app = new Hono();
  app.onError(answerError({ entropy: systemEntropy, log: (line) => lines.push(line) }));
  app.use(afterDisk({ storage: { ...server.ports.storage, settled } })).get('/', (c) => c.text('read'));
  expect((await app.request('/')).status).toBe(500);
  expect(lines).toMatchObject([{ event: 'failure', name: 'JournalSyncError', code: 'DISK_UNCONFIRMED' }]);
  await server.close();
});
