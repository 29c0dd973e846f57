import { type AttachmentTable, type LedgerTables, type OutboxTable, queryBuilder } from '../../adapters/sqlite/schema.ts';

/** `acked` is 1 once the counterpart confirmed a file that held the row. */
export type ExchangeTables = {
  outbox: OutboxTable & { acked: number };
  attachment: AttachmentTable & { acked: number };
  /** Highest file number by direction; `key` is the desk key that signed the files. */
  exchange_counter: { practice: string; key: string; direction: 'sent' | 'received'; seq: number };
  /** `seen`: what the counterpart said to hold, stream to highest n; `backfilled`: log index up to which broadcasts are queued for it. */
  exchange_peer: {
    practice: string;
    seen: string;
    heard_at: string | null;
    checkpoint: string | null;
    checkpoint_size: number | null;
    backfilled: number;
  };
  /** Streams of which events came in files of a practice. */
  exchange_stream: { practice: string; stream: string };
  held_attachment: {
    id: string;
    event: string;
    sender: string;
    plaintext: string;
    source: string;
    seen_at: string;
  };
  rule_content: { hash: string; content: string };
  document: DocumentTable;
  /** Key requests handed in at an office; `answered` is the event that registered the practice. */
  office_request: {
    request: string;
    practice: string;
    legal_name: string;
    abn: string;
    received_at: string;
    answered: string | null;
    record: Uint8Array;
  };
  /** Welcomes mailed to new members, by the event that activated them; `template` is the version of the office's text, `address` is null once it went out. */
  office_welcome: {
    event: string;
    practice: string;
    address: string | null;
    sent_to: string;
    template: number;
    state: 'sending' | 'sent' | 'failed';
    problem: string | null;
    at: string;
  };
  /** What the Australian Business Register said, by ABN. */
  abn_lookup: { abn: string; answer: string; service: string; looked_up_at: string };
};

export type DocumentTable = {
  id: string;
  kind: string;
  name: string;
  media_type: string;
  sha256: string;
  bytes: Uint8Array;
  made_at: string;
  event: string | null;
  intent: string | null;
  batch: string | null;
  /** `own`, or the id of the exchange file it came with. */
  source: string;
};

/** Builds queries over the ledger's tables and those of the exchange. */
export const exchangeSql = queryBuilder<Omit<LedgerTables, keyof ExchangeTables> & ExchangeTables>();
