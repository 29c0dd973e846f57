import { useState } from 'react';
import { Button, NativeSelect } from '@mantine/core';
import { IconInfoCircle, IconLayoutKanban, IconList, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import { problemOf } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { crmFrameQuery, dealBoardQuery, pipelinesQuery, referralBoardQuery } from '../crm/queries.ts';
import { boardLine } from './boardWords.ts';
import { DealBoardView } from './DealBoardView.tsx';
import { DealForm } from './DealForm.tsx';
import { ReferralBoardView } from './ReferralBoardView.tsx';
import css from './pipeline.module.css';

const route = getRouteApi('/desk/pipeline');

const Toggle = () => {
  const { show = 'board' } = route.useSearch();
  const navigate = useNavigate({ from: '/pipeline' });
  const to = (next: 'board' | 'list') => void navigate({ search: (held) => ({ ...held, show: next }) });
  return (
    <div className={css.toggle} role="group" aria-label="How it is shown">
      <button type="button" aria-pressed={show === 'board'} onClick={() => to('board')}>
        <IconLayoutKanban size={15} stroke={1.7} aria-hidden="true" />
        Board
      </button>
      <button type="button" aria-pressed={show === 'list'} onClick={() => to('list')}>
        <IconList size={15} stroke={1.7} aria-hidden="true" />
        List
      </button>
    </div>
  );
};

const Bar = ({ frame, owners }: { readonly frame: CrmFrame | undefined; readonly owners: boolean }) => {
  const { board = 'sent', owner } = route.useSearch();
  const navigate = useNavigate({ from: '/pipeline' });
  const { data } = useQuery(pipelinesQuery);
  return (
    <FilterBar
      side={
        <span className={`second small ${css.remark}`}>
          <IconInfoCircle size={15} stroke={1.7} aria-hidden="true" />
          Moving a card never signs.{owners ? '' : ' Its menu opens the sign sheet for whoever may sign.'}
        </span>
      }
    >
      <NativeSelect
        aria-label="Pipeline"
        w={230}
        value={board}
        data={[
          {
            group: 'Referrals',
            items: [
              { value: 'sent', label: `Referrals we sent (${data?.referrals.sent ?? 0})` },
              { value: 'received', label: `Referrals we received (${data?.referrals.received ?? 0})` },
            ],
          },
          { group: 'Deals', items: (data?.pipelines ?? []).map((one) => ({ value: one.id, label: `${one.name} (${one.open})` })) },
        ]}
        onChange={(event) => {
          const next = event.currentTarget.value;
          void navigate({ search: (held) => ({ ...held, board: next, owner: undefined }) });
        }}
      />
      {owners && frame !== undefined ? (
        <NativeSelect
          aria-label="Owner"
          w={230}
          data-filter="true"
          value={owner ?? ''}
          data={[{ value: '', label: 'Owner: everybody' }, ...frame.owners.map((one) => ({ value: one.owner, label: one.words }))]}
          onChange={(event) => {
            const next = event.currentTarget.value;
            void navigate({ search: (held) => ({ ...held, owner: next === '' ? undefined : next }) });
          }}
        />
      ) : null}
    </FilterBar>
  );
};

const Referrals = ({ direction }: { readonly direction: 'sent' | 'received' }) => {
  const { show = 'board' } = route.useSearch();
  const { data, error, refetch } = useQuery(referralBoardQuery(direction));
  return (
    <Page
      head={
        <PageHead
          title="Pipeline"
          line={
            data === undefined
              ? 'Referrals by the handshake signed last'
              : boardLine(data.total, ['referral', 'referrals'], 'if all settle')
          }
          open
          actions={
            <>
              <Toggle />
              <ButtonLink to="/referrals/new" variant="filled" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}>
                Make a referral
              </ButtonLink>
            </>
          }
        />
      }
      flush
    >
      <Bar frame={undefined} owners={false} />
      {data !== undefined ? (
        <ReferralBoardView board={data} show={show} />
      ) : error === null ? (
        <SkeletonRows label="the board" rows={8} height={60} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};

const Deals = ({ pipeline }: { readonly pipeline: string }) => {
  const { show = 'board', owner } = route.useSearch();
  const { data, error, refetch } = useQuery(dealBoardQuery(pipeline));
  const { data: frame } = useQuery(crmFrameQuery);
  const [adding, setAdding] = useState(false);
  return (
    <Page
      head={
        <PageHead
          title="Pipeline"
          line={data === undefined ? 'Deals by stage' : boardLine(data.total, ['deal', 'deals'], 'if all are won')}
          open
          actions={
            <>
              <Toggle />
              <Button
                variant="filled"
                disabled={data?.mayMove !== true}
                leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
                onClick={() => setAdding(true)}
              >
                New deal
              </Button>
            </>
          }
        />
      }
      flush
    >
      <Bar frame={frame} owners />
      {data !== undefined && frame !== undefined ? (
        <DealBoardView board={data} frame={frame} show={show} owner={owner} />
      ) : error === null ? (
        <SkeletonRows label="the board" rows={8} height={60} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {adding && data !== undefined && frame !== undefined ? (
        <DealForm
          deal={null}
          contact={null}
          pipeline={data.pipeline}
          stages={data.stages}
          owners={frame.owners}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Page>
  );
};

/** Boards of referrals and of deals: count, sum and weighted sum by stage. */
export const PipelinePage = () => {
  const { board = 'sent' } = route.useSearch();
  return board === 'sent' || board === 'received' ? <Referrals key={board} direction={board} /> : <Deals key={board} pipeline={board} />;
};
