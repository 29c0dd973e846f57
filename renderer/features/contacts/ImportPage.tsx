import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** CSV and vCard, checked row by row before anything is kept. */
export const ImportPage = () => (
  <Page head={<PageHead title="Import contacts" line="CSV and vCard, checked row by row before anything is kept" />}>
    <EmptyState drawing="file" title="No file chosen">
      The file is read on this computer and can be taken back whole.
    </EmptyState>
  </Page>
);
