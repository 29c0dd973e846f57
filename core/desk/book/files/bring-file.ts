import { z } from 'zod';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../../ports/network-server.ts';
import { base64ToBytes, type Bytes, bytesToHex, concatBytes } from '../../../protocol/bytes.ts';
import type { DeskContext } from '../../context.ts';
import { openPart, readHashes } from './parts.ts';
import { entryOf, MISSING, noteProblem } from './send-parts.ts';
import { fileSql, type SharedFile } from './tables.ts';

/** Why a file was not brought: `server` says why it did not answer; the others stand on the file too. */
export type BringFailure =
  | { readonly code: 'server'; readonly failure: ServerFailure }
  | { readonly code: 'missing' | 'altered'; readonly why: string };

const ALTERED = 'The server handed out something else than was kept. Nothing of it was taken.';

const factsOf = {
  file: z.strictObject({ at: z.string(), by: z.string(), by_name: z.string() }),
  document: z.strictObject({
    kind: z.string(),
    made_at: z.string(),
    event: z.string().nullable(),
    intent: z.string().nullable(),
    batch: z.string().nullable(),
    source: z.string(),
  }),
};

/** True when the content is here: the file itself, or the same paper of the same event. */
export const isHere = (desk: Pick<DeskContext, 'db'>, { id, of, sha256, facts }: SharedFile): boolean => {
  if (of === 'file') return desk.db.get(fileSql.selectFrom('private_file').select('id').where('id', '=', id)) !== undefined;
  const { kind, event } = factsOf.document.parse(JSON.parse(facts));
  const same = fileSql.selectFrom('document').select('id').where('sha256', '=', sha256).where('kind', '=', kind);
  return desk.db.get(same.where('event', event === null ? 'is' : '=', event)) !== undefined;
};

const keepWhole = (desk: DeskContext, file: SharedFile, content: Bytes): void => {
  const { id, name, media_type, sha256, subject, bytes } = file;
  const said = { id, name, media_type, sha256 };
  const facts: unknown = JSON.parse(file.facts);
  desk.db.transaction(() => {
    if (file.of === 'file')
      desk.db.run(
        fileSql
          .insertInto('private_file')
          .values({ ...said, subject, bytes, content, ...factsOf.file.parse(facts) })
          .onConflict((conflict) => conflict.column('id').doNothing()),
      );
    else
      desk.db.run(
        fileSql
          .insertInto('document')
          .values({ ...said, bytes: content, ...factsOf.document.parse(facts) })
          .onConflict((conflict) => conflict.doNothing()),
      );
    desk.db.run(fileSql.deleteFrom('shared_file_part').where('file', '=', id));
    desk.db.run(
      fileSql
        .updateTable('shared_file')
        .set({ sent: readHashes(file.parts).length, problem: null, tried_at: null })
        .where('id', '=', id),
    );
  });
};

const drop = (desk: DeskContext, id: string, why: string): { readonly ok: false; readonly error: BringFailure } => {
  desk.db.run(fileSql.deleteFrom('shared_file_part').where('file', '=', id));
  noteProblem(desk, id, why);
  return err({ code: 'altered', why });
};

/**
 * Brings parts of a file from the server, at most `most`, from where it stopped, and keeps the file once all are here, open and give its hash. Answers how
 * many parts came and whether it is whole. `goOn` is asked before each part. Errors: `BringFailure`; what came stays for the next time.
 */
export const bringFile = async (
  desk: DeskContext,
  server: NetworkServer,
  file: SharedFile,
  { most, goOn }: { readonly most: number; readonly goOn: (done: number, of: number) => boolean },
): Promise<Result<{ readonly came: number; readonly whole: boolean }, BringFailure>> => {
  const hashes = readHashes(file.parts);
  const sealed = { id: file.id, key: Uint8Array.from(file.key), bytes: file.bytes };
  const entry = entryOf(desk, file.id);
  if (entry === undefined) return err({ code: 'missing', why: MISSING });
  const stored = desk.db.all(fileSql.selectFrom('shared_file_part').select('no').where('file', '=', file.id));
  const here = new Set(stored.map(({ no }) => no));
  let came = 0;
  for (const [no, hash] of hashes.entries()) {
    if (here.has(no)) continue;
    if (came >= most || !goOn(here.size, hashes.length)) return ok({ came, whole: false });
    const part = await server.part(entry, no);
    if (!part.ok) {
      if (part.error.code !== 'server.refused' || part.error.status !== 404) return err({ code: 'server', failure: part.error });
      noteProblem(desk, file.id, MISSING);
      return err({ code: 'missing', why: MISSING });
    }
    const body = base64ToBytes(part.value.body);
    if (!body.ok || bytesToHex(desk.primitives.sha256(body.value)) !== hash) return drop(desk, file.id, ALTERED);
    // The person may have been erased while the part was on its way.
    if (desk.db.get(fileSql.selectFrom('shared_file').select('id').where('id', '=', file.id)) === undefined)
      return err({ code: 'missing', why: 'It was erased meanwhile.' });
    desk.db.run(
      fileSql
        .insertInto('shared_file_part')
        .values({ file: file.id, no, body: body.value })
        .onConflict((conflict) => conflict.doNothing()),
    );
    here.add(no);
    came += 1;
  }
  // Another reader may have been as far.
  if (isHere(desk, file)) return ok({ came, whole: true });
  const opened = desk.db
    .all(fileSql.selectFrom('shared_file_part').select(['no', 'body']).where('file', '=', file.id).orderBy('no'))
    .map(({ no, body }) => openPart(desk, sealed, no, Uint8Array.from(body)));
  const content = concatBytes(...opened.map((part) => (part.ok ? part.value : new Uint8Array())));
  if (content.length !== file.bytes || bytesToHex(desk.primitives.sha256(content)) !== file.sha256) return drop(desk, file.id, ALTERED);
  keepWhole(desk, file, content);
  return ok({ came, whole: true });
};
