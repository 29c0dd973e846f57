import { inverseOf, stale, withValue } from '../../../domain/record/field-changes.ts';
import type { FieldChange, RecordDocument } from '../../../domain/record/operation.ts';
import type { DeskContext } from '../../context.ts';
import type { Step } from '../../records/commit.ts';
import { readBody } from '../../records/operation-log.ts';
import { readRecord } from '../../records/stored-record.ts';
import { fieldName } from '../../records/words.ts';
import { contactDefinition } from '../contact-record.ts';

/** What becomes of one row that changed a contact, when its import is reverted. */
export type UpdateBack = {
  readonly row: number;
  readonly contact: string;
  readonly name: string;
  readonly why: string;
  /** Something of it stays because it was edited since. */
  readonly kept: boolean;
};

type Row = { readonly row: number; readonly contact: string };

const names = (changes: readonly FieldChange[]): string => changes.map(({ field }) => fieldName(contactDefinition, field)).join(', ');

const backWords = (back: readonly FieldChange[], later: readonly FieldChange[]): string =>
  [
    back.length === 0 ? '' : `As it was before the import: ${names(back)}.`,
    later.length === 0 ? '' : `Stays, edited after the import: ${names(later)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');

/**
 * How the contacts that an import changed get back what they said before: field by field, each that still says what the import wrote. Reads only;
 * the steps are the caller's to commit.
 */
export const updatesBack = (desk: DeskContext, id: string): { readonly rows: readonly UpdateBack[]; readonly steps: readonly Step[] } => {
  const { db } = desk;
  const rows = db
    .statement<[string], Row>(
      'select row, contact from import_row where import = ? and updated = 1 and contact is not null order by row desc',
    )
    .all(id);
  // A contact that two rows changed has two operations in the group; the later row is taken back first.
  const group = db
    .statement<[string], { readonly change_group: string | null }>('select change_group from import_batch where id = ?')
    .get(id);
  // The plus keeps SQLite from walking the whole group for each contact.
  const changesOf = db.statement<[string, string], { readonly body: string | null }>(
    `select body from operation where record = ? and +"group" = ? and act = 'change' order by seq`,
  );
  const bodies = new Map<string, FieldChange[][]>();
  const documents = new Map<string, RecordDocument>();
  const steps: Step[] = [];
  const noted = rows.map(({ row, contact }): UpdateBack => {
    const held = readRecord(db, contactDefinition, contact);
    if (held === undefined || held.removedAt !== null)
      return { row, contact, name: '', why: 'Its contact had left the book before the import was reverted.', kept: false };
    const waiting =
      bodies.get(contact) ??
      changesOf.all(contact, group?.change_group ?? '').map(({ body }) => {
        const read = readBody(body);
        return read?.act === 'change' ? [...read.changes] : [];
      });
    const changes = waiting.pop() ?? [];
    bodies.set(contact, waiting);
    const document = documents.get(contact) ?? held.document;
    const later = stale(document, inverseOf(changes));
    const back = changes.filter(({ field }) => !later.some((change) => change.field === field));
    documents.set(
      contact,
      back.reduce((next, { field, before }) => withValue(next, field, before), document),
    );
    if (back.length > 0)
      steps.push({
        act: 'change',
        kind: 'contact',
        id: contact,
        set: Object.fromEntries(back.map(({ field, before }) => [field, before])),
        revision: null,
      });
    return { row, contact, name: held.document.displayName, why: backWords(back, later), kept: later.length > 0 };
  });
  return { rows: noted.toReversed(), steps };
};
