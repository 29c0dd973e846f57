import { marketingDefinitions } from '../campaigns/marketing-definitions.ts';
import { choiceDefinition } from '../book/conflicts.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import { relationshipDefinition } from '../contacts/relationships/relationship-record.ts';
import { crmDefinitions } from '../crm/records/crm-definitions.ts';
import { dealFileDefinition } from '../deal-room/deal-file-record.ts';
import { decisionDefinition } from '../merge/decision-record.ts';
import { mergeDefinition } from '../merge/merge-record.ts';
import { privacyDefinitions } from '../privacy/privacy-records.ts';
import { viewDefinition } from '../views/view-record.ts';
import type { RecordDefinition, RecordKinds } from './definition.ts';

const DEFINITIONS: readonly RecordDefinition[] = [
  contactDefinition,
  relationshipDefinition,
  mergeDefinition,
  decisionDefinition,
  ...crmDefinitions,
  ...marketingDefinitions,
  dealFileDefinition,
  ...privacyDefinitions,
  viewDefinition,
  choiceDefinition,
];

/** Every kind of private record of this version, each in the folder of its feature. */
export const recordKinds: RecordKinds = new Map(DEFINITIONS.map((definition) => [definition.kind, definition]));
