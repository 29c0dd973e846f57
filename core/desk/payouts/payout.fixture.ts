import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import { testAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import type { Act, Signed } from '../../contract/acts.ts';
import { computeEntitlement } from '../../domain/commission/compute.ts';
import { exactCents, ZERO_CENTS } from '../../domain/money/cents.ts';
import type { Result } from '../../domain/result.ts';
import { base64urlToBytes, bytesToBase64url, bytesToHex } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonValue } from '../../protocol/jcs.ts';
import { inviteMessage } from '../../protocol/messages.ts';
import { keyIdOfSpki } from '../../protocol/record.ts';
import { inviteSigner, ORIGIN, primitives, RP_ID, seedOf, softwareKey, uuidOf } from '../../../test/story/keys.ts';
import { ABC, OFFICE, RULE, RULE_BYTES, RULE_HASH, SMITH, writeNetwork } from '../../../test/story/network.ts';
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
  return { key: keyIdOfSpki(primitives, signer.spki), spki: bytesToBase64url(signer.spki), sign: signer.sign };
};

const invited = (writer: Writer, referral: string, name: string, by: ReturnType<typeof softwareKey>, step: 1 | 4, at: string, client: string): { readonly invite: string; readonly inviteProof: string } => {
  const inviter = inviteSigner(seedOf(`invite ${name} ${String(step)}`), '482913');
  const contactPoint = writer.commit('contact-point', referral, `contact ${name}`, { address: 'client@example.com', channel: 'email' }, 'secret');
  const invite = writer.append(`${name} invited ${String(step)}`, {
    type: 'client.invited',
    at,
    by,
    about: [writer.hash(`${name} intent`)],
    referral,
    body: { step, contactPoint, key: b64u(inviter.publicKey), channel: 'email', expires: instantOf('2026-12-31 00:00') },
  });
  return { invite, inviteProof: b64u(inviter.sign(inviteMessage({ invite, key: client, referral, step }))) };
};

