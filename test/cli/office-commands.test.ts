import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { deskClient } from '../../core/cli/desk-client.ts';
import { sampleRule } from '../../core/cli/demo/scenes/agree.ts';
import { fileAnswer } from '../../core/contract/scalars.ts';
import { setupAnswer, status } from '../../core/contract/status.ts';
import { systemOptions } from '../../core/desk/hosting/system-desk.ts';
import { openDesk } from '../../core/desk/open-desk.ts';
import { ruleVersionHash } from '../../core/domain/commission/rule-version.ts';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { ed25519Signer, type Ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { memoryKeyStore } from '../../core/adapters/keys/memory-key-store.ts';
import { formatVerifierKey, makeVerifierKey } from '../../core/protocol/note.ts';
import { flip360 } from './run-cli.ts';

const PASSPHRASE = 'a passphrase for tests';
let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'flip360-office-'));
  vi.stubEnv('XDG_STATE_HOME', join(base, 'state'));
  vi.stubEnv('LOCALAPPDATA', join(base, 'state'));
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'disabled:');
  vi.stubEnv('FLIP360_PIN', 'pin-for-tests');
  vi.stubEnv('FLIP360_PASSPHRASE', PASSPHRASE);
  for (const root of ['1', '2', '3']) vi.stubEnv(`FLIP360_ROOT_PASSPHRASE_${root}`, `passphrase of root ${root}`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true, force: true });
});

