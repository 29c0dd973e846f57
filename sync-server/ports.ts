import type { Clock } from '../core/ports/clock.ts';
import type { Entropy } from '../core/ports/entropy.ts';
import type { Ed25519Signer, VerifierKey } from '../core/protocol/note.ts';
import type { Primitives } from '../core/protocol/primitives.ts';
import type { Rate } from './http/rate-limit.ts';
import type { NoticeSenders } from './notices/senders.ts';
import type { Endpoint } from './region/endpoints.ts';
import type { ServerCipher } from './secrets/server-cipher.ts';
import type { Storage } from './storage/storage.ts';

/** What the operator decides. */
export type ServerSettings = {
  /** Where the server says that it is hosted, as its operator declares it. */
  readonly region: string;
  /** What the server stores with, mails through and asks for the time, as the declaration of the region lists it. */
  readonly endpoints: readonly Endpoint[];
  /** Oldest version of a desk that is served, `major.minor.patch`. */
  readonly minClient: string;
  /** True: answers reads, accepts nothing. */
  readonly readOnly: boolean;
  /** Shortest and longest time between two checkpoints, in milliseconds. */
  readonly checkpointEvery: number;
  readonly checkpointAtLeastEvery: number;
  /** How long `GET /v1/wait` waits, in milliseconds. */
  readonly waitFor: number;
  /** Requests of one desk key, and of one address. */
  readonly keyRate: Rate;
  readonly addressRate: Rate;
  /** Most bytes of files that are kept for one practice. */
  readonly filesPerPractice: number;
  /** True: a log line for every request, not only for those that were refused or failed. */
  readonly logRequests: boolean;
  /** Scheme, host and port under which people reach this server, as `https://sync.example.com.au`; null where the operator states none. */
  readonly publicUrl: string | null;
  /** Of this program. */
  readonly version: string;
};

/** What holds unless the operator says otherwise. */
export const DEFAULT_SETTINGS: ServerSettings = {
  region: 'not declared',
  endpoints: [{ use: 'storage', host: '' }],
  minClient: '0.0.0',
  readOnly: false,
  checkpointEvery: 1000,
  checkpointAtLeastEvery: 3_600_000,
  waitFor: 25_000,
  keyRate: { perSecond: 20, burst: 200 },
  // Many desks of one office may share an address.
  addressRate: { perSecond: 100, burst: 1000 },
  filesPerPractice: 20 * 1024 ** 3,
  logRequests: false,
  publicUrl: null,
  version: '0.0.0',
};

/** The server's log: its name, and the key that signs checkpoints. A process without the private key signs none. */
export type LogIdentity = { readonly origin: string; readonly key: VerifierKey; readonly sign: Ed25519Signer | null };

/** One line of the server's own log: what happened, never to whom it is about, what was said or from where. */
export type LogLine = { readonly event: string; readonly [member: string]: string | number | boolean | readonly string[] };

/** One file of a page that the server serves. */
export type PageFile = { readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string };

/** What the server is given; it reads no clock and draws no random bytes of its own. */
export type ServerPorts = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly primitives: Primitives;
  readonly identity: LogIdentity;
  /** The server's own cipher, of a key outside the database. */
  readonly cipher: ServerCipher;
  readonly settings: ServerSettings;
  readonly log: (line: LogLine) => void;
  /** Files of the client's signing page by path below `/s/`; null where it is not built. */
  readonly signingPage: ReadonlyMap<string, PageFile> | null;
  /** Files of the office's page by path below `/office/`; null where it is not built. */
  readonly officePage: ReadonlyMap<string, PageFile> | null;
  /** Through what members are told that something came. */
  readonly notices: NoticeSenders;
};
