import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** The register of practices and keys, rules and their approvals. */
export const OfficePage = () => (
  <Page head={<PageHead title="Network office" line="The register of practices and keys, rules and their approvals" />}>
    <EmptyState drawing="list" title="No requests">
      A practice asks to join by its request file.
    </EmptyState>
  </Page>
);
