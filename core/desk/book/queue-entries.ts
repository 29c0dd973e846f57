import { uuidV7 } from '../../ports/entropy.ts';
import { bytesToBase64, bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import { readBody } from '../records/operation-log.ts';
import { settingDefinitions } from '../settings/definitions.ts';
import { type EntryContent, entryContent } from './content.ts';
import { SHARED_ROWS, sharedRowOf } from './rows/all.ts';
import { bookOf, moveBook } from './state.ts';
import { bookSql, type EntryKind } from './tables.ts';

/** Source of events that came with the book. */
export const BOOK_SOURCE = 'book';

/** Settings outside the versioned store that are of the practice; every other one belongs to its computer. */
const OTHER_SETTINGS = ['bank'];
const OWN_TO_A_DESK: ReadonlySet<string> = new Set(['network-trust']);

/** Names of the settings that all desks of a practice share. */
export const sharedSettings = (): readonly string[] =>
  [...settingDefinitions.keys(), ...OTHER_SETTINGS].filter((name) => !OWN_TO_A_DESK.has(name));

const add = (desk: DeskContext, id: string, kind: EntryKind, ref: string): void => {
  desk.db
    .statement<[string, string, string], never>('insert into book_entry (id, kind, ref) values (?, ?, ?) on conflict (id) do nothing')
    .run(id, kind, ref);
};

const newId = (desk: DeskContext): string => uuidV7(desk.entropy, desk.clock.now());

/** Queues what has no entry: groups before their operations, in the order in which they were written. */
const queueOperations = (desk: DeskContext): void => {
  const rows = desk.db
    .statement<[], { readonly id: string; readonly group: string; readonly known: number }>(
      `select operation.id, operation."group", exists (select 1 from book_entry as g where g.id = operation."group") as known
       from operation left join book_entry on book_entry.id = operation.id where book_entry.id is null order by operation.seq`,
    )
    .all();
  const groups = new Set<string>();
  for (const { id, group, known } of rows) {
    if (known === 0 && !groups.has(group)) {
      groups.add(group);
      add(desk, group, 'group', group);
    }
    add(desk, id, 'operation', id);
  }
};

/** Queues events that no parcel and no entry brought: those of this desk, and those that came with files. */
const queueEvents = (desk: DeskContext, through: number): void => {
  const rows = desk.db
    .statement<[number, string], { readonly idx: number; readonly hash: Uint8Array }>(
      `select event.idx, event.hash from event where event.idx > ? and event.source <> ?
       and not exists (select 1 from parcel_in where parcel_in.slip_hash = event.source) order by event.idx`,
    )
    .all(through, BOOK_SOURCE);
  for (const { hash } of rows) add(desk, newId(desk), 'event', bytesToHex(Uint8Array.from(hash)));
  moveBook(desk, { events_through: desk.ledger.size() - 1 });
};

const UNKNOWN = (kind: EntryKind, column: string): string =>
  `not exists (select 1 from book_entry where book_entry.kind = '${kind}' and book_entry.ref = ${column})`;

const queueRows = (desk: DeskContext, kind: EntryKind, select: string): void => {
  for (const { ref } of desk.db.statement<[], { readonly ref: string }>(select).all()) add(desk, newId(desk), kind, ref);
};

/** Kind and key of a row's `ref`. */
export const splitRef = (ref: string): readonly [string, string] => {
  const at = ref.indexOf(' ');
  return [ref.slice(0, Math.max(at, 0)), ref.slice(at + 1)];
};

const settingRef = (name: string, version: number): string => `${name} ${String(version)}`;

/** Queues versions of shared settings. */
const queueSettings = (desk: DeskContext): void => {
  const names = sharedSettings();
  for (const { name, version } of desk.db.all(
    bookSql.selectFrom('setting').select(['name', 'version']).where('name', 'in', names).orderBy('at').orderBy('version'),
  )) {
    const ref = settingRef(name, version);
    const held = desk.db.get(bookSql.selectFrom('book_entry').select('id').where('kind', '=', 'setting').where('ref', '=', ref));
    if (held === undefined) add(desk, newId(desk), 'setting', ref);
  }
};

/** Queues rows that say one thing and have no history, kind by kind. */
const queueSharedRows = (desk: DeskContext): void => {
  for (const { of, refs } of SHARED_ROWS)
    queueRows(
      desk,
      'row',
      `select '${of} ' || listed.ref as ref from (${refs}) as listed where ${UNKNOWN('row', `'${of} ' || listed.ref`)}`,
    );
};

/**
 * Gives everything of this desk that the practice shares and that is in no entry yet an entry of its own, in an order in which it can be taken in: the
 * imports that contacts name, groups and operations, events, then what belongs to events, settings and rows. One transaction.
 */
export const queueEntries = (desk: DeskContext): void => {
  const state = bookOf(desk);
  if (state === undefined) return;
  desk.db.transaction(() => {
    queueRows(desk, 'import', `select id as ref from import_batch where ${UNKNOWN('import', 'import_batch.id')} order by at, id`);
    queueOperations(desk);
    if (desk.ledger.size() - 1 > state.events_through) {
      queueEvents(desk, state.events_through);
      queueRows(desk, 'opening', `select commitment as ref from opening where ${UNKNOWN('opening', 'opening.commitment')}`);
      queueRows(desk, 'client-link', `select intent as ref from client_link where ${UNKNOWN('client-link', 'client_link.intent')}`);
      queueRows(desk, 'rule', `select hash as ref from rule_content where ${UNKNOWN('rule', 'rule_content.hash')}`);
    }
    queueSettings(desk);
    queueSharedRows(desk);
  });
};

type Row = Readonly<Record<string, string | number | null>>;

const parsed = (text: string | number | null | undefined): unknown => JSON.parse(String(text)) as unknown;

/** Columns of an import that travel: what the file was and how it was read, never the file. */
const IMPORT_COLUMNS =
  "id, name, file_name, format, encoding, delimiter, mapping, sha256, bytes, null as original, 'removed' as original_kind, row_count, imported, refused, skipped, 'imported' as state, at, by, by_name, null as reverted_at, null as reverted_by, null as reverted_by_name";

const contentOfOperation = (desk: DeskContext, id: string): EntryContent | null => {
  const row = desk.db.get(
    bookSql
      .selectFrom('operation')
      .innerJoin('operation_group', 'operation_group.id', 'operation.group')
      .select([
        'operation.at',
        'operation.by',
        'operation_group.by_name as byName',
        'operation.group',
        'operation.kind as of',
        'operation.record',
        'operation.subject',
        'operation.act',
        'operation.body',
      ])
      .where('operation.id', '=', id),
  );
  if (row === undefined) return null;
  const { act, body: text, ...facts } = row;
  // An erasure says whose records go, and that must reach every desk.
  const body = act === 'erase' ? ({ act } as const) : readBody(text);
  if (body === null) return null;
  return entryContent.parse({ kind: 'operation', id, ...facts, body });
};

/** What an entry says, read from the tables as they are now; null once it was erased. */
export const contentOf = (desk: DeskContext, kind: EntryKind, ref: string): EntryContent | null => {
  const one = (sql: string, ...values: readonly (string | number)[]): Row | undefined =>
    desk.db.statement<readonly (string | number)[], Row>(sql).get(...values);
  switch (kind) {
    case 'operation':
      return contentOfOperation(desk, ref);
    case 'group': {
      const row = one('select id, at, by, by_name as byName, words, undoes from operation_group where id = ?', ref);
      return row === undefined ? null : entryContent.parse({ kind, ...row });
    }
    case 'event': {
      const row = desk.db
        .statement<[string], { readonly record: Uint8Array; readonly ticket: Uint8Array | null }>(
          'select event.record, ticket.record as ticket from event left join ticket on ticket.idx = event.idx where event.hash = unhex(?)',
        )
        .get(ref);
      if (row === undefined) return null;
      const ticket = row.ticket === null ? null : bytesToBase64(Uint8Array.from(row.ticket));
      return { kind, record: bytesToBase64(Uint8Array.from(row.record)), ticket };
    }
    case 'opening': {
      const row = one('select commitment, purpose as "for", referral, salt, data, subject from opening where commitment = ?', ref);
      return row === undefined ? null : entryContent.parse({ kind, ...row, data: parsed(row['data']) });
    }
    case 'client-link': {
      const row = one('select intent, contact, at from client_link where intent = ?', ref);
      return row === undefined ? null : entryContent.parse({ kind, ...row });
    }
    case 'rule': {
      const row = one('select hash, content from rule_content where hash = ?', ref);
      return row === undefined ? null : entryContent.parse({ kind, ...row });
    }
    case 'import': {
      const row = one(`select ${IMPORT_COLUMNS} from import_batch where id = ?`, ref);
      return row === undefined ? null : { kind, id: ref, row: { ...row } };
    }
    case 'setting': {
      const [name = '', version = ''] = ref.split(' ');
      const row = one(
        'select name, value, at, person, by_name as byName, takes_effect as takesEffect, note from setting where name = ? and version = ?',
        name,
        Number(version),
      );
      return row === undefined ? null : entryContent.parse({ kind, ...row, value: parsed(row['value']) });
    }
    case 'row': {
      const [of, key] = splitRef(ref);
      const held = sharedRowOf(of)?.read(desk, key) ?? null;
      return held === null ? null : entryContent.parse({ kind, of, ...held });
    }
    case 'desks':
    case 'unknown':
      return null;
  }
};
