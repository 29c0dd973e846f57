import { getRouteApi, Link } from '@tanstack/react-router';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';

const route = getRouteApi('/desk/contacts/$id');

/** One contact, by its id. */
export const ContactPage = () => {
  const { id } = route.useParams();
  return (
    <Page
      head={
        <PageHead
          title="Contact"
          crumbs={
            <>
              <Link to="/contacts">Contacts</Link> / {id}
            </>
          }
        />
      }
    >
      <ErrorPage
        level={2}
        problem={{ title: 'No contact of this name is on this desk', detail: 'It may stand on another desk, or the id was cut short when it was copied.', where: id, next: 'Go back to the list, or paste the whole id into search.' }}
        acts={<Link to="/contacts">All contacts</Link>}
      />
    </Page>
  );
};
