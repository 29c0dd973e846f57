import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock, seededBytes } from '../open-desk.fixture.ts';
import { signerOf } from '../keys/signers.ts';
import { forge, handed, type Handed } from './forged-file.fixture.ts';
import { carry, exportFile, importInto, input, type Network, OFFICE, ok, openNetwork, openOffice, type Seat } from './network.fixture.ts';
import { append, beginReferral } from './referral-steps.fixture.ts';

let network: Network;
beforeAll(async () => {
  network = await openNetwork();
});
afterAll(async () => {
  await network.close();
});

const offer = async (seat: Seat, file: Handed): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> => {
  const before = { root: Buffer.from(seat.host.desk().ledger.root()).toString('hex'), files: filesOf(seat) };
  const answers = [
    await seat.host.call('POST', '/exchange/preview', file, seat.token),
    await seat.host.call('POST', '/exchange/import', file, seat.token),
  ];
  expect({ root: Buffer.from(seat.host.desk().ledger.root()).toString('hex'), files: filesOf(seat) }).toEqual(before);
  expect(answers[0]?.json['code']).toBe(answers[1]?.json['code']);
  return answers[1] ?? { status: 0, json: {} };
};

const filesOf = (seat: Seat): number =>
  seat.host.desk().db.statement<[], { readonly count: number }>('select count(*) as count from exchange_file').get()?.count ?? 0;
const bytesOf = (file: Handed): Buffer => Buffer.from(file.base64, 'base64');
const lines = (file: Handed): string[] => bytesOf(file).toString('latin1').split('\n');
const fileOf = (...parts: readonly string[]): Handed => handed(Uint8Array.from(Buffer.from(parts.join('\n'), 'latin1')));

