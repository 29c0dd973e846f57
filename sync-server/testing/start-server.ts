import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { systemClock, systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { CLIENT_HEADER, PROTOCOL_VERSION } from '../../core/contract/network/headers.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { CLAIM_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import { setupDigest } from '../admissions/claim.ts';
import { newSetupCode } from '../admissions/setup-code.ts';
import { type ChainParts, createServer, type SyncServer } from '../app.ts';
import { openLogIdentity } from '../log/log-key.ts';
import type { CheckpointMaker } from '../log/publish.ts';
import { type NoticeSenders, NO_SENDERS } from '../notices/senders.ts';
import { DEFAULT_SETTINGS, type LogIdentity, type LogLine, type ServerPorts, type ServerSettings } from '../ports.ts';
import { serverCipher } from '../secrets/server-cipher.ts';
import { openSqliteStorage } from '../storage/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import { sha256Hex, signPaper, testId, type TestSigner, testSigner } from './papers.ts';

/** How a server for tests is to be. Everything has a default. */
export type StartOptions = {
  readonly clock?: Clock;
  /** Whose network the server is claimed for; `null` leaves it unclaimed. */
  readonly claim?: { readonly net: string; readonly office: string; readonly registrar: TestSigner } | null;
  readonly settings?: Partial<ServerSettings>;
  /** A storage to use instead of a new SQLite file; it is closed with the server. */
  readonly storage?: Storage;
  /** Seed of the log's key instead of the one of all tests; null for a process that has none. */
  readonly seed?: Bytes | null;
  /** Origin of the log instead of the one of all tests. */
  readonly origin?: string;
  readonly signingPage?: ServerPorts['signingPage'];
  readonly officePage?: ServerPorts['officePage'];
  /** Through what members are told; nothing by default. */
  readonly notices?: NoticeSenders;
  /** Makes the checkpoint signer that is used instead of the log's key alone. */
  readonly make?: (ports: ServerPorts) => CheckpointMaker;
  /** Makes what stands behind the public chain, instead of the log's key alone. */
  readonly chain?: (ports: ServerPorts) => ChainParts;
};

/** Key of the cipher of servers in tests. */
export const TEST_SECRET = new Uint8Array(32).fill(9);

/** A server in this process. */
export type TestServer = {
  readonly server: SyncServer;
  readonly ports: ServerPorts;
  readonly identity: LogIdentity;
  /** Verifier key of the log. */
  readonly vkey: string;
  readonly net: string;
  readonly office: string;
  readonly registrar: TestSigner;
  /** A new set-up code, as the console prints it. */
  readonly setupCode: () => Promise<string>;
  /** What the server wrote to its log. */
  readonly lines: readonly LogLine[];
  /** Sends a request to a path, as a desk of the present version, without a port. */
  readonly request: (
    path: string,
    init?: {
      readonly method?: string;
      readonly body?: object;
      readonly token?: string;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ) => Promise<Response>;
  readonly close: () => Promise<void>;
};

/** Settings that let a test go on at once: checkpoints without delay, a short long-poll. */
const QUICK: ServerSettings = {
  ...DEFAULT_SETTINGS,
  region: 'Test machine',
  checkpointEvery: 0,
  waitFor: 2_000,
  keyRate: { perSecond: 10_000, burst: 10_000 },
};

/** Starts a server in this process on a new SQLite file in a temporary folder (or the given storage), claimed for a network. */
export const startServer = async (options: StartOptions = {}): Promise<TestServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-server-'));
  const storage = options.storage ?? (await sqliteIn(folder));
  const lines: LogLine[] = [];
  const base = { storage, clock: options.clock ?? systemClock, entropy: systemEntropy, primitives: nodePrimitives() };
  const { origin = 'log.test/flip360', seed = Uint8Array.from(Buffer.from(sha256Hex('log key'), 'hex')) } = options;
  const identity = await openLogIdentity(base, origin, seed);
  if (!identity.ok) throw new Error(identity.error.code);
  const ports: ServerPorts = {
    ...base,
    identity: identity.value,
    cipher: serverCipher(TEST_SECRET, systemEntropy),
    settings: { ...QUICK, ...options.settings },
    log: (line) => lines.push(line),
    signingPage: options.signingPage ?? null,
    officePage: options.officePage ?? null,
    notices: options.notices ?? NO_SENDERS,
  };
  const server = createServer(
    ports,
    options.chain?.(ports) ?? (options.make === undefined ? undefined : { make: options.make(ports), store: null }),
  );
  const request: TestServer['request'] = async (path, init = {}) =>
    server.fetch(
      new Request(`http://server.test${path}`, {
        method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
        headers: {
          [CLIENT_HEADER]: `1.0.0; protocol=${PROTOCOL_VERSION}`,
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
          ...init.headers,
        },
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      }),
    );
  const claim = options.claim ?? { net: sha256Hex('test network'), office: testId('office'), registrar: testSigner('registrar') };
  if (options.claim !== null) {
    const paper = claimPaper(ports, claim, await newSetupCode(ports));
    const claimed = await request('/v1/claim', { body: { paper } });
    if (claimed.status !== 200) throw new Error(`the claim was answered ${claimed.status}: ${await claimed.text()}`);
  }
  return {
    server,
    ports,
    identity: identity.value,
    vkey: formatVerifierKey(identity.value.key),
    ...claim,
    setupCode: () => newSetupCode(ports),
    lines,
    request,
    close: async () => {
      await server.close();
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const sqliteIn = async (folder: string): Promise<Storage> => {
  const opened = await openSqliteStorage(join(folder, 'server.db'));
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};

/** A signed claim, base64. */
export const claimPaper = (
  { clock, primitives }: Pick<ServerPorts, 'clock' | 'primitives'>,
  { net, office, registrar }: { readonly net: string; readonly office: string; readonly registrar: TestSigner },
  code: string,
): string =>
  signPaper(
    CLAIM_PAYLOAD_TYPE,
    { at: clock.now(), net, office, registrar: { key: registrar.key, spki: registrar.spki }, setup: setupDigest(primitives, code), v: 1 },
    registrar,
  ).base64;
