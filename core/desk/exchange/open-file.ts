import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { base64ToBytes, base64urlToBytes, type Bytes, bytesToHex } from '../../protocol/bytes.ts';
import { checkSignature } from '../../protocol/event/signature.ts';
import { type ExchangeBody, readExchangeBody } from '../../protocol/exchange/body.ts';
import {
  ATTACHMENT_INFO,
  attachmentAad,
  EXCHANGE_INFO,
  exchangeAad,
  parseExchangeFile,
  type SealedExchange,
} from '../../protocol/exchange/file.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { DeskContext } from '../context.ts';
import { refuseFile, type FileRefusal } from './refusals.ts';
import type { Refusal } from '../refusal.ts';

export type OpenedAttachment = {
  readonly id: string;
  readonly event: string;
  readonly plaintext: Bytes | null;
};

/** A file whose seals are open. `introduced`: its key is not known yet; an event in the file has to state it before anything counts. */
export type OpenedExchange = {
  readonly name: string;
  /** SHA-256 of the whole file, hex. */
  readonly sha256: string;
  readonly sealed: SealedExchange;
  readonly body: ExchangeBody;
  readonly attachments: readonly OpenedAttachment[];
  readonly introduced: boolean;
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
  const { header, ciphertext } = parsed.value;
  if (header.net !== net) return refuse({ code: 'exchange.other-network', net: header.net });
  if (header.from === desk.profile.practice) return refuse({ code: 'exchange.own-file' });
  if (header.to !== desk.profile.practice)
    return refuse({
      code: 'exchange.other-practice',
      to: register?.practices.get(header.to)?.legalName ?? 'a practice that this desk does not know',
    });
  const key = checkFileKey(desk, register, parsed.value);
  if (!key.ok) return refuse(key.error);
  const enc = base64urlToBytes(header.enc);
  const plaintext = enc.ok ? await sealer.open(desk.keys.seal.privateKey, enc.value, EXCHANGE_INFO, exchangeAad(header), ciphertext) : enc;
  if (!plaintext.ok) return refuse({ code: 'exchange.seal' });
  const body = readExchangeBody(plaintext.value);
  if (!body.ok) return refuse(body.error);
  const attachments: OpenedAttachment[] = [];
  for (const sealed of body.value.attachments) {
    const share = base64urlToBytes(sealed.enc);
    const text = base64ToBytes(sealed.body);
    const opened =
      share.ok && text.ok
        ? await sealer.open(
            desk.keys.seal.privateKey,
            share.value,
            ATTACHMENT_INFO,
            attachmentAad({ event: sealed.event, from: header.from, to: header.to }),
            text.value,
          )
        : undefined;
    attachments.push({
      id: sealed.id,
      event: sealed.event,
      plaintext: opened?.ok === true ? opened.value : null,
    });
  }
  return ok({
    name: file.name,
    sha256: bytesToHex(desk.primitives.sha256(file.bytes)),
    sealed: parsed.value,
    body: body.value,
    attachments,
    introduced: !key.value,
  });
};

/** True when the register states the key that signed the file and its signature verifies; false when the file itself must state the key. */
export const checkFileKey = (
  desk: Pick<DeskContext, 'primitives'>,
  register: Register | null,
  sealed: SealedExchange,
): Result<boolean, FileRefusal> => {
  const { header, record } = sealed;
  const key = register?.keys.get(record.signature.keyid);
  if (key === undefined) return ok(false);
  if (key.use !== 'desk' || key.practice !== header.from || key.desk !== header.desk) return err({ code: 'exchange.key-unknown' });
  if (key.revokedAt !== null || key.retiredAt !== null)
    return err({
      code: 'exchange.key-revoked',
      from: register?.practices.get(header.from)?.legalName ?? 'The sender',
    });
  return checkSignature(record, key, desk.primitives).ok ? ok(true) : err({ code: 'exchange.signature' });
};
