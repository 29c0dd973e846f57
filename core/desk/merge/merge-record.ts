import { type MergeDocument, mergeSchema } from '../../domain/merge/merge-document.ts';
import type { RecordDefinition } from '../records/definition.ts';
import { redirectSql } from './redirect.ts';
import { takeMergeBack } from './take-back.ts';

/** One merge of two contacts. While the record is in use the merged id leads to the survivor. */
export const mergeDefinition: RecordDefinition<MergeDocument> = {
  kind: 'merge',
  name: 'merge',
  schema: mergeSchema,
  nested: [],
  change: 'merge-contacts',
  remove: 'merge-contacts',
  fieldNames: {},
  subjectOf: (_id, document) => document.survivor,
  labelOf: (document) => `Merged with “${document.name}”`,
  timelineOf: (document) => ({ at: document.at, pinned: false }),
  takeBack: takeMergeBack,
  index: {
    write: (db, { id, document: { merged, survivor } }) => {
      db.run(
        redirectSql
          .insertInto('contact_redirect')
          .values({ merged, survivor, merge: id })
          .onConflict((same) => same.column('merged').doNothing()),
      );
    },
    clear: (db, { id }) => {
      db.run(redirectSql.deleteFrom('contact_redirect').where('merge', '=', id));
    },
  },
};
