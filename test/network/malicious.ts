import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import type { ParcelResult } from '../../core/contract/network/parcels.ts';
import { registerOf } from '../../core/desk/context.ts';
import type { Seat } from '../../core/desk/exchange/network.fixture.ts';
import { personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { type AnyDraft, nextPlace, type Place, placeDraft, signEvent, signPayload } from '../../core/desk/ledger/compose.ts';
import type { NetworkServer } from '../../core/ports/network-server.ts';
import { type Bytes, bytesToBase64, bytesToBase64url, bytesToHex } from '../../core/protocol/bytes.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { canonicalBytes, type JsonObject } from '../../core/protocol/jcs.ts';
import { parcelAad, PARCEL_INFO } from '../../core/protocol/network/slip.ts';
import { SLIP_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import { eventHashOf } from '../../core/protocol/record.ts';

/** The server as a desk of the network speaks to it. */
export const serverOf = (seat: Seat): NetworkServer => {
  const server = seat.host.api.network.serverOf(seat.host.desk());
  if (server === null) throw new Error('the desk has no server');
  return server;
};

/** A record of a person of the seat that follows the rules but for what is bent. */
export const bentRecord = (seat: Seat, draft: AnyDraft, bend: JsonObject = {}, place?: Place): Bytes => {
  const desk = seat.host.desk();
  const { signer } = personAt(seat);
  const at = place ?? nextPlace(desk, signer.key);
  return signEvent({ ...placeDraft(desk, registerOf(desk).net, signer.key, at, draft), ...bend }, signer);
};

export type Forged = { readonly slip: Bytes; readonly ciphertext: Bytes };

/** The next parcel of a desk for another, with any records at all; its number is used up. */
export const parcelOf = async (from: Seat, to: Seat, records: readonly Bytes[], bend: JsonObject = {}): Promise<Forged> => {
  const desk = from.host.desk();
  const { key } = desk.keys.desk;
  const last = desk.db
    .statement<[string, string], { readonly m: number; readonly slip_hash: string }>(
      'select m, slip_hash from parcel_out where key = ? and recipient = ? order by m desc limit 1',
    )
    .get(key, to.practice);
  const address = {
    desk: desk.profile.desk,
    from: from.practice,
    m: (last?.m ?? 0) + 1,
    net: registerOf(desk).net,
    prevTo: last?.slip_hash ?? ZERO_HASH,
    to: to.practice,
  };
  const body = canonicalBytes({ attachments: [], documents: [], records: records.map(bytesToBase64), seen: {}, tickets: [], v: 1 });
  const sealed = await hpkeSealer(desk.entropy).seal(to.host.desk().keys.seal.publicKey, PARCEL_INFO, parcelAad(address), body);
  if (!sealed.ok) throw new Error('the parcel does not seal');
  const { ciphertext, enc } = sealed.value;
  const hash = bytesToHex(desk.primitives.sha256(ciphertext));
  const slip = signPayload(
    SLIP_PAYLOAD_TYPE,
    { ...address, at: desk.clock.now(), body: hash, enc: bytesToBase64url(enc), v: 1, ...bend },
    desk.keys.desk,
  );
  desk.db
    .statement<[string, string, number, string, string, Uint8Array, Uint8Array, string, string], never>(
      'insert into parcel_out (key, recipient, m, made_at, slip_hash, slip, ciphertext, posted_at, offered_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      key,
      to.practice,
      address.m,
      desk.clock.now(),
      eventHashOf(desk.primitives, slip),
      slip,
      ciphertext,
      desk.clock.now(),
      desk.clock.now(),
    );
  return { slip, ciphertext };
};

/** Posts parcels by the desk's own session. */
export const post = async (seat: Seat, ...parcels: readonly Forged[]): Promise<readonly ParcelResult[]> => {
  const answer = await serverOf(seat).parcels(parcels);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value.results;
};
