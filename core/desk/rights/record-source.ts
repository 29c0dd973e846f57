import { z } from 'zod';
import type { RecordDocument } from '../../domain/record/operation.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { HeldEntry } from '../../domain/privacy/person-file.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext } from '../context.ts';
import { contactById } from '../contacts/stored-contact.ts';
import { relationshipSql } from '../contacts/relationships/relationship-record.ts';
import { kindOf } from '../records/definition.ts';
import { applyOperation } from '../records/fold.ts';
import { historyOfSubject } from '../records/history.ts';
import { appendOperations, eraseOperations, type NewOperation } from '../records/operation-log.ts';
import { readRecord } from '../records/stored-record.ts';
import { recordSql } from '../records/tables.ts';
import { fieldName } from '../records/words.ts';
import { clear, type Erased, type ErasureRun, factsOf, marks, type PersonalSource } from './source.ts';
import type { Subject } from './subject.ts';
import { ERASED_WORDS } from '../records/erased-words.ts';

/** Fields by which a record names a contact. */
const CONTACT_FIELDS: ReadonlySet<string> = new Set(['contact', 'from', 'to', 'survivor', 'merged']);

type Key = { readonly kind: string; readonly record: string };

/** Every record about the person: what operations or records name them as subject, and relationships that end at them. */
const recordsAbout = (desk: DeskContext, { ids }: Subject): readonly Key[] => {
  const operations = desk.db.all(
    recordSql.selectFrom('operation').select(['kind', 'record']).distinct().where('subject', 'in', ids).where('act', '<>', 'erase'),
  );
  const records = desk.db.all(recordSql.selectFrom('record').select(['kind', 'id as record']).where('subject', 'in', ids));
  const related = desk.db
    .all(relationshipSql.selectFrom('relationship').select('id').distinct().where('contact', 'in', ids))
    .map(({ id }) => ({ kind: 'relationship', record: id }));
  // A contact written before there were operations has a row and no operation.
  const contacts = ids.map((id) => ({ kind: 'contact', record: id }));
  const all = [...contacts, ...operations, ...records, ...related];
  return [...new Map(all.map((key) => [`${key.kind} ${key.record}`, key])).values()];
};

const imported = z.looseObject({ kind: z.literal('import') });

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** A document without numbers that only the program reads: the person's own contact goes, another contact is its name, a file of an import has its own section. */
const readable = (desk: DeskContext, { ids }: Subject, document: RecordDocument): RecordDocument =>
  Object.fromEntries(
    Object.entries(document).flatMap(([field, value]): readonly (readonly [string, JsonValue])[] => {
      if (field === 'source' && imported.safeParse(value).success)
        return [[field, 'a file that was imported; the files have a part of their own']];
      if (typeof value !== 'string' || !CONTACT_FIELDS.has(field)) return [[field, value]];
      return ids.includes(value)
        ? []
        : [[field, contactById(desk.db, value)?.fields.displayName ?? 'somebody who is no longer in the book']];
    }),
  );

const heldRecords = (desk: DeskContext, subject: Subject): readonly HeldEntry[] =>
  recordsAbout(desk, subject).flatMap(({ kind, record }) => {
    const definition = kindOf(desk.kinds, kind);
    const held = readRecord(desk.db, definition, record);
    if (held === undefined) return [];
    const first = desk.db.get(
      recordSql
        .selectFrom('operation')
        .innerJoin('operation_group', 'operation_group.id', 'operation.group')
        .select('operation_group.by_name')
        .where('operation.record', '=', record)
        .orderBy('operation.seq')
        .limit(1),
    );
    return [
      {
        at: held.createdAt,
        title: `${capital(definition.name)}: ${definition.labelOf(held.document)}${held.removedAt === null ? '' : ' (removed)'}`,
        facts: factsOf(readable(desk, subject, held.document), (field) => {
          return capital(fieldName(definition, field));
        }),
        source: first === undefined ? null : `recorded by ${first.by_name}`,
      },
    ];
  });

