import { utf8Encode } from '../../protocol/bytes.ts';
import { parseCheckpoint } from '../../protocol/checkpoint.ts';
import { checkpointDocument, receivedSchema } from '../../protocol/exchange/body.ts';
import { ed25519NoteVerifier, openNote, parseVerifierKey } from '../../protocol/note.ts';
import type { DeskContext } from '../context.ts';
import type { OpenedExchange } from './open-file.ts';
import { exchangeSql } from './tables.ts';

/**
 * Takes note of what the counterpart confirms: everything offered up to the file number that it has taken in. When a newer file confirms less
 * than an older one did, the counterpart lost something: what it no longer confirms is offered again.
 */
export const noteConfirmation = (desk: DeskContext, opened: OpenedExchange, newest: boolean, missing: string[]): void => {
  const practice = opened.sealed.header.from;
  const content = opened.body.documents.find((document) => document.kind === 'received')?.content;
  const received = receivedSchema.safeParse(content);
  if (content !== undefined && !received.success) missing.push('What the sender says it received is not in form, and was left out.');
  if (newest) notePeer(desk, practice, { seen: JSON.stringify(opened.body.seen), heard_at: desk.clock.now() });
  if (!received.success) return;
  const upTo = received.data[desk.keys.desk.key] ?? 0;
  const lost = newest ? offerAgain(desk, practice, upTo) : 0;
  if (lost > 0)
    missing.push(
      `The sender no longer confirms ${lost === 1 ? 'one event' : `${lost} events`} that it confirmed before: it may have gone back to a backup. Your next file offers them again.`,
    );
  desk.db.run(
    exchangeSql.updateTable('outbox').set({ acked: 1 }).where('recipient', '=', practice).where('seq', '<=', upTo).where('acked', '=', 0),
  );
  desk.db.run(
    exchangeSql
      .updateTable('attachment')
      .set({ acked: 1 })
      .where('recipient', '=', practice)
      .where('sent_seq', '<=', upTo)
      .where('acked', '=', 0),
  );
};

const offerAgain = (desk: DeskContext, practice: string, upTo: number): number => {
  desk.db.run(
    exchangeSql
      .updateTable('attachment')
      .set({ acked: 0 })
      .where('recipient', '=', practice)
      .where('sent_seq', '>', upTo)
      .where('acked', '=', 1),
  );
  return desk.db.run(
    exchangeSql.updateTable('outbox').set({ acked: 0 }).where('recipient', '=', practice).where('seq', '>', upTo).where('acked', '=', 1),
  );
};

type Peer = {
  readonly seen?: string;
  readonly heard_at?: string;
  readonly checkpoint?: string;
  readonly checkpoint_size?: number;
};

const notePeer = (desk: DeskContext, practice: string, facts: Peer): void => {
  desk.db.run(
    exchangeSql
      .insertInto('exchange_peer')
      .values({
        practice,
        seen: '{}',
        heard_at: null,
        checkpoint: null,
        checkpoint_size: null,
        backfilled: -1,
        ...facts,
      })
      .onConflict((conflict) => conflict.column('practice').doUpdateSet(facts)),
  );
};

/** Keeps the newest checkpoint of the counterpart's own log, and says when it goes back or changes without growing. */
export const noteCheckpoint = (desk: DeskContext, opened: OpenedExchange, newest: boolean, missing: string[]): void => {
  const { header } = opened.sealed;
  const text = checkpointDocument.safeParse(opened.body.documents.find((document) => document.kind === 'checkpoint')?.content);
  if (!text.success) return;
  const note = utf8Encode(text.data.toWellFormed());
  const logs =
    desk.ledger
      .register()
      ?.practices.get(header.from)
      ?.desks.filter((stated) => stated.desk === header.desk) ?? [];
  const verifiers = logs.flatMap((stated) => {
    const key = parseVerifierKey(desk.primitives, stated.log);
    return key.ok ? [ed25519NoteVerifier(desk.primitives, key.value)] : [];
  });
  const checked = openNote(note, verifiers);
  const checkpoint = checked.ok ? parseCheckpoint(desk.primitives, checked.value.text) : checked;
  if (!checkpoint.ok) {
    missing.push('The checkpoint of the sender’s log does not verify and was left out.');
    return;
  }
  if (!newest) return;
  const before = desk.db.get(
    exchangeSql.selectFrom('exchange_peer').select(['checkpoint', 'checkpoint_size as size']).where('practice', '=', header.from),
  );
  const sizeBefore = before?.size ?? 0;
  const size = checkpoint.value.size;
  if (size < sizeBefore)
    missing.push(`The sender’s ledger has ${size} entries; before it had ${sizeBefore}. It may have gone back to a backup.`);
  if (before?.size === size && before.checkpoint !== null && before.checkpoint.split('\n')[2] !== text.data.split('\n')[2])
    missing.push('The sender’s ledger holds other events than before at the same length. Ask.');
  notePeer(desk, header.from, { checkpoint: text.data, checkpoint_size: size });
};
