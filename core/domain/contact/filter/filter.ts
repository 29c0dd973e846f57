import { z } from 'zod';

// What a list is narrowed by: chips joined by "and" or "or", and groups of chips joined by the other word. Deeper nesting says nothing
// that two levels cannot say in a list of contacts, and nobody can read it in a row of chips.

const LIMITS = { parts: 20, chips: 12, values: 60, length: 200 } as const;

/** Field · operator · values. Whether the operator fits the field is checked against the catalogue (`check-filter.ts`). */
export const chipSchema = z
  .strictObject({
    field: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/u),
    op: z.string().regex(/^[a-z]{2,10}$/u),
    values: z.array(z.string().min(1).max(LIMITS.length)).max(LIMITS.values).readonly(),
  })
  .readonly();

/** Chips joined by the word that the filter itself does not use. */
export const chipGroupSchema = z.strictObject({ chips: z.array(chipSchema).min(1).max(LIMITS.chips).readonly() }).readonly();

export const filterSchema = z
  .strictObject({
    match: z.enum(['all', 'any']),
    parts: z
      .array(z.union([chipSchema, chipGroupSchema]))
      .max(LIMITS.parts)
      .readonly(),
  })
  .readonly();

export type Chip = z.infer<typeof chipSchema>;
export type ChipGroup = z.infer<typeof chipGroupSchema>;
export type FilterPart = Chip | ChipGroup;
export type Filter = z.infer<typeof filterSchema>;

/** Lets every contact through. */
export const NO_FILTER: Filter = { match: 'all', parts: [] };

export const isGroup = (part: FilterPart): part is ChipGroup => 'chips' in part;

const sameChip = (one: Chip, other: Chip): boolean =>
  one.field === other.field && one.op === other.op && one.values.join('\u0000') === other.values.join('\u0000');

const withoutRepeats = (chips: readonly Chip[]): readonly Chip[] =>
  chips.filter((chip, at) => chips.findIndex((other) => sameChip(chip, other)) === at);

/** The shortest way to say a filter: no repeated chips in a group, no group of one, no "or" of one part. */
export const tidyFilter = ({ match, parts }: Filter): Filter => {
  const tidy = parts.map((part): FilterPart => {
    if (!isGroup(part)) return part;
    const chips = withoutRepeats(part.chips);
    const [first] = chips;
    return chips.length === 1 && first !== undefined ? first : { chips };
  });
  const [only] = tidy;
  if (tidy.length !== 1 || only === undefined) return { match: tidy.length === 0 ? 'all' : match, parts: tidy };
  // One part: the outer word says nothing, so the group's own word becomes it.
  return isGroup(only) ? { match: match === 'all' ? 'any' : 'all', parts: only.chips } : { match: 'all', parts: [only] };
};

/** The filter with one more chip that has to hold as well. */
export const narrowed = (filter: Filter, chip: Chip): Filter => {
  const { match, parts } = tidyFilter(filter);
  if (match === 'all') return { match, parts: [...parts, chip] };
  const loose = parts.flatMap((part) => (isGroup(part) ? [] : [part]));
  // An "or" of chips becomes one group of an "and"; an "or" that holds groups is kept, and the chip joins each of its parts.
  if (loose.length === parts.length) return { match: 'all', parts: [{ chips: loose }, chip] };
  return { match: 'any', parts: parts.map((part) => ({ chips: [...(isGroup(part) ? part.chips : [part]), chip] })) };
};
