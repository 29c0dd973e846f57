import type { Abn } from '../../domain/identity/abn.ts';
import type { Bps } from '../../domain/money/bps.ts';
import type { Cents } from '../../domain/money/cents.ts';
import type { Division } from '../../domain/money/rounding.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import type { ZoneId } from '../../domain/time/zone.ts';
import type { Fact } from '../../domain/text/fact.ts';

/** SHA-256 as 64 lower-case hexadecimal digits. */
export type Sha256Hex = string;

/** What every document carries. All instants are UTC and printed in `zone`. */
export interface DocumentHead {
  /** A test network marks every page; nothing from it counts. */
  readonly network: 'live' | 'test';
  readonly zone: ZoneId;
  /** SHA-256 of the data record of the document (of `pack.json` for a pack): a document cannot print its own hash. */
  readonly fingerprint: Sha256Hex;
}

/** Where GST status comes from; without the Australian Business Register it reads “as declared by the practice”. */
export type GstSource = { readonly kind: 'declared'; readonly on: Fact<LocalDate> } | { readonly kind: 'abr'; readonly checkedAt: Instant };

export interface GstStatus {
  readonly registered: boolean;
  readonly source: GstSource;
}

/** A practice on a document. */
export interface PartyOnPaper {
  /** “ABC Finance Broking Pty Ltd”. */
  readonly legalName: string;
  /** “ABC Finance Broking”, used in sentences. */
  readonly name: string;
  /** “a partnership”, “sole trader”; printed where the legal name does not say it. */
  readonly entity: Fact<string>;
  readonly abn: Abn;
  readonly gst: GstStatus;
  /** Street, then suburb with state and postcode. */
  readonly address: Fact<readonly string[]>;
}

/** The pinned rule in words. */
export interface RuleName {
  readonly name: string;
  readonly version: number;
}

/** How a commission came about; every figure is the record's, none is computed for print. */
export type CommissionWorking =
  | {
      readonly kind: 'percentage';
      readonly base: Cents;
      readonly share: Bps;
      /** base × share ÷ 10,000 as stored, half to even. */
      readonly division: Division;
      readonly result: Cents;
      /** Set where a cap reduced the result; says which and why. */
      readonly cap: Fact<string>;
    }
  | { readonly kind: 'flat'; readonly base: Cents; readonly result: Cents; readonly cap: Fact<string> };

/** GST on one amount: ÷ 10 as stored, half up (GST Act s 9-90). */
export interface GstWorking {
  readonly on: Cents;
  readonly division: Division;
  readonly result: Cents;
}

/** The network office's fee, paid by the receiving practice and not taken from the commission. */
export interface PlatformFee {
  readonly payer: string;
  readonly office: string;
  readonly working: CommissionWorking;
  readonly gst: GstWorking;
  readonly total: Cents;
}

/** Who signed an act on a batch, and with what. */
export interface BatchAct {
  readonly act:
    | { readonly kind: 'prepared' }
    | { readonly kind: 'approval'; readonly number: number; readonly needed: number }
    | { readonly kind: 'released' }
    | { readonly kind: 'changed'; readonly what: string };
  readonly who: string;
  readonly role: string;
  readonly at: Instant;
  readonly keyFingerprint: Sha256Hex;
  /** “device key”, “security key, holder verified”, “test key”. */
  readonly keyKind: string;
  /** An approval that a later change set back: it stays visible. */
  readonly reset: Fact<{ readonly at: Instant; readonly reason: string }>;
}

/** How many approvals a batch needed and why; a sole signatory releases with a fresh assertion of the same person. */
export interface ApprovalPolicy {
  readonly given: number;
  readonly needed: number;
  /** “the batch is $10,000.00 or more”. */
  readonly because: string;
  readonly soleSignatory: boolean;
}

/** One earlier or present document of the financial year. */
export interface YearLine {
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly exGst: Cents;
  readonly gst: Fact<Cents>;
  readonly total: Cents;
}

/** The financial year to date for one supplier and issuer, summed by the record. */
export interface YearToDate {
  readonly firstDay: LocalDate;
  readonly lines: readonly YearLine[];
  readonly count: number;
  readonly exGst: Cents;
  readonly gst: Fact<Cents>;
  readonly total: Cents;
}

/** How a supplier is paid. */
export interface PaymentOnPaper {
  /** “Direct entry”. */
  readonly rail: string;
  readonly on: LocalDate;
  readonly accountLast4: string;
  readonly reference: string;
  readonly batch: string;
}
