import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCommandLine } from './settings.ts';

const HERE = import.meta.dirname;
const operating = readFileSync(join(HERE, '..', 'docs', 'operating.md'), 'utf8');
const sources = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);

/** Names of the log lines that a server writes. */
const eventsOf = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /\b(?:log|writeLine)\(\{ event: '([a-z.-]+)'|\breport\('([a-z.-]+)'|\brepeat\([A-Z_]+, '([a-z.-]+)'|^ {2}event: '([a-z]+)',$/gmu,
    ),
  ].flatMap(([, ...found]) => found.filter((name) => name !== undefined));

it('tells operators of every event that the server writes, and of no other', () => {
  const written = new Set(sources.flatMap((name) => eventsOf(readFileSync(join(HERE, name), 'utf8'))));
  const table = operating.slice(operating.indexOf('| event |'), operating.indexOf('Availability is what'));
  const told = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z.-]+)`/gu)].map(([, name]) => name ?? ''));
  expect([...new Set(told)].toSorted()).toEqual([...written].toSorted());
});

it('tells operators of every setting', () => {
  const known = readCommandLine(['--no-such-setting'], {});
  expect(known.ok).toBe(false);
  const names = [
    ...readFileSync(join(HERE, 'settings.ts'), 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: \{ type: '(?:string|boolean)' \},$/gmu),
  ].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(14);
  const table = operating.slice(operating.indexOf('### Settings'), operating.indexOf('### Install'));
  expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

it('names every folder of the server in its README', () => {
  const readme = readFileSync(join(HERE, 'README.md'), 'utf8');
  const folders = readdirSync(HERE).filter((name) => statSync(join(HERE, name)).isDirectory());
  expect(folders.filter((name) => !readme.includes(`\`${name}/\``))).toEqual([]);
});
