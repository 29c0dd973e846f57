import { err, ok, type Result } from '../../domain/result.ts';
import type { ParcelResult } from '../../contract/network/parcels.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { bytesToBase64 } from '../../protocol/bytes.ts';
import { numberOnAfterRecovery } from './after-recovery.ts';
import { raiseAlarm } from './alarms.ts';
import { networkSql } from './tables.ts';
import { type DeskContext, registerOf } from '../context.ts';

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
      .where('offered_at', 'is', null)
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

/**
 * `taken`: goes on. `again`: the recipient's parcels are posted again from an earlier one. `renumbered`: what waited for the recipient gets other numbers.
 * `stopped`: nothing more for this recipient in this round.
 */
type Posted = 'taken' | 'again' | 'renumbered' | 'stopped';

const parcelOf = (desk: DeskContext, { recipient, m }: Pick<Waiting, 'recipient' | 'm'>) =>
  networkSql.updateTable('parcel_out').where('key', '=', desk.keys.desk.key).where('recipient', '=', recipient).where('m', '=', m);

const notePosted = (desk: DeskContext, parcel: Waiting): Posted => {
  const at = desk.clock.now();
  desk.db.run(parcelOf(desk, parcel).set({ offered_at: at }));
  desk.db.run(parcelOf(desk, parcel).set({ posted_at: at }).where('posted_at', 'is', null));
  return 'taken';
};

/** The server expects an earlier parcel than this: it went back to an older state and gets again what it lost, as far as it is still held here. */
const rewind = (desk: DeskContext, parcel: Waiting, expected: number): Posted => {
  const held = desk.db.get(
    networkSql
      .selectFrom('parcel_out')
      .select('m')
      .where('key', '=', desk.keys.desk.key)
      .where('recipient', '=', parcel.recipient)
      .where('m', '=', expected)
      .where('ciphertext', 'is not', null),
  );
  if (held === undefined) {
    raiseAlarm(
      desk,
      'parcel-lost',
      `The server lost parcels to ${registerOf(desk).practices.get(parcel.recipient)?.legalName ?? 'a practice'} from number ${expected} on that were confirmed more than a day ago and are kept here no longer. It takes no later ones. Send an exchange file, and ask the network office.`,
      { recipient: parcel.recipient, expected, slip: bytesToBase64(parcel.slip) },
      `${parcel.recipient} ${expected}`,
    );
    return 'stopped';
  }
  desk.db.run(
    networkSql
      .updateTable('parcel_out')
      .set({ offered_at: null })
      .where('key', '=', desk.keys.desk.key)
      .where('recipient', '=', parcel.recipient)
      .where('m', '>=', expected),
  );
  return 'again';
};

const noteResult = (desk: DeskContext, parcel: Waiting, result: ParcelResult): Posted => {
  if (result.outcome !== 'refused') return notePosted(desk, parcel);
  const { expected } = result;
  if (result.code === 'parcel.gap' && expected !== null && expected >= 1 && expected < parcel.m) return rewind(desk, parcel, expected);
  if (result.code === 'parcel.conflict' && numberOnAfterRecovery(desk, parcel.recipient, parcel.m, result.held)) return 'renumbered';
  if (result.code === 'parcel.conflict' || (result.code === 'parcel.gap' && expected !== null))
    raiseAlarm(
      desk,
      'desk-copied',
      `The server holds a parcel number ${parcel.m} of this desk that this desk did not make. A copy of this desk may be at work, or this desk went back to a backup.`,
      { slip: bytesToBase64(parcel.slip), recipient: parcel.recipient, expected },
    );
  return 'stopped';
};

/** Hands parcels to the server until none waits that it takes. Answers how many it took. Error: the server did not answer; the rest waits. */
export const postParcels = async (desk: DeskContext, server: NetworkServer): Promise<Result<number, ServerFailure>> => {
  const stopped = new Set<string>();
  /** A recipient's parcels are posted again once a round: a server that always asks for earlier ones keeps no desk busy. */
  const rewound = new Set<string>();
  let posted = 0;
  for (;;) {
    const parcels = nextParcels(desk, stopped);
    if (parcels.length === 0) return ok(posted);
    const answer = await server.parcels(parcels);
    if (!answer.ok) return answer;
    if (answer.value.results.length !== parcels.length)
      return err({ code: 'server.answer', why: 'another number of results than of parcels' });
    desk.db.transaction(() => {
      const passed = new Set(stopped);
      for (const [position, parcel] of parcels.entries()) {
        const result = answer.value.results[position];
        if (result === undefined || passed.has(parcel.recipient)) continue;
        const outcome = noteResult(desk, parcel, result);
        if (outcome === 'taken') {
          posted += 1;
          continue;
        }
        passed.add(parcel.recipient);
        if (outcome === 'stopped' || rewound.has(parcel.recipient)) stopped.add(parcel.recipient);
        rewound.add(parcel.recipient);
      }
    });
  }
};
