import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { type Bytes, utf8Encode } from '../../protocol/bytes.ts';
import { formatCheckpoint } from '../../protocol/checkpoint.ts';
import { parseVerifierKey, signNote } from '../../protocol/note.ts';
import type { DeskContext } from '../context.ts';

export type SignedCheckpoint = { readonly size: number; readonly root: Bytes; readonly note: Bytes };

/** The signed checkpoint of the ledger as it stands; one is stored for each size and never signed twice (protocol §7.2). */
export const checkpointNow = (desk: DeskContext): SignedCheckpoint => {
  const size = desk.ledger.size();
  const root = desk.ledger.root();
  const stored = desk.db.get(ledgerSql.selectFrom('checkpoint').select('note').where('size', '=', size));
  if (stored !== undefined) return { size, root, note: utf8Encode(stored.note) };
  const key = parseVerifierKey(desk.primitives, desk.keys.log.vkey);
  if (!key.ok) throw new Error('the desk’s log key does not parse');
  const note = signNote(formatCheckpoint({ origin: desk.keys.log.name, size, root }), key.value, desk.keys.log.sign);
  if (!note.ok) throw new Error(`the checkpoint does not sign: ${note.error.code}`);
  desk.db.run(ledgerSql.insertInto('checkpoint').values({ size, at: desk.clock.now(), note: new TextDecoder().decode(note.value) }));
  return { size, root, note: note.value };
};
