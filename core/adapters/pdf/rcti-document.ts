import type { Cents } from '../../domain/money/cents.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import type { Fact } from '../../domain/text/fact.ts';
import type {
  CommissionWorking,
  DocumentHead,
  GstWorking,
  PartyOnPaper,
  PaymentOnPaper,
  PlatformFee,
  RuleName,
  YearToDate,
} from './shared-document.ts';

/** One supply (GST Act s 29-70(1)(c): what is supplied, quantity, price, extent taxable, GST). */
export interface RctiLine {
  readonly supply: string;
  /** “Loan settled 2 Sep 2026, client S. C.”: initials only on tax documents. */
  readonly details: readonly string[];
  readonly quantity: number;
  readonly taxable: 'fully' | 'partly' | 'not';
  readonly exGst: Cents;
  readonly gst: Cents;
  readonly total: Cents;
}

/** The agreement that lets the recipient issue: separate (LI 2023/20 s 8) or embedded in the invoice (s 9). */
export type RctiAgreement =
  | {
      readonly kind: 'separate';
      readonly number: string;
      readonly on: LocalDate;
      readonly clause: Fact<string>;
    }
  | { readonly kind: 'embedded' };

/** A recipient created tax invoice: the receiving practice issues it, the referrer is the supplier. */
export interface RctiDocument extends DocumentHead {
  /** Prefixed by its issuer; never reused. */
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly issuedAt: Instant;
  readonly recipient: PartyOnPaper;
  readonly supplier: PartyOnPaper;
  readonly referral: string;
  readonly lines: readonly RctiLine[];
  readonly exGst: Cents;
  readonly gst: Cents;
  readonly total: Cents;
  readonly gstWorkings: readonly GstWorking[];
  /** Which of the two ways of GST Act s 9-90 was used over several lines. */
  readonly gstMethod: 'taxable-supply' | 'total-invoice';
  readonly commissions: readonly CommissionWorking[];
  readonly rule: RuleName;
  readonly supplyMadeOn: LocalDate;
  readonly valueDeterminedOn: LocalDate;
  /** Last day for issue: 28 days (LI 2023/20 s 7). */
  readonly issueBy: LocalDate;
  readonly payment: Fact<PaymentOnPaper>;
  readonly adjustments: Fact<string>;
  /** Information only: not part of the supply and not deducted. */
  readonly fee: Fact<PlatformFee>;
  /** Invoice number of the office for its fee. */
  readonly feeInvoice: Fact<string>;
  readonly agreement: RctiAgreement;
  readonly yearToDate: YearToDate;
  readonly soleSignatory: boolean;
  /** The event invoice.issued, or not recorded before it is signed. */
  readonly event: Fact<{ readonly logIndex: Fact<number>; readonly hash: string }>;
  /** Version of the wording in resources/legal/rcti.json. */
  readonly wording: string;
}
