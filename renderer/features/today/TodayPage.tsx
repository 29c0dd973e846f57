import { IconPlus } from '@tabler/icons-react';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** What needs this person, by due date. */
export const TodayPage = () => (
  <Page head={<PageHead title="Today" line="What needs you, by due date" />}>
    <EmptyState
      drawing="path"
      title="Nothing needs you"
      acts={
        <>
          <ButtonLink to="/referrals/new" variant="filled" size="md" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}>
            Make a referral
          </ButtonLink>
          <ButtonLink to="/contacts/import" size="md">
            Import contacts
          </ButtonLink>
        </>
      }
    >
      Signatures, approvals and answers that wait for you stand here, each with its day.
    </EmptyState>
  </Page>
);
