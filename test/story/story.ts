import { z } from 'zod';
import type { Calculation } from '../../core/domain/commission/calculation.ts';
import { calculationBytes } from '../../core/domain/commission/calculation.ts';
import { computeEntitlement } from '../../core/domain/commission/compute.ts';
import { exactCents, ZERO_CENTS } from '../../core/domain/money/cents.ts';
import { type Bytes, bytesToHex } from '../../core/protocol/bytes.ts';
import type { Opening } from '../../core/protocol/commitment.ts';
import { canonicalBytes, type JsonObject } from '../../core/protocol/jcs.ts';
import { inviteMessage } from '../../core/protocol/messages.ts';
import { inviteSigner, passkey, primitives, type RecordKeyHolder, seedOf, softwareKey } from './keys.ts';
import type { PackLine } from '../../core/protocol/pack/pack-json.ts';
import { writePayout } from './payout.ts';
import { ABC, REFERRAL, RULE, RULE_BYTES, RULE_HASH, SMITH, trustFile, writeNetwork } from './network.ts';
import { b64u, type Changes, createWriter, type Entry, instantOf, payloadText, type Writer } from './writer.ts';

export type StoryOptions = Changes & {
  /** The network calls itself a test network; default true. */
  readonly test?: boolean;
  /** Kind of the client's key; default software. */
  readonly client?: 'software' | 'passkey';
  /** At whose desk the client's key was made; default on the client's own device. */
  readonly clientDesk?: 'referrer' | 'receiver';
  /** What the referrer says to the settlement; default agrees. */
  readonly settlement?: 'agreed' | 'disputed' | 'silent';
  /** A corrected settlement, and what the referrer says to it; default none. */
  readonly correction?: 'agreed' | 'disputed' | 'silent';
  /** The outcome is signed by another key than step 1; default the same key. */
  readonly outcomeKey?: 'same' | 'replaced';
  /** Who attests the outcome: needed for a replaced key and for one made at a desk; default nobody. */
  readonly outcomeAttestedBy?: readonly ('referrer' | 'receiver')[];
};

export type Story = {
  readonly net: string;
  readonly trust: string;
  readonly entries: readonly Entry[];
  readonly openings: readonly Opening[];
  readonly rule: Bytes;
  readonly calculation: Bytes | null;
  /** The batch line of this referral, once its batch is prepared. */
  readonly lines: readonly PackLine[];
  readonly intent: string;
  readonly referral: string;
  readonly hash: (name: string) => string;
};

const LABEL = 'REF-SMI-2026-0001';
/** What the commitment to the client holds; never in an event or a pack. */
export const CLIENT_DATA = { born: '1988-03-14', family: 'Chen', given: 'Sarah' } as const;
const DANIEL = SMITH.people[0].key;
const ALEX = ABC.people[0].key;

/** The client's keys of the story: the one of step 1, and one that replaces it. */
export const clientKeys = (kind: 'software' | 'passkey'): readonly [RecordKeyHolder, RecordKeyHolder] =>
  kind === 'software' ? [softwareKey('Sarah Chen'), softwareKey('Sarah Chen 2')] : [passkey('Sarah Chen'), passkey('Sarah Chen 2')];

/** What an event states of a key of the client. */
export const clientKeyBody = (holder: RecordKeyHolder, desk: StoryOptions['clientDesk']): JsonObject => ({
  spki: b64u(holder.spki),
  alg: holder.alg,
  kind: holder.alg === 'ed25519' ? 'software' : 'passkey',
  device: desk === undefined ? { owner: 'client', practice: null } : { owner: 'desk', practice: desk === 'referrer' ? SMITH.id : ABC.id },
  vouched: null,
  ...(holder.credential === null ? {} : { credential: holder.credential }),
});

const CODES = { 1: '482913', 4: '730056' } as const;
/** Salt and code of the invitation of a step; neither is ever in an event. */
export const invitationSecret = (step: 1 | 4): { readonly salt: Bytes; readonly code: string } => ({
  salt: seedOf(`invite ${String(step)}`),
  code: CODES[step],
});

