import { useState } from 'react';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { permits } from '../../../core/domain/permission/permission.ts';
import type { ReferralView } from '../../../core/contract/referrals.ts';
import { statusQuery } from '../../app/frame.ts';
import { request } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ContactPicker, type PickedContact } from '../crm/ContactPicker.tsx';
import { Sheet } from '../crm/Sheet.tsx';

const entered = z.object({ contact: z.string() });

const EnterSheet = ({ view, onClose }: { readonly view: ReferralView; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const [who, setWho] = useState<PickedContact | null>(null);
  const save = useMutation({
    mutationFn: () => request('POST', `/api/referrals/${view.intent}/contact`, entered, { body: { contact: who?.id ?? null } }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Sheet
      title={`Enter ${view.client.name} in the book`}
      verb={who === null ? 'Enter as a new contact' : 'It is this contact'}
      error={save.error}
      pending={save.isPending}
      onClose={onClose}
      onSave={() => save.mutate()}
    >
      <p className="second">
        Name, e-mail and telephone are taken as they came with the consent. If the client is in the book already, choose them here. The
        referral then leads to the contact, and what the client asks to see or to have erased includes it.
      </p>
      <ContactPicker value={who} onChange={setWho} />
    </Sheet>
  );
};

/** For the client of a received referral: the contact of the book, or the way to enter one. */
export const EnterClient = ({ view }: { readonly view: ReferralView }) => {
  const { data: status } = useQuery(statusQuery);
  const [open, setOpen] = useState(false);
  if (view.direction !== 'received') return null;
  if (view.contact !== null)
    return (
      <ButtonLink size="xs" to="/contacts/$id" params={{ id: view.contact }}>
        Open the contact
      </ButtonLink>
    );
  if (!view.client.known || !permits(status?.person?.roles ?? [], 'edit-contacts')) return null;
  return (
    <>
      <Button size="xs" onClick={() => setOpen(true)}>
        Enter in the book…
      </Button>
      {open ? <EnterSheet view={view} onClose={() => setOpen(false)} /> : null}
    </>
  );
};
