import type { Refusal } from '../refusal.ts';

/** This desk pays no such batch. */
export const unknownBatch: Refusal = {
  status: 404,
  code: 'batch-unknown',
  title: 'This batch is not held here',
  detail: 'No batch of this practice has that number.',
  next: 'Open the list of payouts.',
};

/** A refusal because the batch is not at the point where the act belongs. */
export const batchNotNow = (detail: string, next: string): Refusal => ({
  status: 409,
  code: 'not-now',
  title: 'This cannot be signed now',
  detail,
  kept: 'Nothing was signed.',
  next,
});

/** Somebody changed the batch between preparing the draft and signing it. */
export const batchChanged: Refusal = batchNotNow(
  'The batch was changed, cancelled or released since this was prepared.',
  'Open the batch again and look at what it says now.',
);
