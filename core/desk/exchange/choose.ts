import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext } from '../context.ts';
import { queuePayeeAccount } from '../payee/payers.ts';
import type { Refusal } from '../refusal.ts';
import { raiseCounter } from './counters.ts';
import { queueBroadcasts } from './queue.ts';
import { networkSql } from '../network/tables.ts';
import { exchangeSql } from './tables.ts';

/** Most plaintext of one file: with two base64 layers it stays below the 64 MiB that a desk reads. */
const MAX_PLAINTEXT_BYTES = 32 * 1024 * 1024;

/** What goes into one file, numbered and marked. `left` counts what the next file will bring. */
export type Chosen = {
  readonly seq: number;
  readonly at: string;
  readonly records: readonly {
    readonly type: string;
    readonly hash: Uint8Array;
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

/** Numbers the file, chooses what goes into it and marks it; inside the caller's transaction. Error: too much is unconfirmed for one file. */
export const choose = (desk: DeskContext, practice: string, resend: boolean): Result<Chosen, Refusal> => {
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
      .select([
        'outbox.idx as idx',
        'outbox.seq as seq',
        'outbox.acked as acked',
        'event.type as type',
        'event.hash as hash',
        'event.record as record',
        'ticket.record as ticket',
      ])
      .where('outbox.recipient', '=', practice)
      .$if(!resend, (query) => query.where('outbox.acked', '=', 0))
      .orderBy('outbox.idx'),
  );
  const held = desk.db.all(
    exchangeSql
      .selectFrom('attachment')
      .select(['id', 'event', 'plaintext', 'sent_seq as seq', 'acked'])
      .where('recipient', '=', practice)
      .where('sender', '=', desk.profile.practice)
      .$if(!resend, (query) => query.where('acked', '=', 0))
      .orderBy('id'),
  );
  // What was offered and not confirmed goes into every file: a confirmation of file k then means everything up to k.
  let room = MAX_PLAINTEXT_BYTES;
  const must = [...rows.filter(isOpen).map(recordSize), ...held.filter(isOpen).map(attachmentSize)];
  for (const size of must) room -= size;
  if (room < 0) return err(tooMuchUnconfirmed);
  const fits = (size: number): boolean => {
    room -= size;
    return room >= 0;
  };
  const records = rows.filter((row) => isOpen(row) || fits(recordSize(row)));
  const back = resend ? receivedFrom(desk, practice) : [];
  const returned = back.filter((row) => fits(recordSize(row)));
  const attachments = held.filter((row) => isOpen(row) || fits(attachmentSize(row)));
  // Once one does not fit, none after it does: what is new in the file is everything new up to its last row.
  const firstNew = records.find((row) => row.seq === null)?.idx ?? 0;
  const lastNew = records.findLast((row) => row.seq === null)?.idx ?? -1;
  desk.db.run(
    exchangeSql
      .updateTable('outbox')
      .set({ seq })
      .where('recipient', '=', practice)
      .where('seq', 'is', null)
      // Bounded on both sides: what was confirmed long ago is not read.
      .where('idx', '>=', firstNew)
      .where('idx', '<=', lastNew),
  );
  for (const row of attachments)
    if (row.seq === null) desk.db.run(exchangeSql.updateTable('attachment').set({ sent_seq: seq }).where('id', '=', row.id));
  raiseCounter(desk, practice, key, 'sent', seq);
  return ok({
    seq,
    at: desk.clock.now(),
    records: [...records, ...returned].toSorted((a, b) => a.idx - b.idx),
    attachments,
    left: rows.length - records.length + back.length - returned.length + held.length - attachments.length,
  });
};

/** What a practice has sent here by file or parcel: a counterpart that went back to a backup may have lost its own events, and finds them here. */
const receivedFrom = (desk: DeskContext, practice: string) =>
  desk.db.all(
    networkSql
      .selectFrom('event')
      .leftJoin('ticket', 'ticket.idx', 'event.idx')
      .select(['event.idx as idx', 'event.type as type', 'event.hash as hash', 'event.record as record', 'ticket.record as ticket'])
      .where((of) =>
        of.or([
          of(
            'event.source',
            'in',
            of.selectFrom('exchange_file').select('id').where('practice', '=', practice).where('direction', '=', 'received'),
          ),
          of('event.source', 'in', of.selectFrom('parcel_in').select('slip_hash').where('practice', '=', practice)),
        ]),
      )
      .orderBy('event.idx'),
  );

/** Offered before and not confirmed. */
const isOpen = (row: { readonly seq: number | null; readonly acked: number }): boolean => row.seq !== null && row.acked === 0;

const recordSize = (row: { readonly record: Uint8Array; readonly ticket: Uint8Array | null }): number =>
  Math.ceil((row.record.length + (row.ticket?.length ?? 0)) * 1.4) + 16;

const attachmentSize = (row: { readonly plaintext: string }): number => Math.ceil(row.plaintext.length * 1.4) + 512;

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
  desk.db.run(exchangeSql.updateTable('outbox').set({ seq: 0 }).where('recipient', '=', practice).where('acked', '=', 1));
  desk.db.run(exchangeSql.updateTable('attachment').set({ sent_seq: 0 }).where('recipient', '=', practice).where('acked', '=', 1));
  desk.db.run(exchangeSql.updateTable('outbox').set({ seq: null }).where('recipient', '=', practice).where('acked', '=', 0));
  desk.db.run(exchangeSql.updateTable('attachment').set({ sent_seq: null }).where('recipient', '=', practice).where('acked', '=', 0));
};