/** The proof that the invitation of a step was used by a client key. */
export const inviteProof = (invite: string, client: RecordKeyHolder, step: 1 | 4): JsonObject => {
  const { salt, code } = invitationSecret(step);
  return {
    invite,
    inviteProof: b64u(inviteSigner(salt, code).sign(inviteMessage({ invite, key: client.keyid, referral: REFERRAL, step }))),
  };
};

/** Body of an invitation of a step, always to the same contact point. */
export const invitationBody = (writer: Writer, step: 1 | 4): JsonObject => {
  const { salt, code } = invitationSecret(step);
  return {
    step,
    contactPoint: writer.commit('contact-point', REFERRAL, 'contact', { email: 'sarah.chen@example.com' }, 'secret'),
    key: b64u(inviteSigner(salt, code).publicKey),
    channel: 'email',
    expires: instantOf('2026-12-31 00:00'),
  };
};

const invite = (writer: Writer, name: string, by: RecordKeyHolder, step: 1 | 4, at: string): string =>
  writer.append(name, {
    type: 'client.invited',
    at,
    by,
    about: [writer.hash('intent')],
    referral: REFERRAL,
    body: invitationBody(writer, step),
  });

/** Amounts of the story in cents: what the lender paid, and what ABC first said it was. */
export const INCOME = { gross: 495_000, net: 420_750 } as const;
const CORRECTED = { gross: 480_000, net: 408_000 } as const;

const attest = (
  writer: Writer,
  name: string,
  about: string,
  by: RecordKeyHolder,
  at: string,
  agrees: boolean,
  reason: string | null,
): string =>
  writer.append(name, {
    type: 'attestation',
    at,
    by,
    about: [about],
    referral: REFERRAL,
    body: { agrees, reason },
  });

const writeIntroduction = (
  writer: Writer,
  client: RecordKeyHolder,
  options: StoryOptions,
): { readonly client: string; readonly consent: string } => {
  const { append, commit, hash } = writer;
  const who = commit('client', REFERRAL, 'client', CLIENT_DATA, 'secret');
  const benefit = commit('benefit', REFERRAL, 'benefit', {
    words: 'ABC Finance pays Smith & Partners a quarter of its income from this loan.',
  });
  append('intent', {
    type: 'referral.intent',
    at: '2026-08-04 01:12',
    by: DANIEL,
    referral: REFERRAL,
    step: 0,
    body: {
      label: LABEL,
      referrer: SMITH.id,
      receiver: ABC.id,
      purpose: 'mortgage.arrange',
      verticals: RULE.verticals,
      product: 'home-loan',
      client: who,
      rule: { id: RULE.rule, version: RULE.version, hash: RULE_HASH },
      benefit,
      agreement: hash('smith agreement referral'),
    },
  });
  const invitation = inviteProof(invite(writer, 'invited 1', DANIEL, 1, '2026-08-04 01:15'), client, 1);
  const consent = append('consent', {
    type: 'consent.granted',
    at: '2026-08-04 02:01',
    by: client,
    about: [hash('intent')],
    referral: REFERRAL,
    body: {
      client: who,
      recipients: [ABC.id],
      purpose: 'mortgage.arrange',
      categories: ['contact', 'income'],
      validFrom: instantOf('2026-08-04 02:00'),
      validUntil: instantOf('2027-08-04 02:00'),
      notice: {
        id: 'referral.notice',
        version: 1,
        text: commit('notice', REFERRAL, 'notice', { id: 'referral.notice', version: 1 }),
      },
      benefit,
      capacity: 'self',
      channel: 'page',
      artefact: null,
      ...invitation,
      clientKey: clientKeyBody(client, options.clientDesk),
    },
  });
  const shown = commit('shown', REFERRAL, 'shown 1', {
    title: 'Your introduction to ABC Finance',
    words: ['Smith & Partners introduces you to ABC Finance for a home loan.', 'You agree.'],
  });
  append('acknowledgement', {
    type: 'referral.acknowledgement',
    at: '2026-08-04 02:03',
    by: client,
    referral: REFERRAL,
    step: 1,
    prevStep: hash('intent'),
    body: { shown, client: who, consents: [consent], yes: true, ...invitation },
  });
  return { client: who, consent };
};

