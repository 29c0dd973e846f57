import { queryBuilder } from '../../../adapters/sqlite/schema.ts';
import type { Strength } from '../../../domain/duplicate/judge-pair.ts';
import type { DecisionTables } from '../decision-record.ts';

export type SearchTables = DecisionTables & {
  /** `key`: hash of what is shared; `contact`: number of its row. */
  duplicate_key: { key: number; contact: number };
  duplicate_pair: { low: string; high: string; bits: number; strength: Strength; reasons: string; found_at: string };
  /** One row: up to which operation the book was searched. */
  duplicate_search: { one: number; seq: number; at: string; contacts: number };
};

/** Builds queries over what the search for duplicates keeps. */
export const searchSql = queryBuilder<SearchTables>();
