import { err, ok, type Result } from '../result.ts';
import { type Cents, type CentsError, exactCents, sumCents } from './cents.ts';
import { type Division, divideHalfUp } from './rounding.ts';

/**
 * Which of the two methods of GST Act s 9-90(2) a document used. `taxable-supply`: each supply rounded, then summed.
 * `total-invoice`: unrounded GST summed, rounded once. The product issues with `taxable-supply` (one supply an entitlement).
 */
export type GstMethod = 'taxable-supply' | 'total-invoice';

/** GST on several supplies, with the method that must be stored on the document. All amounts in cents. */
export interface GstOnSupplies {
  readonly method: GstMethod;
  readonly exGst: Cents;
  readonly gst: Cents;
  readonly total: Cents;
  /** GST of each supply in the given order; under `total-invoice` no supply has a GST of its own. */
  readonly each: readonly Cents[] | null;
}

/** The division that gives the GST on a GST-exclusive price: price ÷ 10, half a cent upwards (GST Act s 9-90). */
export const gstDivision = (exclusive: Cents): Division => divideHalfUp(exclusive, 10);

/** GST in cents on a GST-exclusive price in cents: floor((c + 5) / 10). */
export const gstOnExclusive = (exclusive: Cents): Cents => exactCents(gstDivision(exclusive).rounded);

/** GST in cents contained in a GST-inclusive price in cents: one eleventh, floor((2c + 11) / 22). A tie cannot occur. */
export const gstInInclusive = (inclusive: Cents): Cents => exactCents(divideHalfUp(inclusive, 11).rounded);

/** GST on several GST-exclusive supplies by the named method. Error: `amount-over-limit` if a total leaves the range. */
export const gstOnSupplies = (exclusive: readonly Cents[], method: GstMethod): Result<GstOnSupplies, CentsError> => {
  const exGst = sumCents(exclusive);
  if (!exGst.ok) return exGst;
  const each = method === 'taxable-supply' ? exclusive.map(gstOnExclusive) : null;
  const gst = each === null ? ok(gstOnExclusive(exGst.value)) : sumCents(each);
  if (!gst.ok) return gst;
  const total = sumCents([exGst.value, gst.value]);
  if (!total.ok) return err(total.error);
  return ok({ method, exGst: exGst.value, gst: gst.value, total: total.value, each });
};
