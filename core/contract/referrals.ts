import { z } from 'zod';
import { ruleScope } from './rule-scope.ts';
import { cents, code, date, hash, instant, networkPlace, uuid } from './scalars.ts';

export const partyName = z.object({
  practice: uuid.nullable(),
  name: z.string(),
  abn: z.string().nullable(),
});

/** Three facts of assurance, in words and as codes. */
export const assuranceView = z.object({
  key: z.enum(['person-key', 'person-key-with-passkey', 'attested', 'passkey', 'synced', 'software']),
  keyWords: z.string(),
  deviceWords: z.string(),
  invitedWords: z.string(),
  /** For example "statement of Smith & Partners, synced, not witnessed"; null when nothing limits it. */
  limits: z.string().nullable(),
  testKey: z.boolean(),
});

export const handshakeView = z.object({
  step: z.int().min(0).max(4),
  name: z.enum(['Intent', 'Acknowledgement', 'Intake', 'Settlement', 'Outcome']),
  party: z.enum(['referrer', 'receiver', 'client']),
  partyName: z.string(),
  state: z.enum(['signed', 'next', 'late', 'broken', 'not-yet']),
  signer: z.string().nullable(),
  at: instant.nullable(),
  seenAt: instant.nullable(),
  skewMs: z.int().nullable(),
  hash: hash.nullable(),
  index: z.int().nullable(),
  stream: hash.nullable(),
  n: z.int().nullable(),
  prevStep: hash.nullable(),
  network: networkPlace.nullable(),
  assurance: assuranceView.nullable(),
  due: date.nullable(),
});
export type HandshakeView = z.infer<typeof handshakeView>;

export const waitingView = z.object({
  on: z.enum(['referrer', 'receiver', 'client', 'nobody']),
  you: z.boolean(),
  act: z.string(),
  /** Serif sentence in two parts: who and how long, then what by when. */
  headline: z.string(),
  sentence: z.string(),
  since: instant.nullable(),
  due: date.nullable(),
  late: z.boolean(),
});

export const moneyState = z.enum([
  'none',
  'estimate',
  'accruing',
  'cooling-off',
  'payable',
  'blocked',
  'reserved',
  'approved',
  'released',
  'settled',
  'failed',
  'ended',
]);

export const moneyView = z.object({
  state: moneyState,
  stateWords: z.string(),
  clockSource: z.string(),
  income: cents.nullable(),
  incomeBase: z.enum(['gross', 'net']),
  commission: cents.nullable(),
  commissionWords: z.string(),
  platform: cents.nullable(),
  keeps: cents.nullable(),
  gst: cents.nullable(),
  payableFrom: instant.nullable(),
  conditions: z.array(z.object({ code: z.string(), met: z.boolean(), text: z.string() })),
  /** Calculation lines, in order, for the arithmetic card. */
  lines: z.array(z.object({ label: z.string(), working: z.string(), cents: cents.nullable(), clause: z.string() })),
  /** What this desk's own recomputation says against the payer's statement. */
  recomputed: z.enum(['same', 'different', 'not-recorded']),
});

export const entryView = z.object({
  hash: hash.nullable(),
  type: z.string(),
  words: z.string(),
  by: z.string(),
  at: instant,
  afterStep: z.int().min(0).max(4).nullable(),
  shared: z.boolean(),
});

export const consentView = z.object({
  hash,
  by: z.enum(['client', 'practice']),
  recipients: z.array(z.string()),
  purpose: z.string(),
  categories: z.array(z.string()),
  validFrom: instant,
  validUntil: instant,
  state: z.enum(['given', 'expired', 'withdrawn', 'not-yet-valid']),
  stateWords: z.string(),
  notice: z.string(),
  channel: z.string(),
});

export const referralRow = z.object({
  intent: hash,
  label: z.string(),
  direction: z.enum(['sent', 'received', 'observed']),
  client: z.string(),
  counterpart: z.string(),
  purpose: z.string(),
  signed: z.int().min(0).max(5),
  late: z.boolean(),
  ended: z.boolean(),
  waiting: z.string(),
  waitingOnYou: z.boolean(),
  due: date.nullable(),
  money: z.object({ state: moneyState, commission: cents.nullable() }),
  at: instant,
});
export type ReferralRow = z.infer<typeof referralRow>;
export const referralList = z.object({ rows: z.array(referralRow), total: z.int() });

