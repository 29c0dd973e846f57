import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { problemOf } from '../../client.ts';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Views } from '../../ui/Views.tsx';
import { crmFrameQuery, tasksQuery, ticketsQuery } from '../crm/queries.ts';
import { TaskForm } from '../crm/TaskForm.tsx';
import { TicketForm } from '../crm/TicketForm.tsx';
import { TaskGrid } from './TaskGrid.tsx';
import { TicketGrid } from './TicketGrid.tsx';
import css from '../pipeline/pipeline.module.css';

const route = getRouteApi('/desk/tasks');

const taskViews = [
  ['mine', 'Mine'],
  ['late', 'Late'],
  ['today', 'Today'],
  ['reminders', 'Reminders'],
  ['open', 'All open'],
  ['done', 'Done'],
] as const;
const ticketViews = [
  ['open', 'Open'],
  ['mine', 'Mine'],
  ['late', 'Late'],
  ['waiting', 'Waiting'],
  ['solved', 'Solved'],
] as const;

const Tasks = () => {
  const { view = 'mine' } = route.useSearch();
  const navigate = useNavigate({ from: '/tasks' });
  const shown = taskViews.find(([id]) => id === view)?.[0] ?? 'mine';
  const { data, error, refetch } = useQuery(tasksQuery(shown));
  const { data: frame } = useQuery(crmFrameQuery);
  return (
    <>
      <Views
        views={taskViews.map(([id, name]) => ({ id, name, count: data?.counts[id].toLocaleString('en-AU') }))}
        current={shown}
        onChoose={(id) => void navigate({ search: (held) => ({ ...held, view: id }) })}
      />
      {data !== undefined && frame !== undefined ? (
        <TaskGrid rows={data.rows} frame={frame} view={shown} />
      ) : error === null ? (
        <SkeletonRows label="tasks" rows={8} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </>
  );
};

const Tickets = () => {
  const { view = 'open' } = route.useSearch();
  const navigate = useNavigate({ from: '/tasks' });
  const shown = ticketViews.find(([id]) => id === view)?.[0] ?? 'open';
  const { data, error, refetch } = useQuery(ticketsQuery(shown));
  const { data: frame } = useQuery(crmFrameQuery);
  return (
    <>
      <Views
        views={ticketViews.map(([id, name]) => ({ id, name, count: data?.counts[id].toLocaleString('en-AU') }))}
        current={shown}
        onChoose={(id) => void navigate({ search: (held) => ({ ...held, view: id }) })}
      />
      {data !== undefined && frame !== undefined ? (
        <TicketGrid rows={data.rows} frame={frame} />
      ) : error === null ? (
        <SkeletonRows label="tickets" rows={8} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </>
  );
};

/** What is to be done, and what contacts want solved: by day, and by working-time clocks. */
export const TasksPage = () => {
  const { list = 'tasks' } = route.useSearch();
  const navigate = useNavigate({ from: '/tasks' });
  const { data: frame } = useQuery(crmFrameQuery);
  const [adding, setAdding] = useState(false);
  const to = (next: 'tasks' | 'tickets') => void navigate({ search: { list: next } });
  return (
    <Page
      head={
        <PageHead
          title="Tasks and tickets"
          line={list === 'tasks' ? 'What somebody will do, by day' : 'What contacts want solved, by clocks that run in working hours'}
          open
          actions={
            <>
              <div className={css.toggle} role="group" aria-label="List">
                <button type="button" aria-pressed={list === 'tasks'} onClick={() => to('tasks')}>
                  Tasks
                </button>
                <button type="button" aria-pressed={list === 'tickets'} onClick={() => to('tickets')}>
                  Tickets
                </button>
              </div>
              <Button
                variant="filled"
                disabled={frame?.mayEdit !== true}
                leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
                onClick={() => setAdding(true)}
              >
                {list === 'tasks' ? 'New task' : 'New ticket'}
              </Button>
            </>
          }
        />
      }
      flush
    >
      {list === 'tasks' ? <Tasks /> : <Tickets />}
      {!adding || frame === undefined ? null : list === 'tasks' ? (
        <TaskForm task={null} contact={null} asks frame={frame} onClose={() => setAdding(false)} />
      ) : (
        <TicketForm ticket={null} contact={null} asks frame={frame} onClose={() => setAdding(false)} />
      )}
    </Page>
  );
};
