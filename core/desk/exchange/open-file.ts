import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { base64ToBytes, base64urlToBytes, type Bytes, bytesToHex } from '../../protocol/bytes.ts';
import { type BodyFailure, type ExchangeBody, readExchangeBody, type SealedAttachment } from '../../protocol/exchange/body.ts';
import { addressProblem, fileKeyProblem } from '../../protocol/exchange/checks.ts';
import {
  ATTACHMENT_INFO,
  attachmentAad,
  EXCHANGE_INFO,
  exchangeAad,
  type ExchangeHeader,
  parseExchangeFile,
  type SealedExchange,
} from '../../protocol/exchange/file.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { DeskContext } from '../context.ts';
import { bytesOfBase64 } from '../base64.ts';
import type { Offered } from '../ledger/offered.ts';
import { checkSignature } from '../../protocol/event/signature.ts';
import { openSeal, sealKeysHeld } from '../keys/open-seal.ts';
import { refuseFile, type FileRefusal } from './refusals.ts';
import type { Refusal } from '../refusal.ts';

export type OpenedAttachment = {
  readonly id: string;
  readonly event: string;
  readonly plaintext: Bytes | null;
};

/**
 * What the register says of the key that signed a file or parcel. `unknown`: an event in it has to state the key before anything counts. `ended`: the key was
 * revoked or retired, so that nothing of the paper counts but what the network log shows to stand before that.
 */
export type PaperKey = 'counts' | 'unknown' | 'ended';

/** A file whose seals are open. */
export type OpenedExchange = {
  readonly name: string;
  /** SHA-256 of the whole file, hex. */
  readonly sha256: string;
  readonly sealed: SealedExchange;
  readonly body: ExchangeBody;
  /** The records of the body that are bytes at all. */
  readonly records: readonly Offered[];
  readonly attachments: readonly OpenedAttachment[];
  readonly key: PaperKey;
};

/** Checks address, network, key and signature, then opens the seals. Changes nothing. `register` is null on a desk that has none yet. */
export const openExchangeFile = async (
  desk: DeskContext,
  sealer: Sealer,
  register: Register | null,
  net: string,
  file: { readonly name: string; readonly bytes: Bytes },
): Promise<Result<OpenedExchange, Refusal>> => {
  const refuse = (failure: FileRefusal): { readonly ok: false; readonly error: Refusal } => err(refuseFile(failure, file.name));
  const parsed = parseExchangeFile(file.bytes, desk.primitives);
  if (!parsed.ok) return refuse(parsed.error);
  const { header } = parsed.value;
  switch (addressProblem(header, { net, practice: desk.profile.practice })) {
    case 'exchange.other-network':
      return refuse({ code: 'exchange.other-network', net: header.net });
    case 'exchange.own-file':
      return refuse({ code: 'exchange.own-file' });
    case 'exchange.other-practice':
      return refuse({
        code: 'exchange.other-practice',
        to: register?.practices.get(header.to)?.legalName ?? 'a practice that this desk does not know',
      });
    case null:
      break;
  }
  const key = checkFileKey(desk, register, parsed.value);
  if (!key.ok) return refuse(key.error);
  const opened = await openBody(sealer, sealKeysHeld(desk), parsed.value);
  if (!opened.ok) return refuse(opened.error);
  const { body, privateKey } = opened.value;
  const attachments: OpenedAttachment[] = [];
  for (const sealed of body.attachments) {
    const inner = await openAttachment(sealer, privateKey, header, sealed);
    attachments.push({ id: sealed.id, event: sealed.event, plaintext: inner.ok ? inner.value : null });
  }
  return ok({
    name: file.name,
    sha256: bytesToHex(desk.primitives.sha256(file.bytes)),
    sealed: parsed.value,
    body,
    records: recordsOf(body),
    attachments,
    key: key.value,
  });
};

/** What the register says of the key that signed a file, whose signature verifies where the key is stated. */
export const checkFileKey = (
  desk: Pick<DeskContext, 'primitives'>,
  register: Register | null,
  sealed: SealedExchange,
): Result<PaperKey, FileRefusal> => {
  const key = register?.keys.get(sealed.record.signature.keyid);
  if (key === undefined) return ok('unknown');
  const problem = fileKeyProblem(sealed, key, desk.primitives);
  if (problem === 'exchange.key-revoked')
    return checkSignature(sealed.record, key, desk.primitives).ok ? ok('ended') : err({ code: 'exchange.signature' });
  return problem === null ? ok('counts') : err({ code: problem });
};

/** Bytes of the records of a body; what is not base64 in its one spelling is left out. */
export const recordsOf = (body: ExchangeBody): readonly Bytes[] =>
  body.records.flatMap((text) => {
    const record = bytesOfBase64(text);
    return record === undefined ? [] : [record];
  });

/** Opens the seal of a file by one of several keys, and reads what it held. Errors: `exchange.seal`, `exchange.body`. */
export const openBody = async (
  sealer: Sealer,
  keys: readonly Bytes[],
  { header, ciphertext }: Pick<SealedExchange, 'header' | 'ciphertext'>,
): Promise<Result<{ readonly body: ExchangeBody; readonly privateKey: Bytes }, BodyFailure | { readonly code: 'exchange.seal' }>> => {
  const opened = await openSeal(sealer, keys, { enc: header.enc, info: EXCHANGE_INFO, aad: exchangeAad(header), ciphertext });
  if (!opened.ok) return err({ code: 'exchange.seal' });
  const body = readExchangeBody(opened.value.plaintext);
  return body.ok ? ok({ body: body.value, privateKey: opened.value.privateKey }) : body;
};

/** Opens the seal of an attachment. Error: `attachment.seal`. */
export const openAttachment = async (
  sealer: Sealer,
  privateKey: Bytes,
  { from, to }: Pick<ExchangeHeader, 'from' | 'to'>,
  sealed: SealedAttachment,
): Promise<Result<Bytes, { readonly code: 'attachment.seal' }>> => {
  const enc = base64urlToBytes(sealed.enc);
  const text = base64ToBytes(sealed.body);
  const opened =
    enc.ok && text.ok
      ? await sealer.open(privateKey, enc.value, ATTACHMENT_INFO, attachmentAad({ event: sealed.event, from, to }), text.value)
      : undefined;
  return opened?.ok === true ? ok(opened.value) : err({ code: 'attachment.seal' });
};
