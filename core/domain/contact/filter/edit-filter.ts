import { type Chip, type Filter, type FilterPart, isGroup } from './filter.ts';

/** Where a chip stands: its part, and its place in the group if that part is one. */
export type ChipPlace = { readonly part: number; readonly chip: number | null };

const replacing = <T>(list: readonly T[], at: number, one: T): readonly T[] => list.map((held, index) => (index === at ? one : held));

const withPart = (filter: Filter, at: number, part: FilterPart): Filter => ({ ...filter, parts: replacing(filter.parts, at, part) });

/** The same filter as it is edited: an "or" of chips stands as one group, so that what is added beside it narrows the list. */
export const asEdited = (filter: Filter): Filter => {
  const loose = filter.parts.flatMap((part) => (isGroup(part) ? [] : [part]));
  return filter.match === 'any' && loose.length > 1 && loose.length === filter.parts.length
    ? { match: 'all', parts: [{ chips: loose }] }
    : filter;
};

/** The chip at a place; undefined where there is none. */
export const chipAt = ({ parts }: Filter, { part, chip }: ChipPlace): Chip | undefined => {
  const held = parts[part];
  if (held === undefined) return undefined;
  return isGroup(held) ? held.chips[chip ?? 0] : held;
};

/** The filter with one more chip at its end. */
export const withChip = (filter: Filter, chip: Chip): Filter => ({ ...filter, parts: [...filter.parts, chip] });

/** The filter with another chip at a place. */
export const replaceChip = (filter: Filter, { part, chip: at }: ChipPlace, chip: Chip): Filter => {
  const held = filter.parts[part];
  if (held === undefined) return filter;
  return withPart(filter, part, isGroup(held) ? { chips: replacing(held.chips, at ?? 0, chip) } : chip);
};

/** The filter without the chip at a place; a group of one becomes a chip. */
export const withoutChip = (filter: Filter, { part, chip }: ChipPlace): Filter => {
  const held = filter.parts[part];
  const rest = { ...filter, parts: filter.parts.filter((_, index) => index !== part) };
  if (held === undefined || !isGroup(held)) return rest;
  const chips = held.chips.filter((_, index) => index !== (chip ?? 0));
  const [only] = chips;
  if (only === undefined) return rest;
  return withPart(filter, part, chips.length === 1 ? only : { chips });
};

/** The filter in which the part may also be as another chip says: the part becomes a group, or its group grows. */
export const withAlternative = (filter: Filter, part: number, chip: Chip): Filter => {
  const held = filter.parts[part];
  if (held === undefined) return filter;
  return withPart(filter, part, { chips: [...(isGroup(held) ? held.chips : [held]), chip] });
};

/** The filter joined by the other word. */
export const otherMatch = (filter: Filter): Filter => ({ ...filter, match: filter.match === 'all' ? 'any' : 'all' });
