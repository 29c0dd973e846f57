import { afterAll, beforeAll } from 'vitest';
import { openPostgresStorage } from '../storage/postgres.ts';
import type { Storage } from '../storage/storage.ts';
import { startPostgres, type TestPostgres } from '../testing/start-postgres.ts';
import { accessAcceptance } from './access.ts';
import { blindnessAcceptance } from './blindness.ts';
import { bookPartAcceptance } from './book-parts.ts';
import { bookAcceptance } from './books.ts';
import { crmAcceptance } from './crm.ts';
import { disorderAcceptance } from './disorder.ts';
import { mailReportAcceptance } from './mail-reports.ts';
import { noticeAcceptance } from './notices.ts';
import { officePageAcceptance } from './office-page.ts';
import { requestAcceptance } from './requests.ts';
import { storyAcceptance } from './story.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const openAt = async (url: string): Promise<Storage> => {
  const opened = await openPostgresStorage(url, () => undefined);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};
const open = async (): Promise<Storage> => openAt(await postgres.database());

blindnessAcceptance('PostgreSQL', open);
storyAcceptance('PostgreSQL', open);
accessAcceptance('PostgreSQL', open);
bookAcceptance('PostgreSQL', open);
bookPartAcceptance('PostgreSQL', open);
requestAcceptance('PostgreSQL', open);
crmAcceptance('PostgreSQL', open);
officePageAcceptance('PostgreSQL', open);
mailReportAcceptance('PostgreSQL', async () => [await open()]);
noticeAcceptance('PostgreSQL under two server processes', async () => {
  const url = await postgres.database();
  return [await openAt(url), await openAt(url)];
});
disorderAcceptance('PostgreSQL under two server processes', async () => {
  const url = await postgres.database();
  return [await openAt(url), await openAt(url)];
});
