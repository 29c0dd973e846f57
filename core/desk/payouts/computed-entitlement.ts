import type { DeskContext } from '../context.ts';

/** What an entitlement says, in cents ex GST with its GST estimate, and the label of its referral. */
export type ComputedEntitlement = {
  readonly beneficiary: string;
  readonly label: string;
  readonly commission: number;
  readonly gst: number;
};

/** A referral's label by its intent, which is held even where it counts no longer; null where it is not held. */
export const labelOf = (desk: Pick<DeskContext, 'ledger'>, intent: string): string | null => {
  const event = desk.ledger.event(intent);
  return event?.known === true && event.type === 'referral.intent' ? event.body.label : null;
};

/** An entitlement by its hash, whether it counts now or not: a batch still shows what was taken out of it. */
export const computedEntitlement = (desk: Pick<DeskContext, 'ledger'>, hash: string): ComputedEntitlement | undefined => {
  const event = desk.ledger.event(hash);
  if (event?.known !== true || event.type !== 'entitlement.computed') return undefined;
  const { beneficiary, commission, gstEstimate: gst } = event.body;
  const intent = desk.ledger.rows.byIndex(event.index)?.intent ?? null;
  return { beneficiary, label: intent === null ? '' : (labelOf(desk, intent) ?? ''), commission, gst };
};
