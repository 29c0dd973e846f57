import type { DeskContext } from '../context.ts';
import { payoutSql } from './tables.ts';

/** When the payment file of a batch was exported, oldest first. */
export const exportsOf = (desk: Pick<DeskContext, 'db'>, batch: string): readonly { readonly at: string; readonly person: string }[] =>
  desk.db.all(payoutSql.selectFrom('payout_export').select(['at', 'person']).where('batch', '=', batch).orderBy('seq'));
