import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Commission that is payable, and batches on their way. */
export const PayoutsPage = () => (
  <Page head={<PageHead title="Payouts" line="Commission that is payable, and batches on their way" />}>
    <EmptyState drawing="pairs" title="Nothing is payable yet">
      A commission comes here when all five handshakes are signed and its cooling-off has ended.
    </EmptyState>
  </Page>
);
