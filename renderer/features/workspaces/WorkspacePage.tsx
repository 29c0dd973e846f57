import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import { WORKSPACE_ROLES, type WorkspaceRole } from '../../../core/domain/crm/workspace/role.ts';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Views } from '../../ui/Views.tsx';
import { ContactWorkPanel } from '../crm/ContactWorkPanel.tsx';
import { crmFrameQuery, dealBoardQuery, pipelinesQuery, queueQuery } from '../crm/queries.ts';
import { useChange } from '../crm/useChange.ts';
import { DealBoardView } from '../pipeline/DealBoardView.tsx';
import toggle from '../pipeline/pipeline.module.css';
import { MarketingDashboard } from './MarketingDashboard.tsx';
import { QueueGrid } from './QueueGrid.tsx';
import css from './workspaces.module.css';

const route = getRouteApi('/desk/workspaces');

/** The surface of each workspace beside its queue. */
const surfaces: Readonly<Record<WorkspaceRole, { readonly id: string; readonly name: string } | null>> = {
  bd: null,
  sales: { id: 'board', name: 'Board' },
  cs: null,
  cmo: { id: 'dashboard', name: 'Dashboard' },
};

const queueNames: Readonly<Record<WorkspaceRole, string>> = { bd: 'Queue', sales: 'Queue', cs: 'Accounts', cmo: 'Accounts' };

const TAKEN_AT_ONCE = 50;

const TakeIn = ({ unplaced, may, name }: { readonly unplaced: number; readonly may: boolean; readonly name: string }) => {
  const take = useChange();
  if (unplaced === 0) return null;
  const count = Math.min(unplaced, TAKEN_AT_ONCE);
  return (
    <div className={css.route}>
      <span>
        {unplaced.toLocaleString('en-AU')} {unplaced === 1 ? 'contact of the book is' : 'contacts of the book are'} in no workspace.
      </span>
      <Button
        disabled={!may}
        loading={take.isPending}
        onClick={() =>
          take.mutate({
            method: 'POST',
            path: '/api/workspaces/bd/route',
            body: { most: count },
            words: `${count} ${count === 1 ? 'contact was' : 'contacts were'} taken into ${name}`,
          })
        }
      >
        Take {count === unplaced ? (count === 1 ? 'it' : `all ${count}`) : `the oldest ${count}`} in and route
      </Button>
      {take.error === null ? null : <ErrorNote problem={problemOf(take.error)} />}
    </div>
  );
};

const owners = ['mine', 'all', 'nobody'] as const;

const Queue = ({ role, readOnly }: { readonly role: WorkspaceRole; readonly readOnly: boolean }) => {
  const { owner = 'all', contact, as } = route.useSearch();
  const navigate = useNavigate({ from: '/workspaces' });
  const { data, error, refetch } = useQuery(queueQuery({ role, owner, as }));
  if (data === undefined)
    return error === null ? (
      <SkeletonRows label="the queue" rows={8} />
    ) : (
      <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
    );
  return (
    <div className={css.fill}>
      <div className={css.route}>
        <div className={toggle.toggle} role="group" aria-label="Whose">
          {owners.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={owner === one}
              onClick={() => void navigate({ search: (held) => ({ ...held, owner: one }) })}
            >
              {one === 'mine' ? (data.viewedAs === null ? 'Mine' : `Of ${data.viewedAs}`) : one === 'all' ? 'Everybody’s' : 'Nobody’s'}{' '}
              {data.counts[one].toLocaleString('en-AU')}
            </button>
          ))}
        </div>
        <span className="second">
          {data.counts.late === 0 ? 'No first step is late.' : `${data.counts.late.toLocaleString('en-AU')} late with the first step.`}
          {data.total > data.rows.length ? ` The first ${data.rows.length} are shown.` : ''}
        </span>
      </div>
      {data.unplaced === null ? null : <TakeIn unplaced={data.unplaced} may={data.access.act && !readOnly} name={data.access.name} />}
      <QueueGrid
        role={role}
        rows={data.rows}
        chosen={contact}
        onChoose={(id) => void navigate({ search: (held) => ({ ...held, contact: id }) })}
      />
    </div>
  );
};

