import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Every signed entry held on this computer, in order. */
export const LedgerPage = () => (
  <Page head={<PageHead title="Ledger" line="Every signed entry held on this computer, in order" />}>
    <EmptyState drawing="list" title="No entries yet">
      The first entry is written when somebody signs.
    </EmptyState>
  </Page>
);
