import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Views } from '../../ui/Views.tsx';
import { requestsQuery } from '../rights/queries.ts';
import { RequestForm } from '../rights/RequestForm.tsx';
import { RequestGrid } from '../rights/RequestGrid.tsx';
import { Documents } from './Documents.tsx';
import { Law } from './Law.tsx';
import { privacyQuery } from './queries.ts';
import { Registers } from './Registers.tsx';
import { Retention } from './Retention.tsx';
import css from './privacy.module.css';

const route = getRouteApi('/desk/privacy');

const VIEWS = [
  ['requests', 'Requests'],
  ['registers', 'Registers'],
  ['retention', 'Retention'],
  ['documents', 'Documents'],
  ['law', 'Law and data'],
] as const;
type ViewId = (typeof VIEWS)[number][0];

const Requests = ({ onRecord }: { readonly onRecord: (() => void) | undefined }) => {
  const { data, error, refetch } = useQuery(requestsQuery);
  if (data === undefined)
    return error === null ? (
      <SkeletonRows label="the requests" rows={8} />
    ) : (
      <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
    );
  if (data.requests.length === 0)
    return (
      <EmptyState
        drawing="list"
        title="Nobody has asked for anything yet"
        acts={
          onRecord === undefined ? undefined : (
            <Button variant="filled" size="md" onClick={onRecord}>
              Record a request
            </Button>
          )
        }
      >
        When a person asks to see, to correct or to erase what you hold, record it here on the day it comes: the clock runs from then.
      </EmptyState>
    );
  return <RequestGrid rows={data.requests} />;
};

const Rest = ({
  view,
  manages,
  exports,
}: {
  readonly view: Exclude<ViewId, 'requests'>;
  readonly manages: boolean;
  readonly exports: boolean;
}) => {
  const { data, error, refetch } = useQuery(privacyQuery);
  if (data === undefined)
    return error === null ? (
      <SkeletonRows label="privacy" rows={8} />
    ) : (
      <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
    );
  return (
    <div className={css.tab}>
      {view === 'registers' ? (
        <Registers privacy={data} manages={manages} exports={exports} />
      ) : view === 'retention' ? (
        <Retention privacy={data} manages={manages} />
      ) : view === 'documents' ? (
        <Documents privacy={data} />
      ) : (
        <Law privacy={data} />
      )}
    </div>
  );
};

/** What the practice owes people about their data: requests with their clocks, registers, retention, the documents it publishes, and the law. */
export const PrivacyPage = () => {
  const { view = 'requests' } = route.useSearch();
  const navigate = useNavigate({ from: '/privacy' });
  const { data: status } = useQuery(statusQuery);
  const { data: requests } = useQuery(requestsQuery);
  const [recording, setRecording] = useState(false);
  const roles = status?.person?.roles ?? [];
  const answers = permits(roles, 'answer-person');
  const open = requests?.requests.filter((request) => request.state === 'open').length ?? 0;
  return (
    <Page
      flush
      head={
        <>
          <PageHead
            open
            title="Privacy"
            line="What people asked for, what the practice has to keep track of, and how long it keeps what"
            actions={
              answers ? (
                <Button
                  variant="filled"
                  leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
                  onClick={() => setRecording(true)}
                >
                  Record a request
                </Button>
              ) : undefined
            }
          />
          <Views
            views={VIEWS.map(([id, name]) => ({
              id,
              name,
              count: id === 'requests' && open > 0 ? open.toLocaleString('en-AU') : undefined,
            }))}
            current={view}
            onChoose={(id) => void navigate({ search: { view: VIEWS.find(([known]) => known === id)?.[0] ?? 'requests' } })}
          />
        </>
      }
    >
      {view === 'requests' ? (
        <Requests onRecord={answers ? () => setRecording(true) : undefined} />
      ) : (
        <Rest view={view} manages={permits(roles, 'manage-privacy')} exports={permits(roles, 'export-contacts')} />
      )}
      {recording ? <RequestForm contact={null} onClose={() => setRecording(false)} /> : null}
    </Page>
  );
};