const SalesBoard = ({ frame, readOnly }: { readonly frame: CrmFrame; readonly readOnly: boolean }) => {
  const { data: names } = useQuery(pipelinesQuery);
  const first = names?.pipelines[0]?.id;
  const { data, error, refetch } = useQuery({ ...dealBoardQuery(first ?? ''), enabled: first !== undefined });
  if (data !== undefined)
    return <DealBoardView board={readOnly ? { ...data, mayMove: false } : data} frame={frame} show="board" owner={undefined} />;
  return error === null ? (
    <SkeletonRows label="the board" rows={8} height={60} />
  ) : (
    <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
  );
};

const Body = ({
  role,
  show,
  frame,
  readOnly,
}: {
  readonly role: WorkspaceRole;
  readonly show: string;
  readonly frame: CrmFrame;
  readonly readOnly: boolean;
}) => {
  const { months = 12, as } = route.useSearch();
  const navigate = useNavigate({ from: '/workspaces' });
  if (show === 'board') return <SalesBoard frame={frame} readOnly={readOnly} />;
  if (show === 'dashboard')
    return (
      <div className={css.banner}>
        <MarketingDashboard months={months} as={as} onMonths={(next) => void navigate({ search: (held) => ({ ...held, months: next }) })} />
      </div>
    );
  return <Queue key={role} role={role} readOnly={readOnly} />;
};

const Loaded = ({ frame }: { readonly frame: CrmFrame }) => {
  const { role = 'bd', show, contact, as } = route.useSearch();
  const navigate = useNavigate({ from: '/workspaces' });
  const access = frame.access.find((one) => one.role === role);
  const surface = surfaces[role];
  const shown = show === 'queue' || surface === null ? 'queue' : surface.id;
  const asName = as === undefined ? undefined : frame.people.find((one) => one.person === as)?.name;
  const to = (next: WorkspaceRole) => void navigate({ search: { role: next, ...(as === undefined ? {} : { as }) } });
  return (
    <Page
      head={
        <PageHead
          title={access?.name ?? 'Workspace'}
          line={access === undefined ? '' : `${access.why}.`}
          open
          actions={
            <>
              {frame.mayViewAs ? (
                <NativeSelect
                  aria-label="View as"
                  w={200}
                  value={as ?? ''}
                  data={[
                    { value: '', label: 'View as yourself' },
                    ...frame.people.map((one) => ({ value: one.person, label: `View as ${one.name}` })),
                  ]}
                  onChange={(event) => {
                    const next = event.currentTarget.value;
                    void navigate({ search: (held) => ({ ...held, as: next === '' ? undefined : next }) });
                  }}
                />
              ) : null}
              <div className={toggle.toggle} role="group" aria-label="Workspace">
                {WORKSPACE_ROLES.map((one) => (
                  <button key={one} type="button" aria-pressed={one === role} onClick={() => to(one)}>
                    {frame.access.find((entry) => entry.role === one)?.name ?? one}
                  </button>
                ))}
              </div>
            </>
          }
        />
      }
      panel={
        contact === undefined || shown === 'dashboard' ? undefined : (
          <RightPanel key={contact} label="Work with this contact" kind="work">
            <ContactWorkPanel contact={contact} readOnly={asName !== undefined} />
          </RightPanel>
        )
      }
      flush
    >
      {surface === null ? null : (
        <Views
          views={[surface, { id: 'queue', name: queueNames[role] }]}
          current={shown}
          onChoose={(id) => void navigate({ search: (held) => ({ ...held, show: id }) })}
        />
      )}
      {asName === undefined ? null : (
        <div className={css.banner}>
          <Note tone="waiting">You look as {asName}. Nothing can be changed from here until you look as yourself.</Note>
        </div>
      )}
      <Body role={role} show={shown} frame={frame} readOnly={asName !== undefined} />
    </Page>
  );
};

/** Four workspaces on the same contacts: queue, kanban, account health, dashboard; each hand-over names owner and reason. */
export const WorkspacePage = () => {
  const { data, error, refetch } = useQuery(crmFrameQuery);
  if (data !== undefined) return <Loaded frame={data} />;
  return (
    <Page head={<PageHead title="Workspaces" line="Business development, sales, customer success, marketing" open />} flush>
      {error === null ? (
        <SkeletonRows label="the workspace" rows={8} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};
