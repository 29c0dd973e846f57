import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openSqliteStorage } from '../storage/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import { accessAcceptance } from './access.ts';
import { bookPartAcceptance } from './book-parts.ts';
import { bookAcceptance } from './books.ts';
import { crmAcceptance } from './crm.ts';
import { disorderAcceptance } from './disorder.ts';
import { mailReportAcceptance } from './mail-reports.ts';
import { noticeAcceptance } from './notices.ts';
import { officePageAcceptance } from './office-page.ts';
import { requestAcceptance } from './requests.ts';
import { storyAcceptance } from './story.ts';

let folder = '';
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-server-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = async (): Promise<Storage> => {
  count += 1;
  const opened = await openSqliteStorage(join(folder, `server-${count}.db`));
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};

storyAcceptance('SQLite', open);
accessAcceptance('SQLite', open);
bookAcceptance('SQLite', open);
bookPartAcceptance('SQLite', open);
requestAcceptance('SQLite', open);
crmAcceptance('SQLite', open);
officePageAcceptance('SQLite', open);
mailReportAcceptance('SQLite', async () => [await open()]);
noticeAcceptance('SQLite', async () => [await open()]);
disorderAcceptance('SQLite', async () => [await open()]);
