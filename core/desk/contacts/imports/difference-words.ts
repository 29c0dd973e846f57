import type { FieldDifference } from '../../../domain/contact/import-policy.ts';
import type { JsonValue } from '../../../protocol/jcs.ts';
import { shownValue } from '../shown-value.ts';
import { updatedName } from './field-names.ts';

const SHOWN = 400;

const shown = (field: FieldDifference['field'], value: JsonValue): string => {
  const words = shownValue(field, value, '; ');
  return words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words;
};

/** A difference as people read it: how the field is called, what the book says, what the file says, what it becomes. */
export const differenceWords = ({ field, ours, file, becomes, taken }: FieldDifference) => ({
  field,
  name: updatedName(field),
  ours: shown(field, ours),
  file: shown(field, file),
  becomes: shown(field, becomes),
  taken,
});
