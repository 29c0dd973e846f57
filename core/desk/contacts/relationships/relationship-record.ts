import { queryBuilder } from '../../../adapters/sqlite/schema.ts';
import { type RelationshipDocument, relationshipSchema, relationshipWords } from '../../../domain/contact/relationship.ts';
import type { RecordDefinition } from '../../records/definition.ts';

export type RelationshipTables = {
  relationship: { contact: string; id: string; side: 'from' | 'to'; other: string; type: string };
};

/** Builds queries over relationships of contacts. */
export const relationshipSql = queryBuilder<RelationshipTables>();

/** A relationship of two contacts. Its subject is the one it was entered for; both find it. */
export const relationshipDefinition: RecordDefinition<RelationshipDocument> = {
  kind: 'relationship',
  name: 'relationship',
  schema: relationshipSchema,
  nested: [],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: { type: 'relationship', note: 'words' },
  subjectOf: (_id, document) => document.from,
  labelOf: (document) => relationshipWords(document.type, 'from'),
  index: {
    write: (db, { id, document: { from, to, type } }) => {
      db.run(
        relationshipSql.insertInto('relationship').values([
          { contact: from, id, side: 'from', other: to, type },
          { contact: to, id, side: 'to', other: from, type },
        ]),
      );
    },
    clear: (db, { id }) => {
      db.run(relationshipSql.deleteFrom('relationship').where('id', '=', id));
    },
  },
};
