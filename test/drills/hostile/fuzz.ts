import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ledgerPage } from '../../../core/contract/desk.ts';
import { problem } from '../../../core/contract/problem.ts';
import type { Person } from '../../../core/cli/demo/person.ts';
import type { ChildDesk } from '../desks.ts';
import type { HouseName, World } from '../world.ts';
import { mutated } from './mutate.ts';

const SAMPLES = join(import.meta.dirname, '../../fixtures/samples');

/** Where hostile files of one kind are handed in, by whom, and real files to begin from. */
export type Target = {
  readonly name: string;
  readonly house: HouseName;
  readonly person: string;
  readonly paths: readonly string[];
  readonly files: (world: World) => readonly { readonly name: string; readonly bytes: Buffer }[];
};

const samples = (folder: string, suffix: RegExp) => () =>
  readdirSync(join(SAMPLES, folder))
    .filter((name) => suffix.test(name))
    .map((name) => ({ name, bytes: readFileSync(join(SAMPLES, folder, name)) }));

const written = (pattern: RegExp) => (world: World) =>
  world.written
    .filter((entry) => pattern.test(entry.path))
    .map((entry) => ({ name: entry.path.split('/').at(-1) ?? '', bytes: readFileSync(join(world.base, 'story', entry.path)) }));

const PRIYA = 'Priya Nair';
const GRACE = 'Grace Okafor';

export const TARGETS: readonly Target[] = [
  {
    name: 'exchange files',
    house: 'smith',
    person: PRIYA,
    paths: ['/exchange/preview', '/exchange/import'],
    files: written(/-to-smith\.flip360$/u),
  },
  { name: 'contact lists', house: 'smith', person: PRIYA, paths: ['/imports/preview'], files: samples('contacts-csv', /\.csv$/u) },
  { name: 'vCards', house: 'smith', person: PRIYA, paths: ['/imports/preview'], files: samples('vcard', /\.vcf$/u) },
  { name: 'bank statements', house: 'abc', person: GRACE, paths: ['/statements'], files: samples('bank-csv', /\.csv$/u) },
  {
    name: 'payment files in place of statements',
    house: 'abc',
    person: GRACE,
    paths: ['/statements'],
    files: samples('aba', /\.(aba|txt)$/u),
  },
  { name: 'key requests', house: 'office', person: 'Margaret Doyle', paths: ['/office/requests'], files: written(/\.flip360-request$/u) },
];

export type FuzzFigures = { readonly sent: number; readonly refused: number; readonly read: number; readonly codes: number };

const stateOf = async (person: Person): Promise<{ readonly size: number; readonly root: string }> => {
  const { size, root } = await person.api.get('/ledger?limit=1', ledgerPage);
  return { size, root };
};

/** Hands spoilt files in over HTTP. Each is refused in words or read as what it still is; the ledger stays as it was and the process lives. */
export const fuzz = async (world: World, child: ChildDesk, target: Target, times: number): Promise<FuzzFigures> => {
  const person = await child.person(target.person);
  const before = await stateOf(person);
  const files = target.files(world);
  expect(files.length).toBeGreaterThan(0);
  const codes = new Set<string>();
  let refused = 0;
  for (let time = 0; time < times; time += 1) {
    const file = files[time % files.length] ?? { name: '', bytes: Buffer.alloc(0) };
    const bytes = mutated(file.bytes);
    const path = target.paths[time % target.paths.length] ?? '';
    const answer = await child.connection.request(`/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token() ?? ''}` },
      body: JSON.stringify({ name: file.name, base64: bytes.toString('base64') }),
    });
    const text = await answer.text();
    const what = `${path} ${file.name} ${bytes.subarray(0, 60).toString('latin1')} … ${text.slice(0, 600)}`;
    if (answer.status === 200) continue;
    refused += 1;
    expect(answer.status, what).toBeGreaterThanOrEqual(400);
    expect(answer.status, what).toBeLessThan(500);
    const said = problem.parse(JSON.parse(text));
    codes.add(said.code ?? '');
    for (const words of [said.title, said.detail, said.kept, said.next]) expect(String(words ?? '').length, what).toBeGreaterThan(8);
  }
  expect(await stateOf(person)).toEqual(before);
  expect(child.process.exitCode).toBeNull();
  expect(child.output().toString()).toBe('');
  return { sent: times, refused, read: times - refused, codes: codes.size };
};
