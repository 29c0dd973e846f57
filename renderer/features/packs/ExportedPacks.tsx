import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { packRow } from '../../../core/contract/desk.ts';
import { problemOf, request, requestFile, saveFile } from '../../client.ts';
import { sessionToken } from '../../session.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import type { Found } from './readDropped.ts';
import css from './packs.module.css';

type PackRow = z.infer<typeof packRow>;

const fetchPack = ({ id }: { readonly id: string; readonly use: 'save' | 'open' }) => requestFile('GET', `/api/packs/${id}/zip`);

const columns = (busy: string | undefined, onFetch: (pack: PackRow, use: 'save' | 'open') => void): readonly Column<PackRow>[] => [
  { id: 'label', head: 'Pack', cell: (pack) => pack.label },
  {
    id: 'referral',
    head: 'Referral',
    cell: (pack) => (
      <Link to="/referrals/$id" params={{ id: pack.referral }}>
        Open the referral
      </Link>
    ),
  },
  {
    id: 'kind',
    head: 'Kind',
    cell: (pack) => (pack.interim ? <Status kind="waiting">Interim</Status> : <Status kind="done">Complete</Status>),
  },
  { id: 'at', head: 'Exported', cell: (pack) => <DateTime at={pack.at} form="recent" inRow /> },
  { id: 'bytes', head: 'Bytes', align: 'end', cell: (pack) => pack.bytes.toLocaleString('en-AU') },
  {
    id: 'fingerprint',
    head: 'Fingerprint',
    cell: (pack) => <Hash hex={pack.fingerprint} digits={12} what={`fingerprint of ${pack.label}`} />,
  },
  {
    id: 'acts',
    head: 'Acts',
    quietHead: true,
    align: 'end',
    cell: (pack) => (
      <span className={css.rowActs}>
        <Button
          size="xs"
          aria-label={`Open here: ${pack.label}`}
          loading={busy === `open ${pack.id}`}
          onClick={() => onFetch(pack, 'open')}
        >
          Open here
        </Button>
        <Button size="xs" aria-label={`Download ${pack.label}`} loading={busy === `save ${pack.id}`} onClick={() => onFetch(pack, 'save')}>
          Download
        </Button>
      </span>
    ),
  },
];

/** Packs that this desk has exported, for a person who is signed in; nothing at all for anybody else. */
export const ExportedPacks = ({ onFound }: { readonly onFound: (found: readonly Found[]) => void }) => {
  const { data } = useQuery({
    queryKey: ['packs'],
    queryFn: ({ signal }) => request('GET', '/api/packs', z.array(packRow), { signal }),
    enabled: sessionToken() !== null,
    retry: false,
  });
  const fetching = useMutation({
    mutationFn: fetchPack,
    onSuccess: (file, { use }) => (use === 'save' ? saveFile(file) : onFound([{ path: file.name, file }])),
  });
  if (data === undefined || data.length === 0) return null;
  const busy = fetching.isPending ? `${fetching.variables.use} ${fetching.variables.id}` : undefined;
  return (
    <Card title="Exported from this desk" count={data.length} aside="Export a pack on its referral" flush>
      <PlainTable
        label="Exported from this desk"
        columns={columns(busy, (pack, use) => fetching.mutate({ id: pack.id, use }))}
        rows={data.slice(0, 200)}
        rowKey={(pack) => pack.id}
      />
      {fetching.error === null ? null : <ErrorNote problem={problemOf(fetching.error)} />}
    </Card>
  );
};
