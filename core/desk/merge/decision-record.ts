import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';
import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import type { RecordDefinition } from '../records/definition.ts';

/** What somebody decided about a pair: two clients, or to look at it another time. */
const decisionSchema = z
  .strictObject({ low: uuid, high: uuid, decision: z.enum(['different', 'later']) })
  .refine(({ low, high }) => low < high, { path: ['high'], message: 'A pair is written in the order of its ids.' });

export type DecisionDocument = z.output<typeof decisionSchema>;

export type DecisionTables = {
  duplicate_decision: { low: string; high: string; decision: DecisionDocument['decision']; id: string };
};

/** Builds queries over decisions about pairs. */
export const decisionSql = queryBuilder<DecisionTables>();

/** A decision about a pair. Remembered for as long as both ids are there; a later search does not ask again. */
export const decisionDefinition: RecordDefinition<DecisionDocument> = {
  kind: 'duplicate-decision',
  name: 'decision about a pair',
  schema: decisionSchema,
  nested: [],
  change: 'merge-contacts',
  remove: 'merge-contacts',
  fieldNames: {},
  subjectOf: (_id, document) => document.low,
  labelOf: (document) => (document.decision === 'different' ? 'Two different clients' : 'To be looked at another time'),
  index: {
    write: (db, { id, document }) => {
      db.run(
        decisionSql
          .insertInto('duplicate_decision')
          .values({ ...document, id })
          .onConflict((same) => same.columns(['low', 'high']).doNothing()),
      );
    },
    clear: (db, { id }) => {
      db.run(decisionSql.deleteFrom('duplicate_decision').where('id', '=', id));
    },
  },
};