/** One referral from Smith & Partners to ABC Finance, signed five times, with its computed entitlement. `gross` in cents. */
const writeReferral = (writer: Writer, name: string, gross: number): { readonly client: string; readonly calculation: string } => {
  const { append, commit, hash } = writer;
  const referral = uuidOf(`referral ${name}`);
  const daniel = SMITH.people[0].key;
  const alex = ABC.people[0].key;
  const client = softwareKey(`client ${name}`);
  const who = commit('client', referral, `client ${name}`, { emails: ['client@example.com'], givenName: 'Sarah', name: 'Sarah Chen', phones: [], purpose: 'home loan' }, 'secret');
  const benefit = commit('benefit', referral, `benefit ${name}`, { estimate: null, words: 'a quarter' }, 'secret');
  append(`${name} intent`, {
    type: 'referral.intent',
    at: '2026-08-04 01:12',
    by: daniel,
    referral,
    step: 0,
    body: { label: `REF-SMI-2026-${name.toUpperCase()}`, referrer: SMITH.id, receiver: ABC.id, purpose: 'mortgage.arrange', verticals: RULE.verticals, product: 'home-loan', client: who, rule: { id: RULE.rule, version: 1, hash: RULE_HASH }, benefit, agreement: hash('smith agreement referral') },
  });
  const first = invited(writer, referral, name, daniel, 1, '2026-08-04 01:15', client.keyid);
  append(`${name} consent`, {
    type: 'consent.granted',
    at: '2026-08-04 02:01',
    by: client,
    about: [hash(`${name} intent`)],
    referral,
    body: {
      client: who,
      recipients: [ABC.id],
      purpose: 'mortgage.arrange',
      categories: ['contact'],
      validFrom: instantOf('2026-08-04 02:00'),
      validUntil: instantOf('2027-08-04 02:00'),
      notice: { id: 'referral.notice', version: 1, text: commit('notice', referral, `notice ${name}`, { v: 1 }, 'secret') },
      benefit,
      capacity: 'self',
      channel: 'page',
      artefact: null,
      ...first,
      clientKey: { spki: b64u(client.spki), alg: 'ed25519', kind: 'software', device: { owner: 'client', practice: null }, vouched: null },
    },
  });
  const shown = (step: string) => commit('shown', referral, `shown ${name} ${step}`, { step }, 'secret');
  append(`${name} acknowledgement`, { type: 'referral.acknowledgement', at: '2026-08-04 02:03', by: client, referral, step: 1, prevStep: hash(`${name} intent`), body: { shown: shown('1'), client: who, consents: [hash(`${name} consent`)], yes: true, ...first } });
  append(`${name} intake`, {
    type: 'referral.intake',
    at: '2026-08-05 00:30',
    by: alex,
    referral,
    step: 2,
    prevStep: hash(`${name} acknowledgement`),
    body: { rule: RULE_HASH, contactedOn: '2026-08-05', checklist: { referrerNamed: true, clientContent: true, commissionDisclosed: true }, conflict: { checked: true, found: false } },
  });
  append(`${name} settlement`, { type: 'referral.settlement', at: '2026-09-02 05:00', by: alex, referral, step: 3, prevStep: hash(`${name} intake`), body: { trigger: 'settled', gross, net: gross, settledOn: '2026-09-01', evidence: null } });
  append(`${name} attested`, { type: 'attestation', at: '2026-09-02 22:00', by: daniel, about: [hash(`${name} settlement`)], referral, body: { agrees: true, reason: null } });
  const fourth = invited(writer, referral, name, alex, 4, '2026-09-04 00:00', client.keyid);
  append(`${name} outcome`, { type: 'referral.outcome', at: '2026-09-04 03:20', by: client, referral, step: 4, prevStep: hash(`${name} settlement`), body: { shown: shown('4'), client: who, confirms: true, ...fourth, replaces: null } });
  const computed = computeEntitlement({ rule: RULE, trigger: { kind: 'settled', gross: exactCents(gross), net: exactCents(gross) }, number: 0, earlierCommission: ZERO_CENTS, gst: { referrer: 'registered', receiver: 'registered', office: 'registered' } });
  if (!computed.ok) throw new Error(computed.error.code);
  const { base, commission, platform, gstEstimate } = computed.value.result;
  const data: JsonValue = JSON.parse(new TextDecoder().decode(canonicalBytes(JSON.parse(JSON.stringify(computed.value)))));
  const calculation = commit('calculation', referral, `calculation ${name}`, data, 'secret');
  append(`${name} entitlement`, {
    type: 'entitlement.computed',
    at: '2026-09-04 03:30',
    by: ABC.deskKey,
    about: [hash(`${name} settlement`)],
    referral,
    body: {
      key: bytesToHex(primitives.sha256(canonicalBytes({ beneficiary: SMITH.id, kind: 'settlement', net: writer.net(), number: 0, referral: hash(`${name} intent`) }))),
      beneficiary: SMITH.id,
      kind: 'settlement',
      number: 0,
      base,
      commission,
      platform,
      gstEstimate: gstEstimate.commission,
      calculation,
    },
  });
  return { client: who, calculation };
};

export type PayoutDeskOptions = {
  /** Gross income of each referral in cents; one referral each. */
  readonly gross?: readonly number[];
  readonly changes?: Changes;
  readonly bank?: Readonly<Record<string, string>>;
};

/** Bank settings of ABC Finance in these tests: Westpac, where the bank books one debit for the file. */
export const BANK = { profile: 'westpac-live', userName: 'ABC FINANCE', userId: '037819', description: '', bsb: '032000', account: '123456', title: 'ABC Finance', remitter: 'ABC FINANCE' } as const;

