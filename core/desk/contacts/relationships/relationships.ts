import type { z } from 'zod';
import type { relationshipInput, RelationshipRow } from '../../../contract/relationships.ts';
import { relationshipWords, sameRelationship } from '../../../domain/contact/relationship.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import { commitRecords } from '../../records/commit.ts';
import { readRecord } from '../../records/stored-record.ts';
import type { Refusal } from '../../refusal.ts';
import { contactUnknown } from '../refusals.ts';
import { contactSql } from '../tables.ts';
import { relationshipDefinition, relationshipSql } from './relationship-record.ts';

const namesOf = (desk: Pick<DeskContext, 'db'>, contacts: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    contacts.length === 0
      ? []
      : desk.db.all(contactSql.selectFrom('contact').select(['id', 'name']).where('id', 'in', contacts)).map((row) => [row.id, row.name]),
  );

/** Relationships of a contact as it sees them; one whose other side is no longer in the book is left out. */
export const relationshipsOf = (desk: Pick<DeskContext, 'db'>, contact: string): readonly RelationshipRow[] => {
  const rows = desk.db.all(relationshipSql.selectFrom('relationship').selectAll().where('contact', '=', contact).orderBy('id').limit(200));
  const names = namesOf(
    desk,
    rows.map((row) => row.other),
  );
  const found = rows.flatMap(({ id, side, other }) => {
    const name = names.get(other);
    const held = readRecord(desk.db, relationshipDefinition, id);
    if (name === undefined || held === undefined) return [];
    return [
      {
        id,
        revision: held.revision,
        contact: other,
        name,
        type: held.document.type,
        words: relationshipWords(held.document.type, side),
        note: held.document.note,
      },
    ];
  });
  return found.toSorted((left, right) => left.words.localeCompare(right.words, 'en-AU') || left.name.localeCompare(right.name, 'en-AU'));
};

const knownAlready: Refusal = {
  status: 409,
  code: 'relationship-known',
  title: 'This relationship is recorded already',
  detail: 'It was entered before, perhaps from the other contact.',
  kept: 'Nothing was added.',
  next: 'Change the words of the one that is there.',
};

/** Records what another contact is to this one. Errors: `contact-unknown`, `relationship-known`, those of `commitRecords`. */
export const relate = (
  desk: DeskContext,
  person: SignedInPerson,
  from: string,
  input: z.output<typeof relationshipInput>,
): Result<{ readonly undo: string; readonly id: string }, Refusal> => {
  const document = { ...input, from };
  if (namesOf(desk, [from, input.to]).size < (from === input.to ? 1 : 2)) return err(contactUnknown);
  const there = relationshipsOf(desk, from).some((row) => {
    const held = readRecord(desk.db, relationshipDefinition, row.id);
    return held !== undefined && sameRelationship(held.document, document);
  });
  if (there) return err(knownAlready);
  const id = uuidV7(desk.entropy, desk.clock.now());
  const done = commitRecords(desk, person, { words: 'Added a relationship' }, [{ act: 'create', kind: 'relationship', id, document }]);
  return done.ok ? ok({ undo: done.value.undo, id }) : done;
};

/** Takes a relationship away. Errors: those of `commitRecords`. */
export const unrelate = (desk: DeskContext, person: SignedInPerson, id: string): Result<{ readonly undo: string }, Refusal> => {
  const done = commitRecords(desk, person, { words: 'Took a relationship away' }, [{ act: 'remove', kind: 'relationship', id }]);
  return done.ok ? ok({ undo: done.value.undo }) : done;
};
