import type { EventRows } from '../../adapters/sqlite/event-rows.ts';
import { type Frontier, loadFrontier } from '../../protocol/merkle-log.ts';

/** The append state of the log that is stored. Throws where its nodes do not load: the file is damaged. */
export const storedFrontier = (rows: EventRows): Frontier => {
  const loaded = loadFrontier(rows, rows.size());
  if (!loaded.ok) throw new Error(`the log does not load: ${loaded.error.code}`);
  return loaded.value;
};
