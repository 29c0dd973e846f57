import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Nothing leaves this computer until you sign. */
export const NewReferralPage = () => (
  <Page head={<PageHead title="Make a referral" line="Nothing leaves this computer until you sign" />}>
    <EmptyState drawing="path" title="No client chosen">
      Choose the client first; only receivers who may be told are offered.
    </EmptyState>
  </Page>
);
