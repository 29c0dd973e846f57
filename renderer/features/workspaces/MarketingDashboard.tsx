import { useState } from 'react';
import { Button, NativeSelect, Switch } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Dashboard } from '../../../core/contract/workspaces.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { FigureStrip } from '../../ui/FigureStrip.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { dashboardQuery, type Drill } from '../crm/queries.ts';
import { totalText } from '../pipeline/boardWords.ts';
import { DrillTable } from './DrillTable.tsx';
import css from './workspaces.module.css';

type Month = Dashboard['months'][number];
type Stage = Dashboard['stages'][number];
type Role = Dashboard['roles'][number];
type Choose = (drill: Drill) => void;

const drillOf: Readonly<Record<string, Drill['figure']>> = { contacts: 'contacts', won: 'won', lost: 'lost', activities: 'activities' };

const Cell = ({ words, label, onClick }: { readonly words: string; readonly label: string; readonly onClick: () => void }) => (
  <button type="button" className={css.figureButton} aria-label={label} onClick={onClick}>
    {words}
  </button>
);

const monthColumns = (choose: Choose): readonly Column<Month>[] => {
  const cell = (figure: Drill['figure'], value: (month: Month) => string) => (month: Month) => (
    <Cell words={value(month)} label={`${month.words}, ${figure}: ${value(month)}`} onClick={() => choose({ figure, of: month.month })} />
  );
  return [
    { id: 'month', head: 'Month', cell: (month) => month.words },
    { id: 'contacts', head: 'New contacts', align: 'end', cell: cell('contacts', (month) => String(month.contacts)) },
    { id: 'activities', head: 'Activities', align: 'end', cell: cell('activities', (month) => String(month.activities)) },
    { id: 'won', head: 'Won', align: 'end', cell: cell('won', (month) => String(month.won)) },
    { id: 'lost', head: 'Lost', align: 'end', cell: cell('lost', (month) => String(month.lost)) },
    { id: 'cents', head: 'Won, ex GST', align: 'end', cell: (month) => totalText(month.wonCents) },
  ];
};

const Bars = ({
  months,
  chosen,
  choose,
}: {
  readonly months: readonly Month[];
  readonly chosen: Drill | null;
  readonly choose: Choose;
}) => {
  const most = Math.max(1, ...months.map((month) => month.wonCents));
  return (
    <div className={css.chart} role="group" aria-label="Won per month, ex GST">
      <div className={css.bars}>
        {months.map((month) => (
          <button
            key={month.month}
            type="button"
            className={css.barButton}
            aria-pressed={chosen?.figure === 'won' && chosen.of === month.month}
            aria-label={`${month.words}: ${totalText(month.wonCents)}, ${month.won} won`}
            title={`${month.words}: ${totalText(month.wonCents)}`}
            onClick={() => choose({ figure: 'won', of: month.month })}
          >
            <span style={{ height: `${Math.round((month.wonCents * 100) / most)}%` }} />
          </button>
        ))}
      </div>
      <div className={css.axis} aria-hidden="true">
        {months.map((month) => (
          <span key={month.month}>{month.words.slice(0, 3)}</span>
        ))}
      </div>
    </div>
  );
};

const stageColumns = (choose: Choose): readonly Column<Stage>[] => [
  { id: 'name', head: 'Stage', cell: (stage) => stage.name },
  {
    id: 'now',
    head: 'Now',
    align: 'end',
    cell: (stage) => (
      <Cell words={String(stage.now)} label={`${stage.name} now: ${stage.now}`} onClick={() => choose({ figure: 'stage', of: stage.id })} />
    ),
  },
  {
    id: 'entered',
    head: 'Entered',
    align: 'end',
    cell: (stage) => (
      <Cell
        words={String(stage.entered)}
        label={`${stage.name}, entered: ${stage.entered}`}
        onClick={() => choose({ figure: 'entered', of: stage.id })}
      />
    ),
  },
  {
    id: 'on',
    head: 'Went on',
    align: 'end',
    cell: (stage) => (stage.entered === 0 ? '' : `${stage.wentOn}, ${Math.round((stage.wentOn * 100) / stage.entered)} %`),
  },
  {
    id: 'days',
    head: 'Usual stay',
    align: 'end',
    cell: (stage) => (stage.medianDays === null ? <span className="second">Not known</span> : `${stage.medianDays} days`),
  },
];

