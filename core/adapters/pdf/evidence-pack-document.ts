import type { Abn } from '../../domain/identity/abn.ts';
import type { Cents, SignedCents } from '../../domain/money/cents.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import type { Fact } from '../../domain/text/fact.ts';
import type {
  ApprovalPolicy,
  BatchAct,
  CommissionWorking,
  DocumentHead,
  GstStatus,
  GstWorking,
  PartyOnPaper,
  PlatformFee,
  RuleName,
  Sha256Hex,
} from './shared-document.ts';

/** What a verification found: good, something is missing, or something is broken. */
export type Finding = 'good' | 'missing' | 'broken';

/** The three verdicts, found by the verifier over the files of this very pack. */
export interface PackVerdicts {
  readonly foundAt: Instant;
  readonly intact: {
    readonly finding: Finding;
    readonly eventsIntact: number;
    readonly eventsInPack: number;
    /** The first failure in words. */
    readonly firstFailure: Fact<string>;
  };
  readonly recognised: {
    readonly finding: Finding;
    /** Signatures whose key the register names. */
    readonly byRegister: number;
    /** Client signatures tied by an invitation of a registered practice. */
    readonly byInvitation: number;
    /** Size of the register as seen: log index (0-based) of its last event, and that event's time. */
    readonly registerIndex: Fact<number>;
    readonly registerAt: Fact<Instant>;
    readonly firstFailure: Fact<string>;
  };
  readonly complete: {
    readonly finding: Finding;
    readonly signed: number;
    readonly firstFailure: Fact<string>;
  };
}

/** What became of the money, as one answer. */
export type PackOutcome =
  | { readonly kind: 'paid'; readonly on: LocalDate; readonly accordingTo: 'payer' | 'payee' }
  | {
      readonly kind: 'due';
      readonly state: 'cooling-off' | 'payable' | 'reserved' | 'approved' | 'released';
      readonly since: Fact<LocalDate>;
    }
  | {
      readonly kind: 'provisional';
      readonly awaiting: string;
      readonly awaitedStep: string;
      readonly coolingOffDays: Fact<number>;
    }
  | { readonly kind: 'ended'; readonly how: string; readonly on: LocalDate }
  | { readonly kind: 'disputed'; readonly since: LocalDate; readonly number: string };

/** The amounts of the answer; facts because a referral without a settlement has none. */
export interface PackAmounts {
  /** Income of the receiving practice, ex GST. */
  readonly base: Fact<Cents>;
  readonly commission: Fact<CommissionWorking>;
  readonly gst: Fact<Cents>;
  readonly total: Fact<Cents>;
  readonly fee: Fact<{ readonly exGst: Cents; readonly gst: Cents }>;
}

export type HandshakeName = 'Intent' | 'Acknowledgement' | 'Intake' | 'Settlement' | 'Outcome';

/** The kind of a signing key as recorded; `attested` only where its chain ends in a listed root. */
export type KeyKind = 'attested' | 'passkey' | 'synced' | 'software';

/** A signed handshake, with the three facts of assurance: kind of key, whose device, who invited by which channel. */
export interface SignedHandshake {
  readonly kind: 'signed';
  readonly name: HandshakeName;
  readonly finding: 'good' | 'broken';
  /** “Signed, valid”, or the failure in words. */
  readonly status: string;
  readonly signer: string;
  readonly role: string;
  readonly practice: Fact<{ readonly name: string; readonly abn: Abn }>;
  readonly words: string;
  readonly keyKind: KeyKind;
  /** Keys of a test network read “test key”. */
  readonly testKey: boolean;
  readonly keyFingerprint: Sha256Hex;
  /** The presence assertion inside a member's handshake; does not apply to a client's own passkey signature. */
  readonly assertion: Fact<KeyKind>;
  readonly device: { readonly kind: 'own' } | { readonly kind: 'desk'; readonly practice: string };
  /** Who sent the invitation by which channel; does not apply to members. */
  readonly invited: Fact<{ readonly by: string; readonly channel: string }>;
  /** A person identified otherwise: by whom. */
  readonly vouchedBy: Fact<string>;
  /** The other member's attestation, where the step needs one. */
  readonly attestedBy: Fact<string>;
  readonly signedAt: Instant;
  readonly recordedAt: Fact<Instant>;
  /** Reason for a late record. */
  readonly skewReason: Fact<string>;
  /** Position in the signing key's own stream, 0-based. */
  readonly streamPosition: number;
  /** Index in the log, 0-based. */
  readonly logIndex: Fact<number>;
  readonly eventHash: Sha256Hex;
}

/** A handshake nobody signed. */
export interface MissingHandshake {
  readonly kind: 'missing';
  readonly name: HandshakeName;
  readonly awaiting: string;
  readonly since: Fact<LocalDate>;
}

export type Handshake = SignedHandshake | MissingHandshake;

