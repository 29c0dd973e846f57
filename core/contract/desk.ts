import { z } from 'zod';
import { RULE_LEVELS } from '../domain/commission/rule-scope.ts';
import { ruleVersionSchema } from '../domain/commission/rule-version.ts';
import { membershipStatus, place } from './membership.ts';
import { code, date, fileInput, hash, instant, networkPlace, role, uuid } from './scalars.ts';
import { rootPassphrase } from './status.ts';

export const peopleView = z.object({
  practice: z.string(),
  soleSignatory: z.boolean(),
  people: z.array(
    z.object({
      person: uuid,
      name: z.string(),
      roles: z.array(role),
      state: z.enum(['active', 'left', 'waiting']),
      recognised: z.enum(['in-register', 'by-practice']),
      keys: z.array(
        z.object({
          key: hash,
          use: z.enum(['sign', 'passkey']),
          words: z.string(),
          since: instant,
          revokedAt: instant.nullable(),
          kind: z.string(),
        }),
      ),
      you: z.boolean(),
    }),
  ),
  desk: z.object({
    desk: uuid,
    keys: z.array(z.object({ use: z.string(), key: z.string() })),
    till: z.boolean(),
  }),
});
export type PeopleView = z.infer<typeof peopleView>;

/** Fresh keys of a practice that the network office stated alone: since when they count here, and whether somebody here has confirmed them. */
export const keyRecovery = z.object({
  event: hash,
  at: instant,
  person: z.string(),
  countsFrom: instant,
  objected: z.boolean(),
  confirmed: z.object({ by: z.string(), at: instant, how: z.string() }).nullable(),
});
export const confirmKeysInput = z.object({ practice: uuid, event: hash, how: z.string().trim().min(3).max(200) });
const tier = z.enum(['founder', 'standard', 'senior']);
export const practiceRow = z.object({
  practice: uuid,
  status: membershipStatus,
  tier: tier.nullable(),
  place: z.string().nullable(),
  at: place.nullable(),
  legalName: z.string(),
  abn: z.string(),
  kind: z.enum(['member', 'office']),
  gst: z.boolean(),
  verticals: z.array(z.string()),
  soleSignatory: z.boolean(),
  agreements: z.array(
    z.object({
      kind: z.string(),
      state: z.enum(['none', 'signed-here', 'signed-there', 'both']),
      event: hash.nullable(),
    }),
  ),
  recovery: keyRecovery.nullable(),
});

export const ruleRow = z.object({
  content: hash,
  rule: uuid,
  version: z.int(),
  name: z.string(),
  words: z.string(),
  level: z.enum(RULE_LEVELS).nullable(),
  /** For which referrals it is; empty while its content has not arrived. */
  forWords: z.string(),
  /** The content itself, from which the next version is written. */
  text: ruleVersionSchema.nullable(),
  effectiveFrom: date,
  state: z.enum(['proposed', 'approved', 'published']),
  approvals: z.array(z.string()),
  proposer: z.string(),
  known: z.boolean(),
});

export const registerView = z.object({
  network: z.string(),
  net: hash,
  test: z.boolean(),
  index: z.int(),
  at: instant,
  practices: z.array(practiceRow),
  rules: z.array(ruleRow),
  requests: z.array(z.object({ practice: uuid, legalName: z.string(), abn: z.string() })),
});

export const counterpartRow = z.object({
  practice: uuid,
  name: z.string(),
  waiting: z.int(),
  sent: z.object({ seq: z.int(), at: instant, events: z.int() }).nullable(),
  received: z.object({ seq: z.int(), at: instant, events: z.int() }).nullable(),
  /** "sent 3 Aug, nothing heard since" and the like. */
  words: z.string(),
  notSeen: z.int(),
});
export const exchangeView = z.object({
  counterparts: z.array(counterpartRow),
  history: z.array(
    z.object({
      direction: z.enum(['sent', 'received']),
      counterpart: z.string(),
      seq: z.int(),
      at: instant,
      events: z.int(),
      name: z.string(),
      sha256: hash,
    }),
  ),
});
export type ExchangeView = z.infer<typeof exchangeView>;
export const exchangePreview = z.object({
  from: z.string(),
  seq: z.int(),
  sealedAt: instant,
  expected: z.string(),
  events: z.array(
    z.object({
      type: z.string(),
      words: z.string(),
      signer: z.string(),
      at: instant,
      /** `void`: kept, and counts for nothing as things stand. */
      state: z.enum(['new', 'held', 'refused', 'waiting', 'conflict', 'newer-version', 'void']),
      why: z.string().nullable(),
    }),
  ),
  attachments: z.int(),
  documents: z.array(z.string()),
  missing: z.array(z.string()),
});
export const exchangeImported = exchangePreview.extend({
  accepted: z.int(),
  already: z.int(),
  refused: z.int(),
  /** Records in conflict with another: both are kept. */
  conflicts: z.int(),
  kept: z.int(),
  referrals: z.array(hash),
});

