import { z } from 'zod';
import { base64ToBytes } from '../../protocol/bytes.ts';
import { canonicalText } from '../../protocol/jcs.ts';
import { eventHashOf } from '../../protocol/record.ts';
import type { DeskContext } from '../context.ts';
import { keepTickets } from '../exchange/tickets.ts';
import { applyOperation } from '../records/fold.ts';
import { appendOperations, eraseOperations } from '../records/operation-log.ts';
import { refoldRecord } from '../records/refold.ts';
import { erasePerson } from '../rights/erase.ts';
import type { EntryContent, OperationContent } from './content.ts';
import { BOOK_SOURCE, sharedSettings } from './queue-entries.ts';
import { sharedRowOf } from './rows/all.ts';
import { bookSql } from './tables.ts';
import { ERASED_WORDS } from '../records/erased-words.ts';

/** What became of an entry's content: `held` is here already, `erased` is about somebody whose records were erased here. */
export type Applied = 'applied' | 'held' | 'erased' | 'waiting';

/** A content that cannot be taken in by this version of the program. */
export class NotNow extends Error {}

const has = (desk: DeskContext, sql: string, ...values: readonly string[]): boolean =>
  desk.db.statement<readonly string[], unknown>(sql).get(...values) !== undefined;

const ensureGroup = (
  desk: DeskContext,
  group: { id: string; at: string; by: string; byName: string; words: string; undoes: string | null },
): void => {
  if (has(desk, 'select 1 as one from operation_group where id = ?', group.id)) return;
  const { undoes } = group;
  // A group is taken back once: a second desk that did so too made changes of its own.
  const free =
    undoes !== null &&
    has(desk, 'select 1 as one from operation_group where id = ?', undoes) &&
    !has(desk, 'select 1 as one from operation_group where undoes = ?', undoes);
  desk.db.run(
    bookSql.insertInto('operation_group').values({
      id: group.id,
      at: group.at,
      by: group.by,
      by_name: group.byName,
      words: group.words,
      undoes: free ? undoes : null,
    }),
  );
};

/** True where an operation that is applied already counts after this one: one that waits to be sent, or a later place. */
const comesBefore = (desk: DeskContext, kind: string, record: string, no: number): boolean =>
  desk.db
    .statement<[string, string, number], unknown>(
      `select 1 as one from operation left join book_entry on book_entry.id = operation.id
       where operation.record = ? and operation.kind = ? and (book_entry.no is null or book_entry.no > ?) limit 1`,
    )
    .get(record, kind, no) !== undefined;

const ERASED = { id: '', words: ERASED_WORDS, undoes: null };

const applyOperationContent = (desk: DeskContext, no: number, content: OperationContent, erased: ReadonlySet<string>): Applied => {
  const { of: kind, record, subject, body, at, by, byName } = content;
  if (!desk.kinds.has(kind)) throw new NotNow(`records of the kind “${kind}”`);
  if (has(desk, 'select 1 as one from operation where id = ?', content.id)) return 'held';
  const gone = body.act !== 'erase' && subject !== null && erased.has(subject);
  if (gone) return 'erased';
  const late = comesBefore(desk, kind, record, no);
  ensureGroup(desk, { ...ERASED, id: content.group, at, by, byName });
  if (!late) applyOperation(desk.db, desk.kinds, { id: content.id, at, by, byName, kind, record, body });
  appendOperations(desk.db, { primitives: desk.primitives, salt: (length) => desk.entropy.bytes(length) }, [
    { id: content.id, at, by, group: content.group, kind, record, subject, body },
  ]);
  if (late) refoldRecord(desk.db, desk.kinds, kind, record);
  if (body.act === 'erase') eraseOperations(desk.db, { record });
  return 'applied';
};

const applyEvent = (desk: DeskContext, record: string, ticket: string | null): Applied => {
  const bytes = base64ToBytes(record);
  if (!bytes.ok) throw new NotNow('an event that does not read');
  const [outcome] = desk.ledger.accept([bytes.value], BOOK_SOURCE, () => {
    if (ticket !== null) keepTickets(desk, [ticket]);
  });
  return outcome?.outcome === 'already' ? 'held' : 'applied';
};

