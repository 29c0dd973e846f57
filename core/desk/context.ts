import type { Database } from '../adapters/sqlite/database.ts';
import type { Clock } from '../ports/clock.ts';
import type { Entropy } from '../ports/entropy.ts';
import type { ErasureList } from '../ports/erasure-list.ts';
import type { TextSender } from '../ports/message-senders.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { Primitives } from '../protocol/primitives.ts';
import type { Register } from '../protocol/register/state.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { RecordKinds } from './records/definition.ts';

/** A key that signs for this desk. */
export type Signer = {
  /** Key id: SHA-256 of the SPKI, hex. */
  readonly key: string;
  /** SPKI, base64url. */
  readonly spki: string;
  readonly sign: (message: Bytes) => Bytes;
};

/** A key that signs notes (log checkpoints, pack manifests). */
export type NoteSigner = {
  readonly vkey: string;
  readonly name: string;
  readonly sign: (message: Bytes) => Bytes;
};

/** The desk's own keys, unwrapped by the device secret when the desk opens. */
export type DeskKeys = {
  readonly desk: Signer;
  readonly log: NoteSigner;
  readonly pack: NoteSigner;
  readonly seal: { readonly publicKey: Bytes; readonly privateKey: Bytes };
};

/** Wraps secrets of this desk under its device secret: a copied database alone opens none of them. */
export type Vault = {
  readonly wrap: (purpose: string, secret: Bytes) => Bytes;
  /** Undefined for another device, another purpose or changed bytes. */
  readonly unwrap: (purpose: string, wrapped: Bytes) => Bytes | undefined;
  /** Key derived from the device secret for one named purpose, 32 bytes. */
  readonly derive: (purpose: string, salt: Bytes) => Bytes;
};

/** Who this desk is. The practice counts once the register states it. */
export type DeskProfile = {
  readonly install: string;
  readonly practice: string;
  readonly desk: string;
  readonly kind: 'member' | 'office';
  readonly legalName: string;
  readonly abn: string;
};

/** A person who is signed in: their key is unwrapped for as long as the session lasts. */
export type SignedInPerson = {
  readonly person: string;
  readonly name: string;
  readonly signer: Signer;
};

/** Sends one message through the practice's own mail server. */
export type Mailer = {
  readonly send: (message: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    /** Address of a `mailto:` by which the reader stops further messages (RFC 2369 List-Unsubscribe). */
    readonly unsubscribe?: string;
  }) => Promise<{ readonly ok: true } | { readonly ok: false; readonly why: string }>;
};

/** Files that are delivered with the program. */
export type ShippedFiles = {
  /** Folder with holidays, bank profiles, legal texts and code lists. */
  readonly resources: string;
  /** The single-file pack verifier that every pack carries. */
  readonly verifyPage: string;
};

/** Where the window runs: WebAuthn credentials belong to this origin for good. */
export type MountOrigin = { readonly origin: string; readonly rpId: string };

/** Everything a service needs of an open desk. Services take it as their first argument; nothing is global. */
export type DeskContext = {
  readonly profile: DeskProfile;
  readonly db: Database;
  readonly ledger: Ledger;
  /** The kinds of private records that this desk keeps. */
  readonly kinds: RecordKinds;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly primitives: Primitives;
  readonly keys: DeskKeys;
  readonly vault: Vault;
  readonly origin: MountOrigin;
  readonly dataFolder: string;
  readonly shipped: ShippedFiles;
  /** IANA zone in which the practice reads dates, for example Australia/Sydney. */
  readonly zone: string;
  readonly version: string;
  /** Recovery: reads and syncs, signs nothing but a request for fresh keys (protocol §5.4, high-water.md). Null when all is well. */
  readonly recovery: { readonly why: string } | null;
  readonly mailer: () => Mailer | null;
  /** Sends text messages through the practice's own account at a provider; null while there is none. */
  readonly texter: () => TextSender | null;
  /** Whose records were erased: outside the database, applied again after every restore. */
  readonly erasures: ErasureList;
};

/** The register; services run only on desks that have one. */
export const registerOf = (desk: DeskContext): Register => {
  const register = desk.ledger.register();
  if (register === null) throw new Error('a service ran before the register was there');
  return register;
};
