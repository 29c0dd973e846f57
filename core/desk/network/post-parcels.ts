import { err, ok, type Result } from '../../domain/result.ts';
import type { ParcelResult } from '../../contract/network/parcels.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { base64ToBytes, type Bytes, bytesToBase64 } from '../../protocol/bytes.ts';
import { raiseAlarm } from './alarms.ts';
import { networkSql } from './tables.ts';
import type { DeskContext } from '../context.ts';

/** Most parcels and ciphertext of one request, in bytes: base64 makes a third more of it. */
const MAX_PARCELS = 50;
const MAX_BYTES = 3_500_000;

type Waiting = { readonly recipient: string; readonly m: number; readonly slip: Uint8Array; readonly ciphertext: Uint8Array };

/** The next parcels to post, without those to recipients that the server does not know now. */
const nextParcels = (desk: DeskContext, without: ReadonlySet<string>): readonly Waiting[] => {
  const rows = desk.db.all(
    networkSql
      .selectFrom('parcel_out')
      .select(['recipient', 'm', 'slip', 'ciphertext'])
      .where('key', '=', desk.keys.desk.key)
      .where('posted_at', 'is', null)
      .where('slip', 'is not', null)
      .where('ciphertext', 'is not', null)
      .$if(without.size > 0, (query) => query.where('recipient', 'not in', [...without]))
      .orderBy('recipient')
      .orderBy('m')
      .limit(MAX_PARCELS),
  );
  const chosen: Waiting[] = [];
  let bytes = 0;
  for (const { recipient, m, slip, ciphertext } of rows) {
    if (slip === null || ciphertext === null) continue;
    bytes += ciphertext.length;
    if (chosen.length > 0 && bytes > MAX_BYTES) break;
    chosen.push({ recipient, m, slip, ciphertext });
  }
  return chosen;
};

const setPosted = (desk: DeskContext, recipient: string, m: number, at: string | null, beyond: boolean): void => {
  desk.db.run(
    networkSql
      .updateTable('parcel_out')
      .set({ posted_at: at })
      .where('key', '=', desk.keys.desk.key)
      .where('recipient', '=', recipient)
      .where('m', beyond ? '>=' : '=', m),
  );
};

/** True when posting goes on with this recipient. */
const noteResult = (desk: DeskContext, parcel: Waiting, result: ParcelResult): boolean => {
  if (result.outcome !== 'refused') {
    setPosted(desk, parcel.recipient, parcel.m, desk.clock.now(), false);
    return true;
  }
  const { expected } = result;
  // The server went back to an older state: it gets again what it lost.
  if (result.code === 'parcel.gap' && expected !== null && expected < parcel.m) {
    setPosted(desk, parcel.recipient, expected, null, true);
    return false;
  }
  if (result.code === 'parcel.conflict' || (result.code === 'parcel.gap' && expected !== null))
    raiseAlarm(
      desk,
      'desk-copied',
      `The server holds a parcel number ${parcel.m} of this desk that this desk did not make. A copy of this desk may be at work, or this desk went back to a backup.`,
      { slip: bytesToBase64(parcel.slip), recipient: parcel.recipient, expected },
    );
  return false;
};

/** Hands parcels to the server until none waits that it takes. Answers how many it took. Error: the server did not answer; the rest waits. */
export const postParcels = async (desk: DeskContext, server: NetworkServer): Promise<Result<number, ServerFailure>> => {
  const stopped = new Set<string>();
  let posted = 0;
  for (;;) {
    const parcels = nextParcels(desk, stopped);
    if (parcels.length === 0) return ok(posted);
    const answer = await server.parcels(parcels);
    if (!answer.ok) return answer;
    if (answer.value.results.length !== parcels.length)
      return err({ code: 'server.answer', why: 'another number of results than of parcels' });
    desk.db.transaction(() => {
      for (const [position, parcel] of parcels.entries()) {
        const result = answer.value.results[position];
        if (result === undefined || stopped.has(parcel.recipient)) continue;
        if (noteResult(desk, parcel, result)) posted += 1;
        else if (!(result.outcome === 'refused' && result.code === 'parcel.gap' && (result.expected ?? 0) < parcel.m))
          stopped.add(parcel.recipient);
        else break;
      }
    });
  }
};

/** Bytes of a base64 text of the server. Error: it is not base64 in its one spelling. */
export const answeredBytes = (text: string): Result<Bytes, ServerFailure> => {
  const bytes = base64ToBytes(text);
  return bytes.ok ? ok(bytes.value) : err({ code: 'server.answer', why: 'not base64 in its one spelling' });
};
