import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { blindnessAcceptance } from './acceptance/blindness.ts';
import { openSqliteStorage } from './storage/sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-server-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

blindnessAcceptance('SQLite', async () => {
  const opened = await openSqliteStorage(join(folder, 'server.db'));
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
});
