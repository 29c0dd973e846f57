import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { nodePrimitives } from '../adapters/crypto/node-primitives.ts';
import { ed25519Signer } from '../adapters/crypto/node-signer.ts';
import { memoryKeyStore } from '../adapters/keys/memory-key-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { KeyStore } from '../ports/key-store.ts';
import { bytesToBase64url } from '../protocol/bytes.ts';
import { ZERO_HASH } from '../protocol/event/payload.ts';
import { eventHashOf, keyIdOfSpki } from '../protocol/record.ts';
import { readKeyRequest } from '../protocol/register/key-request.ts';
import type { Act } from '../contract/acts.ts';
import type { DeskContext } from './context.ts';
import type { FailureReport } from './http/problem.ts';
import { signEvent } from './ledger/compose.ts';
import type { DeskOptions } from './keys/desk-options.ts';
import { openDesk, type OpenedDesk } from './open-desk.ts';

export type FakeClock = Clock & {
  readonly set: (at: string) => void;
  readonly advance: (ms: number) => void;
};

/** A clock that stands still until it is moved. */
export const fakeClock = (start = '2026-08-04T00:58:00.000Z'): FakeClock => {
  let ms = Date.parse(start);
  return {
    now: () => new Date(ms).toISOString(),
    set: (at) => {
      ms = Date.parse(at);
    },
    advance: (by) => {
      ms += by;
    },
  };
};

/** The same bytes for the same seed. */
export const seededBytes = (seed: string): Entropy => {
  let counter = 0;
  return {
    bytes: (length) => {
      counter += 1;
      return Uint8Array.from(
        createHash('shake256', { outputLength: Math.max(length, 1) })
          .update(`${seed} ${counter}`)
          .digest()
          .subarray(0, length),
      );
    },
  };
};

export type TestFolders = {
  readonly dataFolder: string;
  readonly keyFolder: string;
  readonly store: KeyStore;
};

export const testFolders = (): TestFolders => {
  const base = mkdtempSync(join(tmpdir(), 'flip360-desk-'));
  return { dataFolder: join(base, 'data'), keyFolder: join(base, 'keys'), store: memoryKeyStore() };
};

