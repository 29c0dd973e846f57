import { readFileSync, rmSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { fakeClock } from '../open-desk.fixture.ts';
import { carry, join, OFFICE, ok, openOffice, type Seat, SMITH } from '../exchange/network.fixture.ts';
import { peopleSql } from '../keys/tables.ts';
import { registrarOf } from './founding.ts';

const PASSPHRASES = ['first holder words', 'second holder words', 'third holder words'];
const clock = fakeClock();
let office: Seat;
let smith: Seat;
let files: readonly string[] = [];
let roots: { readonly name: string; readonly base64: string }[] = [];

beforeAll(async () => {
  office = await openOffice(clock, { ...OFFICE, rootPassphrases: PASSPHRASES });
  files = [1, 2, 3].map((root) => joinPath(office.host.folders.dataFolder, 'root-keys', `root-${String(root)}.flip360-root`));
  roots = files.map((path, position) => ({ name: `root-${String(position + 1)}`, base64: readFileSync(path).toString('base64') }));
  smith = await join(office, SMITH, clock);
});
afterAll(async () => {
  await office.host.close();
  await smith.host.close();
});

const handed = (...which: readonly (readonly [file: number, passphrase: number])[]) => ({
  roots: which.map(([file, passphrase]) => ({ file: roots[file], passphrase: PASSPHRASES[passphrase] })),
  reason: 'rotation',
});
const refusedBy = async (seat: Seat, body: unknown): Promise<unknown> => {
  const size = seat.host.desk().ledger.size();
  const answer = await seat.host.call('POST', '/office/registrar', body, seat.token);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(seat.host.desk().ledger.size()).toBe(size);
  return answer.json['code'];
};

describe('three roots', () => {
  it('are stated by the founding event with a threshold of two, and none stays on the desk', async () => {
    const desk = office.host.desk();
    expect(files).toHaveLength(3);
    expect(desk.ledger.register()).toMatchObject({ threshold: 2, roots: [{ name: 'Root 1' }, { name: 'Root 2' }, { name: 'Root 3' }] });
    expect(desk.db.all(peopleSql.selectFrom('secret').select('name')).map(({ name }) => name)).toEqual(['registrar']);
    const file = await ok(office, 'GET', '/trust-file');
    const trust = parseTrustFile(desk.primitives, Buffer.from(String(file['base64']), 'base64'));
    expect(trust.ok && trust.value.roots).toHaveLength(3);
    for (const [position, path] of files.entries())
      expect(readFileSync(path, 'utf8')).toContain(desk.ledger.register()?.roots[position]?.key);
  });

  it('are warned about while their files lie on the computer', async () => {
    const codes = async () => ((await ok(office, 'GET', '/status'))['warnings'] as { code: string }[]).map(({ code }) => code);
    expect(await codes()).toContain('root-files');
    for (const path of files) rmSync(path);
    expect(await codes()).not.toContain('root-files');
  });

  it('replace the registrar only two together, each opened by its own passphrase', async () => {
    expect(await refusedBy(office, handed([0, 0]))).toBe('roots-too-few');
    expect(await refusedBy(office, handed([0, 0], [0, 0]))).toBe('root-twice');
    expect(await refusedBy(office, handed([0, 0], [1, 2]))).toBe('root-passphrase');
    const changed = (text: (old: string) => string) =>
      Buffer.from(text(Buffer.from(roots[1]?.base64 ?? '', 'base64').toString())).toString('base64');
    const second = (base64: string) => ({
      ...handed([0, 0]),
      roots: [...handed([0, 0]).roots, { file: { name: 'root-2', base64 }, passphrase: PASSPHRASES[1] }],
    });
    expect(await refusedBy(office, second(changed((old) => old.slice(0, -9))))).toBe('root-file');
    expect(await refusedBy(office, second(changed((old) => old.replace(/"net": "./u, '"net": "f'))))).toBe('root-other-network');
    const [one, two] =
      office.host
        .desk()
        .ledger.register()
        ?.roots.map(({ key }) => key)
        .slice(1) ?? [];
    expect(await refusedBy(office, second(changed((old) => old.replace(one ?? '', two ?? ''))))).toBe('root-passphrase');
    expect(await refusedBy(smith, handed([0, 0], [1, 1]))).toBe('not-the-office');
  });

  it('put a new registrar in force everywhere, whose key signs from then on', async () => {
    const desk = office.host.desk();
    const former = registrarOf(desk)?.key ?? '';
    const answer = await ok(office, 'POST', '/office/registrar', handed([1, 1], [2, 2]));
    expect(answer).toMatchObject({ roots: ['Root 2', 'Root 3'] });
    expect(registrarOf(desk)?.key).toBe(answer['registrar']);
    expect(answer['registrar']).not.toBe(former);
    await carry(office, smith);
    for (const { host } of [office, smith]) {
      const register = host.desk().ledger.register();
      expect(register?.keys.get(former)?.revokedAt).not.toBeNull();
      expect(register?.keys.get(String(answer['registrar']))).toMatchObject({ use: 'registrar', revokedAt: null });
    }
    const again = await ok(office, 'POST', '/office/registrar', handed([0, 0], [2, 2]));
    expect(registrarOf(desk)?.key).toBe(again['registrar']);
  });
});