const insert = (desk: DeskContext, table: string, row: Readonly<Record<string, string | number | null>>): void => {
  const columns = Object.keys(row);
  desk.db
    .statement<readonly (string | number | null)[], never>(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) on conflict do nothing`,
    )
    .run(...Object.values(row));
};

const IMPORT_FIELDS: ReadonlySet<string> = new Set(
  'id name file_name format encoding delimiter mapping sha256 bytes original original_kind row_count imported refused skipped state at by by_name reverted_at reverted_by reverted_by_name'.split(
    ' ',
  ),
);

type SettingContent = Extract<EntryContent, { readonly kind: 'setting' }>;

/** Adds a version of a setting. One of this desk that is not in the book yet counts after it, so it is said once more. */
const applySetting = (desk: DeskContext, content: SettingContent): string => {
  const { name } = content;
  const last = desk.db.get(bookSql.selectFrom('setting').selectAll().where('name', '=', name).orderBy('version', 'desc').limit(1));
  const version = (last?.version ?? 0) + 1;
  const write = (at: number, row: Omit<SettingContent, 'kind' | 'name'>, before: string | null): void => {
    desk.db.run(
      bookSql.insertInto('setting').values({
        name,
        version: at,
        value: JSON.stringify(row.value),
        at: row.at,
        person: row.person,
        before,
        by_name: row.byName,
        takes_effect: row.takesEffect,
        note: row.note,
        reverts: null,
      }),
    );
  };
  write(version, content, last?.value ?? null);
  const open =
    last !== undefined &&
    has(desk, "select 1 as one from book_entry where kind = 'setting' and ref = ? and no is null", `${name} ${String(last.version)}`);
  if (open) {
    const again = {
      value: z.json().parse(JSON.parse(last.value)),
      at: last.at,
      person: last.person,
      byName: last.by_name,
      takesEffect: last.takes_effect,
      note: last.note,
    };
    write(version + 1, again, JSON.stringify(content.value));
    // The entry that waits now speaks of the version that stands; the one before is part of the history here.
    desk.db
      .statement<[string, string], never>("update book_entry set ref = ? where kind = 'setting' and ref = ? and no is null")
      .run(`${name} ${String(version + 1)}`, `${name} ${String(last.version)}`);
  }
  return `${name} ${String(version)}`;
};

/**
 * Takes in what an entry says, in the caller's transaction. Answers what it is of and what became of it. What this version does not know throws `NotNow`
 * and is kept for a later one.
 */
export const applyContent = (
  desk: DeskContext,
  no: number,
  content: EntryContent,
  erased: ReadonlySet<string>,
): { readonly ref: string; readonly applied: Applied } => {
  switch (content.kind) {
    case 'group':
      ensureGroup(desk, content);
      return { ref: content.id, applied: 'applied' };
    case 'operation':
      return { ref: content.id, applied: applyOperationContent(desk, no, content, erased) };
    case 'event': {
      const applied = applyEvent(desk, content.record, content.ticket);
      const bytes = base64ToBytes(content.record);
      return { ref: bytes.ok ? eventHashOf(desk.primitives, bytes.value) : '', applied };
    }
    case 'opening': {
      const { commitment, for: purpose, referral, salt, data, subject } = content;
      if (subject !== null && erased.has(subject)) return { ref: commitment, applied: 'erased' };
      insert(desk, 'opening', { commitment, purpose, referral, salt, data: canonicalText(data), subject });
      return { ref: commitment, applied: 'applied' };
    }
    case 'client-link': {
      if (erased.has(content.contact)) return { ref: content.intent, applied: 'erased' };
      insert(desk, 'client_link', { intent: content.intent, contact: content.contact, at: content.at });
      return { ref: content.intent, applied: 'applied' };
    }
    case 'rule':
      if (desk.ledger.register()?.rules.has(content.hash) === true)
        insert(desk, 'rule_content', { hash: content.hash, content: content.content });
      return { ref: content.hash, applied: 'applied' };
    case 'import': {
      const row = Object.fromEntries(Object.entries(content.row).filter(([column]) => IMPORT_FIELDS.has(column)));
      insert(desk, 'import_batch', row);
      return { ref: content.id, applied: 'applied' };
    }
    case 'setting':
      if (!sharedSettings().includes(content.name)) throw new NotNow(`the setting “${content.name}”`);
      return { ref: applySetting(desk, content), applied: 'applied' };
    case 'row': {
      const { of, subject, row } = content;
      if (subject !== null && erased.has(subject)) return { ref: '', applied: 'erased' };
      const ref = sharedRowOf(of)?.take(desk, row) ?? null;
      if (ref === null) throw new NotNow(`a row of the kind “${of}”`);
      return { ref: `${of} ${ref}`, applied: 'applied' };
    }
  }
};

/** Carries an erasure of another desk out here too: every place that holds something about the person. */
export const followErasure = (desk: DeskContext, content: OperationContent): void => {
  if (content.body.act !== 'erase' || content.of !== 'contact') return;
  erasePerson(desk, { person: content.by, name: content.byName }, content.record, 'after-restore');
};
