import type { AnyEvent, KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import type { ReadEvent } from '../event/read.ts';
import type { StatedPasskey } from '../event/signature.ts';
import { base64urlToBytes } from '../bytes.ts';
import type { Hasher } from '../merkle.ts';
import { keyIdOfSpki } from '../record.ts';
import { intentOf } from '../referral/belongs.ts';
import { statedClientKey } from '../referral/client-keys.ts';
import type { AuthorFacts } from '../register/authority.ts';

/** A key as an event of the pack states it (protocol §12.1, check 17), believed or not. */
export type Stated = StatedPasskey & {
  readonly use: 'root' | 'registrar' | 'sign' | 'desk' | 'passkey' | 'client';
  readonly practice: string | null;
  readonly desk: string | null;
};

/** A practice as the pack's register events name it. */
export type Party = {
  readonly practice: string;
  readonly name: string;
  readonly abn: string;
  readonly kind: 'member' | 'office';
};

export type PackEvent = {
  readonly index: number;
  readonly path: string;
  readonly read: ReadEvent;
  readonly event: Logged;
};

/** The events of a pack with what they say about each other. */
export type PackEvents = {
  readonly all: readonly PackEvent[];
  readonly known: readonly Logged<KnownEvent>[];
  readonly byHash: (hash: string) => Logged<KnownEvent> | undefined;
  readonly stated: (key: string) => Stated | undefined;
  /** First event of a stream. */
  readonly firstOf: (stream: string) => KnownEvent | undefined;
  /** Author by the keys as stated, without regard to roles or revocation. */
  readonly statedAuthor: (hash: string) => AuthorFacts | undefined;
  readonly intentOf: (event: KnownEvent) => LoggedOf<'referral.intent'> | undefined;
  readonly parties: ReadonlyMap<string, Party>;
};

/** True for an event of a type this version knows. */
export const isKnown = (event: Logged<AnyEvent>): event is Logged<KnownEvent> => event.known;

const ed25519 = (
  key: string,
  spki: string,
  use: Stated['use'],
  practice: string | null,
  person: string | null,
  desk: string | null,
): readonly [string, Stated] => [key, { spki, alg: 'ed25519', credential: null, use, practice, person, desk }];

/** The keys that one event states, before anything about it is believed. */
const statements = (event: KnownEvent, hasher: Hasher): readonly (readonly [string, Stated])[] => {
  switch (event.type) {
    case 'registrar.appointed':
      return [
        ...event.body.roots.map((root) => ed25519(idOf(root.spki, hasher), root.spki, 'root', null, null, null)),
        ed25519(event.body.registrar.key, event.body.registrar.spki, 'registrar', null, null, null),
      ];
    case 'registrar.replaced':
      return [ed25519(event.body.registrar.key, event.body.registrar.spki, 'registrar', null, null, null)];
    case 'practice.registered': {
      const { practice, desk, person, personKey, deskKey } = event.body;
      return [
        ed25519(personKey.key, personKey.spki, 'sign', practice, person.person, desk),
        ed25519(deskKey.key, deskKey.spki, 'desk', practice, null, desk),
      ];
    }
    case 'practice.recovered': {
      const { practice, desk, person, personKey, deskKey } = event.body;
      return [
        ed25519(personKey.key, personKey.spki, 'sign', practice, person, desk),
        ed25519(deskKey.key, deskKey.spki, 'desk', practice, null, desk),
      ];
    }
    case 'key.registered': {
      const { key, spki, alg, use, practice, person, desk, credential } = event.body;
      return [[key, { spki, alg, credential: credential ?? null, use, practice, person, desk }]];
    }
    default:
      return [];
  }
};

/** Key id of an SPKI in base64url; empty, which no event can name, when it is not base64url. */
const idOf = (spki: string, hasher: Hasher): string => {
  const bytes = base64urlToBytes(spki);
  return bytes.ok ? keyIdOfSpki(hasher, bytes.value) : '';
};

const keysOf = (known: readonly Logged<KnownEvent>[], hasher: Hasher): ReadonlyMap<string, Stated> => {
  const keys = new Map<string, Stated>();
  const state = (key: string, stated: Stated): void => {
    if (!keys.has(key) && key === idOf(stated.spki, hasher)) keys.set(key, stated);
  };
  for (const event of known) for (const [key, stated] of statements(event, hasher)) state(key, stated);
  for (const event of known) {
    const client = statedClientKey(event, hasher);
    if (client !== undefined) state(event.stream, { ...client, use: 'client', practice: null, person: null, desk: null });
  }
  return keys;
};

const authorAsStated = (key: string, stated: Stated | undefined): AuthorFacts | undefined => {
  switch (stated?.use) {
    case 'root':
    case 'registrar':
    case 'client':
      return { kind: stated.use, key };
    case 'desk':
      return stated.practice === null || stated.desk === null ? undefined : { kind: 'desk', practice: stated.practice, desk: stated.desk };
    case 'sign':
      if (stated.practice === null || stated.person === null || stated.desk === null) return undefined;
      return {
        kind: 'person',
        practice: stated.practice,
        person: stated.person,
        desk: stated.desk,
        roles: [],
      };
    case 'passkey':
    case undefined:
      return undefined;
  }
};

/** Arranges read records. `all` is in order of index. */
export const arrange = (all: readonly PackEvent[], hasher: Hasher): PackEvents => {
  const known = all.map(({ event }) => event).filter(isKnown);
  const byHash = new Map(known.map((event) => [event.hash, event]));
  const firsts = new Map(known.filter((event) => event.n === 0).map((event) => [event.stream, event]));
  const keys = keysOf(known, hasher);
  const parties = new Map<string, Party>();
  for (const event of known) {
    if (event.type !== 'practice.registered' || parties.has(event.body.practice)) continue;
    const { practice, legalName, abn, kind } = event.body;
    parties.set(practice, { practice, name: legalName, abn, kind });
  }
  const find = (hash: string): Logged<KnownEvent> | undefined => byHash.get(hash);
  return {
    all,
    known,
    byHash: find,
    stated: (key) => keys.get(key),
    firstOf: (stream) => firsts.get(stream),
    statedAuthor: (hash) => {
      const event = byHash.get(hash);
      return event === undefined ? undefined : authorAsStated(event.stream, keys.get(event.stream));
    },
    intentOf: (event) => intentOf(event, find),
    parties,
  };
};
