import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { DuplicateList, DuplicatePair } from '../../../core/contract/duplicates.ts';
import { undone } from '../../../core/contract/records.ts';
import { problemOf, request } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { Views } from '../../ui/Views.tsx';
import { PairView } from './PairView.tsx';
import { duplicatesQuery, pairKey, type QueueState } from './queries.ts';
import { useBookSearch } from './useBookSearch.ts';
import css from './duplicates.module.css';

const route = getRouteApi('/desk/contacts/duplicates');

const STATES: readonly { readonly id: QueueState; readonly name: string }[] = [
  { id: 'open', name: 'To decide' },
  { id: 'later', name: 'Put off' },
  { id: 'different', name: 'Two clients' },
];

const EMPTY: Readonly<Record<QueueState, string>> = {
  open: 'Each new or changed contact is compared with the book at once.',
  later: 'What you put off is kept here until you decide.',
  different: 'Pairs that somebody said are two clients are not asked about again.',
};

const Queue = ({
  pairs,
  chosen,
  onChoose,
}: {
  readonly pairs: readonly DuplicatePair[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}) => (
  <ul className={css.queue} aria-label="Pairs">
    {pairs.map((pair) => (
      <li key={pairKey(pair)}>
        <button type="button" className={css.entry} aria-pressed={pairKey(pair) === chosen} onClick={() => onChoose(pairKey(pair))}>
          <strong>{pair.left.name}</strong>
          <strong>{pair.right.name}</strong>
          <Status kind={pair.strength === 'strong' ? 'late' : 'waiting'}>
            {pair.strength === 'strong' ? 'Very likely one' : 'Perhaps one'}
          </Status>
          <span className="second">{pair.reasons[0]?.words}</span>
        </button>
      </li>
    ))}
  </ul>
);

const Work = ({ list, state }: { readonly list: DuplicateList; readonly state: QueueState }) => {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const [lastMerge, setLastMerge] = useState<string | null>(null);
  const { pairs } = list;
  const unmerge = useMutation({
    mutationFn: (group: string) => request('POST', `/api/undo/${group}`, undone),
    onSuccess: async () => {
      setLastMerge(null);
      await queries.invalidateQueries();
    },
  });
  // Where the chosen pair was decided, the one that moved up into its place is next.
  const found = pairs.findIndex((pair) => pairKey(pair) === chosen);
  const at = found === -1 ? Math.min(place, pairs.length - 1) : found;
  const pair = pairs[at];
  const choose = (to: number) => {
    const next = pairs[Math.max(0, Math.min(to, pairs.length - 1))];
    if (next === undefined) return;
    setChosen(pairKey(next));
    setPlace(pairs.indexOf(next));
  };
  const takeApart = () => (lastMerge === null || unmerge.isPending ? undefined : unmerge.mutate(lastMerge));
  if (pair === undefined)
    return (
      <>
        <EmptyState
          drawing="path"
          title={state === 'open' ? 'No pair waits for a decision' : 'Nothing here'}
          acts={
            lastMerge === null ? undefined : (
              <Button loading={unmerge.isPending} onClick={takeApart}>
                Take the last merge apart
              </Button>
            )
          }
        >
          {EMPTY[state]}
        </EmptyState>
        {unmerge.error === null ? null : <ErrorNote problem={problemOf(unmerge.error)} />}
      </>
    );
  return (
    <div className={css.split}>
      <Queue pairs={pairs} chosen={pairKey(pair)} onChoose={(key) => choose(pairs.findIndex((one) => pairKey(one) === key))} />
      <div className={css.detail}>
        {unmerge.error === null ? null : <ErrorNote problem={problemOf(unmerge.error)} />}
        <PairView
          key={pairKey(pair)}
          pair={pair}
          lastMerge={lastMerge}
          onMerged={(undo) => {
            setLastMerge(undo);
            setPlace(at);
          }}
          onUnmerge={takeApart}
          onMove={(by) => choose(at + by)}
        />
      </div>
    </div>
  );
};

/** Contacts that may be one client: each pair says why; a person decides. */
export const DuplicatesPage = () => {
  const { view = 'open', contact } = route.useSearch();
  const navigate = useNavigate({ from: '/contacts/duplicates' });
  const { data, error, refetch } = useQuery(duplicatesQuery(view, contact));
  const search = useBookSearch(data);
  return (
    <Page
      flush
      head={
        <>
          <PageHead
            open
            title="Duplicates"
            crumbs={<Link to="/contacts">Contacts</Link>}
            line={
              data === undefined || data.searchedAt === null ? (
                'Contacts that may be one client. Nothing is merged by itself.'
              ) : (
                <>
                  Contacts that may be one client. Nothing is merged by itself. The whole book was compared{' '}
                  <DateTime at={data.searchedAt} />.
                </>
              )
            }
            actions={
              <Button
                leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />}
                disabled={search.running}
                onClick={search.start}
              >
                Compare the whole book
              </Button>
            }
          />
          <Views
            views={STATES.map((state) => ({ ...state, count: data?.counts[state.id].toLocaleString('en-AU') }))}
            current={view}
            onChoose={(id) => void navigate({ search: (held) => ({ ...held, view: STATES.find((state) => state.id === id)?.id }) })}
          >
            {contact === undefined ? null : (
              <Button size="xs" variant="subtle" onClick={() => void navigate({ search: (held) => ({ ...held, contact: undefined }) })}>
                Only one contact: show all
              </Button>
            )}
          </Views>
          {search.running ? (
            <JobLine
              done={search.progress?.done ?? 0}
              of={search.progress?.of ?? null}
              words={search.progress?.words ?? 'Comparing the book'}
              act={
                <Button size="xs" onClick={search.stop}>
                  Stop
                </Button>
              }
            />
          ) : null}
          {search.problem === undefined ? null : <ErrorNote problem={search.problem} />}
        </>
      }
    >
      {data === undefined ? (
        error === null ? (
          <SkeletonRows rows={8} label="pairs" />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )
      ) : (
        <Work key={view} list={data} state={view} />
      )}
    </Page>
  );
};
