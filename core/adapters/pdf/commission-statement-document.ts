import type { Cents } from '../../domain/money/cents.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import type { Fact } from '../../domain/text/fact.ts';
import type {
  CommissionWorking,
  DocumentHead,
  PartyOnPaper,
  PaymentOnPaper,
  PlatformFee,
  RuleName,
  YearToDate,
} from './shared-document.ts';

export interface StatementLine {
  readonly supply: string;
  /** Initials only; no loan amount. */
  readonly details: readonly string[];
  readonly working: CommissionWorking;
  /** “lender's upfront commission, ex GST”. */
  readonly baseWords: string;
  readonly amount: Cents;
}

/** For a referrer who is not registered for GST: not a tax invoice, no GST, nothing withheld because an ABN is quoted. */
export interface CommissionStatementDocument extends DocumentHead {
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly payer: PartyOnPaper;
  readonly payee: PartyOnPaper;
  readonly referral: string;
  readonly lines: readonly StatementLine[];
  readonly rule: RuleName;
  /** Amount withheld; `none` because an ABN is quoted (TAA 1953 Sch 1 s 12-190). */
  readonly withheld: Fact<Cents>;
  readonly total: Cents;
  readonly payment: Fact<PaymentOnPaper>;
  readonly fee: Fact<PlatformFee>;
  readonly adjustments: Fact<string>;
  readonly yearToDate: YearToDate;
  readonly soleSignatory: boolean;
  readonly event: Fact<{ readonly logIndex: Fact<number>; readonly hash: string }>;
  /** Version of the wording in resources/legal/commission-statement.json. */
  readonly wording: string;
}
