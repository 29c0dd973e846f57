import type { Changed } from '../../contract/crm.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext } from '../context.ts';
import { type Author, type Committed, commitRecords, type Step } from '../records/commit.ts';
import type { RecordDefinition, StoredRecord } from '../records/definition.ts';
import { recordRemoved, recordUnknown } from '../records/refusals.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { namedContacts } from './named-contacts.ts';

/** A new id of a record. */
export const newId = (desk: Pick<DeskContext, 'entropy' | 'clock'>): string => uuidV7(desk.entropy, desk.clock.now());

/** No contact of the book has this id, or it was removed. */
export const contactUnknown: Refusal = {
  status: 404,
  code: 'contact-unknown',
  title: 'This contact is not in the book',
  detail: 'It was removed or erased, or the address is not right.',
  kept: 'Nothing was saved.',
  next: 'Open the list of contacts and choose it there.',
};

const answerOf = (done: Committed, at = 0): Changed => {
  const record = done.records[at];
  if (record === undefined) throw new Error('a step answered no record');
  return { undo: done.undo, id: record.id, revision: record.revision };
};

/** Runs steps as one group and answers the record of the first. */
export const commitSteps = (desk: DeskContext, author: Author, words: string, steps: readonly Step[]): Result<Changed, Refusal> => {
  const done = commitRecords(desk, author, { words }, steps);
  return done.ok ? ok(answerOf(done.value)) : done;
};

/** Adds a record about a contact. Errors: `contact-unknown`, those of `commitRecords`. */
export const createAbout = (
  desk: DeskContext,
  author: Author,
  about: { readonly definition: RecordDefinition; readonly contact: string | null; readonly words: string },
  document: RecordDocument,
): Result<Changed, Refusal> => {
  const { definition, contact, words } = about;
  if (contact !== null && !namedContacts(desk, [contact]).has(contact)) return err(contactUnknown);
  return commitSteps(desk, author, words, [{ act: 'create', kind: definition.kind, id: newId(desk), document }]);
};

/** A record in use. Errors: `record-unknown`, `record-removed`. */
export const heldRecord = <T extends RecordDocument>(
  desk: Pick<DeskContext, 'db'>,
  definition: RecordDefinition<T>,
  id: string,
): Result<StoredRecord<T>, Refusal> => {
  const held = readRecord(desk.db, definition, id);
  if (held === undefined) return err(recordUnknown(definition));
  return held.removedAt === null ? ok(held) : err(recordRemoved(definition));
};

/** Sets fields of a record that was seen at a revision. Errors: those of `commitRecords`. */
export const editRecord = (
  desk: DeskContext,
  author: Author,
  definition: RecordDefinition,
  id: string,
  edit: { readonly revision: number | null; readonly set: RecordDocument },
): Result<Changed, Refusal> =>
  commitSteps(desk, author, `Changed a ${definition.name}`, [{ act: 'change', kind: definition.kind, id, ...edit }]);

/** Takes a record away; undo brings it back. Errors: those of `commitRecords`. */
export const removeRecord = (desk: DeskContext, author: Author, definition: RecordDefinition, id: string): Result<Changed, Refusal> =>
  commitSteps(desk, author, `Removed a ${definition.name}`, [{ act: 'remove', kind: definition.kind, id }]);

/** The members of an edit that were sent: a member left out stays as it is. */
export const sentFields = (set: Readonly<Record<string, unknown>>): RecordDocument =>
  Object.fromEntries(Object.entries(set).filter((entry): entry is [string, RecordDocument[string]] => entry[1] !== undefined));
