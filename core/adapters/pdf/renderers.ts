import { type AgreementDocument, renderAgreement } from './agreement.ts';
import { renderCommissionStatement } from './commission-statement.ts';
import type { CommissionStatementDocument } from './commission-statement-document.ts';
import { renderConsentReceipt } from './consent-receipt.ts';
import type { ConsentReceipt } from '../../domain/consent/receipt/receipt.ts';
import { renderEvidencePack } from './evidence-pack.ts';
import type { EvidencePackDocument } from './evidence-pack-document.ts';
import type { PayoutBatchDocument } from './payout-batch-document.ts';
import { renderPayoutBatchSheet } from './payout-batch-sheet.ts';
import { type PersonFileDocument, renderPersonFile } from './person-file.ts';
import { renderRcti } from './rcti.ts';
import type { RctiDocument } from './rcti-document.ts';

/** One document to print: its kind, its record, and `at` (ISO 8601 UTC), the only time in the file. */
export type PrintJob =
  | { readonly kind: 'agreement'; readonly document: AgreementDocument; readonly at: string }
  | { readonly kind: 'evidence-pack'; readonly document: EvidencePackDocument; readonly at: string }
  | { readonly kind: 'rcti'; readonly document: RctiDocument; readonly at: string }
  | {
      readonly kind: 'commission-statement';
      readonly document: CommissionStatementDocument;
      readonly at: string;
    }
  | { readonly kind: 'payout-batch'; readonly document: PayoutBatchDocument; readonly at: string }
  | { readonly kind: 'consent-receipt'; readonly document: ConsentReceipt; readonly at: string }
  | { readonly kind: 'person-file'; readonly document: PersonFileDocument; readonly at: string };

/** The document as PDF, in this thread: the same job gives the same bytes. */
export const renderPdf = async (job: PrintJob): Promise<Uint8Array> => {
  switch (job.kind) {
    case 'agreement':
      return await renderAgreement(job.document, job.at);
    case 'evidence-pack':
      return await renderEvidencePack(job.document, job.at);
    case 'rcti':
      return await renderRcti(job.document, job.at);
    case 'commission-statement':
      return await renderCommissionStatement(job.document, job.at);
    case 'payout-batch':
      return await renderPayoutBatchSheet(job.document, job.at);
    case 'consent-receipt':
      return await renderConsentReceipt(job.document, job.at);
    case 'person-file':
      return await renderPersonFile(job.document, job.at);
  }
};
