import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { problemOf } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { DuplicatesLink } from '../duplicates/DuplicatesLink.tsx';
import { ContactForm, emptyContact } from './ContactForm.tsx';
import { ListView } from './list/ListView.tsx';
import { Peek } from './list/Peek.tsx';
import { useListRows } from './list/useListRows.ts';
import { useView } from './list/useView.ts';
import { ViewTabs } from './list/ViewTabs.tsx';

const counted = (count: number): string => count.toLocaleString('en-AU');

/** People and organisations, and with whom each may be shared: a view of the book, its filters, its rows and what can be done with them. */
export const ContactsPage = () => {
  const navigate = useNavigate({ from: '/contacts' });
  const inUse = useView();
  const rows = useListRows(inUse.state);
  const [adding, setAdding] = useState(false);
  const [peeked, setPeeked] = useState<string | null>(null);
  const { matching, total } = rows;
  const empty = total === 0;
  const add = (
    <Button
      variant={empty ? 'default' : 'filled'}
      leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
      onClick={() => setAdding(true)}
    >
      New contact
    </Button>
  );
  const bring = (
    <ButtonLink
      to="/contacts/import"
      variant={empty ? 'filled' : 'default'}
      leftSection={<IconUpload size={16} stroke={1.7} aria-hidden="true" />}
    >
      Import
    </ButtonLink>
  );
  return (
    <Page
      flush
      {...(peeked === null ? {} : { panel: <Peek key={peeked} id={peeked} onClose={() => setPeeked(null)} /> })}
      head={
        <PageHead
          title="Contacts"
          line={empty ? 'People and organisations, and with whom each may be shared' : undefined}
          beside={
            total === undefined || matching === undefined || empty ? undefined : (
              <span className="second" role="status">
                {matching === total ? counted(total) : `${counted(matching)} of ${counted(total)}`}
              </span>
            )
          }
          open
          actions={
            empty ? undefined : (
              <>
                <DuplicatesLink />
                {bring}
                {add}
              </>
            )
          }
        />
      }
    >
      {total === undefined ? (
        rows.error === null ? (
          <SkeletonRows label="contacts" rows={14} />
        ) : (
          <ErrorPage level={2} problem={problemOf(rows.error)} acts={<Button onClick={rows.retry}>Try again</Button>} />
        )
      ) : empty ? (
        <EmptyState
          drawing="list"
          title="No contacts yet"
          acts={
            <>
              {bring}
              {add}
            </>
          }
          below={<Link to="/contacts/import">See what a file brings before anything is kept</Link>}
        >
          Bring a file from your practice software, Google or Outlook, and every row is shown before anything is kept.
        </EmptyState>
      ) : (
        <>
          <ViewTabs inUse={inUse} />
          <ListView inUse={inUse} rows={rows} onPeek={setPeeked} />
        </>
      )}
      {adding ? (
        <ContactForm
          start={emptyContact}
          onClose={() => setAdding(false)}
          onSaved={(id) => void navigate({ to: '/contacts/$id', params: { id } })}
        />
      ) : null}
    </Page>
  );
};
