import type { WalThread } from '../../adapters/sqlite/wal-thread.ts';
import type { DeskContext } from '../context.ts';
import { startSignatureThread, type SignatureThread } from '../ledger/signature-thread.ts';
import type { ParcelItem } from './parcel-batch.ts';

/** What a desk uses while it has much to catch up with: a thread for signatures, and one that copies the write-ahead log into the database. */
export type Behind = {
  /** The thread for the signatures of these parcels; null where they are few. */
  readonly threadFor: (run: readonly ParcelItem[]) => SignatureThread | null;
  readonly isFar: () => boolean;
  /** Called after each commit: has the log copied when it has grown. */
  readonly written: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** Base64 digits of content from which on threads are worth their start: about 1,000 events. */
const MUCH = 2_000_000;
/** Pages of 4 KiB that wait before they are copied: one that is written again before that is copied once. */
const WORTH_COPYING = 16_384;
/** Pages from which on the desk waits until all are copied, so that the log begins anew: 256 MiB on the disk. */
const MOST = 65_536;
/** As SQLite does by itself. */
const USUAL = 1000;

const copying = (desk: DeskContext, thread: WalThread): Pick<Behind, 'written' | 'end'> => {
  let underWay: Promise<boolean> | null = null;
  const copy = (): Promise<boolean> => {
    const pass = thread.copy();
    underWay = pass;
    void pass.then((copied) => {
      if (underWay === pass) underWay = null;
      // The thread has ended: SQLite copies by itself.
      if (!copied) desk.db.pragma(`wal_autocheckpoint = ${WORTH_COPYING}`);
    });
    return pass;
  };
  const copyAll = async (): Promise<void> => {
    await underWay;
    await copy();
  };
  return {
    written: async () => {
      const { written, copied } = desk.db.walPages();
      if (written >= MOST) await copyAll();
      else if (underWay === null && written - copied >= WORTH_COPYING) void copy();
    },
    end: async () => {
      await copyAll();
      await thread.close();
    },
  };
};

/** Prepares for reading on; what a desk that is far behind needs is started when it is first asked for. */
export const startBehind = (desk: DeskContext): Behind => {
  let far: { readonly signatures: SignatureThread | null; readonly wal: Pick<Behind, 'written' | 'end'> | null } | null = null;
  const start = (): NonNullable<typeof far> => {
    const thread = desk.db.startWalThread();
    desk.db.pragma(`wal_autocheckpoint = ${thread === null ? WORTH_COPYING : 0}`);
    return { signatures: startSignatureThread(), wal: thread === null ? null : copying(desk, thread) };
  };
  return {
    threadFor: (run) => {
      if (far === null && run.reduce((digits, { ciphertext }) => digits + ciphertext.length, 0) >= MUCH) far = start();
      return far?.signatures ?? null;
    },
    isFar: () => far !== null,
    written: async () => {
      await far?.wal?.written();
    },
    end: async () => {
      if (far === null) return;
      await far.signatures?.close();
      await far.wal?.end();
      desk.db.pragma(`wal_autocheckpoint = ${USUAL}`);
    },
  };
};
