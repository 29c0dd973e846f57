import { useState } from 'react';
import { NativeSelect, TextInput } from '@mantine/core';
import { RELATIONSHIP_KINDS, relationshipWords, type RelationshipKind } from '../../../../core/domain/contact/relationship.ts';
import { ContactPicker, type PickedContact } from '../../crm/ContactPicker.tsx';
import { Sheet } from '../../crm/Sheet.tsx';
import { useChange } from '../../crm/useChange.ts';

const KINDS = RELATIONSHIP_KINDS.map((value) => ({ value, label: relationshipWords(value, 'from') }));

const kindOf = (value: string): RelationshipKind => RELATIONSHIP_KINDS.find((kind) => kind === value) ?? 'other';

/** Records what another contact is to this one. */
export const RelationshipForm = ({ contact, onClose }: { readonly contact: PickedContact; readonly onClose: () => void }) => {
  const [other, setOther] = useState<PickedContact | null>(null);
  const [type, setType] = useState<RelationshipKind>('spouse');
  const [note, setNote] = useState('');
  const save = useChange(onClose);
  return (
    <Sheet
      title={`Who is related to ${contact.name}`}
      verb="Record it"
      error={save.error}
      pending={save.isPending}
      missing={other === null ? 'Choose the other contact.' : undefined}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: `/api/contacts/${contact.id}/relationships`,
          body: { to: other?.id, type, note },
          words: 'The relationship was recorded',
        })
      }
    >
      <ContactPicker value={other} onChange={setOther} />
      <NativeSelect
        label={`The other one is to ${contact.name}`}
        data={KINDS}
        value={type}
        onChange={(event) => setType(kindOf(event.currentTarget.value))}
      />
      <TextInput label="In your own words" value={note} maxLength={200} onChange={(event) => setNote(event.currentTarget.value)} />
    </Sheet>
  );
};