/** The clauses of the pinned rule that the lines of the arithmetic rest on. */
export interface ArithmeticClauses {
  readonly base: Fact<string>;
  readonly share: Fact<string>;
  readonly rounding: Fact<string>;
  readonly gst: Fact<string>;
  readonly gstRounding: Fact<string>;
  readonly fee: Fact<string>;
  readonly feeRounding: Fact<string>;
  readonly feeGst: Fact<string>;
}

/** The stored calculation. */
export interface PackArithmetic {
  /** “lender's upfront commission, ex GST”. */
  readonly baseWords: string;
  /** “lender's statement, 4 Sep 2026, line 117”. */
  readonly baseSource: Fact<string>;
  readonly commission: CommissionWorking;
  readonly gst: Fact<GstWorking>;
  readonly payable: Cents;
  readonly fee: Fact<PlatformFee>;
  readonly clauses: ArithmeticClauses;
  readonly shares: readonly { readonly who: string; readonly cents: Cents }[];
  readonly sharesTotal: Cents;
  readonly sharesDifference: SignedCents;
  /** Whether the exporter recomputed it with the same result. */
  readonly recomputed: boolean;
  /** Sentences under the tables, such as why two roundings differ. */
  readonly remarks: readonly string[];
}

export interface PackRule {
  readonly id: string;
  readonly inForceFrom: Instant;
  readonly inForceUntil: Fact<Instant>;
  readonly why: string;
  readonly author: Fact<{ readonly who: string; readonly practice: string; readonly on: LocalDate }>;
  readonly approvers: readonly {
    readonly who: string;
    readonly at: Instant;
    readonly keyFingerprint: Sha256Hex;
  }[];
  readonly published: Fact<{ readonly at: Instant; readonly logIndex: Fact<number> }>;
  readonly hash: Sha256Hex;
  readonly previous: Fact<{
    readonly version: number;
    readonly from: LocalDate;
    readonly until: LocalDate;
    readonly hash: Sha256Hex;
  }>;
  readonly agreement: Fact<{ readonly words: string; readonly hash: Sha256Hex }>;
  readonly clauses: readonly { readonly number: string; readonly subject: string; readonly text: string }[];
}

/** The consent receipt as reproduced for the readers of the pack. */
export interface PackConsent {
  readonly receiptNumber: string;
  /** “Given, valid to 4 Feb 2027”: the derived state with its reason. */
  readonly state: string;
  readonly givenBy: string;
  readonly capacity: string;
  readonly identifiedBy: Fact<string>;
  readonly givenTo: { readonly name: string; readonly abn: Abn };
  readonly recipients: readonly { readonly name: string; readonly abn: Abn }[];
  readonly purpose: string;
  readonly categories: readonly string[];
  /** The details themselves, field by field; hidden ones are `withheld`. */
  readonly details: readonly { readonly field: string; readonly value: Fact<string> }[];
  readonly detailsCommitment: Fact<Sha256Hex>;
  readonly notCovered: Fact<string>;
  readonly givenAt: Instant;
  readonly endsAt: Fact<Instant>;
  readonly reviewOn: Fact<LocalDate>;
  readonly benefit: Fact<string>;
  readonly withdrawalMeans: string;
  readonly withdrawn: Fact<{ readonly at: Instant; readonly method: string }>;
  readonly notice: { readonly version: string; readonly language: string; readonly hash: Sha256Hex };
  readonly delivered: Fact<{
    readonly channel: string;
    readonly at: Instant;
    readonly confirmation: Fact<string>;
  }>;
  readonly uses: readonly {
    readonly logIndex: Fact<number>;
    readonly at: Instant;
    readonly what: string;
    readonly outcome: string;
  }[];
  /** Refused checks stay at the practice: a count, or `withheld`. */
  readonly checksRefused: Fact<string>;
  /** Who told the client about the money, how and when. */
  readonly benefitDisclosures: readonly string[];
}

export interface PackPayment {
  readonly batch: string;
  readonly line: number;
  readonly linesPaid: number;
  /** Withheld from payees: the payer's own list of excluded lines. */
  readonly linesTakenOut: Fact<number>;
  readonly rail: string;
  readonly processingDate: LocalDate;
  readonly file: Fact<{ readonly name: string; readonly hash: Sha256Hex }>;
  readonly payee: string;
  readonly accountLast4: Fact<string>;
  readonly accountChange: Fact<string>;
  readonly reference: string;
  readonly heldUntil: Fact<{
    readonly until: Instant;
    readonly days: number;
    readonly clock: 'witnessed' | 'payer';
  }>;
  readonly acts: readonly BatchAct[];
  readonly policy: ApprovalPolicy;
  readonly changedAfterApproval: Fact<string>;
  /** The payee's attestation of receipt; until then “paid” is the payer's word. */
  readonly receivedAttestedAt: Fact<Instant>;
}

