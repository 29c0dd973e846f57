import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import type { FileAnswer, fileInput } from '../../contract/scalars.ts';
import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { fileInside } from '../exits/files.ts';
import { recordsClosed } from '../records/refusals.ts';
import type { Refusal } from '../refusal.ts';

export type PrivateFileTables = {
  private_file: {
    id: string;
    /** The contact it is about; null where it is about nobody. */
    subject: string | null;
    name: string;
    media_type: string;
    sha256: string;
    bytes: number;
    content: Uint8Array;
    at: string;
    by: string;
    by_name: string;
  };
};

/** Builds queries over kept files. */
export const privateFileSql = queryBuilder<PrivateFileTables>();

/** Largest file that is kept in the ledger; a backup holds every one of them. */
export const LARGEST_FILE = 25 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

const MEDIA: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  txt: 'text/plain',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const fileRefusal = (code: string, detail: string, next: string): Refusal => ({
  status: 422,
  code,
  title: 'This file cannot be kept here',
  detail,
  where: 'file',
  kept: 'Nothing was kept.',
  next,
});

/** A file with the folders of its name taken off, and no characters that a file system minds. */
const plainName = (name: string): string =>
  (name.split(/[/\\]/u).at(-1) ?? '')
    .replace(/[\u0000-\u001f<>:"|?*]/gu, ' ')
    .trim()
    .slice(0, 200) || 'file';

export type KeptFile = { readonly id: string; readonly name: string; readonly bytes: number; readonly sha256: string };

/** Keeps a file in the encrypted ledger. Errors: `recovery`, `file-not-base64`, `file-empty`, `file-too-large`. */
export const keepFile = (
  desk: DeskContext,
  person: SignedInPerson,
  input: z.output<typeof fileInput>,
  subject: string | null,
): Result<KeptFile, Refusal> => {
  const closed = recordsClosed(desk);
  if (closed !== null) return err(closed);
  if (input.base64.length % 4 !== 0 || !BASE64.test(input.base64))
    return err(fileRefusal('file-not-base64', 'It did not arrive whole.', 'Choose the file again.'));
  const content = Uint8Array.from(Buffer.from(input.base64, 'base64'));
  if (content.length === 0) return err(fileRefusal('file-empty', 'It holds nothing.', 'Choose another file.'));
  if (content.length > LARGEST_FILE)
    return err(
      fileRefusal(
        'file-too-large',
        `It has ${(content.length / 1048576).toFixed(1)} MB; up to 25 MB are kept, since every backup holds it too.`,
        'Keep the file in your file store, and write here where it is.',
      ),
    );
  const at = desk.clock.now();
  const name = plainName(input.name);
  const kept = { id: uuidV7(desk.entropy, at), name, bytes: content.length, sha256: bytesToHex(desk.primitives.sha256(content)) };
  desk.db.run(
    privateFileSql.insertInto('private_file').values({
      ...kept,
      subject,
      media_type: MEDIA[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream',
      content,
      at,
      by: person.person,
      by_name: person.name,
    }),
  );
  return ok(kept);
};

const unknown: Refusal = {
  status: 404,
  code: 'file-unknown',
  title: 'This file is not kept here',
  detail: 'It was taken away or erased.',
  next: 'Go back to the record it belonged to.',
};

/** A kept file with its content. Errors: `file-unknown`. */
export const readKeptFile = (desk: DeskContext, by: SignedInPerson, id: string): Result<FileAnswer, Refusal> => {
  const row = desk.db.get(privateFileSql.selectFrom('private_file').selectAll().where('id', '=', id));
  if (row === undefined) return err(unknown);
  return ok(
    fileInside(
      desk,
      by,
      { name: row.name, mediaType: row.media_type, bytes: Uint8Array.from(row.content) },
      { what: 'private-file', detail: row.name },
    ),
  );
};

/** What a kept file is called, by its id; undefined where it is not kept. */
export const keptFileName = (desk: Pick<DeskContext, 'db'>, id: string): KeptFile | undefined =>
  desk.db.get(privateFileSql.selectFrom('private_file').select(['id', 'name', 'bytes', 'sha256']).where('id', '=', id));
