import { type LedgerTables, queryBuilder } from '../../adapters/sqlite/schema.ts';
import type { ExchangeTables } from '../exchange/tables.ts';

export type PackTables = {
  pack: {
    id: string;
    intent: string;
    label: string;
    at: string;
    person: string;
    interim: number;
    fingerprint: string;
    zip: Uint8Array;
  };
};

/** Builds queries over the ledger's tables, documents, and packs. */
export const packSql = queryBuilder<Omit<LedgerTables, keyof ExchangeTables> & ExchangeTables & PackTables>();
