import { z } from 'zod';
import { fileWhere } from './files.ts';
import { cents, date, fileInput, hash, instant, uuid } from './scalars.ts';
import { moneyState } from './referrals.ts';

export const entitlementRow = z.object({
  entitlement: hash,
  referral: hash,
  label: z.string(),
  payee: z.string(),
  client: z.string(),
  income: cents,
  commission: cents,
  gst: cents,
  gstWords: z.string(),
  toPay: cents,
  state: moneyState,
  /** When the payee attested that the payment arrived; paid is the payer's word until then. */
  received: instant.nullable(),
  /** Why it cannot be paid now and what happens next; null when it can. */
  why: z.string().nullable(),
  next: z.string().nullable(),
});

export const batchState = z.enum(['prepared', 'approved', 'released', 'settled', 'partly-settled', 'requires-repair', 'cancelled']);

export const payouts = z.object({
  till: z.object({ here: z.boolean(), words: z.string() }),
  account: z.object({ words: z.string(), recorded: z.boolean() }),
  payable: z.array(entitlementRow),
  waiting: z.array(entitlementRow),
  batches: z.array(
    z.object({
      batch: uuid,
      label: z.string(),
      state: batchState,
      lines: z.int(),
      /** Payments that may not go out, of a batch that is neither settled nor cancelled. */
      held: z.int(),
      total: cents,
      processingDate: date,
      at: instant,
    }),
  ),
  earned: z.array(entitlementRow),
  /** Papers of batches that another desk of the practice released, newest first. */
  papers: z.array(z.object({ id: uuid, name: z.string(), kind: z.string(), at: instant, where: fileWhere })),
});
export type Payouts = z.infer<typeof payouts>;

export const payeeAccountView = z.object({
  words: z.string(),
  bsb: z.string(),
  ending: z.string(),
  since: instant,
  event: hash,
});

/** An account that another practice has changed and that is not paid to yet. */
export const changedAccount = z.object({
  event: hash,
  by: z.string(),
  at: instant,
  old: z.string(),
  new: z.string(),
  /** Last digits of the new account. */
  ending: z.string(),
  paysFrom: date,
  calledBack: z.boolean(),
});

export const batchLine = z.object({
  line: z.int(),
  kind: z.enum(['commission', 'platform-fee']),
  payee: z.string(),
  practice: uuid,
  /** Null for the platform fee. */
  entitlement: hash.nullable(),
  /** Null for the platform fee, and where the referral itself counts no longer. */
  referral: hash.nullable(),
  label: z.string().nullable(),
  client: z.string().nullable(),
  income: cents.nullable(),
  commission: cents,
  gst: cents,
  gstWords: z.string(),
  toPay: cents,
  account: z.string(),
  /** A changed account: old and new, until when it waits, whether the call-back is recorded. */
  accountChange: z.object({ old: z.string(), new: z.string(), paysFrom: date, calledBack: z.boolean() }).nullable(),
  document: z.object({
    kind: z.enum(['rcti', 'statement', 'none']),
    number: z.string().nullable(),
    id: uuid.nullable(),
  }),
  reference: z.string(),
  state: z.enum(['in-batch', 'settled', 'failed']),
  /** Why this payment may not go out, and what to do next; null when nothing stands against it. A batch with such a payment is not approved, released or exported. */
  hold: z.object({ why: z.string(), next: z.string() }).nullable(),
  /** When the payee attested that it arrived; null until then and for the platform fee. */
  received: instant.nullable(),
});

