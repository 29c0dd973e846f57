import type { FileAnswer } from '../../contract/scalars.ts';
import { parseRuleVersion } from '../../domain/commission/rule-version.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import {
  base64urlToBytes,
  type Bytes,
  bytesToBase64,
  bytesToBase64url,
  bytesToHex,
  utf8Encode,
} from '../../protocol/bytes.ts';
import {
  type ExchangeDocument,
  exchangeBodyBytes,
  type SealedAttachment,
} from '../../protocol/exchange/body.ts';
import {
  ATTACHMENT_INFO,
  attachmentAad,
  encodeExchangeFile,
  EXCHANGE_INFO,
  exchangeAad,
} from '../../protocol/exchange/file.ts';
import { EXCHANGE_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { checkpointNow } from '../ledger/checkpoint.ts';
import type { PracticeFacts } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { signPayload } from '../ledger/compose.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { queuePayeeAccount } from '../payee/payers.ts';
import type { Refusal } from '../refusal.ts';
import { exchangeSql } from './tables.ts';
import { queueBroadcasts } from './queue.ts';

/** Most plaintext of one file: with two base64 layers it stays below the 64 MiB that a desk reads. */
const MAX_PLAINTEXT_BYTES = 32 * 1024 * 1024;

export type ExportOptions = {
  /** Offers everything ever addressed to the counterpart again, confirmed or not. */
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

type Chosen = {
  readonly seq: number;
  readonly at: string;
  readonly records: readonly {
    readonly idx: number;
    readonly record: Uint8Array;
    readonly ticket: Uint8Array | null;
  }[];
  readonly attachments: readonly {
    readonly id: string;
    readonly event: string;
    readonly plaintext: string;
  }[];
  readonly left: number;
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
  const sealKey = base64urlToBytes(counterpart.desks.at(-1)?.sealKey ?? '');
  if (!sealKey.ok || sealKey.value.length !== 32) return err(noSealKey(counterpart.legalName));
  const chosen = desk.db.transaction(() => choose(desk, practice, options.resend ?? false));
  if (!chosen.ok) return chosen;
  const { seq, at, records, left } = chosen.value;
  const from = desk.profile.practice;
  const attachments: SealedAttachment[] = [];
  for (const attachment of chosen.value.attachments) {
    const sealed = await sealer.seal(
      sealKey.value,
      ATTACHMENT_INFO,
      attachmentAad({ event: attachment.event, from, to: practice }),
      utf8Encode(attachment.plaintext),
    );
    if (!sealed.ok) return err(noSealKey(counterpart.legalName));
    attachments.push({
      body: bytesToBase64(sealed.value.ciphertext),
      enc: bytesToBase64url(sealed.value.enc),
      event: attachment.event,
      id: attachment.id,
    });
  }
  const plaintext = exchangeBodyBytes({
    attachments,
    documents: [...papers(desk, practice, records)],
    records: records.map((row) => bytesToBase64(row.record)),
    seen: seenBy(desk, practice),
    tickets: records.flatMap((row) => (row.ticket === null ? [] : [bytesToBase64(row.ticket)])),
    v: 1,
  });
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
    exchangeSql
      .insertInto('exchange_file')
      .values({
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
    name,
    mediaType: 'application/vnd.flip360.exchange',
    base64: bytesToBase64(content),
    sha256,
    bytes: content.length,
  });
};

const inRecovery: Refusal = {
  status: 423,
  code: 'recovery',
  title: 'This desk is in recovery and signs nothing',
  detail: '',
  kept: 'Everything stays queued. Files of others can be imported.',
  next: 'Open Backups: it lists what has to be checked before the desk signs again.',
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

/** Numbers the file, chooses what goes into it and marks it; inside the caller's transaction. */
const choose = (desk: DeskContext, practice: string, resend: boolean): Result<Chosen, Refusal> => {
  queueBroadcasts(desk, practice);
  queuePayeeAccount(desk, practice);
  const key = desk.keys.desk.key;
  const last = desk.db.get(
    exchangeSql
      .selectFrom('exchange_counter')
      .select('seq')
      .where('practice', '=', practice)
      .where('key', '=', key)
      .where('direction', '=', 'sent'),
  )?.seq;
  if (last === undefined) forgetNumbers(desk, practice);
  const seq = (last ?? 0) + 1;
  const rows = desk.db.all(
    exchangeSql
      .selectFrom('outbox')
      .innerJoin('event', 'event.idx', 'outbox.idx')
      .leftJoin('ticket', 'ticket.idx', 'outbox.idx')
      .select(['outbox.idx as idx', 'outbox.seq as seq', 'event.record as record', 'ticket.record as ticket'])
      .where('outbox.recipient', '=', practice)
      .$if(!resend, (query) => query.where('outbox.acked', '=', 0))
      .orderBy('outbox.idx'),
  );
  const held = desk.db.all(
    exchangeSql
      .selectFrom('attachment')
      .select(['id', 'event', 'plaintext', 'sent_seq as seq'])
      .where('recipient', '=', practice)
      .where('sender', '=', desk.profile.practice)
      .$if(!resend, (query) => query.where('acked', '=', 0))
      .orderBy('id'),
  );
  // What was offered and not confirmed goes into every file: a confirmation of file k then means everything up to k.
  let room = MAX_PLAINTEXT_BYTES;
  const must = [
    ...rows.filter((row) => row.seq !== null).map(recordSize),
    ...held.filter((row) => row.seq !== null).map(attachmentSize),
  ];
  for (const size of must) room -= size;
  if (room < 0) return err(tooMuchUnconfirmed);
  const fits = (size: number): boolean => {
    room -= size;
    return room >= 0;
  };
  const records = rows.filter((row) => row.seq !== null || fits(recordSize(row)));
  const attachments = held.filter((row) => row.seq !== null || fits(attachmentSize(row)));
  const newRecords = records.filter((row) => row.seq === null);
  for (const row of newRecords)
    desk.db.run(
      exchangeSql
        .updateTable('outbox')
        .set({ seq })
        .where('recipient', '=', practice)
        .where('idx', '=', row.idx),
    );
  for (const row of attachments)
    if (row.seq === null)
      desk.db.run(exchangeSql.updateTable('attachment').set({ sent_seq: seq }).where('id', '=', row.id));
  raiseCounter(desk, practice, key, 'sent', seq);
  return ok({
    seq,
    at: desk.clock.now(),
    records,
    attachments,
    left: rows.length - records.length + held.length - attachments.length,
  });
};

const recordSize = (row: { readonly record: Uint8Array; readonly ticket: Uint8Array | null }): number =>
  Math.ceil((row.record.length + (row.ticket?.length ?? 0)) * 1.4) + 16;
const attachmentSize = (row: { readonly plaintext: string }): number =>
  Math.ceil(row.plaintext.length * 1.4) + 512;

const tooMuchUnconfirmed: Refusal = {
  status: 413,
  code: 'exchange-unconfirmed',
  title: 'Too much is unconfirmed for one file',
  detail: 'More than 32 MiB was sent to this practice and never confirmed.',
  kept: 'Everything stays queued.',
  next: 'Import a file of this practice first: it says what has arrived.',
};

/** A new desk key counts its files from 1: what the old key offered and nobody confirmed is offered as new, what was confirmed keeps the number 0. */
const forgetNumbers = (desk: DeskContext, practice: string): void => {
  desk.db.run(
    exchangeSql
      .updateTable('outbox')
      .set({ seq: 0 })
      .where('recipient', '=', practice)
      .where('acked', '=', 1),
  );
  desk.db.run(
    exchangeSql
      .updateTable('attachment')
      .set({ sent_seq: 0 })
      .where('recipient', '=', practice)
      .where('acked', '=', 1),
  );
  desk.db.run(
    exchangeSql
      .updateTable('outbox')
      .set({ seq: null })
      .where('recipient', '=', practice)
      .where('acked', '=', 0),
  );
  desk.db.run(
    exchangeSql
      .updateTable('attachment')
      .set({ sent_seq: null })
      .where('recipient', '=', practice)
      .where('acked', '=', 0),
  );
};

/** Raises the highest file number of a direction, never lowers it. */
export const raiseCounter = (
  desk: DeskContext,
  practice: string,
  key: string,
  direction: 'sent' | 'received',
  seq: number,
): void => {
  desk.db.run(
    exchangeSql
      .insertInto('exchange_counter')
      .values({ practice, key, direction, seq })
      .onConflict((conflict) =>
        conflict
          .columns(['practice', 'key', 'direction'])
          .doUpdateSet({ seq })
          .where('exchange_counter.seq', '<', seq),
      ),
  );
};

/** Highest n held of every stream that the counterpart may have sent from: its own keys, and streams that came in its files. */
const seenBy = (desk: DeskContext, practice: string): Readonly<Record<string, number>> => {
  const streams = new Set(
    desk.db
      .all(exchangeSql.selectFrom('exchange_stream').select('stream').where('practice', '=', practice))
      .map((row) => row.stream),
  );
  for (const key of registerOf(desk).keys.values())
    if (key.practice === practice && key.use !== 'passkey') streams.add(key.key);
  const heads = [...streams].map((stream) => [stream, desk.ledger.head(stream)?.n] as const);
  return Object.fromEntries(heads.flatMap(([stream, n]) => (n === undefined ? [] : [[stream, n] as const])));
};

/** Papers that are no events: rule contents named by the events in the file, the checkpoint of this log, what was received from the counterpart. */
const papers = (
  desk: DeskContext,
  practice: string,
  records: Chosen['records'],
): readonly ExchangeDocument[] => {
  const received = desk.db.all(
    exchangeSql
      .selectFrom('exchange_counter')
      .select(['key', 'seq'])
      .where('practice', '=', practice)
      .where('direction', '=', 'received'),
  );
  const documents: ExchangeDocument[] = [
    { kind: 'received', content: Object.fromEntries(received.map((row) => [row.key, row.seq])) },
    { kind: 'checkpoint', content: new TextDecoder().decode(checkpointNow(desk).note) },
  ];
  const contents = new Set<string>();
  for (const { idx } of records) {
    const row = desk.ledger.rows.byIndex(idx);
    const event = row?.type === 'rule.published' ? desk.ledger.known(bytesToHex(row.hash)) : undefined;
    if (event?.type === 'rule.published') contents.add(event.body.content);
  }
  for (const hash of contents) {
    const row = desk.db.get(
      exchangeSql.selectFrom('rule_content').select('content').where('hash', '=', hash),
    );
    const rule = row === undefined ? undefined : parseRuleVersion(JSON.parse(row.content));
    if (rule?.ok === true) documents.push({ kind: 'rule', content: rule.value });
  }
  return documents;
};

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
