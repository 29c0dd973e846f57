import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { abnText } from '../practices/abnText.ts';
import { makeFile } from '../exchange/queries.ts';
import { registerRequest, requestsQuery, trustFile, type Answered } from './queries.ts';

const AnswerButton = ({ row }: { readonly row: Answered }) => {
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: () => makeFile(row.practice, false),
    onSuccess: async (file) => {
      saveFile(file);
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Button size="xs" leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />} loading={make.isPending} aria-label={`Save the answer for ${row.legalName}`} onClick={() => make.mutate()}>
        Save the answer
      </Button>
      {make.error === null ? null : <ErrorNote problem={problemOf(make.error)} />}
    </>
  );
};

const columns: readonly Column<Answered>[] = [
  { id: 'name', head: 'Practice', cell: (row) => row.legalName },
  { id: 'abn', head: 'ABN', cell: (row) => abnText(row.abn) },
  { id: 'at', head: 'Registered', cell: (row) => <DateTime at={row.receivedAt} form="recent" inRow /> },
  { id: 'act', head: 'Answer', quietHead: true, align: 'end', cell: (row) => <AnswerButton row={row} /> },
];

/** Key requests of practices: taken in, registered, answered with a file. */
export const Requests = () => {
  const queries = useQueryClient();
  const { data, error } = useQuery(requestsQuery);
  const [file, setFile] = useState<File>();
  const register = useMutation({
    mutationFn: registerRequest,
    onSuccess: async () => {
      setFile(undefined);
      await queries.invalidateQueries();
    },
  });
  const trust = useMutation({ mutationFn: trustFile, onSuccess: saveFile });
  return (
    <Card
      title="Requests to join"
      aside={
        <Button size="xs" leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />} loading={trust.isPending} onClick={() => trust.mutate()}>
          Save the trust file
        </Button>
      }
    >
      <Stack gap={12}>
        <FileDrop
          accept=".flip360-request"
          button="Choose a file…"
          disabled={register.isPending}
          hint="Make sure by phone that it came from that practice: what is registered counts for everybody."
          onFiles={([first]) => {
            setFile(first);
            register.reset();
          }}
        >
          Drop a request file (.flip360-request) here
        </FileDrop>
        {file === undefined ? null : (
          <Group>
            <strong>{file.name}</strong>
            <Button variant="filled" loading={register.isPending} onClick={() => register.mutate(file)}>
              Register this practice
            </Button>
            <Button disabled={register.isPending} onClick={() => setFile(undefined)}>
              Leave it
            </Button>
          </Group>
        )}
        {register.error === null ? null : <ErrorNote problem={problemOf(register.error)} />}
        {trust.error === null ? null : <ErrorNote problem={problemOf(trust.error)} />}
        {register.data === undefined ? null : (
          <Note tone="ok" live="polite">
            Registered. Save its answer and the trust file, and send it both.
          </Note>
        )}
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
        {data === undefined || data.length === 0 ? <p className="second">No practice has asked yet.</p> : <PlainTable label="Answered requests" columns={columns} rows={data} rowKey={(row) => row.request} />}
      </Stack>
    </Card>
  );
};
