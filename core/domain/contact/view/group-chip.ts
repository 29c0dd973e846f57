import type { Chip } from '../filter/filter.ts';
import type { Grouping } from './columns.ts';

/** The chip that holds exactly the rows of one group. A key of null is the group of contacts of which nothing is recorded. */
export const groupChip = (grouping: Grouping, key: string | null): Chip => {
  if (key === null) return { field: grouping, op: 'empty', values: [] };
  const byWords = grouping === 'suburb' || grouping === 'organisation';
  return { field: grouping, op: byWords ? 'is' : 'any', values: [key] };
};
