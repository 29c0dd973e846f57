import type { RecordDocument } from '../../domain/record/operation.ts';

/**
 * Kinds of records that do not simply name their contact in a field `contact`. `moves`: the fields that do. `stays`: the record is not moved, and
 * why. A record of any other kind moves by its field `contact`.
 */
export const SPECIAL_KINDS: Readonly<Record<string, { readonly moves: readonly string[] } | { readonly stays: string }>> = {
  contact: { stays: 'It is what is merged.' },
  merge: { stays: 'It leads from an older merge to the contact that is merged now, and from there on.' },
  'duplicate-decision': { stays: 'It is about the two records as they were.' },
  suppression: { stays: 'It is about an address, whoever has it.' },
  relationship: { moves: ['from', 'to'] },
};

/** The fields of a record that a merge of this contact rewrites; none where the record stays. */
export const movingFields = (kind: string, document: RecordDocument, contact: string): readonly string[] => {
  const rule = SPECIAL_KINDS[kind] ?? { moves: ['contact'] };
  return 'stays' in rule ? [] : rule.moves.filter((field) => document[field] === contact);
};
