import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import { testAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import type { Act, Signed } from '../../contract/acts.ts';
import type { Result } from '../../domain/result.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url } from '../../protocol/bytes.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { keyIdOfSpki } from '../../protocol/record.ts';
import { noteSigner, ORIGIN, primitives, RP_ID, seedOf, softwareKey, uuidOf } from '../../../test/story/keys.ts';
import { ABC, keyBody, OFFICE, RULE_BYTES, RULE_HASH, SMITH, statedKey, writeNetwork } from '../../../test/story/network.ts';
import { keyProofMessage } from '../../protocol/messages.ts';
import { b64u, type Changes, createWriter, instantOf, type Writer } from '../../../test/story/writer.ts';
import { createActEngine } from '../acts/engine.ts';
import { type ActHandlers, decideBy } from '../acts/handlers.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { openLedger } from '../ledger/ledger.ts';
import { keepOpening } from '../openings/openings.ts';
import type { Refusal } from '../refusal.ts';
import { openTestDatabase, seededEntropy } from '../testing/test-desk.ts';
import { payoutActs } from './payout-acts.ts';
import { payoutSql } from './tables.ts';
import { writeReferral } from './referral.fixture.ts';
import { recordKinds } from '../records/kinds.ts';

export type PayoutDesk = {
  readonly desk: DeskContext;
  readonly intents: readonly string[];
  readonly entitlements: readonly string[];
  readonly writer: Writer;
  readonly setNow: (minute: string) => void;
  /** Takes an event of another desk in, as an exchange file would bring it. */
  readonly take: (name: string) => void;
  /** Prepares and signs an act; `passkeyOf` is whose authenticator answers, by default the person's own. */
  readonly act: (who: string, act: Act, passkeyOf?: string) => Promise<Result<Signed, Refusal>>;
  /** Prepares an act and hands back what signs it, so that something may happen in between. */
  readonly draft: (who: string, act: Act, passkeyOf?: string) => Result<() => Promise<Result<Signed, Refusal>>, Refusal>;
  readonly person: (who: string) => SignedInPerson;
  /** Closes the file and opens it again, as after a crash: drafts and sessions are gone. */
  readonly reopen: () => void;
  readonly close: () => void;
};

const signerOf = (name: string) => {
  const signer = ed25519Signer(seedOf(`key ${name}`));
  return {
    key: keyIdOfSpki(primitives, signer.spki),
    spki: bytesToBase64url(signer.spki),
    sign: (message: Bytes) => signer.sign(message),
  };
};

/** A second desk of ABC Finance, where each of its people has a key of their own. */
export const SECOND = { ...ABC, desk: uuidOf('desk ABC Finance second'), deskKey: softwareKey('desk ABC Finance second') };
const keyAtSecond = (who: string): string => `abc second ${who}`;

const writeSecondDesk = (writer: Writer): void => {
  const [{ key: by }] = ABC.people;
  const at = '2026-06-22 01:00';
  const { id, desk, deskKey } = SECOND;
  const proof = deskKey.proof(keyProofMessage({ desk, practice: id, person: null, key: deskKey.keyid, use: 'desk' }));
  writer.append('second desk key', {
    type: 'key.registered',
    at,
    by,
    body: { practice: id, person: null, desk, use: 'desk', ...statedKey(deskKey), proof },
  });
  for (const who of ABC.people)
    writer.append(`second ${who.name}`, {
      type: 'key.registered',
      at,
      by,
      body: keyBody(SECOND, who, 'sign', softwareKey(keyAtSecond(who.name))),
    });
  const [log, pack] = (['log', 'pack'] as const).map((use) => noteSigner(`flip360/${id}/${desk}/${use}`).vkey);
  writer.append('second desk', {
    type: 'key.deskRegistered',
    at,
    by,
    body: { practice: id, desk, sealKey: b64u(seedOf('seal second')), log: log ?? '', pack: pack ?? '' },
  });
};

export type PayoutDeskOptions = {
  /** The practice has a second desk; this is the one of them that is opened. */
  readonly of?: 'first' | 'second';
  /** Gross income of each referral in cents; one referral each. */
  readonly gross?: readonly number[];
  readonly changes?: Changes;
  readonly bank?: Readonly<Record<string, string>>;
  /** Events that are written but taken in only when a test says so. */
  readonly later?: readonly string[];
};

/** Bank settings of ABC Finance in these tests: Westpac, where the bank books one debit for the file. */
export const BANK = {
  profile: 'westpac-live',
  userName: 'ABC FINANCE',
  userId: '037819',
  description: '',
  bsb: '032000',
  account: '123456',
  title: 'ABC Finance',
  remitter: 'ABC FINANCE',
} as const;

/** ABC Finance's desk with completed referrals, on a real encrypted file. Clock: 21 September 2026, after cooling-off. */
export const openPayoutDesk = (options: PayoutDeskOptions = {}): PayoutDesk => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-payout-'));
  const path = join(folder, 'desk.db');
  const writer = createWriter(options.changes ?? {});
  writeNetwork(writer, true);
  if (options.of !== undefined) writeSecondDesk(writer);
  const commitments: string[] = [];
  const office = writer.commit(
    'account',
    OFFICE.id,
    'office',
    { account: '99998888', bsb: '082001', title: 'Flip 360 Network Office' },
    'secret',
  );
  writer.append('office account', {
    type: 'payee.account',
    at: '2026-06-22 00:00',
    by: OFFICE.people[0].key,
    body: { account: office, replaces: null },
  });
  const payee = writer.commit('account', SMITH.id, 'smith', { account: '11112222', bsb: '062000', title: 'Smith & Partners' }, 'secret');
  commitments.push(office, payee);
  const names = (options.gross ?? [495_000]).map((gross, index) => {
    const made = writeReferral(writer, `r${String(index)}`, gross);
    commitments.push(made.client, made.calculation);
    return `r${String(index)}`;
  });

  let now = instantOf('2026-06-01 00:00');
  const clock = { now: () => now };
  const entropy = seededEntropy(options.of === 'second' ? 'payouts second' : 'payouts');
  const build = (): DeskContext => {
    const db = openTestDatabase(path);
    const ledger = openLedger({
      db,
      primitives,
      clock,
      highWater: { advance: () => undefined, read: () => null },
      self: () => ABC.id,
    });
    const unused = (): never => {
      throw new Error('not used here');
    };
    const note = { vkey: '', name: '', sign: unused };
    return {
      profile: {
        install: 'test',
        practice: ABC.id,
        desk: options.of === 'second' ? SECOND.desk : ABC.desk,
        kind: 'member',
        legalName: ABC.name,
        abn: ABC.abn,
      },
      db,
      ledger,
      kinds: recordKinds,
      clock,
      entropy,
      primitives,
      keys: {
        desk: signerOf(options.of === 'second' ? `desk ${ABC.name} second` : `desk ${ABC.name}`),
        log: note,
        pack: note,
        seal: { publicKey: new Uint8Array(32), privateKey: new Uint8Array(32) },
      },
      vault: { wrap: (_purpose, secret) => secret, unwrap: (_purpose, wrapped) => wrapped, derive: unused },
      shipped: { resources: join(import.meta.dirname, '../../../resources'), verifyPage: '' },
      origin: { origin: ORIGIN, rpId: RP_ID },
      dataFolder: folder,
      zone: 'Australia/Sydney',
      version: 'test',
      recovery: null,
      mailer: () => null,
      texter: () => null,
      erasures: { read: () => [], add: () => undefined },
    };
  };
  let desk = build();
  const taken = new Set<string>();
  const take = (name: string): void => {
    const entry = writer.entries().find((candidate) => candidate.name === name);
    if (entry === undefined || taken.has(name)) throw new Error(`no new event ${name}`);
    taken.add(name);
    const [outcome] = desk.ledger.accept([entry.bytes], 'file');
    if (outcome?.outcome !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  for (const entry of writer.entries()) {
    if (options.later?.includes(entry.name) === true) continue;
    const read = readEvent(entry.bytes, primitives);
    if (read.ok) now = read.value.event.at;
    take(entry.name);
  }
  for (const commitment of commitments) keepOpening(desk, writer.opening(commitment));
  desk.db.run(payoutSql.insertInto('rule_content').values({ hash: RULE_HASH, content: new TextDecoder().decode(RULE_BYTES) }));
  desk.db.run(
    payoutSql.insertInto('setting').values({
      name: 'bank',
      version: 1,
      value: JSON.stringify({ ...BANK, ...options.bank }),
      at: now,
      person: ABC.people[0].id,
      before: null,
    }),
  );
  now = instantOf('2026-09-21 00:00');

  const handlers: ActHandlers = payoutActs;
  let engine = createActEngine(decideBy(handlers));
  const person = (who: string): SignedInPerson => {
    const found = ABC.people.find((candidate) => candidate.name === who);
    if (found === undefined) throw new Error(who);
    return { person: found.id, name: who, signer: signerOf(options.of === 'second' ? keyAtSecond(who) : `abc ${who}`) };
  };
  const draft: PayoutDesk['draft'] = (who, act, passkeyOf = who) => {
    const prepared = engine.prepare(desk, person(who), act);
    if (!prepared.ok) return prepared;
    const { challenge } = prepared.value.assertion;
    const bytes = challenge === null ? undefined : base64urlToBytes(challenge);
    const authenticator = testAuthenticator(seedOf(`passkey abc ${passkeyOf}`));
    const answer = bytes?.ok === true ? authenticator.assert({ rpId: RP_ID, origin: ORIGIN, challenge: bytes.value }) : null;
    const assertion =
      answer === null
        ? null
        : {
            credential: b64u(authenticator.credential),
            authenticatorData: b64u(answer.authenticatorData),
            clientDataJSON: b64u(answer.clientDataJSON),
            sig: b64u(answer.signature),
          };
    return {
      ok: true,
      value: () =>
        engine.sign(desk, person(who), prepared.value.draft, {
          ticks: prepared.value.ticks.map((tick) => tick.id),
          assertion,
        }),
    };
  };
  return {
    get desk() {
      return desk;
    },
    intents: names.map((name) => writer.hash(`${name} intent`)),
    entitlements: names.map((name) => writer.hash(`${name} entitlement`)),
    writer,
    setNow: (minute) => {
      now = instantOf(minute);
    },
    take,
    draft,
    act: async (who, act, passkeyOf) => {
      const made = draft(who, act, passkeyOf);
      return made.ok ? made.value() : made;
    },
    person,
    reopen: () => {
      desk.db.close();
      desk = build();
      engine = createActEngine(decideBy(handlers));
    },
    close: () => {
      desk.db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
