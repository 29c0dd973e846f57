import { useState } from 'react';
import { Checkbox, Textarea } from '@mantine/core';
import type { ContactWork } from '../../../core/contract/workspaces.ts';
import type { PickedContact } from './ContactPicker.tsx';
import { Sheet } from './Sheet.tsx';
import { useChange } from './useChange.ts';

type Note = ContactWork['notes'][number];

/** A note about a contact, new or changed. Longer texts than the desk keeps are refused with their length. */
export const NoteForm = ({
  contact,
  note,
  deal = null,
  onClose,
}: {
  readonly contact: PickedContact;
  readonly note: Note | null;
  /** The deal that a new note is about, beside the contact. */
  readonly deal?: string | null;
  readonly onClose: () => void;
}) => {
  const [text, setText] = useState(note?.text ?? '');
  const [pinned, setPinned] = useState(note?.pinned ?? false);
  const save = useChange(onClose);
  const submit = (revision: number | null) =>
    note === null
      ? save.mutate({
          method: 'POST',
          path: '/api/notes',
          body: { contact: contact.id, text, pinned, deal },
          words: 'The note was written',
        })
      : save.mutate({
          method: 'PUT',
          path: `/api/notes/${note.id}`,
          body: { revision, set: { ...(text === note.text ? {} : { text }), ...(pinned === note.pinned ? {} : { pinned }) } },
          words: 'The note was changed',
        });
  return (
    <Sheet
      title={note === null ? `Note about ${contact.name}` : 'Change the note'}
      verb={note === null ? 'Write it' : 'Save'}
      error={save.error}
      pending={save.isPending}
      missing={text.trim() === '' ? 'Write something.' : undefined}
      onClose={onClose}
      onSave={() => submit(note?.revision ?? 1)}
      onSaveOver={() => submit(null)}
    >
      <Textarea label="Note" autosize minRows={4} maxRows={16} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Checkbox label="Keep it on top" checked={pinned} onChange={(event) => setPinned(event.currentTarget.checked)} />
    </Sheet>
  );
};
