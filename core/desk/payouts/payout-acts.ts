import type { ActHandler } from '../acts/plan.ts';
import { approveBatch, cancelBatch } from './approve-act.ts';
import { prepareBatch } from './prepare-act.ts';
import { releaseBatch } from './release-act.ts';

/** Acts on payout batches, for the engine. */
export const payoutActs: {
  readonly 'batch-prepare': ActHandler<'batch-prepare'>;
  readonly 'batch-approve': ActHandler<'batch-approve'>;
  readonly 'batch-cancel': ActHandler<'batch-cancel'>;
  readonly 'batch-release': ActHandler<'batch-release'>;
} = {
  'batch-prepare': prepareBatch,
  'batch-approve': approveBatch,
  'batch-cancel': cancelBatch,
  'batch-release': releaseBatch,
};
