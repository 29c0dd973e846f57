import type { ParcelResult } from '../../core/contract/network/parcels.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import type { KeyBook } from '../admissions/keys.ts';
import type { ServerPorts } from '../ports.ts';
import { insertRows } from '../storage/insert-rows.ts';
import type { Tx } from '../storage/storage.ts';
import { appendToFeeds, feedLocks } from './feed.ts';
import { laneEnds, laneName } from './lane-ends.ts';
import { type CheckedParcel, refuseParcel } from './read-parcels.ts';

type Ports = Pick<ServerPorts, 'storage' | 'clock'> & { readonly keys: KeyBook };

const laneOf = ({ signer, slip }: CheckedParcel): string => laneName(signer, slip.to);

const knownPractices = async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await tx.selectFrom('practice').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
};

/** The hash of the slip that stands at a place of a lane. */
const slipAt = async (tx: Tx, { signer, slip }: CheckedParcel): Promise<string | undefined> => {
  const row = await tx
    .selectFrom('lane')
    .select('slip')
    .where('sender', '=', signer)
    .where('recipient', '=', slip.to)
    .where('m', '=', slip.m)
    .executeTakeFirst();
  return row === undefined ? undefined : bytesToHex(row.slip);
};

/** The conflict of a parcel with what its lane holds, and the slip at the end of that lane: its own desk signed it. */
const conflict = async (tx: Tx, { signer, slip, hash }: CheckedParcel): Promise<ParcelResult> => {
  const last = await tx
    .selectFrom('lane')
    .innerJoin('feed_item', (join) => join.onRef('feed_item.practice', '=', 'lane.recipient').onRef('feed_item.no', '=', 'lane.no'))
    .select('feed_item.slip')
    .where('lane.sender', '=', signer)
    .where('lane.recipient', '=', slip.to)
    .orderBy('lane.m', 'desc')
    .limit(1)
    .executeTakeFirst();
  const held = last?.slip ?? null;
  return refuseParcel('parcel.conflict', hash, null, held === null ? null : Buffer.from(held).toString('base64'));
};

/**
 * Stores checked parcels in one transaction under the locks of their recipients' feeds: each at its `m`, without gaps, numbered in the feed in commit
 * order. A parcel that is there already gives the first answer. Results in the order of `items`; what was refused before passes through.
 */
export const takeParcels =
  (ports: Ports) =>
  async (items: readonly (CheckedParcel | ParcelResult)[]): Promise<readonly ParcelResult[]> => {
    const checked = items.filter((item) => 'record' in item);
    if (checked.length === 0) return items.filter((item) => 'outcome' in item);
    const { storage } = ports;
    const recipients = [...new Set(checked.map(({ slip }) => slip.to))];
    const at = ports.clock.now();
    const { results, told } = await storage.write(async (tx) => {
      const practices = await knownPractices(tx, recipients);
      await storage.lock(tx, feedLocks(recipients.filter((id) => practices.has(id))));
      const valid = await ports.keys.valid(
        tx,
        checked.map(({ signer }) => signer),
      );
      const ends = await laneEnds(
        tx,
        checked.map(({ signer, slip }) => ({ sender: signer, recipient: slip.to })),
      );
      const fresh = new Map<string, string>();
      const taken: CheckedParcel[] = [];
      const place = async (item: CheckedParcel): Promise<ParcelResult> => {
        const { slip, hash } = item;
        if (!valid.has(item.signer)) return refuseParcel('parcel.sender', hash);
        if (!practices.has(slip.to)) return refuseParcel('parcel.recipient', hash);
        const lane = laneOf(item);
        const end = ends.get(lane) ?? { m: 0, slip: ZERO_HASH };
        if (slip.m <= end.m) {
          const there = fresh.get(`${lane} ${slip.m}`) ?? (await slipAt(tx, item));
          return there === hash ? { outcome: 'already', slip: hash } : await conflict(tx, item);
        }
        if (slip.m > end.m + 1) return refuseParcel('parcel.gap', hash, end.m + 1);
        if (slip.prevTo !== end.slip) return await conflict(tx, item);
        ends.set(lane, { m: slip.m, slip: hash });
        fresh.set(`${lane} ${slip.m}`, hash);
        taken.push(item);
        return { outcome: 'taken', slip: hash };
      };
      const answers: ParcelResult[] = [];
      for (const item of items) answers.push('record' in item ? await place(item) : item);
      await store(tx, at, taken);
      return { results: answers, told: [...new Set(taken.map(({ slip }) => slip.to))] };
    });
    if (told.length > 0) storage.tell({ feeds: told, log: false, seen: [] });
    return results;
  };

const store = async (tx: Tx, at: string, taken: readonly CheckedParcel[]): Promise<void> => {
  const numbers = await appendToFeeds(
    tx,
    at,
    taken.map(({ slip, record, ciphertext }) => ({ practice: slip.to, kind: 'parcel', slip: record, body: ciphertext, request: null })),
  );
  await insertRows(
    tx,
    'lane',
    taken.map(({ slip, signer, hash }, index) => ({
      sender: signer,
      recipient: slip.to,
      m: slip.m,
      slip: Buffer.from(hash, 'hex'),
      no: numbers[index] ?? 0,
    })),
  );
};
