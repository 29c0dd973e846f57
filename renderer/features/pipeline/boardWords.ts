import { formatCents } from '../../../core/domain/money/amount-text.ts';
import { formatPercentage, toBps } from '../../../core/domain/money/bps.ts';
import { totalInCents } from '../../../core/domain/money/cents.ts';

/** "$1,850.00": a total of a column or board, which may be larger than any single amount. */
export const totalText = (cents: number): string => formatCents(totalInCents(cents));

/** "25 %" from basis points. */
export const shareText = (probability: number): string => {
  const share = toBps(probability);
  return share.ok ? formatPercentage(share.value) : '';
};

/** "13 deals, $11,057.50 if all are won, $7,340.25 weighted". */
export const boardLine = (
  total: { readonly count: number; readonly sum: number; readonly weighted: number },
  noun: readonly [string, string],
  condition: string,
): string =>
  `${total.count.toLocaleString('en-AU')} ${total.count === 1 ? noun[0] : noun[1]}, ${totalText(total.sum)} ${condition}, ${totalText(total.weighted)} weighted`;
