import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import type { ExchangeTables } from '../exchange/tables.ts';
import type { LedgerTables } from '../../adapters/sqlite/schema.ts';
import type { SettingTable } from '../settings/tables.ts';

export type PayoutBatchTable = {
  batch: string;
  revision: number;
  prepared: string;
  label: string;
  reference: string;
  person: string;
  at: string;
  processing_date: string;
  total: number;
  bank: string;
};
export type PayoutLineTable = {
  batch: string;
  revision: number;
  line: number;
  kind: 'commission' | 'platform-fee';
  entitlement: string | null;
  intent: string | null;
  beneficiary: string;
  ex_gst: number;
  gst: number;
  cents: number;
  reference: string;
  /** Commitment to the account it is paid to, and the event that stated it. */
  account: string;
  account_event: string;
  document: 'rcti' | 'statement' | 'issued' | 'none';
  commitment: string;
  /** 1 while the line holds its entitlement: until it is superseded, cancelled or failed; for ever once paid. */
  live: number;
};
export type PayoutTables = {
  payout_batch: PayoutBatchTable;
  payout_line: PayoutLineTable;
  /** Platform fee of one entitlement inside the fee line of a batch. */
  payout_fee: {
    batch: string;
    revision: number;
    entitlement: string;
    ex_gst: number;
    gst: number;
    live: number;
  };
  payout_excluded: { batch: string; revision: number; entitlement: string; reason: string };
  payout_file: {
    batch: string;
    revision: number;
    sha256: string;
    bytes: Uint8Array;
    totals: string;
    changes: string;
  };
  payout_export: { batch: string; seq: number; at: string; person: string; sha256: string };
  tax_number: {
    year: string;
    kind: 'rcti' | 'statement';
    seq: number;
    number: string;
    entitlement: string;
    supplier: string;
    event: string;
    document: string;
    issued_on: string;
    ex_gst: number;
    gst: number;
  };
  batch_line_proof: { commitment: string; prepared: string; line: number; size: number; proof: string };
  statement_file: { sha256: string; name: string; shape: string; lines: number; at: string; person: string };
  statement_line: {
    key: string;
    file: string;
    line: number;
    date: string;
    cents: number;
    account: string | null;
    balance: number | null;
    narrative: string;
    reference: string | null;
    settles: string | null;
    how: 'matched' | 'chosen' | null;
    event: string | null;
  };
  setting: SettingTable;
};

/** Builds queries over the ledger's tables, documents, and those of payouts. */
export const payoutSql = queryBuilder<Omit<LedgerTables, keyof ExchangeTables> & ExchangeTables & PayoutTables>();