export const ledgerRow = z.object({
  index: z.int(),
  hash,
  type: z.string(),
  words: z.string(),
  by: z.string(),
  at: instant,
  seenAt: instant,
  referral: hash.nullable(),
  stream: hash,
  n: z.int(),
  /** Why it does not count, in words; null where it does. */
  void: z.string().nullable(),
});
export const ledgerPage = z.object({
  rows: z.array(ledgerRow),
  size: z.int(),
  root: hash,
  next: z.int().nullable(),
});
const conflictSide = z.object({ hash, index: z.int(), words: z.string(), by: z.string(), at: instant });
/** Two records that no honest signer makes: at one place of a stream (`place`; the first stands, the second does not count), or with one id (`id`; both count). */
export const ledgerConflict = z.object({ kind: z.enum(['place', 'id']), first: conflictSide, second: conflictSide });
export const ledgerConflicts = z.object({ conflicts: z.array(ledgerConflict) });
export const ledgerEvent = z.object({
  row: ledgerRow,
  payload: z.string(),
  record: z.string(),
  contentHash: hash,
  prev: hash,
  about: z.array(hash),
  network: networkPlace.nullable(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  proof: z.object({ text: z.string(), size: z.int(), root: hash, hashes: z.int() }),
});
export const walkResult = z.object({
  ok: z.boolean(),
  events: z.int(),
  streams: z.int(),
  spines: z.int(),
  ms: z.int(),
  root: hash,
  failure: z.object({ code: z.string(), words: z.string(), index: z.int().nullable(), hash: hash.nullable() }).nullable(),
});

export const job = z.object({
  id: uuid,
  kind: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.int(),
  of: z.int().nullable(),
  words: z.string(),
  result: z.unknown().nullable(),
  problem: z.unknown().nullable(),
});
export type JobView = z.infer<typeof job>;

export const backupRow = z.object({
  id: z.string(),
  at: instant,
  bytes: z.int(),
  events: z.int(),
  verified: z.boolean(),
  folder: z.string(),
  reason: z.string(),
});
export const backupsView = z.object({
  folder: z.string(),
  backups: z.array(backupRow),
  highWater: z.object({ ok: z.boolean(), words: z.string() }),
});

export const packRow = z.object({
  id: uuid,
  referral: hash,
  label: z.string(),
  at: instant,
  interim: z.boolean(),
  fingerprint: hash,
  bytes: z.int(),
});
export const packInput = z.object({ referral: hash, withholdClient: z.boolean().default(false) });

export const today = z.object({
  figures: z.array(z.object({ label: z.string(), value: z.string(), words: z.string(), href: z.string() })),
  needsYou: z.array(
    z.object({
      title: z.string(),
      detail: z.string(),
      due: date.nullable(),
      late: z.boolean(),
      act: z.string(),
      href: z.string(),
      kind: z.string(),
    }),
  ),
  waiting: z.array(
    z.object({
      intent: hash,
      title: z.string(),
      detail: z.string(),
      signed: z.int(),
      due: date.nullable(),
      late: z.boolean(),
    }),
  ),
  latest: z.array(z.object({ at: instant, words: z.string(), label: z.string(), hash })),
});
export type Today = z.infer<typeof today>;

export const searchResults = z.array(
  z.object({
    kind: z.enum(['contact', 'work', 'campaign', 'referral', 'batch', 'event', 'page']),
    title: z.string(),
    detail: z.string(),
    href: z.string(),
    signed: z.int().nullable(),
  }),
);

/** What a key request asks for, before anything is registered; `answered` where this very request has its answer already. */
export const officeRequestPreview = z.object({
  request: hash,
  legalName: z.string(),
  abn: z.string(),
  gst: z.object({ registered: z.boolean(), from: date.nullable() }),
  verticals: z.array(z.string()),
  person: z.string(),
  personKey: hash,
  at: instant,
  answered: z.boolean(),
  /** A practice of the register that has resigned asks to come back: whatever the request asked for then, it is an application now. */
  again: z.boolean(),
  /** Keys that the practice lost, where it asks for fresh ones; null where it asks to join. */
  replaces: z.array(z.object({ key: hash, whose: z.string(), n: z.int() })).nullable(),
});
/** What the Australian Business Register says about an applicant beside what it declared. */
export const abnLookupInput = z.object({
  abn: z.string().max(20),
  legalName: z.string().max(200),
  gst: z.object({ registered: z.boolean(), from: date.nullable() }),
  /** True asks again although an answer of the last 30 days is kept. */
  again: z.boolean().default(false),
});
export const abnLookupView = z.object({
  outcome: z.enum(['found', 'not-found', 'guid-refused', 'message', 'unreachable', 'no-guid']),
  /** One sentence: what is known, or why nothing is. */
  words: z.string(),
  /** When the register was asked; null where it was not. */
  at: instant.nullable(),
  kept: z.boolean(),
  findings: z.array(
    z.object({
      what: z.enum(['abn', 'name', 'gst', 'gst-from']),
      declared: z.string(),
      register: z.string(),
      agrees: z.boolean().nullable(),
    }),
  ),
});
export type AbnLookupView = z.infer<typeof abnLookupView>;
/** Roots that replace the registrar, each with its passphrase; the register's threshold says how many it takes. */
export const replaceRegistrarInput = z.object({
  roots: z
    .array(z.object({ file: fileInput, passphrase: rootPassphrase }))
    .min(1)
    .max(3),
  reason: code,
});
export const registrarReplaced = z.object({ registrar: hash, roots: z.array(z.string()) });
export const officeAnswer = z.object({ practice: uuid, event: hash });
export const reasonList = z.array(z.object({ code, words: z.string(), for: z.string() }));
