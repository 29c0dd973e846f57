import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../../client.ts';
import { ContactPicker, type PickedContact } from '../crm/ContactPicker.tsx';
import { Sheet } from '../crm/Sheet.tsx';

const entered = z.object({ contact: z.string() });

export interface EnterClientSheetProps {
  /** The client as the details name them. */
  readonly name: string;
  /** Where it is sent: of a referral, or of an introduction. */
  readonly path: string;
  readonly onClose: () => void;
}

/** Makes a contact of details that came with a consent, or says which contact of the book it is. */
export const EnterClientSheet = ({ name, path, onClose }: EnterClientSheetProps) => {
  const queries = useQueryClient();
  const [who, setWho] = useState<PickedContact | null>(null);
  const save = useMutation({
    mutationFn: () => request('POST', path, entered, { body: { contact: who?.id ?? null } }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Sheet
      title={`Enter ${name} in the book`}
      verb={who === null ? 'Enter as a new contact' : 'It is this contact'}
      error={save.error}
      pending={save.isPending}
      onClose={onClose}
      onSave={() => save.mutate()}
    >
      <p className="second">
        Name, e-mail and telephone are taken as they came with the consent. If the client is in the book already, choose them here. What the
        client asks to see or to have erased then includes what was received.
      </p>
      <ContactPicker value={who} onChange={setWho} />
    </Sheet>
  );
};
