import type { DeskContext } from '../context.ts';
import { recordsOf } from '../records/stored-record.ts';
import { overseasDefinition } from './privacy-records.ts';

/** The country of a recipient overseas (APP 8), by its name in the register of them; null for one in Australia. */
export const overseasCountryOf = (desk: Pick<DeskContext, 'db'>, name: string): string | null =>
  recordsOf(desk.db, overseasDefinition).find(({ document }) => document.name.toLowerCase() === name.toLowerCase())?.document.country ??
  null;
