import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Application } from '../../../core/contract/membership.ts';
import { problemOf, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues, type KeyValue } from '../../ui/KeyValues.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { abnText } from '../practices/abnText.ts';
import { useVerticalNames } from '../practices/verticalNames.ts';
import { makeFile } from '../exchange/queries.ts';
import { AbnFindings } from './AbnFindings.tsx';
import { type Decision, DecideSheet } from './DecideSheet.tsx';
import { statusLooks } from './memberLook.ts';
import { applicationsQuery, trustFile } from './queries.ts';
import { RequestDrop } from './RequestDrop.tsx';
import { WelcomeState } from './WelcomeState.tsx';

const AnswerButton = ({ row }: { readonly row: Application }) => {
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

const factsOf = (one: Application, namesOf: (codes: readonly string[]) => string): readonly KeyValue[] => [
  { label: 'Practice', value: one.legalName },
  { label: 'ABN', value: `${abnText(one.abn)}, check digits right` },
  {
    label: 'GST',
    value: one.gst.registered ? (
      <>
        Registered{one.gst.from === null ? '' : ' from '}
        {one.gst.from === null ? null : <CalendarDay day={one.gst.from} form="date" />}, as declared
      </>
    ) : (
      'Not registered, as declared'
    ),
  },
  { label: 'Does', value: namesOf(one.verticals) },
  { label: 'First person', value: one.person },
  { label: 'Their key', value: <Hash hex={one.personKey} digits={16} /> },
  { label: 'Received', value: <DateTime at={one.receivedAt} /> },
];

const next: Readonly<Partial<Record<Application['status'], readonly (readonly [Decision, string])[]>>> = {
  applied: [
    ['accept', 'Accept…'],
    ['decline', 'Decline…'],
  ],
  vetted: [
    ['activate', 'Activate…'],
    ['decline', 'Decline…'],
  ],
};

const Looked = ({
  one,
  onDecide,
  onClose,
}: {
  readonly one: Application;
  readonly onDecide: (decision: Decision) => void;
  readonly onClose: () => void;
}) => {
  const namesOf = useVerticalNames();
  return (
    <Card
      level={3}
      title={`Application of ${one.legalName}`}
      aside={<Status kind={statusLooks[one.status].kind}>{statusLooks[one.status].words}</Status>}
    >
      <Stack gap={12}>
        <KeyValues items={factsOf(one, namesOf)} />
        <AbnFindings asked={one} />
        <Group>
          {(next[one.status] ?? []).map(([decision, words], at) => (
            <Button key={decision} {...(at === 0 ? { variant: 'filled' } : {})} onClick={() => onDecide(decision)}>
              {words}
            </Button>
          ))}
          <Button onClick={onClose}>Close</Button>
        </Group>
      </Stack>
    </Card>
  );
};

const columns = (onLook: (request: string) => void): readonly Column<Application>[] => [
  { id: 'name', head: 'Practice', cell: (row) => row.legalName },
  { id: 'abn', head: 'ABN', cell: (row) => abnText(row.abn) },
  { id: 'status', head: 'Status', cell: (row) => <Status kind={statusLooks[row.status].kind}>{statusLooks[row.status].words}</Status> },
  {
    id: 'decided',
    head: 'Decided',
    cell: (row) =>
      row.decided === null ? (
        <span className="second">Not yet</span>
      ) : (
        <>
          <DateTime at={row.decided.at} form="date" inRow /> by {row.decided.by}
          {row.decided.reason === null ? null : <span className="second">, {row.decided.reason}</span>}
          <WelcomeState one={row} />
        </>
      ),
  },
  {
    id: 'act',
    head: 'Act',
    quietHead: true,
    align: 'end',
    cell: (row) =>
      row.registered && next[row.status] === undefined ? (
        <AnswerButton row={row} />
      ) : (
        <Button size="xs" aria-label={`Look and decide about ${row.legalName}`} onClick={() => onLook(row.request)}>
          Look and decide
        </Button>
      ),
  },
];

/** Who wants to join: requests taken in, compared with the ABN register, decided step by step, answered with a file. */
export const Applications = () => {
  const { data, error } = useQuery(applicationsQuery);
  const [looked, setLooked] = useState<string>();
  const [deciding, setDeciding] = useState<{ readonly practice: string; readonly decision: Decision }>();
  const trust = useMutation({ mutationFn: trustFile, onSuccess: saveFile });
  const one = data?.find((row) => row.request === looked);
  return (
    <Card
      title="Applications"
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
        <RequestDrop onTaken={(taken) => setLooked(taken.request)} />
        {trust.error === null ? null : <ErrorNote problem={problemOf(trust.error)} />}
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
        {one === undefined ? null : (
          <Looked
            key={one.request}
            one={one}
            onDecide={(decision) => setDeciding({ practice: one.practice, decision })}
            onClose={() => setLooked(undefined)}
          />
        )}
        {data === undefined || data.length === 0 ? (
          <p className="second">No practice has applied yet.</p>
        ) : (
          <PlainTable label="Applications" columns={columns(setLooked)} rows={data} rowKey={(row) => row.request} />
        )}
      </Stack>
      {deciding === undefined ? null : <DecideSheet {...deciding} onClose={() => setDeciding(undefined)} />}
    </Card>
  );
};
