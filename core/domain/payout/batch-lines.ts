import type { Cents } from '../money/cents.ts';
import { exactCents, MAX_CENTS } from '../money/cents.ts';
import { gstOnExclusive, gstOnSupplies } from '../money/gst.ts';
import { err, ok, type Result } from '../result.ts';

/** One entitlement as it goes into a batch. Amounts in cents, ex GST. */
export type PayableEntitlement = {
  readonly entitlement: string;
  readonly intent: string;
  readonly beneficiary: string;
  readonly commission: Cents;
  readonly platform: Cents;
  readonly document: 'rcti' | 'statement' | 'issued';
  /** GST of the document that was issued already, when the payment is made again. */
  readonly issuedGst: Cents | null;
  readonly account: string;
  readonly accountEvent: string;
  /** The fee of this entitlement stands on another batch, where it was or may be paid. */
  readonly feeElsewhere: boolean;
};

export type FeePayee = {
  readonly practice: string;
  readonly account: string;
  readonly accountEvent: string;
  readonly registered: boolean;
};

/** A payment of a batch. `cents` is what leaves the account for it. */
export type BatchLineDraft = {
  readonly line: number;
  readonly kind: 'commission' | 'platform-fee';
  readonly entitlement: string | null;
  readonly intent: string | null;
  readonly beneficiary: string;
  readonly exGst: Cents;
  readonly gst: Cents;
  readonly cents: Cents;
  readonly reference: string;
  readonly account: string;
  readonly accountEvent: string;
  readonly document: 'rcti' | 'statement' | 'issued' | 'none';
};

export type FeeShare = { readonly entitlement: string; readonly exGst: Cents; readonly gst: Cents };
export type BatchDraft = {
  readonly lines: readonly BatchLineDraft[];
  readonly fees: readonly FeeShare[];
  readonly total: Cents;
};
export type BatchDraftError = { readonly code: 'no-lines' | 'over-limit' | 'fee-payee-missing' };

/** "ABCFPB260001" of the label "ABCF-PB-2026-0001": at most 12 characters, the field of an ABA header, and telling in a bank narrative. */
export const batchReference = (label: string): string =>
  label
    .replace(/-PB-20(\d\d)-/u, 'PB$1')
    .replaceAll('-', '')
    .slice(0, 12);

/** Reference of one payment: that of its batch and its line, 18 characters at most. Never mistaken for the reference of the batch. */
export const lineReference = (batch: string, line: number): string => `${batch}L${String(line + 1)}`;

const gstOf = (item: PayableEntitlement): Cents => {
  switch (item.document) {
    case 'rcti':
      return gstOnExclusive(item.commission);
    case 'statement':
      return exactCents(0);
    case 'issued':
      return item.issuedGst ?? exactCents(0);
  }
};

/**
 * The payments of a batch: one for each entitlement, and one to the network office for all fees that are not on another batch. GST is computed
 * for each entitlement, half up, then summed (GST Act s 9-90). Errors: `no-lines`, `over-limit`, `fee-payee-missing`.
 */
export const composeBatch = (
  items: readonly PayableEntitlement[],
  office: FeePayee | null,
  reference: string,
): Result<BatchDraft, BatchDraftError> => {
  const commissions = items.map((item, line): BatchLineDraft => {
    const { entitlement, intent, beneficiary, commission: exGst, account, accountEvent, document } = item;
    const gst = gstOf(item);
    return {
      line,
      kind: 'commission',
      entitlement,
      intent,
      beneficiary,
      exGst,
      gst,
      cents: exactCents(exGst + gst),
      reference: lineReference(reference, line),
      account,
      accountEvent,
      document,
    };
  });
  if (commissions.length === 0) return err({ code: 'no-lines' });
  const fees = items
    .filter((item) => item.platform > 0 && !item.feeElsewhere)
    .map((item): FeeShare => ({
      entitlement: item.entitlement,
      exGst: item.platform,
      gst: office?.registered === true ? gstOnExclusive(item.platform) : exactCents(0),
    }));
  if (fees.length > 0 && office === null) return err({ code: 'fee-payee-missing' });
  const fee = feeLine(fees, office, commissions.length, reference);
  if (fee === 'over-limit') return err({ code: 'over-limit' });
  const lines = fee === null ? commissions : [...commissions, fee];
  const total = lines.reduce((sum, line) => sum + line.cents, 0);
  return total > MAX_CENTS ? err({ code: 'over-limit' }) : ok({ lines, fees, total: exactCents(total) });
};

const feeLine = (
  fees: readonly FeeShare[],
  office: FeePayee | null,
  line: number,
  reference: string,
): BatchLineDraft | 'over-limit' | null => {
  if (office === null || fees.length === 0) return null;
  const sum = gstOnSupplies(
    fees.map((fee) => fee.exGst),
    'taxable-supply',
  );
  if (!sum.ok) return 'over-limit';
  const gst = office.registered ? sum.value.gst : exactCents(0);
  return {
    line,
    kind: 'platform-fee',
    entitlement: null,
    intent: null,
    beneficiary: office.practice,
    exGst: sum.value.exGst,
    gst,
    cents: exactCents(sum.value.exGst + gst),
    reference: lineReference(reference, line),
    account: office.account,
    accountEvent: office.accountEvent,
    document: 'none',
  };
};
