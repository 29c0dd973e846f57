import { getRouteApi, Link } from '@tanstack/react-router';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

const route = getRouteApi('/desk/referrals/$id');

/** One referral, by its id. */
export const ReferralPage = () => {
  const { id } = route.useParams();
  return (
    <Page
      head={
        <PageHead
          title="Referral"
          crumbs={
            <>
              <Link to="/referrals">Referrals</Link> / {id}
            </>
          }
        />
      }
    >
      <ErrorPage
        level={2}
        problem={{ title: 'No referral of this name is on this desk', detail: 'It may stand on another desk, or the id was cut short when it was copied.', where: id, next: 'Go back to the list, or paste the whole id into search.' }}
        acts={<Link to="/referrals">All referrals</Link>}
      />
    </Page>
  );
};
