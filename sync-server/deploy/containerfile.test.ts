import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SERVER = join(import.meta.dirname, '..');
/** `build/…` folders that a program of the server reads. */
const builtFolders = (): readonly string[] => {
  const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const texts = sources.map((name) => readFileSync(join(SERVER, name), 'utf8'));
  const named = texts.flatMap((text) => [
    ...[...text.matchAll(/'build', '([a-z-]+)'/gu)].map(([, folder]) => folder ?? ''),
    ...[...text.matchAll(/readBuilt\('([a-z-]+)'/gu)].map(([, folder]) => folder ?? ''),
  ]);
  return [...new Set(named)].toSorted();
};

it('takes every page that the server serves into the container', () => {
  const lines = readFileSync(join(import.meta.dirname, 'Containerfile'), 'utf8').split('\n');
  expect(builtFolders()).toEqual(['chain-page', 'office-page', 'sign-page', 'verify']);
  for (const folder of builtFolders()) expect(lines).toContain(`COPY build/${folder} ./build/${folder}`);
});
