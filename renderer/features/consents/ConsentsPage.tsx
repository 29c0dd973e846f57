import { useState } from 'react';
import { Button, SegmentedControl } from '@mantine/core';
import { IconPrinter, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Board, BoardRow, ConsentOptions } from '../../../core/contract/consent.ts';
import { problemOf } from '../../client.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { Views } from '../../ui/Views.tsx';
import { ConsentPanel } from './ConsentPanel.tsx';
import { AskSheet, GrantSheet } from './ConsentSheets.tsx';
import { Deletions } from './Deletions.tsx';
import { Introductions } from './Introductions.tsx';
import { boardQuery, consentOptionsQuery, deletionsQuery, type Grouping, introductionsQuery, receiptsQuery } from './queries.ts';
import { Receipts } from './Receipts.tsx';
import { COLUMNS, STATE_LOOK } from './stateLook.ts';
import css from './consents.module.css';

const route = getRouteApi('/desk/consents');

// The panel takes room from the board, and could cover the very card it was opened from.
const keepInView = (card: HTMLButtonElement | null): void => card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

const CardOf = ({ row, chosen, onChoose }: { readonly row: BoardRow; readonly chosen: boolean; readonly onChoose: () => void }) => (
  <button ref={chosen ? keepInView : null} type="button" className={css.card} aria-pressed={chosen} onClick={onChoose}>
    <strong>{row.name}</strong>
    <span>{row.recipientName}</span>
    <span className="second">{row.purposeName}</span>
    <Status kind={STATE_LOOK[row.state].kind}>{row.words}</Status>
  </button>
);

const SHOWN = 8;

const Column = ({
  title,
  rows,
  chosen,
  onChoose,
}: {
  readonly title: string;
  readonly rows: readonly BoardRow[];
  readonly chosen: string | null;
  readonly onChoose: (row: BoardRow) => void;
}) => {
  const [shown, setShown] = useState(SHOWN);
  return (
    <section className={css.column} aria-label={`${title}, ${String(rows.length)}`}>
      <h2>
        {title} <span className="second">{rows.length.toLocaleString('en-AU')}</span>
      </h2>
      <div className={css.cards}>
        {rows.slice(0, shown).map((row) => (
          <CardOf key={row.key} row={row} chosen={row.key === chosen} onChoose={() => onChoose(row)} />
        ))}
        {rows.length > shown ? (
          <Button size="xs" variant="subtle" onClick={() => setShown(rows.length)}>
            {rows.length - shown} more
          </Button>
        ) : null}
        {rows.length === 0 ? <p className="second">None.</p> : null}
      </div>
    </section>
  );
};

/** By state: a column each, expiring first, what is over folded away. By person or practice: a column each. */
const Columns = ({
  board,
  group,
  chosen,
  onChoose,
}: {
  readonly board: Board;
  readonly group: Grouping;
  readonly chosen: string | null;
  readonly onChoose: (row: BoardRow) => void;
}) => {
  const rows = board.groups.flatMap((one) => one.rows);
  if (group !== 'state')
    return (
      <div className={css.board}>
        {board.groups.map((one) => (
          <Column key={one.key} title={one.title} rows={one.rows} chosen={chosen} onChoose={onChoose} />
        ))}
      </div>
    );
  return (
    <div className={css.board}>
      {COLUMNS.filter((column) => !column.folded || rows.some((row) => column.states.includes(row.state))).map((column) => (
        <Column
          key={column.name}
          title={column.name}
          rows={rows.filter((row) => column.states.includes(row.state))}
          chosen={chosen}
          onChoose={onChoose}
        />
      ))}
    </div>
  );
};

