import { type AssetDocument, assetSchema } from '../../domain/compliance/asset.ts';
import type { RecordDefinition } from '../records/definition.ts';

/** A marketing asset with the gates it has passed. */
export const assetDefinition: RecordDefinition<AssetDocument> = {
  kind: 'asset',
  name: 'marketing asset',
  schema: assetSchema,
  nested: [],
  guarded: ['ticks', 'publishedAt', 'withdrawnAt'],
  change: 'send-campaigns',
  remove: 'send-campaigns',
  fieldNames: { publishedAt: 'published', withdrawnAt: 'withdrawn' },
  unquoted: ['text'],
  subjectOf: () => null,
  labelOf: (document) => document.name,
  searchOf: (document) => ({ title: document.name, words: `${document.channel} ${document.text}`, digits: '' }),
};
