import { canonicalText } from '../../../protocol/jcs.ts';
import type { DeskContext } from '../../context.ts';
import { partCount, partHashes } from './parts.ts';
import { fileSql } from './tables.ts';
import { MAX_PARTS } from '../../../contract/network/book-parts.ts';

/** Bytes that are sealed to be named at once; a larger file goes alone. */
const AT_ONCE = 16 * 1024 * 1024;

type Found = { readonly id: string; readonly of: 'file' | 'document'; readonly bytes: number };

// A paper that came in a parcel reached every desk of the practice by itself.
const UNSHARED = `
select id, 'file' as of, bytes from private_file where not exists (select 1 from shared_file where shared_file.id = private_file.id)
union all
select id, 'document' as of, length(bytes) as bytes from document where not exists (select 1 from shared_file where shared_file.id = document.id)
and not exists (select 1 from parcel_in where parcel_in.slip_hash = document.source) and length(bytes) > 0
order by 1`;

const contentOf = (desk: DeskContext, { id, of }: Found) => {
  if (of === 'file') {
    const row = desk.db.get(fileSql.selectFrom('private_file').selectAll().where('id', '=', id));
    if (row === undefined) return undefined;
    const { content, name, media_type, sha256, subject, at, by, by_name } = row;
    return { content, name, media_type, sha256, subject, facts: { at, by, by_name } };
  }
  const row = desk.db.get(fileSql.selectFrom('document').selectAll().where('id', '=', id));
  if (row === undefined) return undefined;
  const { bytes: content, name, media_type, sha256, kind, made_at, event, intent, batch, source } = row;
  return { content, name, media_type, sha256, subject: null, facts: { kind, made_at, event, intent, batch, source } };
};

/**
 * Gives files and papers of this desk that are not shared yet a key of their own and names their parts, a few megabytes at once. Answers how many. What has
 * more parts than a file may have stays on this desk. Inside the caller's transaction.
 */
export const shareFiles = (desk: DeskContext): number => {
  let room = AT_ONCE;
  let shared = 0;
  for (const found of desk.db.statement<[], Found>(UNSHARED).all()) {
    if (room <= 0) break;
    const { id, of, bytes } = found;
    if (partCount(bytes) > MAX_PARTS) continue;
    const held = contentOf(desk, found);
    if (held === undefined) continue;
    room -= bytes;
    const key = desk.entropy.bytes(32);
    const { content, facts, ...rest } = held;
    const parts = JSON.stringify(partHashes(desk, { id, key, bytes }, Uint8Array.from(content)));
    const row = { id, of, bytes, key, parts, facts: canonicalText(facts), sent: 0, complete: 0, problem: null, tried_at: null, ...rest };
    desk.db.run(fileSql.insertInto('shared_file').values(row));
    shared += 1;
  }
  return shared;
};
