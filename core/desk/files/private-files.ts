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

/** What desks of a practice know of each other's files and papers. */
export type SharedFileTables = {
  shared_file: {
    /** That of the kept file or paper, at every desk. */
    id: string;
    of: 'file' | 'document';
    subject: string | null;
    name: string;
    media_type: string;
    sha256: string;
    bytes: number;
    /** The other columns of its table, as JSON. */
    facts: string;
    /** Of its parts; drawn for this file alone. */
    key: Uint8Array;
    /** SHA-256 of each part's ciphertext, in order, as JSON. */
    parts: string;
    /** Parts that this desk knows to be at the server; null where it has to ask. */
    sent: number | null;
    /** 1 once a desk has said that all parts are at the server. */
    complete: number;
    /** Why it was not sent or brought, in words, and when that was tried. */
    problem: string | null;
    tried_at: string | null;
  };
  shared_file_part: { file: string; no: number; body: Uint8Array };
};

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
export const privateFileSql = queryBuilder<PrivateFileTables & SharedFileTables>();

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

export type KeptFile = {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Where its content is: `coming` waits until the desk that keeps it has sent it whole. */
  readonly where: 'here' | 'at-server' | 'coming';
};

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
  return ok({ ...kept, where: 'here' });
};

const unknown: Refusal = {
  status: 404,
  code: 'file-unknown',
  title: 'This file is not kept here',
  detail: 'It was taken away or erased.',
  next: 'Go back to the record it belonged to.',
};

const elsewhere: Refusal = {
  status: 409,
  code: 'file-elsewhere',
  title: 'This file is not on this computer yet',
  detail: 'Another desk of the practice keeps it.',
  next: 'Bring it here first.',
};

/** A kept file with its content. Errors: `file-unknown`, `file-elsewhere`. */
export const readKeptFile = (desk: DeskContext, by: SignedInPerson, id: string): Result<FileAnswer, Refusal> => {
  const row = desk.db.get(privateFileSql.selectFrom('private_file').selectAll().where('id', '=', id));
  if (row === undefined) return err(keptFileName(desk, id) === undefined ? unknown : elsewhere);
  return ok(
    fileInside(
      desk,
      by,
      { name: row.name, mediaType: row.media_type, bytes: Uint8Array.from(row.content) },
      { what: 'private-file', detail: row.name },
    ),
  );
};

/** What a kept file is called and where its content is, by its id; undefined where no desk of the practice is known to keep it. */
export const keptFileName = (desk: Pick<DeskContext, 'db'>, id: string): KeptFile | undefined => {
  const here = desk.db.get(privateFileSql.selectFrom('private_file').select(['id', 'name', 'bytes', 'sha256']).where('id', '=', id));
  if (here !== undefined) return { ...here, where: 'here' };
  const shared = desk.db.get(
    privateFileSql
      .selectFrom('shared_file')
      .select(['id', 'name', 'bytes', 'sha256', 'complete'])
      .where('id', '=', id)
      .where('of', '=', 'file'),
  );
  if (shared === undefined) return undefined;
  const { complete, ...file } = shared;
  return { ...file, where: complete === 1 ? 'at-server' : 'coming' };
};
