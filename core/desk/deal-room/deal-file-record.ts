import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';
import { instantSchema } from '../../domain/time/instant.ts';
import type { RecordDefinition } from '../records/definition.ts';

const dealFileSchema = z.strictObject({
  deal: uuid,
  contact: uuid,
  /** The kept file. */
  file: uuid,
  name: z.string().min(1).max(200),
  at: instantSchema,
});
export type DealFileDocument = z.output<typeof dealFileSchema>;

/** A paper of a deal. Taking it away leaves the kept file until retention ends it, so that undo brings it back. */
export const dealFileDefinition: RecordDefinition<DealFileDocument> = {
  kind: 'deal-file',
  name: 'paper of a deal',
  schema: dealFileSchema,
  nested: [],
  change: 'work-deals',
  remove: 'work-deals',
  fieldNames: {},
  subjectOf: (_id, document) => document.contact,
  labelOf: (document) => `Paper kept: ${document.name}`,
  timelineOf: (document) => ({ at: document.at, pinned: false }),
  searchOf: (document) => ({ title: document.name, words: '', digits: '' }),
};
