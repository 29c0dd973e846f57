import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { base64urlToBytes, type Bytes, bytesToHex } from '../../protocol/bytes.ts';
import { type ExchangeBody, readExchangeBody } from '../../protocol/exchange/body.ts';
import type { SignedPaper } from '../../protocol/network/signed-paper.ts';
import { parcelAad, PARCEL_INFO, type Slip } from '../../protocol/network/slip.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { checkFileKey, type OpenedExchange, openAttachment, type OpenedAttachment } from '../exchange/open-file.ts';
import { otherSealKeys } from '../keys/desk-keys.ts';

/**
 * Why a parcel is not taken in. `forged`: what it names did not sign it, or its content is another. `key-unknown`: the register does not state its
 * key yet. `unreadable`: it is signed, and does not open or is not in form.
 */
export type ParcelProblem = { readonly code: 'forged' | 'key-unknown' | 'key-revoked' | 'unreadable'; readonly why: string };

const openSeal = async (
  desk: DeskContext,
  sealer: Sealer,
  slip: Slip,
  ciphertext: Bytes,
  privateKey: Bytes,
): Promise<ExchangeBody | null> => {
  const enc = base64urlToBytes(slip.enc);
  const plaintext = enc.ok ? await sealer.open(privateKey, enc.value, PARCEL_INFO, parcelAad(slip), ciphertext) : enc;
  const body = plaintext.ok ? readExchangeBody(plaintext.value) : plaintext;
  return body.ok ? body.value : null;
};

/** Checks address, content hash, key and signature of a parcel and opens its seals (protocol §14.3). Changes nothing. */
export const openParcel = async (
  desk: DeskContext,
  sealer: Sealer,
  paper: SignedPaper<Slip>,
  ciphertext: Bytes,
): Promise<Result<OpenedExchange, ParcelProblem>> => {
  const slip = paper.payload;
  const register = registerOf(desk);
  if (slip.net !== register.net || slip.to !== desk.profile.practice || slip.from === desk.profile.practice)
    return err({ code: 'forged', why: 'it is not addressed to this practice in this network' });
  if (bytesToHex(desk.primitives.sha256(ciphertext)) !== slip.body)
    return err({ code: 'forged', why: 'its content is not the one it was signed for' });
  const { m: seq, prevTo: _prevTo, ...rest } = slip;
  const sealed = { id: paper.hash, header: { ...rest, seq }, record: paper.record, ciphertext };
  const key = checkFileKey(desk, register, sealed);
  if (!key.ok)
    return key.error.code === 'exchange.signature'
      ? err({ code: 'forged', why: 'the key that it names did not sign it' })
      : err({ code: 'key-revoked', why: `the key that signed it does not count (${key.error.code})` });
  for (const privateKey of [desk.keys.seal.privateKey, ...otherSealKeys(desk.db, desk.vault)]) {
    const body = await openSeal(desk, sealer, slip, ciphertext, privateKey);
    if (body === null) continue;
    const attachments: OpenedAttachment[] = [];
    for (const attachment of body.attachments) {
      const opened = await openAttachment(sealer, privateKey, slip, attachment);
      attachments.push({ id: attachment.id, event: attachment.event, plaintext: opened.ok ? opened.value : null });
    }
    return ok({ name: `parcel ${slip.m}`, sha256: slip.body, sealed, body, attachments, introduced: !key.value });
  }
  return key.value
    ? err({ code: 'unreadable', why: 'it does not open with the keys of this desk, or is not in form' })
    : err({ code: 'key-unknown', why: 'the register does not state the key that signed it' });
};