const writeWork = (writer: Writer, consent: string, options: StoryOptions): string => {
  const { append, commit, hash } = writer;
  const attachment = commit(
    'attachment',
    REFERRAL,
    'attachment',
    { fields: { email: 'sarah.chen@example.com', name: 'Sarah Chen' } },
    'secret',
  );
  append('used', {
    type: 'consent.used',
    at: '2026-08-04 03:00',
    by: DANIEL,
    about: [hash('acknowledgement')],
    referral: REFERRAL,
    body: { consents: [consent], recipient: ABC.id, fields: ['contact.email', 'contact.name'], attachment },
  });
  append('delivered', {
    type: 'disclosure.delivered',
    at: '2026-08-04 04:00',
    by: ALEX,
    about: [hash('used')],
    referral: REFERRAL,
    body: { attachment },
  });
  const checklist = { referrerNamed: true, clientContent: true, commissionDisclosed: true };
  append('intake', {
    type: 'referral.intake',
    at: '2026-08-05 00:30',
    by: ALEX,
    assertedBy: ABC.people[0].passkey,
    referral: REFERRAL,
    step: 2,
    prevStep: hash('acknowledgement'),
    body: {
      rule: RULE_HASH,
      contactedOn: '2026-08-05',
      checklist,
      conflict: { checked: true, found: false },
    },
  });
  append('qualified', {
    type: 'referral.qualified',
    at: '2026-08-06 00:00',
    by: ALEX,
    about: [hash('intake')],
    referral: REFERRAL,
    body: {},
  });
  const evidence = (name: string) => commit('evidence', REFERRAL, name, { document: name, lender: 'Example Bank' }, 'secret');
  const settlement = append('settlement', {
    type: 'referral.settlement',
    at: '2026-09-02 05:00',
    by: ALEX,
    referral: REFERRAL,
    step: 3,
    prevStep: hash('intake'),
    body: { trigger: 'settled', ...INCOME, settledOn: '2026-09-01', evidence: evidence('remittance') },
  });
  const said = options.settlement ?? 'agreed';
  if (said !== 'silent')
    attest(
      writer,
      'settlement attested',
      settlement,
      DANIEL,
      '2026-09-02 22:00',
      said === 'agreed',
      said === 'agreed' ? null : 'amount.differs',
    );
  if (options.correction === undefined) return said === 'agreed' ? 'settlement' : '';
  append('correction', {
    type: 'settlement.corrected',
    at: '2026-09-03 01:00',
    by: ALEX,
    about: [settlement],
    referral: REFERRAL,
    body: {
      ...CORRECTED,
      settledOn: '2026-09-01',
      evidence: evidence('corrected remittance'),
      reason: 'remittance.corrected',
    },
  });
  const agrees = options.correction === 'agreed';
  if (options.correction !== 'silent')
    attest(writer, 'correction attested', hash('correction'), DANIEL, '2026-09-03 23:00', agrees, agrees ? null : 'amount.differs');
  return agrees ? 'correction' : said === 'agreed' ? 'settlement' : '';
};

