import { join } from 'node:path';
import type { AnchorView } from '../../core/contract/network/log.ts';
import { type Bytes, bytesToBase64, bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { checkpointOfNote } from '../../core/protocol/checkpoint.ts';
import { newestCheckpoint } from '../log/publish.ts';
import type { ServerPorts } from '../ports.ts';
import type { TimeStampAuthority } from '../time-stamp/ask-authority.ts';
import { takeLease } from '../storage/lease.ts';
import { writeOnce } from './second-store.ts';
import { type Broken, walkLog } from './walk.ts';

export type AnchorParts = Pick<ServerPorts, 'storage' | 'primitives' | 'clock' | 'log'> & {
  readonly authorities: readonly TimeStampAuthority[];
  /** Folder on a medium that keeps what it was given; null for none. */
  readonly writeOnceFolder: string | null;
  readonly holder: string;
};

type Kind = AnchorView['kind'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEASE_SECONDS = 600;

const lastOf = (storage: ServerPorts['storage'], kind: Kind) =>
  storage.db.selectFrom('anchor').selectAll().where('kind', '=', kind).orderBy('no', 'desc').limit(1).executeTakeFirst();

const record = async (
  { storage, clock }: AnchorParts,
  anchor: { readonly kind: Kind; readonly size: number; readonly root: Bytes; readonly place: string; readonly receipt: Bytes | null },
): Promise<void> => {
  const since = (await lastOf(storage, anchor.kind))?.size ?? 0;
  await storage.write(async (tx) => {
    await storage.lock(tx, ['anchors']);
    const last = await tx.selectFrom('anchor').select('no').orderBy('no', 'desc').limit(1).executeTakeFirst();
    const row = { no: (last?.no ?? 0) + 1, at: clock.now(), since: Math.min(since, anchor.size), ...anchor, root: bytesToHex(anchor.root) };
    await tx.insertInto('anchor').values(row).execute();
  });
};

/** Has a checkpoint's text time-stamped by the first authority that answers, and records it. Null when none does. */
export const stampCheckpoint = async (parts: AnchorParts, text: Bytes, size: number, root: Bytes): Promise<Bytes | null> => {
  const digest = parts.primitives.sha256(text);
  for (const authority of parts.authorities) {
    const reply = await authority.stamp(digest);
    if (reply.ok) {
      await record(parts, { kind: 'time-stamp', size, root, place: authority.place, receipt: reply.value });
      return reply.value;
    }
    parts.log({ event: 'time-stamp.failed', authority: authority.place, why: reply.error });
  }
  return null;
};

/** Keeps what a walk found broken, for the office's page: the same break once a day. */
const recordAlarm = ({ storage, clock }: AnchorParts, idx: number, why: Broken['why']): Promise<void> =>
  storage.write(async (tx) => {
    await storage.lock(tx, ['anchors']);
    const now = clock.now();
    const last = await tx.selectFrom('chain_alarm').selectAll().orderBy('no', 'desc').limit(1).executeTakeFirst();
    if (last?.idx === idx && last.why === why && Date.parse(now) - Date.parse(last.at) < DAY) return;
    await tx
      .insertInto('chain_alarm')
      .values({ no: (last?.no ?? 0) + 1, at: now, idx, why })
      .execute();
  });

/** Walks the whole log and records what was hashed. A break is an alert of the first severity, and no snapshot. */
export const recordSnapshot = async (parts: AnchorParts): Promise<void> => {
  const walked = await walkLog(parts);
  if (!walked.ok) {
    const { index, why } = walked.error;
    parts.log({ event: 'chain.broken', severity: 1, index, why });
    await recordAlarm(parts, index, why);
    return;
  }
  const { size, root } = walked.value;
  await record(parts, { kind: 'snapshot', size, root, place: `${String(size)} entries hashed`, receipt: null });
};

/**
 * Does what is due: a time-stamp of the newest checkpoint every hour, that checkpoint on the write-once medium and a walk of the whole log every
 * day. One process at a time; what fails is logged and tried again at the next call.
 */
export const anchorWhatIsDue = async (parts: AnchorParts): Promise<void> => {
  const lease = await takeLease(parts, 'anchors', parts.holder, LEASE_SECONDS);
  const newest = lease === undefined ? undefined : await newestCheckpoint(parts.storage);
  if (newest === undefined) return;
  const signed = checkpointOfNote(parts.primitives, utf8Encode(newest.note));
  if (!signed.ok) return;
  const { text } = signed.value;
  const { root, size } = signed.value.checkpoint;
  const now = parts.clock.now();
  const due = async (kind: Kind, every: number): Promise<boolean> => {
    const last = await lastOf(parts.storage, kind);
    return last === undefined || Date.parse(now) - Date.parse(last.at) >= every;
  };
  if (parts.authorities.length > 0 && (await due('time-stamp', HOUR))) await stampCheckpoint(parts, text, size, root);
  if (parts.writeOnceFolder !== null && (await due('write-once', DAY))) {
    const name = `${now.slice(0, 10)}-${String(size)}.checkpoint`;
    if (await writeOnce(join(parts.writeOnceFolder, name), utf8Encode(newest.note)))
      await record(parts, { kind: 'write-once', size, root, place: name, receipt: null });
  }
  if (await due('snapshot', DAY)) await recordSnapshot(parts);
};

/** The anchor register, newest first, at most 100 below `before`. */
export const readAnchors = async ({ storage }: Pick<ServerPorts, 'storage'>, before: number): Promise<readonly AnchorView[]> => {
  const rows = await storage.db.selectFrom('anchor').selectAll().where('no', '<', before).orderBy('no', 'desc').limit(100).execute();
  return rows.map(({ receipt, ...row }) => ({ ...row, receipt: receipt === null ? null : bytesToBase64(Uint8Array.from(receipt)) }));
};
