import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

/** Opens evidence packs without a profile. */
export const PacksPage = () => (
  <Page head={<PageHead title="Open evidence packs" line="Three separate answers for each pack: is it unchanged, do we know the signers, is anything missing" />}>
    <EmptyState drawing="file" title="No pack is open">
      Drop a pack on this page, as a folder or ZIP; it is read on this computer and sent nowhere.
    </EmptyState>
  </Page>
);