export const referralView = z.object({
  intent: hash,
  referral: uuid,
  label: z.string(),
  direction: z.enum(['sent', 'received', 'observed']),
  contact: uuid.nullable(),
  client: z.object({
    name: z.string(),
    known: z.boolean(),
    emails: z.array(z.string()),
    phones: z.array(z.string()),
  }),
  purpose: code,
  purposeName: z.string(),
  purposeWords: z.string().nullable(),
  referrer: partyName,
  receiver: partyName,
  handshakes: z.array(handshakeView).length(5),
  complete: z.boolean(),
  duplicates: z.array(z.object({ step: z.int(), hash, at: instant })),
  waiting: waitingView,
  /** Acts this person may start now, in the order in which they matter. */
  acts: z.array(
    z.object({
      act: z.string(),
      label: z.string(),
      primary: z.boolean(),
      event: hash.nullable(),
      disabledWhy: z.string().nullable(),
    }),
  ),
  entries: z.array(entryView),
  consents: z.array(consentView),
  disclosures: z.array(
    z.object({
      hash,
      recipient: z.string(),
      fields: z.array(z.string()),
      at: instant,
      deliveredAt: instant.nullable(),
    }),
  ),
  rule: z.object({
    hash,
    name: z.string(),
    version: z.int(),
    words: z.string(),
    effectiveFrom: date,
    known: z.boolean(),
  }),
  incomes: z.array(
    z.object({
      hash,
      at: instant,
      gross: cents,
      net: cents,
      settledOn: date,
      reason: z.string().nullable(),
      attested: z.enum(['agrees', 'disagrees', 'waiting']),
    }),
  ),
  money: moneyView,
  clocks: z.array(
    z.object({
      code: z.enum(['pass-details', 'first-contact']),
      label: z.string(),
      words: z.string(),
      /** Business days allowed, and by what. */
      limit: z.int(),
      source: z.string(),
      due: date.nullable(),
      /** `amber`: due within two business days. `met-late` stays for good. */
      state: z.enum(['not-started', 'running', 'amber', 'late', 'met', 'met-late', 'stopped', 'unknown']),
    }),
  ),
  verified: z.object({ ok: z.boolean(), at: instant, checks: z.int(), failure: z.string().nullable() }),
});
export type ReferralView = z.infer<typeof referralView>;

/** Choices of the make-a-referral wizard for one contact. */
export const referralOptions = z.object({
  contact: z.object({
    id: uuid,
    name: z.string(),
    assuranceClient: z.boolean(),
    emails: z.array(z.string()),
    phones: z.array(z.string()),
  }),
  purposes: z.array(z.object({ code, name: z.string(), product: code, vertical: code })),
  receivers: z.array(
    z.object({
      practice: uuid,
      name: z.string(),
      abn: z.string(),
      verticals: z.array(z.string()),
      eligible: z.boolean(),
      why: z.string().nullable(),
      /** Purposes for which the client said no to this practice. */
      refused: z.array(code),
      agreement: z.string().nullable(),
      place: z.string().nullable(),
      /** From this practice, great circle; null where one of the two has not said where it works. */
      km: z.int().nullable(),
      /** Communities that it belongs to, or that hold its place. */
      communities: z.array(uuid),
      /** Communities that both practices have joined, the longest shared first: their rules count for it. */
      shared: z.array(uuid),
    }),
  ),
  communities: z.array(z.object({ community: uuid, name: z.string() })),
  own: z.object({ practice: uuid, verticals: z.array(code) }),
  /** This practice has said where it works. */
  located: z.boolean(),
  rules: z.array(
    z.object({
      hash,
      name: z.string(),
      version: z.int(),
      words: z.string(),
      effectiveFrom: date,
      scope: ruleScope,
      /** For which referrals it is. */
      forWords: z.string(),
      coolingOffDays: z.int(),
    }),
  ),
  notice: z.object({ id: code, version: z.int(), text: z.string() }),
});
export const ruleExample = z.object({
  lines: z.array(z.object({ label: z.string(), working: z.string(), cents: cents.nullable() })),
  note: z.string(),
});
export const duplicateCheck = z.object({
  days: z.int(),
  found: z.array(z.object({ intent: hash, label: z.string(), at: instant, state: z.string() })),
});
