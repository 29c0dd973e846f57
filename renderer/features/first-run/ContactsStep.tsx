import { Stack } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** The last step: clients come in from a file, now or later. */
export const ContactsStep = () => (
  <Stack gap={16}>
    <EmptyState
      drawing="list"
      title="No contacts yet"
      acts={
        <ButtonLink to="/contacts/import" size="md" leftSection={<IconUpload size={16} stroke={1.7} aria-hidden="true" />}>
          Import contacts
        </ButtonLink>
      }
    >
      From Xero, Google, Outlook or your practice software, as CSV or vCard. Every import is one batch that can be taken back whole.
    </EmptyState>
  </Stack>
);