/** Contact, relationships, notes, tasks, tickets, deals, messages: every private record about the person. */
export const recordSource: PersonalSource = {
  code: 'records',
  title: 'Records about you',
  tables: ['record', 'operation', 'operation_group', 'contact', 'timeline', 'relationship', 'book_waiting'],
  held: heldRecords,
  erase: (desk, subject, run) => {
    const all = recordsAbout(desk, subject).filter((key) => isThere(desk, key));
    // Finishing an open referral needs the contact itself, and nothing else of the book.
    const stays = (key: Key): boolean => subject.openIntents.length > 0 && key.kind === 'contact' && key.record === subject.contact;
    const going = all.filter((key) => !stays(key));
    if (run.act) {
      eraseRecords(desk, subject, going, run);
      clear(desk.db, true, 'book_waiting', `json_extract(content, '$.subject') in (${marks(subject.ids)})`, subject.ids);
    }
    return result(going.length, all.length - going.length);
  },
};

const result = (erased: number, kept: number): Erased => ({ erased, kept, why: kept > 0 ? 'open-referral' : null });

const isThere = (desk: DeskContext, { kind, record }: Key): boolean =>
  readRecord(desk.db, kindOf(desk.kinds, kind), record) !== undefined ||
  desk.db.get(
    recordSql
      .selectFrom('operation')
      .select('seq')
      .where('kind', '=', kind)
      .where('record', '=', record)
      .where('body', 'is not', null)
      .where('act', '<>', 'erase')
      .limit(1),
  ) !== undefined;

const eraseRecords = (desk: DeskContext, subject: Subject, going: readonly Key[], run: ErasureRun): void => {
  if (going.length === 0) return;
  const group = uuidV7(desk.entropy, run.at);
  desk.db.run(
    recordSql
      .insertInto('operation_group')
      .values({ id: group, at: run.at, by: run.by, by_name: run.byName, words: 'Erased what was held about a person', undoes: null }),
  );
  const operations: NewOperation[] = [];
  for (const { kind, record } of going) {
    const definition = kindOf(desk.kinds, kind);
    const held = readRecord(desk.db, definition, record);
    const body = { act: 'erase' } as const;
    if (held !== undefined)
      applyOperation(desk.db, desk.kinds, { id: null, at: run.at, by: run.by, byName: run.byName, kind, record, body }, held);
    forgetWords(desk, record);
    eraseOperations(desk.db, { record });
    operations.push({ id: uuidV7(desk.entropy, run.at), at: run.at, by: run.by, group, kind, record, subject: subject.contact, body });
  }
  appendOperations(desk.db, { primitives: desk.primitives, salt: (length) => desk.entropy.bytes(length) }, operations);
  // What is left of words about the person in groups that also changed others.
  for (const id of subject.openIntents.length > 0 ? [] : subject.ids) eraseOperations(desk.db, { subject: id });
};

/** Takes the words of every group that changed this record away: they quote names. */
const forgetWords = (desk: DeskContext, record: string): void => {
  desk.db
    .statement<[string, string], never>('update operation_group set words = ? where id in (select "group" from operation where record = ?)')
    .run(ERASED_WORDS, record);
};

const fromTo = ({ before, after }: { readonly before: string; readonly after: string }): string =>
  before === '' ? `now “${after}”` : after === '' ? `was “${before}”` : `was “${before}”, now “${after}”`;

/** Who changed what, when, from what to what. */
export const historySource: PersonalSource = {
  code: 'history',
  title: 'History of changes',
  tables: ['contact_change'],
  held: (desk, { ids }) => [
    ...ids
      .flatMap((id) => historyOfSubject(desk, id, 1_000_000))
      .map((entry): HeldEntry => ({
        at: entry.at,
        title: `${entry.by} ${entry.words}`,
        facts: entry.changes.map((change) => ({ label: capital(change.name), value: fromTo(change) })),
        source: null,
      })),
    ...desk.db
      .statement<
        string[],
        { readonly at: string; readonly by_name: string; readonly field: string; readonly before: string; readonly after: string }
      >(`select at, by_name, field, before, after from contact_change where contact in (${marks(ids)}) order by id desc`)
      .all(...ids)
      .map((row): HeldEntry => ({
        at: row.at,
        title: `${row.by_name} changed ${row.field}`,
        facts: [{ label: row.field, value: fromTo(row) }],
        source: null,
      })),
  ],
  erase: (desk, subject, run) => {
    const ids = subject.openIntents.length > 0 ? subject.ids.slice(1) : subject.ids;
    return { erased: clear(desk.db, run.act, 'contact_change', `contact in (${marks(ids)})`, ids), kept: 0, why: null };
  },
};
