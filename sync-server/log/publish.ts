import { formatCheckpoint } from '../../core/protocol/checkpoint.ts';
import { frontierRoot } from '../../core/protocol/merkle-log.ts';
import { signNote } from '../../core/protocol/note.ts';
import { bytesToHex, utf8Decode } from '../../core/protocol/bytes.ts';
import type { LogIdentity, LogLine, ServerPorts } from '../ports.ts';
import { endLease, holdsLease, type Lease, takeLease } from '../storage/lease.ts';
import { frontierAt, sizeOf } from './nodes.ts';

/** How long a process may take over one checkpoint before another tries, in seconds. */
const LEASE_SECONDS = 30;

/** A checkpoint that every reader may rely on: the signed note with all that was added to it. */
export type Published = { readonly size: number; readonly at: string; readonly note: string };

/**
 * Makes the note of a checkpoint: signed by the log, and whatever the network's policy asks for before it may be shown. Null: not now; it is tried
 * again, and nothing is published meanwhile.
 */
export type CheckpointMaker = (checkpoint: { readonly size: number; readonly text: string }) => Promise<string | null>;

/** Signs with the log's key and asks for nothing else. */
export const signedByLog =
  (identity: LogIdentity): CheckpointMaker =>
  ({ text }) => {
    if (identity.sign === null) return Promise.resolve(null);
    const note = signNote(text, identity.key, identity.sign);
    const decoded = note.ok ? utf8Decode(note.value) : note;
    return Promise.resolve(decoded.ok ? decoded.value : null);
  };

/** Publishes checkpoints, coalesced: at most one in `checkpointEvery`, at least one in `checkpointAtLeastEvery`. */
export type Publisher = {
  /** Something was logged: a checkpoint follows soon. */
  readonly poke: () => void;
  /** Publishes the present size now, if it is not published or its checkpoint is old. Answers the newest there is. */
  readonly publish: () => Promise<Published | undefined>;
  readonly close: () => Promise<void>;
};

type Ports = Pick<ServerPorts, 'storage' | 'primitives' | 'clock' | 'entropy' | 'identity' | 'settings'> & {
  readonly make: CheckpointMaker;
  readonly log: (line: LogLine) => void;
};

/** The newest published checkpoint. */
export const newestCheckpoint = (storage: ServerPorts['storage']): Promise<Published | undefined> =>
  storage.db.selectFrom('checkpoint').selectAll().orderBy('size', 'desc').orderBy('at', 'desc').limit(1).executeTakeFirst();

/** The publisher of one process. */
export const createPublisher = (ports: Ports): Publisher => {
  const { storage, clock, settings, identity } = ports;
  let running: Promise<Published | undefined> | undefined;
  let next: NodeJS.Timeout | undefined;
  let pause: NodeJS.Timeout | undefined;
  let asked = false;
  const holder = bytesToHex(ports.entropy.bytes(8));
  let closed = false;

  const publishNow = async (): Promise<Published | undefined> => {
    const newest = await newestCheckpoint(storage);
    const size = await sizeOf(storage.db);
    const at = clock.now();
    const old = newest !== undefined && Date.parse(at) - Date.parse(newest.at) >= settings.checkpointAtLeastEvery;
    if (size === 0 || identity.sign === null || (newest?.size === size && !old)) return newest;
    const young = newest !== undefined && Date.parse(at) - Date.parse(newest.at) < settings.checkpointEvery;
    const lease = young ? undefined : await takeLease(ports, 'checkpoint', holder, LEASE_SECONDS);
    // Another process is at it, or has just published.
    if (lease === undefined) {
      asked = true;
      return newest;
    }
    try {
      return (await signAt(size, at, lease)) ?? newest;
    } finally {
      await endLease(ports, lease);
    }
  };

  /** Makes and stores the checkpoint of a size; only while the lease is still held, and never below what is published. */
  const signAt = async (size: number, at: string, lease: Lease): Promise<Published | undefined> => {
    const root = frontierRoot(ports.primitives, await frontierAt(storage.db, size));
    const note = await ports.make({ size, text: formatCheckpoint({ origin: identity.origin, size, root }) });
    if (note === null) {
      asked = true;
      return undefined;
    }
    const stored = await storage.write(async (tx) => {
      if (!(await holdsLease(tx, storage, lease))) return false;
      const last = await tx.selectFrom('checkpoint').select('size').orderBy('size', 'desc').limit(1).executeTakeFirst();
      if (last !== undefined && last.size > size) return false;
      await tx
        .insertInto('checkpoint')
        .values({ size, at, note })
        .onConflict((conflict) => conflict.columns(['size', 'at']).doNothing())
        .execute();
      return true;
    });
    if (!stored) return undefined;
    storage.tell({ feeds: [], log: true, seen: [] });
    return { size, at, note };
  };

  const publish = (): Promise<Published | undefined> => {
    running ??= publishNow().finally(() => {
      running = undefined;
      rest();
    });
    return running;
  };
  const inTime = (ms: number): void => {
    clearTimeout(next);
    if (closed) return;
    next = setTimeout(() => {
      asked = false;
      publish().catch((error: unknown) => {
        ports.log({ event: 'checkpoint.failed', name: error instanceof Error ? error.name : 'unknown' });
        asked = true;
      });
    }, ms);
    next.unref();
  };
  /** After each checkpoint: none for a while, then at once if something was logged meanwhile, else when it is due. */
  const rest = (): void => {
    clearTimeout(pause);
    if (closed) return;
    pause = setTimeout(() => {
      pause = undefined;
      if (asked) inTime(0);
    }, settings.checkpointEvery);
    pause.unref();
    inTime(settings.checkpointAtLeastEvery);
  };
  inTime(0);
  return {
    poke: () => {
      asked = true;
      if (pause === undefined && running === undefined) inTime(0);
    },
    publish: async () => {
      await running?.catch(() => undefined);
      return publish();
    },
    close: async () => {
      closed = true;
      clearTimeout(next);
      clearTimeout(pause);
      await running?.catch(() => undefined);
    },
  };
};
