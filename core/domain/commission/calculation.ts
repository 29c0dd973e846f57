import type { Bytes } from '../../protocol/bytes.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import type { Bps } from '../money/bps.ts';
import type { Cents } from '../money/cents.ts';
import type { GstMethod } from '../money/gst.ts';
import type { RoundingOutcome } from '../money/rounding.ts';

/** Whether a practice is registered for GST on the day of the calculation. */
export type GstStatus = 'registered' | 'not-registered';

/** GST status of the three suppliers and recipients of one referral. */
export type GstStatuses = {
  readonly referrer: GstStatus;
  readonly receiver: GstStatus;
  readonly office: GstStatus;
};

/** What earned the entitlement: an attested income in cents ex GST (settlement or later income), or the qualification alone. */
export type EarningTrigger = { readonly kind: 'settled'; readonly gross: Cents; readonly net: Cents } | { readonly kind: 'qualified' };

/** An integer division as it is printed. */
type Working = {
  readonly divisor: number;
  readonly quotient: number;
  readonly remainder: number;
  readonly outcome: RoundingOutcome;
  readonly roundingClause: string;
};

type Share = Working & {
  readonly amount: Cents;
  readonly bps: Bps;
  readonly product: number;
  readonly rounding: 'half-even';
  readonly cents: Cents;
};

type Limit = {
  readonly available: Cents;
  readonly before: Cents;
  readonly cut: Cents;
  readonly cents: Cents;
};

type Gst = Working & { readonly amount: Cents; readonly rounding: 'half-up'; readonly cents: Cents };

/** One explained step. `clause` is the number of the rule's clause that it follows; amounts are in cents ex GST. */
export type CalculationStep = { readonly clause: string } & (
  | { readonly step: 'base'; readonly of: 'gross' | 'net'; readonly cents: Cents }
  | { readonly step: 'no-income' }
  | ({ readonly step: 'commission-share' } & Share)
  | { readonly step: 'commission-flat'; readonly cents: Cents }
  | { readonly step: 'commission-flat-once'; readonly cents: Cents }
  | {
      readonly step: 'commission-cap';
      readonly cap: Cents;
      readonly earlier: Cents;
      readonly before: Cents;
      readonly cut: Cents;
      readonly cents: Cents;
    }
  | ({ readonly step: 'platform-share'; readonly of: 'base' | 'commission' } & Share)
  | ({ readonly step: 'platform-limit' } & Limit)
  | ({ readonly step: 'commission-limit' } & Limit)
  | { readonly step: 'keeps'; readonly cents: Cents }
  | ({ readonly step: 'commission-gst' } & Gst)
  | { readonly step: 'commission-gst-none'; readonly reason: 'referrer-not-registered' }
  | ({ readonly step: 'platform-gst' } & Gst)
  | { readonly step: 'platform-gst-none'; readonly reason: 'office-not-registered' }
);

/** A step with its place, counted from 1. */
export type CalculationLine = { readonly line: number } & CalculationStep;

/**
 * The figures of an entitlement, in cents. `divided` = commission + platform + keeps always; it equals `base` unless no
 * income is attested (`base` 0). GST is an estimate: the documents follow the registrations at the time of issue.
 */
export type CalculationResult = {
  readonly base: Cents;
  readonly divided: Cents;
  readonly commission: Cents;
  readonly platform: Cents;
  readonly keeps: Cents;
  readonly gstEstimate: { readonly method: GstMethod; readonly commission: Cents; readonly platform: Cents };
  readonly referrerTotal: Cents;
  readonly platformTotal: Cents;
};

/** How an entitlement came about, version 1 of the public format: what went in, every step, what came out. */
export type Calculation = {
  readonly v: 1;
  readonly currency: 'AUD';
  readonly rule: { readonly id: string; readonly version: number; readonly hash: string };
  readonly trigger: EarningTrigger;
  readonly number: number;
  readonly earlierCommission: Cents;
  readonly gst: GstStatuses;
  readonly lines: readonly CalculationLine[];
  readonly result: CalculationResult;
};

/** Canonical bytes (RFC 8785) of a calculation: what the commitment in `entitlement.computed` is made over. */
export const calculationBytes = (calculation: Calculation): Bytes => canonicalBytes(calculation);
