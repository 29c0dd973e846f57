import type { RecordDefinition } from '../../records/definition.ts';
import { activityDefinition } from './activity-record.ts';
import { dealDefinition } from './deal-record.ts';
import { handOverDefinition } from './hand-over-record.ts';
import { noteDefinition } from './note-record.ts';
import { stageEntryDefinition } from './stage-entry-record.ts';
import { taskDefinition } from './task-record.ts';
import { ticketDefinition } from './ticket-record.ts';

/** The kinds of records that work with contacts makes. */
export const crmDefinitions: readonly RecordDefinition[] = [
  noteDefinition,
  activityDefinition,
  taskDefinition,
  ticketDefinition,
  dealDefinition,
  stageEntryDefinition,
  handOverDefinition,
];
