import { queryBuilder } from '../../adapters/sqlite/schema.ts';

export type ErasureTables = {
  /** `contact` leads to nobody any more. */
  erasure: {
    contact: string;
    at: string;
    by: string;
    by_name: string;
    reason: 'request' | 'retention' | 'after-restore' | 'after-referral';
    complete: number;
    lines: string;
  };
};

/** Builds queries over erasures. */
export const erasureSql = queryBuilder<ErasureTables>();
