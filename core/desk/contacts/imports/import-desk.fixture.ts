import { readFileSync } from 'node:fs';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { bookOf } from '../list/book.fixture.ts';
import type { ImportResult } from './batches.ts';
import { commitImport } from './commit.ts';
import type { HeldImport } from './held-imports.ts';
import { FIRST_PAGE, previewView } from './preview-view.ts';
import { readFile } from './read-file.ts';

const samples = new URL('../../../../test/fixtures/samples/', import.meta.url);

/** A sample file, by its path below the samples. */
export const sample = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, samples)));

export const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** Everything of a file is taken over, likely duplicates too. */
export const all = { name: 'All of it', skipBlocked: true, duplicates: 'add' } as const;

type Hook = (work: () => void) => void;

/** A desk of its own for each test of the file that calls this with its hooks, and what one does to import into it. */
export const importDesk = (beforeEach: Hook, afterEach: Hook) => {
  let test: TestDesk;
  beforeEach(() => {
    test = openTestDesk();
  });
  afterEach(() => test.close());
  return {
    get desk() {
      return test.desk;
    },
    get person() {
      return test.person;
    },
    get folder() {
      return test.folder;
    },
    read: (name: string, bytes: Uint8Array): HeldImport => {
      const held = readFile(test.desk, name, bytes);
      if (!held.ok) throw new Error(JSON.stringify(held.error));
      return held.value;
    },
    commit: (held: HeldImport, choice: Parameters<typeof commitImport>[3] = all): ImportResult => {
      const result = commitImport(test.desk, test.person, held, choice);
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.value;
    },
    view: (held: HeldImport) => previewView(test.desk, held, FIRST_PAGE),
    book: ({ q = '', batch }: { readonly q?: string; readonly batch?: string } = {}) =>
      bookOf(test, { q, f: batch === undefined ? '' : `batch:any:${batch}`, limit: 500 }),
    stored: (query: string): unknown => test.desk.db.statement(query).all(),
  };
};
