import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues, type KeyValue } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { abnText } from '../practices/abnText.ts';
import { useVerticalNames } from '../practices/verticalNames.ts';
import { makeFile } from '../exchange/queries.ts';
import { AbnFindings } from './AbnFindings.tsx';
import { previewRequest, registerRequest, requestsQuery, trustFile, type Answered, type Asked } from './queries.ts';

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
      <Button
        size="xs"
        leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
        loading={make.isPending}
        aria-label={`Save the answer for ${row.legalName}`}
        onClick={() => make.mutate()}
      >
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

const factsOf = (asked: Asked, namesOf: (codes: readonly string[]) => string): readonly KeyValue[] => [
  { label: 'Practice', value: asked.legalName },
  { label: 'ABN', value: `${abnText(asked.abn)}, check digits right` },
  {
    label: 'GST',
    value: asked.gst.registered ? (
      <>
        Registered{asked.gst.from === null ? '' : ' from '}
        {asked.gst.from === null ? null : <CalendarDay day={asked.gst.from} form="date" />}, as declared
      </>
    ) : (
      'Not registered, as declared'
    ),
  },
  { label: 'Does', value: namesOf(asked.verticals) },
  { label: asked.replaces === null ? 'First person' : 'Fresh keys for', value: asked.person },
  ...(asked.replaces === null
    ? []
    : [{ label: 'In place of', value: asked.replaces.map(({ key, whose }) => `${whose} ${key.slice(0, 8)}`).join(', ') }]),
  { label: 'Their key', value: <Hash hex={asked.personKey} digits={16} /> },
  { label: 'Asked', value: <DateTime at={asked.at} /> },
];

/** Key requests of practices: taken in, looked at, registered, answered with a file. */
export const Requests = () => {
  const queries = useQueryClient();
  const namesOf = useVerticalNames();
  const { data, error } = useQuery(requestsQuery);
  const [file, setFile] = useState<File>();
  const look = useMutation({ mutationFn: previewRequest });
  const register = useMutation({
    mutationFn: registerRequest,
    onSuccess: async () => {
      setFile(undefined);
      look.reset();
      await queries.invalidateQueries();
    },
  });
  const trust = useMutation({ mutationFn: trustFile, onSuccess: saveFile });
  const problem = look.error ?? register.error ?? trust.error;
  return (
    <Card
      title="Requests to join"
      aside={
        <Button
          size="xs"
          leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
          loading={trust.isPending}
          onClick={() => trust.mutate()}
        >
          Save the trust file
        </Button>
      }
    >
      <Stack gap={12}>
        <FileDrop
          accept=".flip360-request"
          button="Choose a file…"
          disabled={register.isPending || look.isPending}
          hint="Make sure by phone that it came from that practice: what is registered counts for everybody."
          onFiles={([first]) => {
            register.reset();
            look.reset();
            setFile(first);
            if (first !== undefined) look.mutate(first);
          }}
        >
          Drop a request file (.flip360-request) here
        </FileDrop>
        {file === undefined || look.data === undefined ? null : (
          <>
            {look.data.replaces === null ? null : (
              <Note tone="warn">
                <strong>{look.data.legalName} has lost its keys and asks for fresh ones.</strong> Call the person on a number from the
                register or your own files, never on one that came with this request. What you state counts after 72 hours and is shown to
                every practice.
              </Note>
            )}
            <KeyValues items={factsOf(look.data, namesOf)} />
            <AbnFindings asked={look.data} />
            <Group>
              <Button variant="filled" disabled={look.data.answered} loading={register.isPending} onClick={() => register.mutate(file)}>
                {look.data.replaces === null ? 'Register this practice' : 'State these fresh keys'}
              </Button>
              <Button
                disabled={register.isPending}
                onClick={() => {
                  setFile(undefined);
                  look.reset();
                }}
              >
                {look.data.answered ? 'Registered already. Close' : 'Leave it'}
              </Button>
            </Group>
          </>
        )}
        {problem === null ? null : <ErrorNote problem={problemOf(problem)} />}
        {register.data === undefined ? null : (
          <Note tone="ok" live="polite">
            In the register. Save its answer and the trust file, and send it both.
          </Note>
        )}
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
        {data === undefined || data.length === 0 ? (
          <p className="second">No practice has asked yet.</p>
        ) : (
          <PlainTable label="Answered requests" columns={columns} rows={data} rowKey={(row) => row.request} />
        )}
      </Stack>
    </Card>
  );
};
