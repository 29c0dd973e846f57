import { ok, type Result } from '../../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../../ports/network-server.ts';
import { type Bytes, bytesToBase64 } from '../../../protocol/bytes.ts';
import type { DeskContext } from '../../context.ts';
import { readHashes, sealPart } from './parts.ts';
import { fileSql, type SharedFile } from './tables.ts';

/** After a refusal a file is tried again this much later. */
const AGAIN_MS = 3_600_000;

/** The entry that parts of a file belong to; undefined until it stands in the book with its content. */
export const entryOf = (desk: DeskContext, file: string): string | undefined =>
  desk.db.get(
    fileSql
      .selectFrom('book_entry')
      .select('id')
      .where('kind', '=', 'row')
      .where('ref', '=', `file ${file}`)
      .where('no', 'is not', null)
      .where('erased', '=', 0)
      .orderBy('no')
      .limit(1),
  )?.id;

/** The content where it is whole here. */
export const contentHere = (desk: DeskContext, { id, of }: Pick<SharedFile, 'id' | 'of'>): Bytes | undefined => {
  const row =
    of === 'file'
      ? desk.db.get(fileSql.selectFrom('private_file').select('content').where('id', '=', id))
      : desk.db.get(fileSql.selectFrom('document').select('bytes as content').where('id', '=', id));
  return row === undefined ? undefined : Uint8Array.from(row.content);
};

/** What stands on a file whose parts the server said it had and does not have. */
export const MISSING = 'The server does not have all of it any more. A desk that has it sends it again when it is on.';

/** Has this desk look again at what the server holds of a file, where its content is here, and send what is not. */
export const sendAgain = (desk: DeskContext, id: string): void => {
  const file = desk.db.get(fileSql.selectFrom('shared_file').selectAll().where('id', '=', id));
  if (file !== undefined && contentHere(desk, file) !== undefined)
    set(desk, id, { sent: null, complete: 0, problem: null, tried_at: null });
};

/** Notes on a file that something was tried in vain, in words. */
export const noteProblem = (desk: DeskContext, id: string, problem: string): void => {
  desk.db.run(fileSql.updateTable('shared_file').set({ problem, tried_at: desk.clock.now() }).where('id', '=', id));
};

const set = (desk: DeskContext, id: string, change: Partial<SharedFile>): void => {
  desk.db.run(fileSql.updateTable('shared_file').set(change).where('id', '=', id));
};

/** What was tried in vain after this time is not tried again yet. */
export const notTriedSince = (desk: DeskContext): string => new Date(Date.parse(desk.clock.now()) - AGAIN_MS).toISOString();

/** Files whose content is here and that are not all at the server as far as anybody said. */
const unsent = (desk: DeskContext): readonly SharedFile[] =>
  desk.db.all(
    fileSql
      .selectFrom('shared_file')
      .selectAll()
      .where('complete', '=', 0)
      .where((where) =>
        where.or([
          where.exists(where.selectFrom('private_file').select('private_file.id').whereRef('private_file.id', '=', 'shared_file.id')),
          where.exists(where.selectFrom('document').select('document.id').whereRef('document.id', '=', 'shared_file.id')),
        ]),
      )
      .where((where) => where.or([where('tried_at', 'is', null), where('tried_at', '<=', notTriedSince(desk))]))
      .orderBy('id')
      .limit(20),
  );

/** What the server does not take of a file; `stop`: nothing more of any file. */
const refusal = (desk: DeskContext, id: string, failure: ServerFailure): 'stop' | 'next' | 'failed' => {
  if (failure.code !== 'server.refused') return 'failed';
  noteProblem(desk, id, failure.why);
  return failure.problem === 'parts.full' || failure.problem === 'part.sender' ? 'stop' : 'next';
};

/**
 * Sends parts of files that this desk holds to the server, at most `most`, each file from where it stopped. Answers how many went. What the server refuses is
 * noted on the file and tried again an hour later. Error: the server did not answer.
 */
export const sendParts = async (desk: DeskContext, server: NetworkServer, most: number): Promise<Result<number, ServerFailure>> => {
  let went = 0;
  for (const file of unsent(desk)) {
    if (went >= most) break;
    const entry = entryOf(desk, file.id);
    const content = entry === undefined ? undefined : contentHere(desk, file);
    if (entry === undefined || content === undefined) continue;
    const hashes = readHashes(file.parts);
    const sealed = { id: file.id, key: Uint8Array.from(file.key), bytes: file.bytes };
    const known = file.sent === null ? await server.heldParts(entry) : undefined;
    if (known?.ok === false) return known;
    const held = new Set(known?.value.held ?? Array.from({ length: file.sent ?? 0 }, (_, no) => no));
    let refused: ReturnType<typeof refusal> | null = null;
    for (let no = 0; no < hashes.length && went < most; no += 1) {
      if (held.has(no)) continue;
      const part = { hash: hashes[no] ?? '', body: bytesToBase64(sealPart(desk, sealed, no, content)) };
      const kept = await server.putPart(entry, no, part);
      if (!kept.ok) {
        refused = refusal(desk, file.id, kept.error);
        if (refused === 'failed') return kept;
        break;
      }
      held.add(no);
      went += 1;
      // Parts go in order: those before this one are there.
      set(desk, file.id, { sent: no + 1, problem: null, tried_at: null });
    }
    if (held.size === hashes.length) set(desk, file.id, { sent: hashes.length, complete: 1, problem: null, tried_at: null });
    if (refused === 'stop') break;
  }
  return ok(went);
};
