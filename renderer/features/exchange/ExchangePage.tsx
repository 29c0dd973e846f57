import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Files to and from other practices: sent, received, and nothing heard since. */
export const ExchangePage = () => (
  <Page head={<PageHead title="Exchange" line="Files to and from other practices: sent, received, and nothing heard since" />}>
    <EmptyState drawing="pairs" title="No practice to exchange with yet">
      Entries that another practice may see wait here until you send them one file.
    </EmptyState>
  </Page>
);