/** A member's desk on its first run, without a shell around it. */
const memberDesk = async () => {
  const store = memoryKeyStore();
  const origin = 'https://desk.test';
  const opened = await openDesk({
    ...systemOptions({ dataDir: join(base, 'member'), origin }),
    keyFolder: join(base, 'member-keys'),
    keyStore: async () => store,
    newId: () => 'x',
    report: (failure) => expect.unreachable(failure.name),
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  const { app, close } = opened.value;
  return {
    close,
    api: deskClient({ origin, request: async (path, init = {}) => app.fetch(new Request(`${origin}${path}`, init)) }, () => null),
  };
};

describe('office commands', () => {
  it('found a network, register a practice from its file, and answer with register and trust file', async () => {
    const data = ['--data', join(base, 'office')];
    const created = await flip360(
      'office',
      'create',
      '--name',
      'Test Office',
      '--abn',
      '73 900 773 186',
      '--person',
      'Margaret Doyle',
      '--gst-from',
      '2020-07-01',
      ...data,
      '--json',
    );
    expect(created.exit, created.out + created.error).toBe(0);
    expect(JSON.parse(created.out).recoveryGroups).toHaveLength(8);
    expect(
      (await flip360('office', 'create', '--name', 'Test Office', '--abn', '73 900 773 186', '--person', 'Margaret Doyle', ...data)).exit,
    ).toBe(1);

    const member = await memberDesk();
    await member.api.send(
      'POST',
      '/setup',
      {
        kind: 'member',
        legalName: 'Member One',
        abn: '47 555 222 000',
        gst: { registered: false, from: null },
        verticals: ['accountant'],
        person: { name: 'Ann', pin: 'pin-for-tests' },
      },
      setupAnswer,
    );
    const request = await member.api.get('/setup/request', fileAnswer);
    const requestFile = join(base, 'member.flip360-request');
    writeFileSync(requestFile, Buffer.from(request.base64, 'base64'));

    const registered = await flip360('office', 'register', requestFile, '--out', join(base, 'answer'), ...data, '--json');
    expect(registered.exit, registered.out + registered.error).toBe(0);
    const { files } = JSON.parse(registered.out);
    const inputs = files.map((path: string) => ({
      name: 'file',
      base64: readFileSync(path).toString('base64'),
    }));
    const joined = await member.api.send(
      'POST',
      '/setup/register',
      { answer: inputs[0], trust: inputs[1] },
      z.looseObject({ test: z.boolean() }),
    );
    expect(joined.test).toBe(false);
    expect((await member.api.get('/status', status)).network).toMatchObject({
      test: false,
      name: 'Test Office',
    });
    await member.close();

    const answered = await flip360('office', 'answer', 'member one', '--out', join(base, 'again'), ...data);
    expect(answered).toMatchObject({ exit: 0, out: expect.stringContaining('compared out of band') });

    const trustOf = (): string => readFileSync(join(base, 'again', /trust-\S+\.txt/u.exec(answered.out)?.[0] ?? ''), 'utf8');
    expect(trustOf()).toMatch(/\nquorum none\n$/u);
    const signer = ed25519Signer(new Uint8Array(32).fill(9));
    const vkeyOf = (name: string, type: 'ed25519' | 'cosignature/v1', by: Ed25519Signer): string => {
      const key = makeVerifierKey(nodePrimitives(), name, type, by.publicKey);
      return key.ok ? formatVerifierKey(key.value) : '';
    };
    const network = [vkeyOf('log.example/1', 'ed25519', signer), 'https://log.example'];
    const witness = vkeyOf('witness.example/w1', 'cosignature/v1', ed25519Signer(new Uint8Array(32).fill(10)));
    for (const [operands, words] of [
      [network, 'asks for no witness'],
      [[...network, vkeyOf('witness.example/w1', 'cosignature/v1', signer)], 'duplicate-public-key'],
      [[network[0] ?? '', 'nowhere', witness], 'no log with an address'],
      [[...network, witness, '--authorities', 'abc'], '64 hex digits'],
    ] as const)
      expect(await flip360('office', 'network', ...operands, ...data)).toMatchObject({ exit: 1, error: expect.stringContaining(words) });
    const stated = await flip360('office', 'network', ...network, witness, '--authorities', 'a'.repeat(64), ...data);
    expect(stated).toMatchObject({ exit: 0, out: expect.stringContaining('log log.example/1 at https://log.example; 1 witnesses') });
    expect((await flip360('office', 'answer', 'member one', '--out', join(base, 'again'), ...data)).exit).toBe(0);
    expect(trustOf()).toContain(`authority ${'a'.repeat(64)}\nlog ${network.join(' ')}\nwitness w1 ${witness}\ngroup g1 1 w1\nquorum g1\n`);
    expect(await flip360('office', 'answer', 'nobody', '--out', base, ...data)).toMatchObject({
      exit: 1,
      error: expect.stringContaining('Member One'),
    });
    writeFileSync(requestFile, 'not a request');
    expect(await flip360('office', 'register', requestFile, ...data)).toMatchObject({
      exit: 1,
      error: expect.stringMatching(/Kept: Nothing was registered/u),
    });
  });

  it('replace the registrar with two of the root files that founding wrote', async () => {
    const data = ['--data', join(base, 'office')];
    const files = ['1', '2'].map((root) => join(base, 'office', 'root-keys', `root-${root}.flip360-root`));
    const [one = '', two = ''] = files;
    expect(await flip360('office', 'replace-registrar', one, ...data)).toMatchObject({
      exit: 1,
      error: expect.stringContaining('asks for 2 of its 3 roots; 1 came'),
    });
    expect(await flip360('office', 'replace-registrar', two, one, ...data)).toMatchObject({
      exit: 1,
      error: expect.stringContaining('does not open this root'),
    });
    expect(await flip360('office', 'replace-registrar', one, two, ...data)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('by Root 1 and Root 2. The former key is revoked.'),
    });
  });

  it('propose a rule after showing what is signed, and refuse what is not in order', async () => {
    const data = ['--data', join(base, 'office')];
    const rule = sampleRule('2026-08-03');
    const file = join(base, 'rule.json');
    writeFileSync(file, JSON.stringify(rule));
    expect(await flip360('office', 'propose-rule', file, ...data)).toMatchObject({
      exit: 2,
      error: expect.stringContaining('--yes'),
    });
    const proposed = await flip360('office', 'propose-rule', file, '--yes', ...data, '--json');
    expect(JSON.parse(proposed.out)).toMatchObject({ ok: true, events: [{ type: 'rule.proposed' }] });
    const content = ruleVersionHash(rule);
    expect((await flip360('office', 'show', ...data)).out).toContain(content);
    // The proposer is none of the two approvers, and nothing is published without them.
    expect((await flip360('office', 'approve-rule', content, '--yes', ...data)).exit).toBe(1);
    expect((await flip360('office', 'publish-rule', content, '--yes', ...data)).exit).toBe(1);
    writeFileSync(file, '{');
    expect((await flip360('office', 'propose-rule', file, '--yes', ...data)).exit).toBe(3);
  });
});