export type TestHost = OpenedDesk & {
  readonly clock: FakeClock;
  readonly folders: TestFolders;
  readonly reports: readonly FailureReport[];
  /** JSON of one call; `token` signs it as a person. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ) => Promise<{ readonly status: number; readonly json: Record<string, unknown> }>;
  readonly desk: () => DeskContext;
};

/** Opens a desk with fake clock and entropy; fails the test when it does not open. */
export const openTestHost = async (
  folders: TestFolders = testFolders(),
  options: Partial<DeskOptions> & { readonly seed?: string; readonly clock?: FakeClock } = {},
): Promise<TestHost> => {
  const clock = options.clock ?? fakeClock();
  const reports: FailureReport[] = [];
  const opened = await openDesk({
    dataFolder: folders.dataFolder,
    keyFolder: folders.keyFolder,
    entropy: seededBytes(options.seed ?? 'desk'),
    primitives: nodePrimitives(),
    keyStore: async () => folders.store,
    origin: { origin: 'https://desk.test', rpId: 'desk.test' },
    version: '0.1.0',
    zone: 'Australia/Sydney',
    shipped: { resources: 'resources', verifyPage: '' },
    mailer: () => null,
    texter: () => null,
    foundOffice: null,
    network: { fetch: () => Promise.reject(new Error('no network in this test')), live: false },
    newId: () => 'failure-1',
    report: (failure) => reports.push(failure),
    ...options,
    clock,
  });
  if (!opened.ok) throw new Error(`the desk does not open: ${opened.error.code} ${opened.error.detail}`);
  const { app, runtime } = opened.value;
  return {
    ...opened.value,
    clock,
    folders,
    reports,
    call: async (method, path, body, token) => {
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const answer = await app.request(`https://desk.test/api${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    },
    desk: () => {
      const state = runtime.state();
      if (state.phase !== 'open') throw new Error(`the desk is ${state.phase}`);
      return state.desk;
    },
  };
};

export const PIN = '246810';

export const smith = {
  kind: 'member',
  legalName: 'Smith & Partners Pty Ltd',
  abn: '51 824 753 556',
  gst: { registered: true, from: '2015-07-01' },
  verticals: ['accountant'],
  person: { name: 'Priya Nair', pin: PIN },
} as const;

export type SetUp = {
  readonly practice: string;
  readonly person: string;
  readonly recoveryGroups: readonly string[];
  readonly askedGroups: readonly number[];
};

/** First run of Smith & Partners. */
export const setUpSmith = async (host: TestHost): Promise<SetUp> => {
  const answer = await host.call('POST', '/setup', smith);
  if (answer.status !== 200) throw new Error(`setup: ${JSON.stringify(answer.json)}`);
  return answer.json as unknown as SetUp;
};

/** Signs a person in and answers the token. */
export const signInAs = async (host: TestHost, person: string, pin = PIN): Promise<string> => {
  const answer = await host.call('POST', '/sign-in', { person, pin });
  if (answer.status !== 200) throw new Error(`sign-in: ${JSON.stringify(answer.json)}`);
  return String(answer.json['token']);
};

/**
 * An office in the test's memory: founds a network and registers the desk's own request, appended as if they had come with the office's file.
 */
export const registerByTestOffice = (host: TestHost): { readonly net: string } => {
  const desk = host.desk();
  const { primitives } = desk;
  const root = ed25519Signer(new Uint8Array(32).fill(1));
  const registrar = ed25519Signer(new Uint8Array(32).fill(2));
  const signer = (key: typeof root) => ({
    key: keyIdOfSpki(primitives, key.spki),
    spki: bytesToBase64url(key.spki),
    sign: key.sign,
  });
  const base = { about: undefined, v: 1 };
  const event = (key: typeof root, n: number, prev: string, net: string, type: string, body: object, id: string) => {
    const { about: _about, ...rest } = base;
    return signEvent(
      {
        ...rest,
        at: '2026-08-01T00:00:00.000Z',
        body: body as never,
        id,
        n,
        net,
        prev,
        stream: keyIdOfSpki(primitives, key.spki),
        type,
      },
      signer(key),
    );
  };
  const office = '01989a00-0000-7000-8000-00000000000f';
  const founding = event(
    root,
    0,
    ZERO_HASH,
    ZERO_HASH,
    'registrar.appointed',
    {
      network: 'Test network',
      test: true,
      roots: [{ spki: bytesToBase64url(root.spki), name: 'Root 1' }],
      threshold: 1,
      registrar: {
        key: keyIdOfSpki(primitives, registrar.spki),
        spki: bytesToBase64url(registrar.spki),
        alg: 'ed25519',
      },
      office,
    },
    '01989a00-0000-7000-8000-000000000001',
  );
  const net = eventHashOf(primitives, founding);
  const record = desk.db.statement<[], { readonly request: Uint8Array }>('select request from identity').get()?.request ?? new Uint8Array();
  const request = readKeyRequest(Uint8Array.from(record), primitives);
  if (!request.ok) throw new Error(`the request does not read: ${JSON.stringify(request.error)}`);
  const registered = event(registrar, 0, ZERO_HASH, net, 'practice.registered', request.value.body, '01989a00-0000-7000-8000-000000000002');
  const outcomes = desk.ledger.accept([founding, registered], 'test-office');
  const odd = outcomes.find((outcome) => outcome.outcome !== 'accepted');
  if (odd !== undefined) throw new Error(`the register was not taken: ${JSON.stringify(odd)}`);
  return { net };
};

/** Prepares and signs one act without a passkey, ticking everything. */
export const signAct = async (
  host: TestHost,
  token: string,
  act: Act,
): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> => {
  const prepared = await host.call('POST', '/acts', { act }, token);
  if (prepared.status !== 200) return prepared;
  const ticks = (prepared.json['ticks'] as readonly { readonly id: string }[]).map((tick) => tick.id);
  return host.call('POST', `/acts/${String(prepared.json['draft'])}/sign`, { ticks, assertion: null }, token);
};