describe('a file that is refused whole', () => {
  it('is for another practice', async () => {
    const { smith, abc, office } = network;
    const answer = await offer(office, input(await exportFile(smith, abc)));
    expect(answer).toMatchObject({
      status: 422,
      json: {
        code: 'exchange-other-practice',
        where: 'smith-partners-to-abc-finance-0001.flip360',
        kept: 'Nothing was taken in; the ledger is as it was.',
      },
    });
    expect(answer.json['detail']).toContain('ABC Finance');
  });

  it('was made here', async () => {
    const { smith, abc } = network;
    expect((await offer(smith, input(await exportFile(smith, abc)))).json['code']).toBe('exchange-own-file');
  });

  it('belongs to another network', async () => {
    const other = await openOffice(fakeClock(), { ...OFFICE, legalName: 'Another Office' });
    const { smith } = network;
    const { practice } = smith;
    const file = await forge(other, smith, { header: { to: practice } });
    expect((await offer(smith, file)).json['code']).toBe('exchange-other-network');
    await other.host.close();
  });

  it.each([
    ['no first line', (text: string[]) => fileOf('flip360-exchange/2', ...text.slice(1)), 'exchange-syntax'],
    ['carriage returns', (text: string[]) => fileOf(text.join('\r\n')), 'exchange-syntax'],
    ['two lines', (text: string[]) => fileOf(text[0] ?? '', text[1] ?? '', ''), 'exchange-syntax'],
    ['a fourth line', (text: string[]) => fileOf(...text.slice(0, 3), 'x', ''), 'exchange-syntax'],
    ['a header that is no record', (text: string[]) => fileOf(text[0] ?? '', '{}', text[2] ?? '', ''), 'exchange-record'],
    ['a body cut short', (text: string[]) => fileOf(text[0] ?? '', text[1] ?? '', (text[2] ?? '').slice(0, -8), ''), 'exchange-body-hash'],
    [
      'a body that is not base64',
      (text: string[]) => fileOf(text[0] ?? '', text[1] ?? '', `${(text[2] ?? '').slice(0, -4)}!!!!`, ''),
      'exchange-syntax',
    ],
    ['nothing', () => fileOf(''), 'exchange-syntax'],
  ])('has %s', async (_name, damage, code) => {
    const { smith, abc } = network;
    expect((await offer(abc, damage(lines(input(await exportFile(smith, abc)))))).json['code']).toBe(code);
  });

  it('has a body that was swapped after signing', async () => {
    const { smith, abc } = network;
    expect(
      (
        await offer(
          abc,
          await forge(smith, abc, {
            ciphertext: (bytes) => bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte)),
          }),
        )
      ).json['code'],
    ).toBe('exchange-body-hash');
  });

  it('is signed by a key that nobody states, or in the name of another', async () => {
    const { smith, abc, office } = network;
    const stranger = signerOf(smith.host.desk().primitives, seededBytes('stranger').bytes(32));
    expect((await offer(abc, await forge(smith, abc, { signer: stranger }))).json['code']).toBe('exchange-key-unknown');
    expect((await offer(abc, await forge(smith, abc, { signer: office.host.desk().keys.desk }))).json['code']).toBe('exchange-key-unknown');
    expect((await offer(abc, await forge(smith, abc, { header: { from: '01989a00-0000-7000-8000-0000000000ff' } }))).json['code']).toBe(
      'exchange-key-unknown',
    );
  });

  it('has a header whose signature does not hold, or with other members', async () => {
    const { smith, abc } = network;
    const { key, spki } = smith.host.desk().keys.desk;
    const broken = { key, spki, sign: () => new Uint8Array(64) };
    expect((await offer(abc, await forge(smith, abc, { signer: broken }))).json['code']).toBe('exchange-signature');
    expect((await offer(abc, await forge(smith, abc, { header: { extra: 1 } }))).json['code']).toBe('exchange-header');
    expect((await offer(abc, await forge(smith, abc, { header: { seq: 0 } }))).json['code']).toBe('exchange-header');
  });

  it('is sealed to another key, or its number was changed under the seal', async () => {
    const { smith, abc, office } = network;
    expect((await offer(abc, await forge(smith, abc, { sealKey: office.host.desk().keys.seal.publicKey }))).json['code']).toBe(
      'exchange-seal',
    );
    expect((await offer(abc, await forge(smith, abc, { header: { seq: 77 } }))).json['code']).toBe('exchange-seal');
  });

  it('holds something else than a body', async () => {
    const { smith, abc } = network;
    const answer = await offer(abc, await forge(smith, abc, { body: { records: ['not base64!'] } }));
    expect(answer.json).toMatchObject({
      code: 'exchange-body',
      detail: 'What the seal held is damaged at "records.0".',
    });
    expect((await offer(abc, await forge(smith, abc, { body: { more: true } }))).json['code']).toBe('exchange-body');
    expect((await offer(abc, await forge(smith, abc, { body: { v: 2 } }))).json['code']).toBe('exchange-body');
  });

  it('names a key that was revoked and did not sign it', async () => {
    const { smith, abc } = network;
    const late = input(await exportFile(smith, abc));
    append(smith, {
      type: 'key.revoked',
      body: { practice: smith.practice, key: smith.host.desk().keys.desk.key, reason: 'lost-device' },
    });
    await carry(smith, abc);
    const lines = new TextDecoder().decode(bytesOf(late)).split('\n');
    const bent = lines.map((line, index) =>
      index === 1 ? line.replace(/"sig":"(.)/u, (_all, first: string) => `"sig":"${first === 'A' ? 'B' : 'A'}`) : line,
    );
    const answer = await offer(abc, { ...late, base64: Buffer.from(bent.join('\n')).toString('base64') });
    expect(answer.json).toMatchObject({ code: 'exchange-signature' });
  });
});

describe('damaged files', () => {
  it('never throw, never change the ledger, and are refused in words', { timeout: 60_000 }, async () => {
    const { office, abc } = network;
    beginReferral(abc, office, { name: 'A', email: 'a@example.com', phone: '1' });
    const whole = bytesOf(input(await exportFile(abc, office)));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('flip', 'cut', 'insert', 'drop'),
        async (at, mask, how) => {
          const bytes = Uint8Array.from(whole);
          const at1 = bytes.subarray(0, at);
          const damaged =
            how === 'flip'
              ? bytes.map((byte, index) => (index === at ? byte ^ mask : byte))
              : how === 'cut'
                ? at1
                : how === 'insert'
                  ? Buffer.concat([at1, Uint8Array.of(mask), bytes.subarray(at)])
                  : Buffer.concat([at1, bytes.subarray(at + 1)]);
          const answer = await offer(office, handed(Uint8Array.from(damaged)));
          expect(answer.status).toBeGreaterThanOrEqual(400);
          expect(answer.status).toBeLessThan(500);
          expect(String(answer.json['title']).length).toBeGreaterThan(10);
          expect(String(answer.json['next']).length).toBeGreaterThan(10);
        },
      ),
      { numRuns: 250 },
    );
    expect(office.host.reports).toEqual([]);
    expect(await importInto(office, handed(Uint8Array.from(whole)))).toMatchObject({ refused: 0 });
  });

  it('with any plaintext under a true seal never throw', { timeout: 60_000 }, async () => {
    const { office, abc } = network;
    const member = fc.constantFrom('attachments', 'documents', 'records', 'seen', 'tickets', 'v');
    await fc.assert(
      fc.asyncProperty(member, fc.jsonValue({ maxDepth: 3, noUnicodeString: false }), async (name, value) => {
        const integers = JSON.parse(
          JSON.stringify(value, (_key, inner: unknown) =>
            typeof inner === 'number' ? Math.trunc(inner % 1e6) || 0 : typeof inner === 'string' ? inner.toWellFormed() : inner,
          ),
        ) as never;
        const forged = await forge(abc, office, { seq: 90, body: { [name]: integers } }).catch(() => null);
        if (forged === null) return;
        const answer = await office.host.call('POST', '/exchange/preview', forged, office.token);
        expect([200, 422]).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
    expect(office.host.reports).toEqual([]);
  });
});

describe('who may', () => {
  it('needs a signed-in person with the permission, and a register', async () => {
    const { smith } = network;
    expect((await smith.host.call('GET', '/exchange')).status).toBe(401);
    expect((await smith.host.call('POST', `/exchange/${smith.practice}/export`, {}, smith.token)).json['code']).toBe('practice-unknown');
    expect((await smith.host.call('POST', '/exchange/import', { name: 'x', base64: '%%%' }, smith.token)).json['code']).toBe(
      'file-encoding',
    );
    expect((await smith.host.call('POST', '/office/requests', { name: 'x', base64: 'AAAA' }, smith.token)).json['code']).toBe(
      'not-the-office',
    );
    expect(await ok(smith, 'GET', '/reasons')).toBeDefined();
  });
});
