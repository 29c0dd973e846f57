import { useNavigate } from '@tanstack/react-router';
import type { BoardStage, DealCard } from '../../../core/contract/pipeline.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Money } from '../../ui/Money.tsx';
import { type DealActs, DealClock, DealMenu } from './DealCardView.tsx';
import css from './pipeline.module.css';

const columnsOf = (stages: readonly BoardStage[], moves: boolean, acts: DealActs): readonly Column<DealCard>[] => [
  {
    id: 'contact',
    head: 'Contact',
    track: 'minmax(150px, 1.2fr)',
    sortBy: (deal) => deal.contact.name,
    cell: (deal) => <strong>{deal.contact.name}</strong>,
  },
  { id: 'title', head: 'Deal', track: 'minmax(160px, 1.4fr)', sortBy: (deal) => deal.title, cell: (deal) => deal.title },
  {
    id: 'stage',
    head: 'Stage',
    track: 'minmax(120px, 0.9fr)',
    sortBy: (deal) => stages.findIndex((stage) => stage.id === deal.stage),
    cell: (deal) => deal.stageName,
  },
  { id: 'clock', head: 'State', track: 'minmax(160px, 1.1fr)', cell: (deal) => <DealClock deal={deal} /> },
  {
    id: 'owner',
    head: 'Owner',
    track: 'minmax(140px, 1fr)',
    sortBy: (deal) => deal.owner?.words,
    cell: (deal) => deal.owner?.words ?? <span className="second">Nobody yet</span>,
  },
  {
    id: 'expected',
    head: 'Expected',
    track: '110px',
    sortBy: (deal) => deal.expectedClose ?? undefined,
    cell: (deal) => <CalendarDay day={deal.expectedClose} form="date" missing="Not said" />,
  },
  {
    id: 'amount',
    head: 'Amount',
    track: '118px',
    align: 'end',
    sortBy: (deal) => deal.amount ?? undefined,
    cell: (deal) => <Money cents={deal.status === 'won' ? (deal.settledAmount ?? deal.amount) : deal.amount} />,
  },
  ...(moves
    ? [
        {
          id: 'acts',
          head: 'Acts',
          quietHead: true,
          track: '44px',
          cell: (deal: DealCard) => <DealMenu deal={deal} stages={stages} acts={acts} />,
        },
      ]
    : []),
];

/** The same deals as rows, with the same filters and the same menu. */
export const DealList = ({
  deals,
  stages,
  moves,
  acts,
}: {
  readonly deals: readonly DealCard[];
  readonly stages: readonly BoardStage[];
  readonly moves: boolean;
  readonly acts: DealActs;
}) => {
  const navigate = useNavigate();
  if (deals.length === 0)
    return (
      <EmptyState drawing="path" title="No deal here yet">
        A deal is a piece of work a contact may give to the practice. Open one from here or from the contact.
      </EmptyState>
    );
  return (
    <div className={css.list}>
      <DataGrid
        label="Deals"
        columns={columnsOf(stages, moves, acts)}
        rows={deals}
        rowKey={(deal) => deal.id}
        onOpen={(deal) => void navigate({ to: '/contacts/$id', params: { id: deal.contact.id } })}
      />
    </div>
  );
};
