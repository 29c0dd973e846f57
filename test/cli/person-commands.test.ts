import { readFileSync, writeFileSync } from 'node:fs';
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
  writeFileSync(csv, 'Name,Email,Phone\nSarah Chen,sarah.chen@example.com,0491 570 156\nWei Lin,wei@example.com,\n');
  await flip360('import', 'contacts', csv, ...data());
}, 60_000);
afterAll(() => office.close());

describe('person and retention commands', () => {
  it('write the access pack as PDF and JSON', async () => {
    const out = ['--out', base];
    expect((await flip360('person', 'access', 'sarah.chen@example.com', ...out, ...data())).exit).toBe(2);
    const made = await flip360('person', 'access', 'sarah.chen@example.com', '--identity', 'document', ...out, ...data(), '--json');
    const answer = z.object({ name: z.string(), entries: z.int(), pdf: z.string(), json: z.string() }).parse(JSON.parse(made.out));
    expect(answer).toMatchObject({ name: 'Sarah Chen' });
    expect(readFileSync(answer.pdf).subarray(0, 5).toString()).toBe('%PDF-');
    const file = JSON.parse(readFileSync(answer.json, 'utf8')) as { readonly format: string };
    expect(file.format).toBe('flip360-person-file/1');
    expect(JSON.stringify(file)).toContain('contacts.csv');
    expect(JSON.stringify(file)).not.toContain('Wei Lin');
  }, 60_000);

  it('say what an erasure would do, and do it only with the name', async () => {
    const plan = await flip360('person', 'erase', 'Sarah Chen', ...data());
    expect([plan.exit, plan.out]).toEqual([0, expect.stringContaining('Nothing was erased.')]);
    const wrong = await flip360('person', 'erase', 'Sarah Chen', '--identity', 'document', '--confirm', 'Sara', ...data());
    expect(wrong).toMatchObject({ exit: 1, error: expect.stringContaining('The name does not match') });
    const done = await flip360('person', 'erase', 'Sarah Chen', '--identity', 'document', '--confirm', 'Sarah Chen', ...data(), '--json');
    expect(JSON.parse(done.out)).toMatchObject({ ok: true, erased: true, complete: true });
    expect((await flip360('person', 'access', 'Sarah Chen', '--identity', 'document', ...data())).exit).toBe(1);
  }, 60_000);

  it('preview retention and apply it', async () => {
    expect(JSON.parse((await flip360('retention', 'preview', ...data(), '--json')).out)).toMatchObject({ remove: 0, erase: 0, inTime: 1 });
    expect(JSON.parse((await flip360('retention', 'apply', ...data(), '--json')).out)).toMatchObject({ ok: true, remove: 0, erase: 0 });
  }, 60_000);
});