const writeOutcome = (writer: Writer, who: string, keys: readonly [RecordKeyHolder, RecordKeyHolder], options: StoryOptions): void => {
  const { commit, hash } = writer;
  const invited = invite(writer, 'invited 4', ALEX, 4, '2026-09-04 00:00');
  const replaced = options.outcomeKey === 'replaced';
  const client = replaced ? keys[1] : keys[0];
  writer.append('outcome', {
    type: 'referral.outcome',
    at: '2026-09-04 03:20',
    by: client,
    referral: REFERRAL,
    step: 4,
    prevStep: hash('settlement'),
    body: {
      shown: commit('shown', REFERRAL, 'shown 4', {
        title: 'Your loan has settled',
        words: ['Your home loan through ABC Finance settled on 1 September 2026.'],
      }),
      client: who,
      confirms: true,
      ...inviteProof(invited, client, 4),
      ...(replaced ? { clientKey: clientKeyBody(client, options.clientDesk) } : {}),
      replaces: replaced ? keys[0].keyid : null,
    },
  });
  for (const side of options.outcomeAttestedBy ?? [])
    attest(
      writer,
      `outcome attested by ${side}`,
      hash('outcome'),
      side === 'referrer' ? DANIEL : ALEX,
      side === 'referrer' ? '2026-09-04 05:00' : '2026-09-04 06:00',
      true,
      null,
    );
};

/** The key of an entitlement (protocol §8). */
export const entitlementKey = (net: string, intent: string): string =>
  bytesToHex(primitives.sha256(canonicalBytes({ beneficiary: SMITH.id, kind: 'settlement', net, number: 0, referral: intent })));

const writeEntitlement = (writer: Writer, about: string): Calculation => {
  const { append, commit, hash } = writer;
  const amounts = about === 'correction' ? CORRECTED : INCOME;
  const computed = computeEntitlement({
    rule: RULE,
    trigger: { kind: 'settled', gross: exactCents(amounts.gross), net: exactCents(amounts.net) },
    number: 0,
    earlierCommission: ZERO_CENTS,
    gst: { referrer: 'registered', receiver: 'registered', office: 'registered' },
  });
  if (!computed.ok) throw new Error(computed.error.code);
  const { base, commission, platform, gstEstimate } = computed.value.result;
  append('entitlement', {
    type: 'entitlement.computed',
    at: '2026-09-04 03:30',
    by: ABC.deskKey,
    about: [hash(about)],
    referral: REFERRAL,
    body: {
      key: entitlementKey(writer.net(), hash('intent')),
      beneficiary: SMITH.id,
      kind: 'settlement',
      number: 0,
      base,
      commission,
      platform,
      gstEstimate: gstEstimate.commission,
      calculation: commit(
        'calculation',
        REFERRAL,
        'calculation',
        z.json().parse(JSON.parse(Buffer.from(calculationBytes(computed.value)).toString('utf8'))),
      ),
    },
  });
  append('entitlement approved', {
    type: 'entitlement.approved',
    at: '2026-09-18 04:00',
    by: ALEX,
    about: [hash('entitlement')],
    referral: REFERRAL,
    body: { reason: null },
  });
  return computed.value;
};

/**
 * The whole story of one referral as signed records in log order: the network is founded, Smith & Partners refers
 * Sarah Chen to ABC Finance, she agrees, the loan settles, she confirms, and ABC pays. The same options give the same bytes.
 */
export const buildStory = (options: StoryOptions = {}): Story => {
  const writer = createWriter(options);
  writeNetwork(writer, options.test ?? true);
  const keys = clientKeys(options.client ?? 'software');
  const { client, consent } = writeIntroduction(writer, keys[0], options);
  const counts = writeWork(writer, consent, options);
  writeOutcome(writer, client, keys, options);
  const calculation = counts === '' ? null : writeEntitlement(writer, counts);
  const line = calculation === null ? null : writePayout(writer, calculation);
  const texts = writer.entries().map((entry) => payloadText(entry.bytes));
  const written = new Set(writer.entries().map((entry) => entry.name));
  return {
    net: writer.net(),
    trust: trustFile(writer.net(), options.test ?? true),
    entries: writer.entries(),
    openings: writer
      .openings()
      .filter(({ commitment }) => commitment === line?.commitment || texts.some((text) => text.includes(commitment))),
    rule: RULE_BYTES,
    calculation: calculation !== null && written.has('entitlement') ? calculationBytes(calculation) : null,
    lines: line !== null && written.has('prepared') ? [line] : [],
    intent: writer.hash('intent'),
    referral: REFERRAL,
    hash: writer.hash,
  };
};
