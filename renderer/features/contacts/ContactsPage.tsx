import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** People and organisations, and with whom each may be shared. */
export const ContactsPage = () => (
  <Page head={<PageHead title="Contacts" line="People and organisations, and with whom each may be shared" />}>
    <EmptyState drawing="list" title="No contacts yet">
      Bring a file from your practice software, and every row is shown before anything is kept.
    </EmptyState>
  </Page>
);