const roleColumns = (choose: Choose): readonly Column<Role>[] => [
  { id: 'name', head: 'Workspace', cell: (role) => role.name },
  {
    id: 'contacts',
    head: 'Contacts',
    align: 'end',
    cell: (role) => (
      <Cell
        words={String(role.contacts)}
        label={`${role.name}: ${role.contacts} contacts`}
        onClick={() => choose({ figure: 'role', of: role.role })}
      />
    ),
  },
  { id: 'in', head: 'First step in time', align: 'end', cell: (role) => role.inTime },
  { id: 'late', head: 'Late', align: 'end', cell: (role) => role.late },
];

const bands = [
  ['healthy', 'Healthy', 'healthy'],
  ['watch', 'Watch', 'watch'],
  ['at-risk', 'At risk', 'atRisk'],
] as const;

const Health = ({ health, choose }: { readonly health: Dashboard['health']; readonly choose: Choose }) => (
  <PlainTable
    label="Account health"
    columns={[
      { id: 'band', head: 'Accounts', cell: ([, name]: (typeof bands)[number]) => name },
      {
        id: 'count',
        head: 'Count',
        align: 'end',
        cell: ([id, name, key]: (typeof bands)[number]) => (
          <Cell
            words={String(health[key])}
            label={`${name}: ${health[key]} accounts`}
            onClick={() => choose({ figure: 'health', of: id })}
          />
        ),
      },
    ]}
    rows={bands}
    rowKey={([id]) => id}
  />
);

export interface MarketingDashboardProps {
  readonly months: number;
  readonly onMonths: (months: number) => void;
  readonly as: string | undefined;
}

/** Figures of the book, each counted from rows: a number opens the rows behind it, a chart has its table. */
export const MarketingDashboard = ({ months, onMonths, as }: MarketingDashboardProps) => {
  const { data, error, refetch } = useQuery(dashboardQuery(months, as));
  const [drill, setDrill] = useState<Drill | null>(null);
  const [table, setTable] = useState(false);
  if (data === undefined)
    return error === null ? (
      <SkeletonRows label="the dashboard" rows={8} height={60} />
    ) : (
      <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
    );
  return (
    <div>
      <div className={css.bar}>
        <NativeSelect
          aria-label="Period"
          w={170}
          value={String(months)}
          data={[1, 3, 6, 12, 24, 36].map((count) => ({
            value: String(count),
            label: count === 1 ? 'This month' : `Last ${count} months`,
          }))}
          onChange={(event) => onMonths(Number(event.currentTarget.value))}
        />
        <Switch label="Charts as tables" checked={table} onChange={(event) => setTable(event.currentTarget.checked)} />
        <Button leftSection={<IconPrinter size={16} stroke={1.7} aria-hidden="true" />} onClick={() => window.print()}>
          Print
        </Button>
      </div>
      <FigureStrip
        label="Figures"
        figures={data.figures.map((figure) => {
          const figureDrill = drillOf[figure.id];
          return {
            label: figure.label,
            value:
              figureDrill === undefined ? (
                figure.value
              ) : (
                <button type="button" className={css.figureButton} onClick={() => setDrill({ figure: figureDrill })}>
                  {figure.value}
                </button>
              ),
            ...(figure.trend.length < 2 ? {} : { trend: figure.trend }),
            change: { way: 'none' as const, words: figure.words },
          };
        })}
      />
      <div className={css.grid}>
        <Card title="Won per month, ex GST">
          {table ? (
            <PlainTable label="Per month" columns={monthColumns(setDrill)} rows={data.months} rowKey={(month) => month.month} compact />
          ) : (
            <Bars months={data.months} chosen={drill} choose={setDrill} />
          )}
        </Card>
        <Card title="Lifecycle" flush>
          <PlainTable label="Lifecycle stages" columns={stageColumns(setDrill)} rows={data.stages} rowKey={(stage) => stage.id} />
        </Card>
        <Card title="Workspaces" flush>
          <PlainTable label="Workspaces" columns={roleColumns(setDrill)} rows={data.roles} rowKey={(role) => role.role} />
        </Card>
        <Card title="Account health" flush>
          <Health health={data.health} choose={setDrill} />
        </Card>
      </div>
      {drill === null ? null : <DrillTable drill={drill} months={months} as={as} onClose={() => setDrill(null)} />}
    </div>
  );
};
