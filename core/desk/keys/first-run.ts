import type { Database } from '../../adapters/sqlite/database.ts';
import { parseAbn } from '../../domain/identity/abn.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Entropy, uuidV7 } from '../../ports/entropy.ts';
import { bytesToBase64url, type Bytes } from '../../protocol/bytes.ts';
import { KEY_REQUEST_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { keyRequest, keyRequestPayload, type KeyRequest } from '../../protocol/register/key-request.ts';
import type { DeskKeys, Signer, Vault } from '../context.ts';
import { signPayload } from '../ledger/compose.ts';
import type { Refusal } from '../refusal.ts';
import type { SetupInput } from '../runtime.ts';
import { deskKeysOf, newDeskSeeds, storeDeskKeys } from './desk-keys.ts';
import { newPersonKey } from './person-keys.ts';
import { possessionProof } from './signers.ts';
import { peopleSql } from './tables.ts';

type Ports = {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly primitives: Primitives;
  readonly vault: Vault;
};

/** What a key request states about practice, desk and first person. */
export type RequestFacts = {
  readonly practice: string;
  readonly kind: 'member' | 'office';
  readonly legalName: string;
  readonly abn: string;
  readonly gst: KeyRequest['gst'];
  readonly verticals: readonly string[];
  readonly desk: string;
  readonly person: KeyRequest['person'];
  readonly replaces?: KeyRequest['replaces'];
};

/** Builds and signs a key request (protocol §5.2) with the person's key. */
export const signKeyRequest = (facts: RequestFacts, person: Signer, keys: DeskKeys, at: string): Bytes => {
  const claim = { practice: facts.practice, desk: facts.desk };
  const request: KeyRequest = {
    v: 1,
    at,
    practice: facts.practice,
    kind: facts.kind,
    legalName: facts.legalName,
    abn: facts.abn,
    gst: facts.gst,
    verticals: [...facts.verticals],
    desk: facts.desk,
    person: facts.person,
    personKey: {
      key: person.key,
      spki: person.spki,
      alg: 'ed25519',
      proof: possessionProof(person, { ...claim, person: facts.person.person, use: 'sign' }),
    },
    deskKey: {
      key: keys.desk.key,
      spki: keys.desk.spki,
      alg: 'ed25519',
      proof: possessionProof(keys.desk, { ...claim, person: null, use: 'desk' }),
    },
    sealKey: bytesToBase64url(keys.seal.publicKey),
    log: keys.log.vkey,
    pack: keys.pack.vkey,
    ...(facts.replaces === undefined ? {} : { replaces: facts.replaces }),
  };
  return signPayload(KEY_REQUEST_PAYLOAD_TYPE, keyRequestPayload(keyRequest.parse(request)), person);
};

/** Checks what the first run was told, beyond its shape. */
export const checkSetup = (input: SetupInput): Result<{ readonly abn: string }, Refusal> => {
  const abn = parseAbn(input.abn);
  if (!abn.ok)
    return err({
      status: 422,
      code: 'abn',
      title: 'This is not an ABN',
      detail: abn.error.code === 'abn-length' ? `An ABN has 11 digits; this has ${abn.error.digits}.` : 'Its check digits do not fit.',
      where: 'abn',
      kept: 'Nothing was set up.',
      next: 'Compare it with the Australian Business Register.',
    });
  if (input.gst.registered && input.gst.from === null)
    return err({
      status: 422,
      code: 'gst-from',
      title: 'Since when is the practice registered for GST?',
      detail: 'The date is needed for every tax invoice.',
      where: 'gst.from',
      kept: 'Nothing was set up.',
      next: 'Enter the date of registration.',
    });
  const odd = [input.legalName, input.person.name].find((name) => /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/u.test(name));
  return odd === undefined
    ? ok({ abn: abn.value })
    : err({
        status: 422,
        code: 'control-character',
        title: 'A name has an invisible control character',
        detail: 'Names are one line of plain text.',
        kept: 'Nothing was set up.',
        next: 'Type the name again.',
      });
};

/** Who a first run writes down, how they sign in, and what else the database keeps from the start. */
export type FirstRun = {
  readonly stated: RequestFacts;
  readonly pin: string;
  readonly install: string;
  readonly recoveryKey: string;
  /** Runs in the same transaction, with the record of the request and the new desk's own seal key. */
  readonly also?: (request: Bytes, seal: Bytes) => void;
};

/** What the first run of a new practice states. */
export const foundingFacts = (ports: Pick<Ports, 'clock' | 'entropy'>, input: SetupInput & { readonly abn: string }): RequestFacts => {
  const at = ports.clock.now();
  return {
    practice: uuidV7(ports.entropy, at),
    kind: input.kind,
    legalName: input.legalName,
    abn: input.abn,
    gst: { registered: input.gst.registered, from: input.gst.from, source: 'declared' as const },
    verticals: input.verticals,
    desk: uuidV7(ports.entropy, at),
    person: { person: uuidV7(ports.entropy, at), name: input.person.name, roles: ['principal' as const] },
  };
};

/** Writes a new desk into an empty, migrated database, in one transaction. */
export const writeFirstRun = (
  db: Database,
  ports: Ports,
  { stated, pin, install, recoveryKey, also }: FirstRun,
): { readonly practice: string; readonly person: string } => {
  const at = ports.clock.now();
  const { practice, desk } = stated;
  const { person, name } = stated.person;
  const seeds = newDeskSeeds(ports.entropy);
  const keys = deskKeysOf(ports.primitives, { practice, desk }, seeds);
  const own = newPersonKey(ports, pin);
  const request = signKeyRequest(stated, own.signer, keys, at);
  db.transaction(() => {
    db.run(
      peopleSql.insertInto('identity').values({
        id: 1,
        install,
        practice,
        desk,
        kind: stated.kind,
        legal_name: stated.legalName,
        abn: stated.abn,
        gst: JSON.stringify(stated.gst),
        verticals: JSON.stringify(stated.verticals),
        first_person: person,
        created_at: at,
        request,
        recovery_confirmed: 0,
      }),
    );
    db.run(peopleSql.insertInto('local_person').values({ person, name, added_at: at, failed: 0, last_failed_at: null }));
    db.run(peopleSql.insertInto('person_key').values({ ...own.stored, person, state: 'current', added_at: at }));
    storeDeskKeys(db, ports, { named: { practice, desk }, seeds, recoveryKey, state: 'current', at });
    also?.(request, seeds.seal);
  });
  return { practice, person };
};
