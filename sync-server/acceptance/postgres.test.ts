import { afterAll, beforeAll } from 'vitest';
import { openPostgresStorage } from '../storage/postgres.ts';
import type { Storage } from '../storage/storage.ts';
import { startPostgres, type TestPostgres } from '../testing/start-postgres.ts';
import { storyAcceptance } from './story.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const open = async (): Promise<Storage> => {
  const opened = await openPostgresStorage(await postgres.database(), () => undefined);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

storyAcceptance('PostgreSQL', open);
