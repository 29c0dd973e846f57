import type { FileAnswer } from '../../contract/scalars.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { base64urlToBytes, type Bytes, bytesToBase64, bytesToBase64url, bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { exchangeBodyBytes, type SealedAttachment } from '../../protocol/exchange/body.ts';
import { ATTACHMENT_INFO, attachmentAad, encodeExchangeFile, EXCHANGE_INFO, exchangeAad } from '../../protocol/exchange/file.ts';
import { EXCHANGE_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import type { PracticeFacts } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { sealingKeys } from '../keys/recovered-keys.ts';
import { signPayload } from '../ledger/compose.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { openFile } from '../exits/files.ts';
import type { Refusal } from '../refusal.ts';
import { exchangeSql } from './tables.ts';
import { choose, type Chosen } from './choose.ts';
import { papers, seenBy } from './papers.ts';

export type ExportOptions = {
  /** Offers everything ever addressed to the counterpart again, confirmed or not, and what came from it: for one that went back to a backup. */
  readonly resend?: boolean;
};

/** A finished file for one counterpart. `events` and `attachments` count what is in it; `left` what the next file will bring. */
export type ExportedFile = FileAnswer & {
  readonly id: string;
  readonly practice: string;
  readonly seq: number;
  readonly events: number;
  readonly attachments: number;
  readonly left: number;
  readonly content: Bytes;
};

/**
 * Makes the exchange file for one counterpart (protocol §10): everything that it has not confirmed, new or offered before, so that any single
 * file that arrives makes up for all that did not. Numbers are given and marked in one transaction before sealing.
 */
export const exportFor = async (
  desk: DeskContext,
  sealer: Sealer,
  practice: string,
  options: ExportOptions = {},
): Promise<Result<ExportedFile, Refusal>> => {
  if (desk.recovery !== null) return err({ ...inRecovery, detail: desk.recovery.why });
  const register = registerOf(desk);
  const counterpart = register.practices.get(practice);
  if (counterpart === undefined || practice === desk.profile.practice) return err(unknownCounterpart);
  const sealKey = base64urlToBytes(sealingKeys(desk, counterpart)?.sealKey ?? '');
  if (!sealKey.ok || sealKey.value.length !== 32) return err(noSealKey(counterpart.legalName));
  const chosen = desk.db.transaction(() => choose(desk, practice, options.resend ?? false));
  if (!chosen.ok) return chosen;
  const { seq, at, records, attachments, left } = chosen.value;
  const from = desk.profile.practice;
  const sealedTo = { practice, name: counterpart.legalName, key: sealKey.value };
  const made = await exchangeBody(desk, sealer, sealedTo, chosen.value);
  if (!made.ok) return made;
  const plaintext = made.value;
  const address = { desk: desk.profile.desk, from, net: register.net, seq, to: practice };
  const sealed = await sealer.seal(sealKey.value, EXCHANGE_INFO, exchangeAad(address), plaintext);
  if (!sealed.ok) return err(noSealKey(counterpart.legalName));
  const body = bytesToHex(desk.primitives.sha256(sealed.value.ciphertext));
  const header = signPayload(
    EXCHANGE_PAYLOAD_TYPE,
    { ...address, at, body, enc: bytesToBase64url(sealed.value.enc), v: 1 },
    desk.keys.desk,
  );
  const content = encodeExchangeFile(header, sealed.value.ciphertext);
  const id = eventHashOf(desk.primitives, header);
  const name = fileName(desk, counterpart, seq);
  const sha256 = bytesToHex(desk.primitives.sha256(content));
  desk.db.run(
    exchangeSql.insertInto('exchange_file').values({
      id,
      direction: 'sent',
      practice,
      desk: desk.profile.desk,
      seq,
      at,
      events: records.length,
      name,
      sha256,
      seen: '{}',
    }),
  );
  return ok({
    id,
    practice,
    seq,
    events: records.length,
    attachments: attachments.length,
    left,
    content,
    ...openFile(desk.primitives, { name, mediaType: 'application/vnd.flip360.exchange', bytes: content }),
  });
};

/**
 * The plaintext that a file or a parcel holds: records with their tickets, attachments sealed once more, papers, what was seen. Error: nothing
 * can be sealed to the recipient's key.
 */
export const exchangeBody = async (
  desk: DeskContext,
  sealer: Sealer,
  to: { readonly practice: string; readonly name: string; readonly key: Bytes },
  content: Pick<Chosen, 'records' | 'attachments'>,
): Promise<Result<Bytes, Refusal>> => {
  const attachments: SealedAttachment[] = [];
  for (const attachment of content.attachments) {
    const aad = attachmentAad({ event: attachment.event, from: desk.profile.practice, to: to.practice });
    const sealed = await sealer.seal(to.key, ATTACHMENT_INFO, aad, utf8Encode(attachment.plaintext));
    if (!sealed.ok) return err(noSealKey(to.name));
    attachments.push({
      body: bytesToBase64(sealed.value.ciphertext),
      enc: bytesToBase64url(sealed.value.enc),
      event: attachment.event,
      id: attachment.id,
    });
  }
  return ok(
    exchangeBodyBytes({
      attachments,
      documents: [...papers(desk, to.practice, content.records)],
      records: content.records.map((row) => bytesToBase64(row.record)),
      seen: seenBy(desk, to.practice),
      tickets: content.records.flatMap((row) => (row.ticket === null ? [] : [bytesToBase64(row.ticket)])),
      v: 1,
    }),
  );
};

const inRecovery: Refusal = {
  status: 423,
  code: 'recovery',
  title: 'This desk is in recovery and signs nothing',
  detail: '',
  kept: 'Everything stays queued. Files of others can be imported.',
  next: 'Open Recovery: it lists what has to be checked before the desk signs again.',
};

const unknownCounterpart: Refusal = {
  status: 404,
  code: 'practice-unknown',
  title: 'This practice is not in the register',
  detail: 'Files are made only for other practices that the register states.',
  kept: 'Nothing was exported.',
  next: 'Choose a practice from the list, or import the newest file of the network office.',
};

const noSealKey = (name: string): Refusal => ({
  status: 409,
  code: 'seal-key-missing',
  title: 'Nothing can be sealed to this practice',
  detail: `The register states no usable encryption key of ${name}.`,
  kept: 'Everything stays queued.',
  next: 'Ask the network office for the current register.',
});

const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 32)
    .replace(/-+$/u, '') || 'practice';

/** `smith-partners-to-abc-finance-0003.flip360`: practices and number, nothing about clients. */
const fileName = (desk: DeskContext, to: PracticeFacts, seq: number): string =>
  `${slug(desk.profile.legalName)}-to-${slug(to.legalName)}-${String(seq).padStart(4, '0')}.flip360`;
