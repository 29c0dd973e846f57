import { z } from 'zod';
import { MAX_PARTS } from '../../../contract/network/book-parts.ts';
import { hash } from '../../../contract/scalars.ts';
import { base64urlToBytes, bytesToBase64url } from '../../../protocol/bytes.ts';
import { canonicalText } from '../../../protocol/jcs.ts';
import { partCount, readHashes } from '../files/parts.ts';
import { MISSING, sendAgain } from '../files/send-parts.ts';
import { fileSql } from '../files/tables.ts';
import { sharedRow } from './shared-row.ts';

const text = z.string();
const said = {
  id: text,
  name: text,
  media_type: text,
  sha256: hash,
  bytes: z.int().min(1),
  key: text.length(43),
  parts: z.array(hash).min(1).max(MAX_PARTS),
};

/** What is said of a kept file or paper, with the key and the hashes of its parts. The content goes beside the book. */
const file = sharedRow({
  of: 'file',
  refs: 'select id as ref from shared_file',
  schema: z.discriminatedUnion('of', [
    z.strictObject({
      of: z.literal('file'),
      ...said,
      subject: text.nullable(),
      facts: z.strictObject({ at: text, by: text, by_name: text }),
    }),
    z.strictObject({
      of: z.literal('document'),
      ...said,
      subject: z.null(),
      facts: z.strictObject({
        kind: text,
        made_at: text,
        event: text.nullable(),
        intent: text.nullable(),
        batch: text.nullable(),
        source: text,
      }),
    }),
  ]),
  refOf: ({ id }) => id,
  read: (desk, ref) => {
    const row = desk.db.get(fileSql.selectFrom('shared_file').selectAll().where('id', '=', ref));
    if (row === undefined) return null;
    const { id, of, name, media_type, sha256, bytes, subject } = row;
    const key = bytesToBase64url(Uint8Array.from(row.key));
    const facts: unknown = JSON.parse(row.facts);
    return { row: { id, of, name, media_type, sha256, bytes, subject, key, facts, parts: readHashes(row.parts) }, subject };
  },
  keep: (desk, { key: keyText, facts, parts, ...row }) => {
    const key = base64urlToBytes(keyText);
    // A desk of the practice wrote something that cannot be brought: there is nothing to keep of it.
    if (!key.ok || key.value.length !== 32 || parts.length !== partCount(row.bytes)) return;
    const kept = { ...row, key: key.value, facts: canonicalText(facts), parts: JSON.stringify(parts) };
    desk.db.run(
      fileSql
        .insertInto('shared_file')
        .values({ ...kept, sent: null, complete: 0, problem: null, tried_at: null })
        .onConflict((conflict) => conflict.column('id').doNothing()),
    );
  },
});

/** That all parts of a file are at the server: from then on every desk brings it. */
const fileSent = sharedRow({
  of: 'file-sent',
  refs: 'select id as ref from shared_file where complete = 1',
  schema: z.strictObject({ file: text }),
  refOf: (row) => row.file,
  read: (desk, ref) => {
    const row = desk.db.get(fileSql.selectFrom('shared_file').select('subject').where('id', '=', ref));
    return row === undefined ? null : { row: { file: ref }, subject: row.subject };
  },
  keep: (desk, row) => {
    desk.db.run(fileSql.updateTable('shared_file').set({ complete: 1 }).where('id', '=', row.file));
  },
});

/** That a desk did not get all parts of a file from the server, which may have gone back to a backup: who has the content sends them again. */
const fileMissing = sharedRow({
  of: 'file-missing',
  refs: `select id || ' ' || tried_at as ref from shared_file where problem = '${MISSING}'`,
  schema: z.strictObject({ file: text, at: text }),
  refOf: (row) => `${row.file} ${row.at}`,
  read: (desk, ref) => {
    const [id = '', at = ''] = ref.split(' ');
    const row = desk.db.get(fileSql.selectFrom('shared_file').select('subject').where('id', '=', id));
    return row === undefined ? null : { row: { file: id, at }, subject: row.subject };
  },
  keep: (desk, row) => sendAgain(desk, row.file),
});

/** Files and papers. What is said of one comes before that it was sent or is missing. */
export const fileRows = [file, fileSent, fileMissing];
