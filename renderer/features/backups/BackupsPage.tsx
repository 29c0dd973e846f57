import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Copies of this desk, each opened and checked after it was made. */
export const BackupsPage = () => (
  <Page head={<PageHead title="Backups" line="Copies of this desk, each opened and checked after it was made" />}>
    <EmptyState drawing="file" title="No backup yet">
      A backup and the recovery key bring everything back on another computer.
    </EmptyState>
  </Page>
);
