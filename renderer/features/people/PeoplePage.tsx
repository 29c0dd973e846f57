import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Who may sign at this desk, with which keys, since when. */
export const PeoplePage = () => (
  <Page head={<PageHead title="People and keys" line="Who may sign at this desk, with which keys, since when" />}>
    <EmptyState drawing="list" title="Only you so far">
      A second person can approve what the first prepares.
    </EmptyState>
  </Page>
);
