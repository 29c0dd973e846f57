import { ButtonLink } from '../ui/ButtonLink.tsx';
import { ErrorPage } from '../ui/ErrorPage.tsx';

/** An address that no page has. */
export const NotFound = () => (
  <main>
    <ErrorPage
      problem={{
        title: 'There is no page at this address',
        detail: 'A link may be old, or the address was cut short.',
        kept: 'Nothing was changed.',
        next: 'Go to Today, or search with Ctrl K.',
      }}
      acts={
        <ButtonLink to="/" variant="filled" size="md">
          Go to Today
        </ButtonLink>
      }
    />
  </main>
);
