import { getRouteApi, Link } from '@tanstack/react-router';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

const route = getRouteApi('/desk/payouts/$id');

/** One payout batch, by its id. */
export const PayoutPage = () => {
  const { id } = route.useParams();
  return (
    <Page
      head={
        <PageHead
          title="Payout batch"
          crumbs={
            <>
              <Link to="/payouts">Payouts</Link> / {id}
            </>
          }
        />
      }
    >
      <ErrorPage
        level={2}
        problem={{ title: 'No payout batch of this name is on this desk', detail: 'It may stand on another desk, or the id was cut short when it was copied.', where: id, next: 'Go back to the list, or paste the whole id into search.' }}
        acts={<Link to="/payouts">All payouts</Link>}
      />
    </Page>
  );
};
