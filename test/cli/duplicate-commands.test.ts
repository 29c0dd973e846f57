import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CliOffice, openCliOffice } from './cli-office.ts';
import { flip360 } from './run-cli.ts';

let office: CliOffice;
let base = '';
const data = (): readonly string[] => office.at('office');

beforeAll(async () => {
  office = await openCliOffice();
  ({ base } = office);
  const csv = join(base, 'contacts.csv');
  writeFileSync(
    csv,
    'Name,Email,Phone\nWilliam Hargreaves,bill@example.com,0491 570 156\nBill Hargreaves,office@example.com,0491 570 156\nInes Okonkwo,ines@example.com,0491 570 157\n',
  );
  await flip360('import', 'contacts', csv, ...data());
}, 60_000);
afterAll(() => office.close());

const done = z.looseObject({ merge: z.string() });
const listed = z.object({ pairs: z.array(z.object({ left: z.object({ id: z.string() }), right: z.object({ id: z.string() }) })) });

describe('contacts duplicates, merge and unmerge', () => {
  it('list a pair with its reasons, show a merge, do it, and take it apart', async () => {
    const words = await flip360('contacts', 'duplicates', ...data());
    expect(words).toMatchObject({ exit: 0, error: '' });
    expect(words.out).toMatch(/Same telephone number: 0491 570 156/u);
    expect(words.out).toMatch(/1 to decide, 0 put off/u);
    const [pair] = listed.parse(JSON.parse((await flip360('contacts', 'duplicates', '--search', ...data(), '--json')).out)).pairs;
    const both = [pair?.left.id ?? '', pair?.right.id ?? ''];

    const shown = await flip360('contacts', 'merge', ...both, ...data());
    expect(shown.out).toContain('Nothing was merged: this was a dry run.');
    expect((await flip360('contacts', 'merge', 'William Hargreaves', 'Nobody Known', ...data())).exit).toBe(1);
    const merged = done.parse(JSON.parse((await flip360('contacts', 'merge', ...both, '--yes', ...data(), '--json')).out));
    expect(merged).toMatchObject({ ok: true, dryRun: false, contact: both[0] });
    expect((await flip360('contacts', 'duplicates', ...data())).out).toMatch(/^0 to decide/mu);

    const apart = await flip360('contacts', 'unmerge', 'Hargreaves', ...data(), '--json');
    expect(JSON.parse(apart.out)).toMatchObject({ ok: true, survivor: both[0], restored: both[1], kept: [], added: [] });
    expect((await flip360('contacts', 'unmerge', merged.merge, ...data())).exit).toBe(1);
    expect((await flip360('contacts', 'duplicates', '--state', 'perhaps', ...data())).exit).toBe(2);
  });
});
