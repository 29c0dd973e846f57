import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { drillRows } from '../../../core/contract/workspaces.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { type Drill, drillQuery } from '../crm/queries.ts';
import { totalText } from '../pipeline/boardWords.ts';
import css from './workspaces.module.css';

type Row = z.infer<typeof drillRows>['rows'][number] & { readonly key: string };

const columns: readonly Column<Row>[] = [
  {
    id: 'contact',
    head: 'Contact',
    cell: (row) => (
      <Link to="/contacts/$id" params={{ id: row.contact.id }}>
        {row.contact.name}
      </Link>
    ),
  },
  { id: 'what', head: 'What', cell: (row) => row.what },
  { id: 'at', head: 'When', cell: (row) => (row.at === null ? '' : <DateTime at={row.at} form="date" inRow />) },
  { id: 'cents', head: 'Amount', align: 'end', cell: (row) => (row.cents === null ? '' : totalText(row.cents)) },
];

/** The rows behind a figure. */
export const DrillTable = ({
  drill,
  months,
  as,
  onClose,
}: {
  readonly drill: Drill;
  readonly months: number;
  readonly as: string | undefined;
  readonly onClose: () => void;
}) => {
  const { data, error } = useQuery(drillQuery(drill, months, as));
  return (
    <div className={css.grid}>
      <Card title={data?.title ?? 'Rows'} count={data?.total} aside={<Button onClick={onClose}>Close</Button>} flush>
        {data === undefined ? (
          error === null ? (
            <SkeletonRows label="rows" rows={4} />
          ) : (
            <ErrorNote problem={problemOf(error)} />
          )
        ) : data.rows.length === 0 ? (
          <p className={css.banner}>There is no row behind this figure.</p>
        ) : (
          <PlainTable
            label={data.title}
            columns={columns}
            rows={data.rows.map((row, index) => ({ ...row, key: String(index) }))}
            rowKey={(row) => row.key}
          />
        )}
      </Card>
    </div>
  );
};
