import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { revocation } from '../../../core/contract/membership.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { revocationsQuery } from './queries.ts';

type Row = z.infer<typeof revocation>;

const words: Readonly<Record<Row['what'], string>> = {
  'key-revoked': 'Key revoked',
  'key-barred': 'Key revoked by the network office',
  'key-retired': 'Key retired after a restore',
  'person-left': 'Left the practice',
};

const columns: readonly Column<Row>[] = [
  { id: 'who', head: 'Who', cell: (row) => row.who },
  { id: 'practice', head: 'Practice', cell: (row) => row.practice },
  { id: 'what', head: 'What', cell: (row) => `${words[row.what]}${row.key === null ? '' : ` ${row.key.slice(0, 8)}`}` },
  { id: 'reason', head: 'Reason', cell: (row) => row.reason ?? <span className="second">None given</span> },
  { id: 'at', head: 'Signed', cell: (row) => <DateTime at={row.at} form="recent" inRow /> },
  { id: 'event', head: 'Entry', cell: (row) => <HrefLink href={`/ledger/${row.event}`}>{row.event.slice(0, 8)}</HrefLink> },
];

/** Keys that no longer count and people who have left, across the network. */
export const Revocations = ({ office }: { readonly office: boolean }) => {
  const { data = [] } = useQuery(revocationsQuery);
  return (
    <Card title="Revocations" count={data.length}>
      <p className="second">
        A practice revokes its own keys and says who has left, under People and keys. Where it cannot, for example when its only computer is
        stolen, the network office revokes them{office ? ': open the practice in the register' : ''}.
      </p>
      {data.length === 0 ? null : <PlainTable label="Revocations" columns={columns} rows={data} rowKey={(row) => row.event} />}
    </Card>
  );
};
