import type { DeskContext } from '../context.ts';
import { startSignatureThread, type SignatureThread } from '../ledger/signature-thread.ts';
import type { ParcelItem } from './parcel-batch.ts';

/** A desk that has much to catch up with. */
export type Behind = {
  /** The thread for the signatures of these parcels; null where they are few. */
  readonly threadFor: (run: readonly ParcelItem[]) => SignatureThread | null;
  readonly isFar: () => boolean;
  readonly end: () => Promise<void>;
};

/** Base64 digits of content from which on a thread is worth its start: about 1,000 events. */
const MUCH = 2_000_000;
/** Pages of the write-ahead log after which they are copied into the database: 64 MiB. A page that is written again before that is copied once. */
const PAGES_BEHIND = 16_384;
const PAGES = 1000;

/** Prepares for reading on; what a desk that is behind needs is started when it is first asked for. */
export const startBehind = (desk: DeskContext): Behind => {
  let thread: SignatureThread | null | undefined;
  return {
    threadFor: (run) => {
      if (thread !== undefined) return thread;
      if (run.reduce((digits, { ciphertext }) => digits + ciphertext.length, 0) < MUCH) return null;
      thread = startSignatureThread();
      desk.db.pragma(`wal_autocheckpoint = ${PAGES_BEHIND}`);
      return thread;
    },
    isFar: () => thread !== undefined,
    end: async () => {
      if (thread === undefined) return;
      desk.db.pragma(`wal_autocheckpoint = ${PAGES}`);
      desk.db.pragma('wal_checkpoint(PASSIVE)');
      await thread?.close();
    },
  };
};
