import { getRouteApi, Link } from '@tanstack/react-router';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

const route = getRouteApi('/desk/ledger/$event');

/** One signed entry, by its hash. */
export const EntryPage = () => {
  const { event } = route.useParams();
  return (
    <Page
      head={
        <PageHead
          title="Entry"
          crumbs={
            <>
              <Link to="/ledger">Ledger</Link> / {event.slice(0, 16)}
            </>
          }
        />
      }
    >
      <ErrorPage
        level={2}
        problem={{ title: 'No entry with this hash is on this desk', detail: 'The hash may belong to another desk, or it was cut short when it was copied.', where: event, next: 'Paste the whole hash, 64 characters, into search.' }}
        acts={<Link to="/ledger">All entries</Link>}
      />
    </Page>
  );
};
