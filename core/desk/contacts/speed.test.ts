import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReferralState } from '../../domain/referral/state.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { contactPage } from './contact-page.ts';
import { commitImport } from './imports/commit.ts';
import { FIRST_PAGE, previewView } from './imports/preview-view.ts';
import { readFile } from './imports/read-file.ts';
import { revertImport } from './imports/revert.ts';
import { bookOf } from './list/book.fixture.ts';
import { searchContacts } from './search.ts';

const COUNT = 20_000;
const given = ['Amelia', 'Łukasz', 'Zoë', 'Liam', 'Sarah', 'Noah', 'Grace', 'Deepak', 'Hannah', 'Mia'];
const family = ['Chen', 'Müller', 'O’Brien', 'Kowalczyk', 'Nguyễn', 'Hartley', 'Papas', 'Rao', 'Schultz', 'Kelly', 'Ng', 'Tran', 'Aziz'];
const suburbs = ['Marrickville', 'Epping', 'Ryde', 'Penrith', 'Kogarah', 'Auburn', 'Mosman'];

const list = (): Uint8Array => {
  const rows = Array.from(
    { length: COUNT },
    (_, at) =>
      `${given[at % 10] ?? ''},${family[(at * 7) % 13] ?? ''} ${at.toString(36)},p${at}@example.com,0491 ${String(570_000 + at).replace(/(\d{3})$/u, ' $1')},${at} High St,${suburbs[at % 7] ?? ''},NSW,${2000 + (at % 900)}\n`,
  );
  return new TextEncoder().encode(`First Name,Last Name,Email,Mobile,Street,Suburb,State,Postcode\n${rows.join('')}`);
};
const nobody = () => new Map<string, readonly ReferralState[]>();

let test: TestDesk;
let batch = '';
const figures: string[] = [];
const timed = <T>(name: string, work: () => T): T => {
  const start = process.hrtime.bigint();
  const value = work();
  figures.push(`${name} ${String((process.hrtime.bigint() - start) / 1_000_000n)} ms`);
  return value;
};
/** The 95th percentile of the time of some runs, in milliseconds. */
const p95 = (name: string, runs: number, work: (run: number) => unknown): number => {
  const times = Array.from({ length: runs }, (_, run) => {
    const start = process.hrtime.bigint();
    work(run);
    return Number(process.hrtime.bigint() - start) / 1e6;
  }).toSorted((left, right) => left - right);
  const value = times[Math.floor(runs * 0.95)] ?? 0;
  figures.push(`${name} P95 ${value.toFixed(1)} ms`);
  return value;
};

beforeAll(() => {
  test = openTestDesk();
  const held = timed('read 20,000 rows', () => {
    const read = readFile(test.desk, 'large.csv', list());
    if (!read.ok) throw new Error(read.error.detail);
    return read.value;
  });
  batch = held.id;
  timed('preview', () => previewView(test.desk, held, FIRST_PAGE));
  const result = timed('commit', () => commitImport(test.desk, test.person, held, { name: 'Large', skipBlocked: true, duplicates: 'add' }));
  if (!result.ok) throw new Error(result.error.detail);
  expect(result.value.counts).toEqual({ rows: COUNT, imported: COUNT, updated: 0, refused: 0, skipped: 0 });
}, 120_000);

afterAll(() => {
  process.stdout.write(`contact book of ${COUNT}: ${figures.join('; ')}\n`);
  test.close();
});

describe('a book of 20,000 contacts', () => {
  const page = (query: Record<string, unknown>) => bookOf(test, query);

  it('lists any page in any order within 100 ms', () => {
    const sorts = ['name', 'organisation', 'suburb', 'added'];
    const worst = p95('list', 80, (run) =>
      page({ sort: `${run % 3 === 0 ? '-' : ''}${sorts[run % 4] ?? ''}`, offset: (run * 997) % COUNT }),
    );
    expect(worst).toBeLessThan(400);
  });

  it('searches while a person types within 100 ms', () => {
    const typed = ['a', 'ch', 'chen', 'chen sa', 'mull', '0491', '0491 571', 'obrien gr', 'p199', 'marrick', 'xyz', 'kowalczyk 3'];
    expect(page({ q: 'mull' }).matching).toBe(page({ q: 'Müller' }).matching);
    expect(p95('list by search', 72, (run) => page({ q: typed[run % 12], sort: run % 2 === 0 ? 'name' : 'suburb' }))).toBeLessThan(400);
    expect(p95('search', 72, (run) => searchContacts(test.desk, typed[run % 12] ?? '', 8))).toBeLessThan(400);
  });

  it('opens a contact within 100 ms', () => {
    const { rows } = page({ offset: 9000 });
    expect(p95('page', 60, (run) => contactPage(test.desk, test.person, rows[run]?.id ?? '', nobody))).toBeLessThan(400);
  });

  it('reverts the whole of it', () => {
    const reverted = timed('revert', () => revertImport(test.desk, test.person, batch, nobody));
    expect(reverted).toMatchObject({ ok: true, value: { removed: COUNT, kept: [] } });
    test.desk.db.exec("create virtual table temp.words using fts5vocab ('main', 'contact_search', 'row')");
    expect(test.desk.db.statement('select count(*) as n from temp.words').get()).toEqual({ n: 0 });
    expect(test.desk.db.statement("select v from contact_search_config where k = 'secure-delete'").get()).toEqual({ v: 1 });
  }, 120_000);
});
