import type { Database } from '../../adapters/sqlite/database.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import { matchOf, searchable } from '../../domain/text/search-words.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { DeskContext } from '../context.ts';
import { kindOf, type RecordDefinition, type RecordKinds } from './definition.ts';

/** Characters of one record that are searched; a note may be far longer. */
const SEARCHED = 50_000;

/** Takes a record out of the search. Runs inside the caller's transaction; only the fold calls it. */
export const clearSearch = (db: Database, no: number): void => {
  db.statement<[number], never>('delete from record_search where rowid = ?').run(no);
};

/** Writes what a record is found by. Runs inside the caller's transaction; only the fold calls it. */
export const writeSearch = (db: Database, definition: RecordDefinition, document: RecordDocument, no: number): void => {
  const found = definition.searchOf?.(document) ?? null;
  if (found === null) return;
  db.statement<[number, string, string, string], never>('insert into record_search (rowid, title, words, digits) values (?, ?, ?, ?)').run(
    no,
    searchable(found.title),
    searchable(found.words.slice(0, SEARCHED)),
    found.digits,
  );
};

/** A private record that a search found, with the contact it is about. */
export type FoundRecord = {
  readonly kind: string;
  readonly id: string;
  readonly subject: string | null;
  readonly contact: string | null;
  readonly name: string;
  readonly label: string;
  readonly document: Readonly<Record<string, JsonValue>>;
};

type Row = {
  readonly kind: string;
  readonly id: string;
  readonly subject: string | null;
  readonly document: string;
  readonly contact: string | null;
};

const FIND = `select record.kind, record.id, record.subject, record.document, contact.name as contact
  from (select rowid as no, row_number() over () as place
    from (select rowid from record_search where record_search match ? order by bm25(record_search, 10, 1, 4), rowid desc limit ?)) as hit
  join record on record.no = hit.no left join contact on contact.id = record.subject order by hit.place`;

/** Notes, tasks, tickets, deals and every other private record that is searched, best first: a word of the title counts more than one of the text. */
export const searchRecords = (desk: Pick<DeskContext, 'db' | 'kinds'>, q: string, limit: number): readonly FoundRecord[] => {
  const match = matchOf(q.slice(0, 200));
  if (match === null || match === 'none') return [];
  return desk.db
    .statement<[string, number], Row>(FIND)
    .all(match, limit)
    .map(({ kind, id, subject, contact, document }) => {
      const definition = kindOf(desk.kinds, kind);
      const read = definition.schema.parse(JSON.parse(document));
      return { kind, id, subject, contact, name: definition.name, label: definition.labelOf(read), document: read };
    });
};

type Older = { readonly no: number; readonly kind: string; readonly document: string };

/**
 * Writes what records are found by in a file that is older than their search. Does nothing on any other file: there the
 * search holds something, or there is nothing to find. Answers how many were written.
 */
export const indexOlderRecords = (db: Database, kinds: RecordKinds): number => {
  const searched = [...kinds.values()].filter((definition) => definition.searchOf !== undefined).map(({ kind }) => kind);
  if (db.statement<[], { readonly one: number }>('select 1 as one from record_search limit 1').get() !== undefined) return 0;
  const older = db
    .statement<[string], Older>(
      'select no, kind, document from record where removed_at is null and kind in (select value from json_each(?)) order by no',
    )
    .all(JSON.stringify(searched));
  if (older.length > 0)
    db.transaction(() => {
      for (const { no, kind, document } of older) {
        const definition = kindOf(kinds, kind);
        writeSearch(db, definition, definition.schema.parse(JSON.parse(document)), no);
      }
    });
  return older.length;
};
