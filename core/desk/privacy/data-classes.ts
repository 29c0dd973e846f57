import { CONTACT_CLASSES } from '../../domain/contact/field-classes.ts';
import { CLASS_NAMES, DATA_CLASSES, type DataClass, type Destination, mayReach } from '../../domain/privacy/data-class.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import type { RecordDefinition } from '../records/definition.ts';
import { fieldName } from '../records/words.ts';

/** Records that are about the practice, not about a client. */
const INTERNAL = new Set(['campaign', 'breach', 'overseas-recipient', 'referrer', 'agreement-file']);

/**
 * The data class of a field of a private record. Contacts class each field; every other record is about a client, and sensitive as a whole, unless
 * it is about the practice itself.
 */
export const classOf = (kind: string, field: string): DataClass => {
  const [top] = field.split('.');
  if (kind === contactDefinition.kind)
    return (CONTACT_CLASSES as Readonly<Record<string, DataClass | undefined>>)[top ?? ''] ?? 'restricted';
  return INTERNAL.has(kind) ? 'member-internal' : 'sensitive';
};

/** The members of a document that may go somewhere; the others are left out, never masked. */
export const reaching = (definition: Pick<RecordDefinition, 'kind'>, document: Readonly<Record<string, unknown>>, to: Destination) =>
  Object.fromEntries(Object.entries(document).filter(([field]) => mayReach(classOf(definition.kind, field), to)));

/** Every class with the fields of a contact that carry it. */
export const classesOfContact = (): readonly {
  readonly dataClass: DataClass;
  readonly name: string;
  readonly fields: readonly string[];
}[] =>
  DATA_CLASSES.map((dataClass) => ({
    dataClass,
    name: CLASS_NAMES[dataClass],
    fields: Object.entries(CONTACT_CLASSES)
      .filter(([, its]) => its === dataClass)
      .map(([field]) => fieldName(contactDefinition, field)),
  }));
