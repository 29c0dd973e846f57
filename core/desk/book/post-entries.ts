import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { type Bytes, bytesToBase64, bytesToHex } from '../../protocol/bytes.ts';
import { ZERO_HASH } from '../../protocol/event/payload.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { type BookDesk, type BookEntry, entryAad, MAX_ENTRY_BYTES } from '../../protocol/network/book-entry.ts';
import { BOOK_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { signPayload } from '../ledger/compose.ts';
import { raiseAlarm } from '../network/alarms.ts';
import { contentJson } from './content.ts';
import { nextDesks, pendingDesks } from './desk-list.ts';
import { practiceKey, sealContent, sealRing } from './practice-keys.ts';
import { contentOf } from './queue-entries.ts';
import { bookOf } from './state.ts';
import { bookSql, type EntryKind } from './tables.ts';

/** Most entries and bytes of one request; base64 and JSON stay below the server's 1 MiB. */
const MAX_ENTRIES = 400;
const MAX_BYTES = 900_000;
const HEADER_COST = 1400;

type Pending = { readonly id: string; readonly kind: EntryKind; readonly ref: string };
type Lane = { readonly m: number; readonly hash: string };
type Sealed = { readonly entry: Bytes; readonly body: Bytes | null };

/** The end of what this desk's key has added. */
const laneOf = (desk: DeskContext): Lane =>
  desk.db
    .statement<[string], Lane>('select m, hash from book_entry where signer = ? and hash is not null order by m desc limit 1')
    .get(desk.keys.desk.key) ?? { m: 0, hash: ZERO_HASH };

/** The next entries that wait and are not sealed: up to one that begins an epoch, which goes alone. */
const nextPending = (desk: DeskContext): readonly Pending[] => {
  const rows = desk.db
    .statement<[number], Pending>('select id, kind, ref from book_entry where no is null and record is null order by rowid limit ?')
    .all(MAX_ENTRIES);
  const at = rows.findIndex(({ kind }) => kind === 'desks');
  return at === -1 ? rows : rows.slice(0, Math.max(1, at));
};

/** Content under the practice key; null for what was erased before it was sent, or is larger than an entry may be. */
const sealedBody = (
  desk: DeskContext,
  key: Bytes,
  entry: Pick<BookEntry, 'desk' | 'epoch' | 'id' | 'net' | 'practice'>,
  pending: Pending,
): Bytes | null => {
  const content = contentOf(desk, pending.kind, pending.ref);
  if (content === null) return null;
  const body = sealContent(desk, key, entryAad(entry), canonicalBytes(contentJson(content)));
  if (body.length <= MAX_ENTRY_BYTES) return body;
  raiseAlarm(
    desk,
    'book-too-large',
    'A change is larger than an entry of the shared book may be. The other desks of the practice do not get it; it stays on this desk.',
    { id: pending.id, bytes: body.length },
  );
  return null;
};

/** Signs what waits, in order, under the present epoch (protocol §16.2). */
const sealPending = async (desk: DeskContext, sealer: Sealer): Promise<void> => {
  const state = bookOf(desk);
  const pending = nextPending(desk);
  const [first] = pending;
  if (state === undefined || first === undefined) return;
  const address = { desk: desk.profile.desk, net: registerOf(desk).net, practice: desk.profile.practice };
  const base = { hash: bytesToHex(Uint8Array.from(state.running)), no: state.last };
  let lane = laneOf(desk);
  const keep = (id: string, epoch: number, desks: readonly BookDesk[] | null, body: Bytes | null): void => {
    const payload = {
      ...address,
      base,
      body: body === null ? ZERO_HASH : bytesToHex(desk.primitives.sha256(body)),
      desks: desks === null ? null : desks.map((one) => ({ ...one })),
      epoch,
      id,
      m: lane.m + 1,
      prev: lane.hash,
      v: 1,
    };
    const record = signPayload(BOOK_PAYLOAD_TYPE, payload, desk.keys.desk);
    lane = { m: lane.m + 1, hash: eventHashOf(desk.primitives, record) };
    desk.db.run(
      bookSql.updateTable('book_entry').set({ signer: desk.keys.desk.key, m: lane.m, hash: lane.hash, record, body }).where('id', '=', id),
    );
  };
  if (first.kind === 'desks') {
    const epoch = state.epoch + 1;
    const { desks, ring } = nextDesks(desk, pendingDesks(first.ref), epoch);
    const body = await sealRing(desk, sealer, epoch, desks, ring);
    desk.db.transaction(() => keep(first.id, epoch, desks, body));
    return;
  }
  const key = practiceKey(desk, state.epoch);
  if (key === null) return;
  desk.db.transaction(() => {
    for (const one of pending) keep(one.id, state.epoch, null, sealedBody(desk, key, { ...address, epoch: state.epoch, id: one.id }, one));
  });
};

/** Entries that were signed for an epoch that has ended are signed anew. */
const unseal = (desk: DeskContext): void => {
  desk.db
    .statement<[], never>(
      'update book_entry set signer = null, m = null, hash = null, record = null, body = null where no is null and record is not null',
    )
    .run();
};

const sealedEntries = (desk: DeskContext): readonly Sealed[] => {
  let bytes = 0;
  const rows = desk.db.all(
    bookSql
      .selectFrom('book_entry')
      .select(['record', 'body'])
      .where('no', 'is', null)
      .where('record', 'is not', null)
      .orderBy('m')
      .limit(MAX_ENTRIES),
  );
  const chosen: Sealed[] = [];
  for (const { record, body } of rows) {
    bytes += HEADER_COST + (body?.length ?? 0) * 1.4;
    if (record === null || (chosen.length > 0 && bytes > MAX_BYTES)) break;
    chosen.push({ entry: Uint8Array.from(record), body: body === null ? null : Uint8Array.from(body) });
  }
  return chosen;
};

export type Posted = { readonly taken: number; readonly again: boolean };

/**
 * Signs and hands in the next entries. `again`: there is more to do after the book has been read once more. Entries count as added once they come back
 * with the book. Error: the server did not answer; the same bytes go out again.
 */
export const postEntries = async (desk: DeskContext, sealer: Sealer, server: NetworkServer): Promise<Result<Posted, ServerFailure>> => {
  let entries = sealedEntries(desk);
  if (entries.length === 0) {
    await sealPending(desk, sealer);
    entries = sealedEntries(desk);
  }
  if (entries.length === 0) return ok({ taken: 0, again: false });
  const answer = await server.postEntries(entries);
  if (!answer.ok) return answer;
  const { results } = answer.value;
  if (results.length !== entries.length) return err({ code: 'server.answer', why: 'another number of results than of entries' });
  const refused = results.find((result) => result.outcome === 'refused');
  if (refused === undefined) return ok({ taken: results.filter(({ outcome }) => outcome === 'taken').length, again: true });
  if (refused.code === 'entry.epoch') {
    unseal(desk);
    return ok({ taken: 0, again: true });
  }
  if (refused.code === 'entry.gap' || refused.code === 'entry.conflict')
    raiseAlarm(
      desk,
      'desk-copied',
      'The server holds an entry of the shared book that this desk’s key signed and this desk did not make. A copy of this desk may be at work, or this desk or the server went back to a backup.',
      { entry: bytesToBase64(entries[0]?.entry ?? new Uint8Array()), expected: refused.expected },
    );
  return ok({ taken: 0, again: false });
};
