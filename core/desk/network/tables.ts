import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import type { ExchangeTables } from '../exchange/tables.ts';
import type { LedgerTables } from '../../adapters/sqlite/schema.ts';

/** `parcel`: number of the parcel of this desk's key that holds the row; 0 for what an older key sent and was confirmed. */
type Parcelled = { parcel: number | null };

export type NetworkTables = Omit<LedgerTables, keyof ExchangeTables> &
  Omit<ExchangeTables, 'outbox' | 'attachment'> & {
    outbox: ExchangeTables['outbox'] & Parcelled;
    attachment: ExchangeTables['attachment'] & Parcelled;
    network_link: {
      id: number;
      url: string;
      origin: string;
      /** The trust file by which checkpoints are judged. */
      trust: string;
      joined_at: string;
      /** The desk key that parcel numbers count for. */
      key: string;
      feed: number;
      seen: number;
      seen_sent: string;
      seen_sent_at: string | null;
      /** When the feed was last read again from the beginning for a number that is missing. */
      read_again_at: string | null;
    };
    parcel_out: {
      key: string;
      recipient: string;
      m: number;
      made_at: string;
      slip_hash: string | null;
      slip: Uint8Array | null;
      ciphertext: Uint8Array | null;
      /** When the server first took it, and when it was last offered to it: null while it is to be offered. */
      posted_at: string | null;
      offered_at: string | null;
      seen_at: string | null;
    };
    parcel_in: {
      key: string;
      m: number;
      practice: string;
      slip_hash: string;
      at: string;
      slip: Uint8Array;
      /** Why it could not be taken in; it is then not confirmed. */
      refused: string | null;
    };
    parcel_early: { slip_hash: string; key: string; m: number; slip: Uint8Array; ciphertext: Uint8Array; at: string };
    log_place: { idx: number; log_index: number; placed_at: string; size: number | null; proof: string | null };
    admission_sent: { signer: string; practice: string; seq: number; content: string; at: string };
    log_missing: { idx: number; since: string; refused: string | null };
    network_checkpoint: { size: number; root: string; note: string; seen_at: string; witnessed_at: string | null };
    /** Logs that ended; `size` and `note` are of the checkpoint that the log after it names as its end. */
    ended_log: { no: number; origin: string; trust: string; size: number; note: string; ended_at: string };
    ended_checkpoint: { log: number; size: number; root: string; note: string; seen_at: string; witnessed_at: string | null };
    ended_place: { idx: number; log: number; log_index: number; size: number; proof: string };
    /** Checkpoints of the network log that other members were shown; `compared_at` is null until this desk's own was compared with it. */
    peer_checkpoint: { size: number; root: string; note: string; practice: string; heard_at: string; compared_at: string | null };
    network_alarm: {
      id: string;
      at: string;
      kind: string;
      words: string;
      proof: string;
      read_by: string | null;
      read_at: string | null;
    };
  };

/** Builds queries over the ledger's tables, the exchange's and those of the network. */
export const networkSql = queryBuilder<NetworkTables>();
