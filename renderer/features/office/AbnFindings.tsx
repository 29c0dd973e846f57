import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { type AbnLookup, type Asked, lookUpAbn } from './queries.ts';

type Finding = AbnLookup['findings'][number];

const names: Readonly<Record<Finding['what'], string>> = { abn: 'ABN', name: 'Name', gst: 'GST', 'gst-from': 'GST from' };

const valueOf = (row: Finding, text: string) => (row.what === 'gst-from' && text !== '' ? <CalendarDay day={text} form="date" /> : text);

const columns: readonly Column<Finding>[] = [
  { id: 'what', head: 'Point', cell: (row) => names[row.what] },
  { id: 'declared', head: 'Declared', cell: (row) => valueOf(row, row.declared) },
  { id: 'register', head: 'In the register', cell: (row) => valueOf(row, row.register) },
  {
    id: 'agrees',
    head: 'Comparison',
    cell: (row) =>
      row.agrees === null ? (
        <Status kind="not-yet">Nothing to compare</Status>
      ) : (
        <Status kind={row.agrees ? 'done' : 'late'}>{row.agrees ? 'Agrees' : 'Differs'}</Status>
      ),
  },
];

/** What the Australian Business Register says about an applicant, point by point beside what it declares, with the day it was asked. */
export const AbnFindings = ({ asked }: { readonly asked: Pick<Asked, 'abn' | 'legalName' | 'gst'> }) => {
  const queries = useQueryClient();
  const queryKey = ['abn-lookup', asked.abn, asked.legalName, asked.gst];
  const { data, error } = useQuery({ queryKey, queryFn: ({ signal }) => lookUpAbn(asked, false, signal), retry: false });
  const again = useMutation({
    mutationFn: () => lookUpAbn(asked, true),
    onSuccess: (found) => queries.setQueryData(queryKey, found),
  });
  if (error !== null) return <ErrorNote problem={problemOf(error)} />;
  if (data === undefined)
    return (
      <p className="second" role="status">
        Asking the Australian Business Register…
      </p>
    );
  const clean = data.findings.every((finding) => finding.agrees !== false);
  return (
    <Stack gap={10}>
      <Note tone={data.outcome === 'found' ? (clean ? 'ok' : 'warn') : data.outcome === 'no-guid' ? 'mute' : 'warn'}>
        <strong>Australian Business Register: </strong>
        {data.words}
        {data.at === null ? null : (
          <>
            {' '}
            Looked up <DateTime at={data.at} form="date" />
            {data.kept ? ' and kept since' : ''}.
          </>
        )}
      </Note>
      {data.findings.length === 0 ? null : (
        <PlainTable label="Declared and in the register" columns={columns} rows={data.findings} rowKey={(row) => row.what} />
      )}
      <Group>
        {data.outcome === 'no-guid' ? (
          <HrefLink href="/settings?section=business-register">Enter a GUID</HrefLink>
        ) : (
          <Button size="xs" loading={again.isPending} onClick={() => again.mutate()}>
            Look up again
          </Button>
        )}
      </Group>
      {again.error === null ? null : <ErrorNote problem={problemOf(again.error)} />}
    </Stack>
  );
};
