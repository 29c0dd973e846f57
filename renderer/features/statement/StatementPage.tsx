import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Payments you released against money that left the account. */
export const StatementPage = () => (
  <Page head={<PageHead title="Bank statement" line="Payments you released against money that left the account" />}>
    <EmptyState drawing="pairs" title="No bank lines yet">
      Bring a statement from your bank, and each payment is matched to its batch. The file stays on this computer.
    </EmptyState>
  </Page>
);
