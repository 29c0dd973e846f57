import { assetDefinition } from '../assets/asset-record.ts';
import type { RecordDefinition } from '../records/definition.ts';
import { campaignDefinition, campaignMessageDefinition, optInDefinition, suppressionDefinition } from './campaign-records.ts';

/** The kinds of records that marketing keeps. */
export const marketingDefinitions: readonly RecordDefinition[] = [
  optInDefinition,
  suppressionDefinition,
  campaignDefinition,
  campaignMessageDefinition,
  assetDefinition,
];