/** ABC Finance's desk with completed referrals, on a real encrypted file. Clock: 21 September 2026, after cooling-off. */
export const openPayoutDesk = (options: PayoutDeskOptions = {}): PayoutDesk => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-payout-'));
  const path = join(folder, 'desk.db');
  const writer = createWriter(options.changes ?? {});
  writeNetwork(writer, true);
  const commitments: string[] = [];
  const office = writer.commit('account', OFFICE.id, 'office', { account: '99998888', bsb: '082001', title: 'Flip 360 Network Office' }, 'secret');
  writer.append('office account', { type: 'payee.account', at: '2026-06-22 00:00', by: OFFICE.people[0].key, body: { account: office, replaces: null } });
  const payee = writer.commit('account', SMITH.id, 'smith', { account: '11112222', bsb: '062000', title: 'Smith & Partners' }, 'secret');
  commitments.push(office, payee);
  const names = (options.gross ?? [495_000]).map((gross, index) => {
    const made = writeReferral(writer, `r${String(index)}`, gross);
    commitments.push(made.client, made.calculation);
    return `r${String(index)}`;
  });

  let now = instantOf('2026-06-01 00:00');
  const clock = { now: () => now };
  const entropy = seededEntropy('payouts');
  const build = (): DeskContext => {
    const db = openTestDatabase(path);
    const ledger = openLedger({ db, primitives, clock, highWater: { advance: () => undefined, read: () => null }, self: () => ABC.id });
    const unused = (): never => {
      throw new Error('not used here');
    };
    const note = { vkey: '', name: '', sign: unused };
    return {
      profile: { install: 'test', practice: ABC.id, desk: ABC.desk, kind: 'member', legalName: ABC.name, abn: ABC.abn },
      db,
      ledger,
      clock,
      entropy,
      primitives,
      keys: { desk: signerOf(`desk ${ABC.name}`), log: note, pack: note, seal: { publicKey: new Uint8Array(32), privateKey: new Uint8Array(32) } },
      vault: { wrap: (_purpose, secret) => secret, unwrap: (_purpose, wrapped) => wrapped, derive: unused },
      shipped: { resources: join(import.meta.dirname, '../../../resources'), verifyPage: '' },
      origin: { origin: ORIGIN, rpId: RP_ID },
      dataFolder: folder,
      zone: 'Australia/Sydney',
      version: 'test',
      recovery: null,
      mailer: () => null,
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
    const payload: unknown = JSON.parse(Buffer.from(String(JSON.parse(new TextDecoder().decode(entry.bytes)).payload), 'base64').toString('utf8'));
    if (typeof payload === 'object' && payload !== null && 'at' in payload && typeof payload.at === 'string') now = payload.at;
    take(entry.name);
  }
  for (const commitment of commitments) keepOpening(desk, writer.opening(commitment));
  desk.db.run(payoutSql.insertInto('rule_content').values({ hash: RULE_HASH, content: new TextDecoder().decode(RULE_BYTES) }));
  desk.db.run(payoutSql.insertInto('setting').values({ name: 'bank', version: 1, value: JSON.stringify({ ...BANK, ...options.bank }), at: now, person: ABC.people[0].id, before: null }));
  now = instantOf('2026-09-21 00:00');

  const handlers: ActHandlers = payoutActs;
  let engine = createActEngine(decideBy(handlers));
  const person = (who: string): SignedInPerson => {
    const found = ABC.people.find((candidate) => candidate.name === who);
    if (found === undefined) throw new Error(who);
    return { person: found.id, name: who, signer: signerOf(`abc ${who}`) };
  };
  const draft: PayoutDesk['draft'] = (who, act, passkeyOf = who) => {
    const prepared = engine.prepare(desk, person(who), act);
    if (!prepared.ok) return prepared;
    const { challenge } = prepared.value.assertion;
    const bytes = challenge === null ? undefined : base64urlToBytes(challenge);
    const authenticator = testAuthenticator(seedOf(`passkey abc ${passkeyOf}`));
    const answer = bytes?.ok === true ? authenticator.assert({ rpId: RP_ID, origin: ORIGIN, challenge: bytes.value }) : null;
    const assertion = answer === null ? null : { credential: b64u(authenticator.credential), authenticatorData: b64u(answer.authenticatorData), clientDataJSON: b64u(answer.clientDataJSON), sig: b64u(answer.signature) };
    return { ok: true, value: () => engine.sign(desk, person(who), prepared.value.draft, { ticks: prepared.value.ticks.map((tick) => tick.id), assertion }) };
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
