import type { Abn } from '../../domain/identity/abn.ts';
import type { Cents, SignedCents } from '../../domain/money/cents.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import type { Fact } from '../../domain/text/fact.ts';
import type { ApprovalPolicy, BatchAct, DocumentHead, PartyOnPaper, Sha256Hex } from './shared-document.ts';

export interface BatchSheetLine {
  readonly line: number;
  readonly payee: string;
  readonly abn: Abn;
  /** RCTI or statement number. */
  readonly document: Fact<string>;
  readonly accountLast4: string;
  /** Old and new, where the payee's account changed. */
  readonly accountChange: Fact<string>;
  readonly exGst: Cents;
  readonly gst: Fact<Cents>;
  readonly total: Cents;
  /** Set when the line was taken out: it stays visible and is in no total. */
  readonly takenOut: Fact<string>;
}

/** The office's fee, a line of its own in the same file. */
export interface BatchFeeLine {
  readonly line: number;
  readonly payee: string;
  readonly abn: Abn;
  readonly accountLast4: string;
  readonly exGst: Cents;
  readonly gst: Cents;
  readonly total: Cents;
}

export interface BatchControlTotals {
  readonly credits: Cents;
  readonly debits: Cents;
  readonly net: SignedCents;
  readonly creditRecords: number;
  readonly debitRecords: number;
  readonly difference: SignedCents;
}

/** The approval sheet of one payout batch. */
export interface PayoutBatchDocument extends DocumentHead {
  readonly number: string;
  readonly state: 'prepared' | 'approved' | 'released' | 'settled' | 'failed' | 'returned';
  readonly payer: PartyOnPaper;
  readonly accountLast4: string;
  readonly rail: string;
  readonly cutOff: Fact<{ readonly at: Instant; readonly met: boolean }>;
  readonly processingDate: LocalDate;
  readonly policy: ApprovalPolicy;
  readonly lines: readonly BatchSheetLine[];
  readonly fee: Fact<BatchFeeLine>;
  readonly linesPaid: number;
  readonly linesTakenOut: number;
  /** “5 RCTIs, 1 statement”. */
  readonly documentsInWords: string;
  readonly commission: { readonly exGst: Cents; readonly gst: Cents; readonly total: Cents };
  /** What leaves the account: commission and fee. */
  readonly total: Cents;
  readonly remarks: readonly string[];
  readonly acts: readonly BatchAct[];
  readonly batchHash: Sha256Hex;
  readonly file: Fact<{
    readonly name: string;
    readonly exportedAt: Instant;
    readonly exports: number;
    readonly hash: Sha256Hex;
    readonly totals: BatchControlTotals;
  }>;
  readonly printedAt: Instant;
}
