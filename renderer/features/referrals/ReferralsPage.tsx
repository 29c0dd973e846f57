import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Five signed handshakes each, from intent to outcome. */
export const ReferralsPage = () => (
  <Page head={<PageHead title="Referrals" line="Five signed handshakes each, from intent to outcome" />}>
    <EmptyState drawing="path" title="No referrals yet">
      A referral starts with a client, a receiver and a purpose.
    </EmptyState>
  </Page>
);
