import { type NoteDocument, noteSchema } from '../../../domain/crm/contact-work/note.ts';
import type { RecordDefinition } from '../../records/definition.ts';

const firstLine = (text: string): string => text.trim().split(/\r?\n/u, 1)[0]?.slice(0, 120) ?? '';

/** A note about a contact; a pinned one stands on top of the timeline. */
export const noteDefinition: RecordDefinition<NoteDocument> = {
  kind: 'note',
  name: 'note',
  schema: noteSchema,
  nested: [],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: { text: 'text', pinned: 'pinned' },
  subjectOf: (_id, note) => note.contact,
  labelOf: (note) => firstLine(note.text),
  detailOf: (note) => note.text,
  timelineOf: (note) => ({ at: note.at, pinned: note.pinned }),
  searchOf: (note) => ({ title: firstLine(note.text), words: note.text, digits: '' }),
};
