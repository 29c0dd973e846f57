import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { type Bytes, bytesToHex } from '../../protocol/bytes.ts';
import { readExchangeBody } from '../../protocol/exchange/body.ts';
import type { SignedPaper } from '../../protocol/network/signed-paper.ts';
import { parcelAad, PARCEL_INFO, type Slip } from '../../protocol/network/slip.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { checkFileKey, type OpenedExchange, openAttachment, type OpenedAttachment, recordsOf } from '../exchange/open-file.ts';
import { openSeal, sealKeysHeld } from '../keys/open-seal.ts';

/**
 * Why a parcel is not taken in. `forged`: what it names did not sign it, or its content is another. `key-unknown`: the register does not state its
 * key yet. `unreadable`: it is signed, and does not open or is not in form.
 */
export type ParcelProblem = { readonly code: 'forged' | 'key-unknown' | 'key-revoked' | 'unreadable'; readonly why: string };

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
  const opened = await openSeal(sealer, sealKeysHeld(desk), { enc: slip.enc, info: PARCEL_INFO, aad: parcelAad(slip), ciphertext });
  const body = opened.ok ? readExchangeBody(opened.value.plaintext) : opened;
  if (opened.ok && body.ok) {
    const attachments: OpenedAttachment[] = [];
    for (const attachment of body.value.attachments) {
      const inner = await openAttachment(sealer, opened.value.privateKey, slip, attachment);
      attachments.push({ id: attachment.id, event: attachment.event, plaintext: inner.ok ? inner.value : null });
    }
    return ok({
      name: `parcel ${slip.m}`,
      sha256: slip.body,
      sealed,
      body: body.value,
      records: recordsOf(body.value),
      attachments,
      key: key.value,
    });
  }
  return key.value !== 'unknown'
    ? err({ code: 'unreadable', why: 'it does not open with the keys of this desk, or is not in form' })
    : err({ code: 'key-unknown', why: 'the register does not state the key that signed it' });
};
