import type { z } from 'zod';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import type { walkResult } from '../../contract/desk.ts';
import { bytesToHex, equalBytes, utf8Encode } from '../../protocol/bytes.ts';
import { parseCheckpoint } from '../../protocol/checkpoint.ts';
import { opens } from '../../protocol/commitment.ts';
import { rootAt } from '../../protocol/merkle-log.ts';
import { ed25519NoteVerifier, type NoteVerifier, openNote, parseVerifierKey } from '../../protocol/note.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import { peopleSql } from '../keys/tables.ts';
import { findOpening } from '../openings/openings.ts';
import { checkTicket } from './tickets.ts';

type Failure = NonNullable<z.infer<typeof walkResult>['failure']>;

/** Papers looked at before others are let in. */
const CHUNK = 200;

/**
 * What is kept beside the events and can be checked by itself: log tickets, this desk's checkpoints, openings of commitments. Names the first
 * that does not hold; null when all do. Expects a chain that was walked.
 */
export const paperFailure = async (desk: DeskContext, control: JobControl): Promise<Failure | null> =>
  (await ticketFailure(desk, control)) ?? checkpointFailure(desk) ?? (await openingFailure(desk, control));

const fail = (code: string, words: string, index: number | null, hash: string | null): Failure => ({
  code,
  words,
  index,
  hash,
});

const ticketFailure = async (desk: DeskContext, control: JobControl): Promise<Failure | null> => {
  const rows = desk.db.all(ledgerSql.selectFrom('ticket').selectAll().orderBy('idx'));
  for (const [at, row] of rows.entries()) {
    if (at % CHUNK === 0) await control.breathe();
    if (control.cancelled()) return null;
    const checked = checkTicket(desk, row.record);
    if (checked.verdict !== 'holds' || checked.index !== row.idx)
      return fail('ticket.invalid', `The log ticket of entry ${row.idx} does not hold.`, row.idx, null);
  }
  const without = desk.db.get(
    ledgerSql
      .selectFrom('event')
      .leftJoin('ticket', 'ticket.idx', 'event.idx')
      .select(['event.idx', 'event.hash'])
      .where('event.source', '=', 'own')
      .where('ticket.idx', 'is', null)
      .orderBy('event.idx')
      .limit(1),
  );
  return without === undefined
    ? null
    : fail(
        'ticket.missing',
        `Entry ${without.idx}, which this desk wrote, has lost its log ticket.`,
        without.idx,
        bytesToHex(without.hash),
      );
};

/** The log keys that this desk has had. */
const logKeys = (desk: DeskContext): readonly NoteVerifier[] => {
  const stored = desk.db.all(peopleSql.selectFrom('desk_key').select('public').where('use', '=', 'log')).map((row) => row.public);
  return [...new Set([desk.keys.log.vkey, ...stored])].flatMap((text) => {
    const key = parseVerifierKey(desk.primitives, text);
    return key.ok ? [ed25519NoteVerifier(desk.primitives, key.value)] : [];
  });
};

const checkpointFailure = (desk: DeskContext): Failure | null => {
  const rows = desk.db.all(ledgerSql.selectFrom('checkpoint').selectAll().orderBy('size'));
  const keys = logKeys(desk);
  for (const row of rows) {
    const opened = openNote(utf8Encode(row.note), keys);
    const checkpoint = opened.ok ? parseCheckpoint(desk.primitives, opened.value.text) : opened;
    const root = row.size <= desk.ledger.rows.size() ? rootAt(desk.primitives, desk.ledger.rows, row.size) : null;
    const holds = checkpoint.ok && checkpoint.value.size === row.size && root?.ok === true && equalBytes(checkpoint.value.root, root.value);
    if (!holds)
      return fail('checkpoint.invalid', `The checkpoint that this desk signed at size ${row.size} is not of this log.`, null, null);
  }
  return null;
};

const isKept = (desk: DeskContext, commitment: string): boolean =>
  desk.db.get(ledgerSql.selectFrom('opening').select('commitment').where('commitment', '=', commitment)) !== undefined;

const openingFailure = async (desk: DeskContext, control: JobControl): Promise<Failure | null> => {
  const net = desk.ledger.register()?.net;
  if (net === undefined) return null;
  const rows = desk.db.all(ledgerSql.selectFrom('opening').select('commitment').orderBy('commitment'));
  for (const [at, { commitment }] of rows.entries()) {
    if (at % CHUNK === 0) await control.breathe();
    if (control.cancelled()) return null;
    const opening = findOpening(desk, commitment);
    // Erased since the list was read: nothing is left to check.
    if (opening === undefined && !isKept(desk, commitment)) continue;
    if (opening === undefined || !opens(desk.primitives, net, opening))
      return fail('opening.commitment', `What is kept for commitment ${commitment.slice(0, 16)} is not what was committed to.`, null, null);
  }
  return null;
};