const BoardView = ({ group, options, board }: { readonly group: Grouping; readonly options: ConsentOptions; readonly board: Board }) => {
  const [chosen, setChosen] = useState<BoardRow | null>(null);
  const row = chosen === null ? null : (board.groups.flatMap((one) => one.rows).find((one) => one.key === chosen.key) ?? null);
  return (
    <div className={css.split}>
      {board.total === 0 ? (
        <EmptyState drawing="path" title="Nobody was asked yet">
          What a client agrees to, for which practice and until when, stands here. Ask for consent, or record a yes that was given.
        </EmptyState>
      ) : (
        <Columns board={board} group={group} chosen={row?.key ?? null} onChoose={setChosen} />
      )}
      {row === null ? null : (
        <RightPanel label="Consent" kind="work">
          <ConsentPanel key={row.key} row={row} options={options} onClose={() => setChosen(null)} />
        </RightPanel>
      )}
    </div>
  );
};

type Tab = 'board' | 'receipts' | 'deletions' | 'introductions';

/** Who may be shared, with which practice, for what, and until when; receipts, deletions and introductions beside it. */
export const ConsentsPage = () => {
  const { view: tab = 'board', group = 'state' } = route.useSearch();
  const navigate = useNavigate({ from: '/consents' });
  const [sheet, setSheet] = useState<'grant' | 'ask' | null>(null);
  const { data: options } = useQuery(consentOptionsQuery);
  const { data: board, error, refetch } = useQuery(boardQuery(group));
  const { data: receipts } = useQuery(receiptsQuery);
  const { data: deletions } = useQuery(deletionsQuery);
  const { data: introductions } = useQuery(introductionsQuery);
  const count = (number: number | undefined) => (number === undefined || number === 0 ? undefined : number);
  const go = (next: { readonly view?: Tab; readonly group?: Grouping }) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <Page
      flush
      head={
        <>
          <PageHead
            open
            title="Consent"
            line="Who may be shared, with which practice, for what, and until when"
            actions={
              <>
                <SegmentedControl
                  size="xs"
                  aria-label="Columns"
                  data={[
                    { value: 'state', label: 'By state' },
                    { value: 'person', label: 'By person' },
                    { value: 'practice', label: 'By practice' },
                  ]}
                  value={group}
                  onChange={(value) => go({ group: value === 'person' ? 'person' : value === 'practice' ? 'practice' : 'state' })}
                />
                <Button leftSection={<IconPrinter size={16} stroke={1.7} aria-hidden="true" />} onClick={() => window.print()}>
                  Print for a meeting
                </Button>
                <Button onClick={() => setSheet('grant')}>Record a yes</Button>
                <Button
                  variant="filled"
                  leftSection={<IconSend size={16} stroke={1.7} aria-hidden="true" />}
                  onClick={() => setSheet('ask')}
                >
                  Ask for consent
                </Button>
              </>
            }
          />
          <Views
            views={[
              { id: 'board', name: 'Board', count: count(board?.total) },
              { id: 'receipts', name: 'Receipts due', count: count(receipts?.due.length) },
              { id: 'deletions', name: 'To delete', count: count(deletions?.tasks.length) },
              { id: 'introductions', name: 'Introductions', count: count(introductions?.introductions.length) },
            ]}
            current={tab}
            onChoose={(id) => go({ view: id === 'receipts' || id === 'deletions' || id === 'introductions' ? id : 'board' })}
          />
        </>
      }
    >
      {tab === 'receipts' ? (
        <Receipts due={receipts?.due ?? []} />
      ) : tab === 'deletions' ? (
        <Deletions tasks={deletions?.tasks ?? []} />
      ) : tab === 'introductions' ? (
        <Introductions introductions={introductions?.introductions ?? []} />
      ) : board !== undefined && options !== undefined ? (
        <BoardView group={group} board={board} options={options} />
      ) : error === null ? (
        <SkeletonRows label="the consents" rows={8} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {options === undefined || sheet === null ? null : sheet === 'grant' ? (
        <GrantSheet options={options} onClose={() => setSheet(null)} />
      ) : (
        <AskSheet options={options} onClose={() => setSheet(null)} />
      )}
    </Page>
  );
};