export interface PackTaxDocument {
  readonly kind: 'rcti' | 'statement';
  readonly number: string;
  readonly issuedAt: Instant;
  readonly hash: Sha256Hex;
  readonly gst: string;
  readonly valueDeterminedOn: LocalDate;
  readonly issuedAfterDays: number;
  readonly limitDays: Fact<number>;
}

/** The batch's one debit on the payer's statement, and this referral's line inside it. */
export interface PackBankLine {
  readonly on: LocalDate;
  readonly description: string;
  readonly accountLast4: string;
  readonly ledger: Cents;
  readonly file: Cents;
  readonly bank: Cents;
  readonly drift: SignedCents;
  readonly lineLedger: Cents;
  readonly lineFile: Cents;
  /** A statement shows the batch as one debit, so normally `not-recorded`. */
  readonly lineBank: Fact<Cents>;
  readonly matchedBy: string;
  readonly matchedAt: Instant;
  /** “statement of the payer's account, imported by …”. */
  readonly source: string;
  readonly returns: Fact<string>;
}

export interface PackMoney {
  readonly payment: Fact<PackPayment>;
  readonly taxDocument: Fact<PackTaxDocument>;
  readonly bank: Fact<PackBankLine>;
}

/** One kind of exception: how many are in this pack. */
export interface ExceptionLine {
  readonly kind: string;
  readonly count: number;
  readonly remark: string;
}

/** One event of the pack: its place in its author's stream, and in the spine where it is a handshake. */
export interface PackEntry {
  readonly logIndex: Fact<number>;
  /** First eight hexadecimal digits of the stream's key id are printed. */
  readonly stream: Sha256Hex;
  readonly streamPosition: number;
  /** Step 0–4 of the spine; ribs have none. */
  readonly step: Fact<number>;
  readonly what: string;
  readonly by: string;
  readonly at: Instant;
  readonly eventHash: Sha256Hex;
}

export interface ClockLine {
  readonly clock: string;
  readonly limit: string;
  readonly taken: Fact<string>;
  readonly kept: 'yes' | 'no' | 'running';
  /** Whose clock: “log time”, “payer's clock”, “signer's device”. */
  readonly source: string;
}

/** One row of the file list. `self` is this PDF, whose hash stands in MANIFEST only. */
export type PackFile =
  | { readonly kind: 'file'; readonly path: string; readonly sha256: Sha256Hex }
  | { readonly kind: 'group'; readonly path: string; readonly count: number }
  | { readonly kind: 'self'; readonly path: string };

export interface PackKey {
  readonly whose: string;
  readonly use: string;
  /** When the register or an invitation made it valid. */
  readonly since: Fact<Instant>;
  readonly revokedAt: Fact<Instant>;
  readonly fingerprint: Sha256Hex;
}

/** The last checkpoint the pack was exported against. */
export interface PackLog {
  readonly origin: string;
  readonly size: number;
  readonly root: Sha256Hex;
  /** File mode: a desk's own log orders that desk's view only. */
  readonly kind: 'network' | 'desk';
  readonly witness: Fact<string>;
}

/** The human part of an evidence pack. Interim while a handshake is missing. */
export interface EvidencePackDocument extends DocumentHead {
  readonly number: string;
  readonly referral: string;
  readonly exportedAt: Instant;
  readonly exportedBy: string;
  readonly log: PackLog;
  readonly verdicts: PackVerdicts;
  readonly referrer: PartyOnPaper;
  readonly receiver: PartyOnPaper;
  readonly client: {
    readonly name: string;
    readonly kind: string;
    readonly abn: Fact<Abn>;
    readonly gst: Fact<GstStatus>;
  };
  readonly referredOn: LocalDate;
  /** “The loan settled”; the thing the trigger names. */
  readonly settlementWords: string;
  readonly settledOn: Fact<LocalDate>;
  readonly rule: RuleName;
  readonly outcome: PackOutcome;
  readonly amounts: PackAmounts;
  /** In the order of the spine, steps 0 to 4. */
  readonly handshakes: readonly [Handshake, Handshake, Handshake, Handshake, Handshake];
  readonly arithmetic: Fact<PackArithmetic>;
  readonly ruleVersion: PackRule;
  readonly consent: Fact<PackConsent>;
  readonly money: PackMoney;
  readonly exceptions: readonly ExceptionLine[];
  readonly entries: readonly PackEntry[];
  readonly entriesRemark: string;
  readonly clocks: readonly ClockLine[];
  readonly files: readonly PackFile[];
  readonly keys: readonly PackKey[];
  /** Where the reader finds the keys outside the pack: “the trust file on the network's printed sheet”. */
  readonly trustSource: string;
  /** Version of the wording in resources/legal/evidence-pack.json. */
  readonly wording: string;
  /** The bytes of pack.json, attached unchanged; their SHA-256 is the fingerprint. */
  readonly packJson: Uint8Array;
}
