import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { type Bytes, bytesToBase64, bytesToBase64url, bytesToHex } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../protocol/jcs.ts';
import { ATTACHMENT_INFO, attachmentAad, encodeExchangeFile, EXCHANGE_INFO, exchangeAad } from '../../protocol/exchange/file.ts';
import { EXCHANGE_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { registerOf, type Signer } from '../context.ts';
import { signPayload } from '../ledger/compose.ts';
import type { Seat } from './network.fixture.ts';

/** What a forger changes in a file that is otherwise made by the rules. */
export type Forgery = {
  readonly header?: JsonObject;
  readonly body?: { readonly [member: string]: JsonValue };
  readonly signer?: Signer;
  readonly seq?: number;
  readonly ciphertext?: (bytes: Bytes) => Bytes;
  readonly sealKey?: Bytes;
};

export type Handed = { readonly name: string; readonly base64: string };
export const handed = (bytes: Bytes, name = 'forged.flip360'): Handed => ({
  name,
  base64: bytesToBase64(bytes),
});

/** A file of one desk for another with any content at all. */
export const forge = async (from: Seat, to: Seat, forgery: Forgery = {}): Promise<Handed> => {
  const desk = from.host.desk();
  const sealer = hpkeSealer(desk.entropy);
  const sealKey = forgery.sealKey ?? to.host.desk().keys.seal.publicKey;
  const address = {
    desk: desk.profile.desk,
    from: from.practice,
    net: registerOf(desk).net,
    seq: forgery.seq ?? 1,
    to: to.practice,
  };
  const plaintext = canonicalBytes({
    attachments: [],
    documents: [],
    records: [],
    seen: {},
    tickets: [],
    v: 1,
    ...forgery.body,
  });
  const sealed = await sealer.seal(sealKey, EXCHANGE_INFO, exchangeAad(address), plaintext);
  if (!sealed.ok) throw new Error('the forged file does not seal');
  const body = bytesToHex(desk.primitives.sha256(sealed.value.ciphertext));
  const header = signPayload(
    EXCHANGE_PAYLOAD_TYPE,
    {
      ...address,
      at: desk.clock.now(),
      body,
      enc: bytesToBase64url(sealed.value.enc),
      v: 1,
      ...forgery.header,
    },
    forgery.signer ?? desk.keys.desk,
  );
  return handed(encodeExchangeFile(header, forgery.ciphertext?.(sealed.value.ciphertext) ?? sealed.value.ciphertext));
};

/** One sealed attachment as it stands in a file. */
export const sealedAttachment = async (
  from: Seat,
  to: Seat,
  event: string,
  plaintext: JsonValue,
  id = '01989a00-0000-7000-8000-0000000000aa',
): Promise<JsonObject> => {
  const desk = from.host.desk();
  const key = to.host.desk().keys.seal.publicKey;
  const sealed = await hpkeSealer(desk.entropy).seal(
    key,
    ATTACHMENT_INFO,
    attachmentAad({ event, from: from.practice, to: to.practice }),
    canonicalBytes(plaintext),
  );
  if (!sealed.ok) throw new Error('the attachment does not seal');
  return { body: bytesToBase64(sealed.value.ciphertext), enc: bytesToBase64url(sealed.value.enc), event, id };
};

/** Base64 of the record of an event in a ledger. */
export const recordOf = (seat: Seat, hash: string): string => {
  const row = seat.host.desk().ledger.rows.byHash(Uint8Array.from(Buffer.from(hash, 'hex')));
  if (row === undefined) throw new Error('no such event');
  return bytesToBase64(row.record);
};
