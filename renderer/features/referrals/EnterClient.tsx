import { useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReferralView } from '../../../core/contract/referrals.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EnterClientSheet } from '../contacts/EnterClientSheet.tsx';

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
      {open ? (
        <EnterClientSheet name={view.client.name} path={`/api/referrals/${view.intent}/contact`} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
};