export const batchView = z.object({
  batch: uuid,
  label: z.string(),
  state: batchState,
  stateWords: z.string(),
  revision: z.int(),
  from: z.string(),
  processingDate: date,
  lines: z.array(batchLine),
  excluded: z.array(z.object({ entitlement: hash, payee: z.string(), label: z.string(), toPay: cents, reason: z.string() })),
  totals: z.object({ commission: cents, gst: cents, platform: cents, platformGst: cents, leaves: cents }),
  approvals: z.object({
    needed: z.int(),
    words: z.string(),
    soleSignatory: z.boolean(),
    steps: z.array(
      z.object({
        kind: z.enum(['prepared', 'approved', 'waiting', 'release', 'reset']),
        who: z.string(),
        at: instant.nullable(),
        words: z.string(),
      }),
    ),
  }),
  /** Null when the person may, else why not. */
  may: z.object({
    approve: z.string().nullable(),
    release: z.string().nullable(),
    change: z.string().nullable(),
    cancel: z.string().nullable(),
  }),
  aba: z.object({
    sha256: hash.nullable(),
    bytes: z.int(),
    exportedAt: z.array(instant),
    changes: z.array(z.string()),
    bank: z.string(),
  }),
  bank: z.object({ state: z.enum(['not-recorded', 'matched', 'ambiguous']), words: z.string() }),
  documents: z.array(z.object({ id: uuid, name: z.string(), kind: z.string() })),
  history: z.array(z.object({ at: instant, words: z.string(), hash: hash.nullable() })),
});
export type BatchView = z.infer<typeof batchView>;

export const abaPreview = z.object({
  lines: z.array(z.string()),
  totals: z.object({ credits: cents, debits: cents, net: cents, count: z.int() }),
  sha256: hash,
  changes: z.array(z.string()),
  alreadyExported: z.int(),
});
export const abaExport = z.object({ seenBefore: z.boolean() });

/** `account` says which account the file is of, where the file itself names none. */
export const statementInput = fileInput.extend({ account: z.string().trim().min(1).max(40).optional() });
export const statementResult = z.object({
  fileName: z.string(),
  bank: z.string(),
  lines: z.int(),
  already: z.int(),
  matched: z.array(z.object({ batch: uuid, label: z.string(), line: z.string(), reasons: z.array(z.string()) })),
  ambiguous: z.array(
    z.object({
      batch: uuid,
      label: z.string(),
      candidates: z.array(z.object({ key: z.string(), words: z.string(), reasons: z.array(z.string()) })),
    }),
  ),
  unmatched: z.array(z.object({ batch: uuid, label: z.string(), why: z.string() })),
  findings: z.array(z.string()),
});
export const statementChoice = z.object({ batch: uuid, key: z.string().max(500) });

export const settings = z.object({
  bank: z
    .object({
      profile: z.string(),
      userName: z.string(),
      userId: z.string(),
      description: z.string(),
      bsb: z.string(),
      account: z.string(),
      title: z.string(),
      remitter: z.string(),
    })
    .nullable(),
  profiles: z.array(z.object({ id: z.string(), name: z.string(), note: z.string() })),
  mail: z
    .object({
      host: z.string(),
      port: z.int(),
      secure: z.boolean(),
      user: z.string(),
      from: z.string(),
      hasPassword: z.boolean(),
    })
    .nullable(),
  sms: z.object({ host: z.string(), account: z.string(), from: z.string(), hasToken: z.boolean() }).nullable(),
  backupFolder: z.string().nullable(),
  zone: z.string(),
  singleKeyShortcuts: z.boolean(),
});
export const settingsInput = z.object({
  bank: z
    .object({
      profile: z.string(),
      userName: z.string().max(26),
      userId: z.string().max(6),
      description: z.string().max(12),
      bsb: z.string(),
      account: z.string(),
      title: z.string().max(32),
      remitter: z.string().max(16),
    })
    .optional(),
  mail: z
    .object({
      host: z.string().max(253),
      port: z.int().min(1).max(65_535),
      secure: z.boolean(),
      user: z.string().max(200),
      password: z.string().max(500).nullable(),
      from: z.string().max(254),
    })
    .optional(),
  /** The practice's account for text messages; null ends it, a token of null keeps the one that is kept. */
  sms: z
    .object({
      host: z.string().max(253),
      account: z.string().max(64),
      token: z.string().max(200).nullable(),
      from: z.string().max(64),
    })
    .nullable()
    .optional(),
  backupFolder: z.string().max(1000).optional(),
  singleKeyShortcuts: z.boolean().optional(),
});

/** `POST /settings/sms/test`: where the message that tries the setting goes. */
export const smsTest = z.object({ number: z.string().max(50) });
export const smsTested = z.object({ sentTo: z.string() });
