import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openKeyFile, withDesk } from '../../core/cli/local-desk.ts';
import { fileAnswer } from '../../core/contract/scalars.ts';
import { setupAnswer } from '../../core/contract/status.ts';
import { type CliOffice, openCliOffice } from './cli-office.ts';
import { flip360 } from './run-cli.ts';

let office: CliOffice;
let base = '';
const at = (name: string): readonly string[] => office.at(name);
const given = (name: string) => ({ operands: [], values: { data: join(base, name) } });

/** Sets a member up on its first run and has the office register it. */
const joinNetwork = async (name: string, legalName: string, abn: string, vertical: string): Promise<void> => {
  const request = join(base, `${name}.flip360-request`);
  await withDesk(given(name), async ({ api }) => {
    await openKeyFile(api);
    const person = { name: 'Ann', pin: 'pin-for-tests' };
    await api.send(
      'POST',
      '/setup',
      { kind: 'member', legalName, abn, gst: { registered: false, from: null }, verticals: [vertical], person },
      setupAnswer,
    );
    writeFileSync(request, Buffer.from((await api.get('/setup/request', fileAnswer)).base64, 'base64'));
  });
  const registered = await flip360('office', 'register', request, '--out', join(base, `${name}-answer`), ...at('office'), '--json');
  const { files } = z.object({ files: z.array(z.string()) }).parse(JSON.parse(registered.out));
  const [answer, trust] = files.map((path) => ({ name: 'file', base64: readFileSync(path).toString('base64') }));
  await withDesk(given(name), async ({ api }) => {
    await openKeyFile(api);
    await api.send('POST', '/setup/register', { answer, trust }, z.looseObject({}));
  });
};

beforeAll(async () => {
  office = await openCliOffice();
  ({ base } = office);
  await joinNetwork('abc', 'ABC Finance', '18 360 360 309', 'mortgage-broker');
  await joinNetwork('smith', 'Smith & Partners', '51 824 753 556', 'accountant');
  const csv = join(base, 'contacts.csv');
  writeFileSync(csv, 'Name,Email,Phone\nSarah Chen,sarah.chen@example.com,0491 570 156\n');
  await flip360('import', 'contacts', csv, ...at('smith'));
}, 60_000);
afterAll(() => office.close());

describe('consent commands', () => {
  it('ask, record, list and withdraw a consent', async () => {
    const about = ['sarah.chen@example.com', '--to', 'ABC Finance', '--purpose', 'home-loan'];
    const before = await flip360('consent', 'may-i', ...about, ...at('smith'), '--json');
    expect([before.exit, JSON.parse(before.out)], before.error).toMatchObject([1, { ok: false, why: 'no-consent' }]);
    const recorded = ['--benefit', 'ABC pays a quarter of its income', '--evidence', 'Call of 4 Aug 2026'];
    expect(await flip360('consent', 'grant', ...about, ...recorded, ...at('smith'))).toMatchObject({
      exit: 2,
      error: expect.stringContaining('--yes'),
    });
    const granted = await flip360('consent', 'grant', ...about, ...recorded, '--yes', ...at('smith'), '--json');
    const { consent } = z.object({ consent: z.string() }).parse(JSON.parse(granted.out));
    const after = await flip360('consent', 'may-i', ...about, '--fields', 'name,contact-details', ...at('smith'), '--json');
    expect([after.exit, JSON.parse(after.out)]).toMatchObject([
      0,
      { may: true, weak: true, details: [{ value: 'Sarah Chen' }, {}, { value: 'sarah.chen@example.com' }, {}] },
    ]);
    expect((await flip360('consent', 'list', ...at('smith'))).out).toMatch(
      /CR-[0-9A-F]{12} {2}Sarah Chen → ABC Finance, home loan: Until/u,
    );
    const code = `CR-${consent.slice(0, 12)}`;
    const gone = await flip360('consent', 'withdraw', code, '--evidence', 'Call of 5 Aug 2026', '--yes', ...at('smith'), '--json');
    expect(JSON.parse(gone.out)).toMatchObject({ ok: true, told: [{ name: 'ABC Finance', holdsDetails: false }] });
    expect((await flip360('consent', 'may-i', ...about, ...at('smith'))).error).toContain('has withdrawn');
    expect((await flip360('consent', 'may-i', ...about, '--fields', 'shoe-size', ...at('smith'))).exit).toBe(2);
  });
});
