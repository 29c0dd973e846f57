import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { practiceRow } from '../../../core/contract/desk.ts';
import type { z } from 'zod';
import { useToday } from '../../app/clock.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { CommunityDates } from './CommunityDates.tsx';
import { type Community, CommunityForm } from './CommunityForm.tsx';
import { OutlineMap } from './OutlineMap.tsx';
import { communitiesQuery } from './queries.ts';

type Member = Community['members'][number];
type Practice = z.infer<typeof practiceRow>;

const belonging = (community: Community, today: string): number =>
  community.members.filter((member) => member.from !== null && member.from <= today).length;

const communityColumns = (today: string, onOpen: (community: string) => void): readonly Column<Community>[] => [
  { id: 'name', head: 'Community', cell: (row) => row.name },
  { id: 'belong', head: 'Members', align: 'end', cell: (row) => belonging(row, today).toLocaleString('en-AU') },
  {
    id: 'inside',
    head: 'With their place inside',
    align: 'end',
    cell: (row) => row.members.filter((member) => member.inside).length.toLocaleString('en-AU'),
  },
  {
    id: 'act',
    head: 'Act',
    quietHead: true,
    align: 'end',
    cell: (row) => (
      <Button size="xs" aria-label={`Open the community ${row.name}`} onClick={() => onOpen(row.community)}>
        Open
      </Button>
    ),
  },
];

const memberColumns: readonly Column<Member>[] = [
  { id: 'name', head: 'Practice', cell: (row) => row.legalName },
  { id: 'place', head: 'Works in', cell: (row) => row.place ?? <span className="second">Not stated</span> },
  {
    id: 'inside',
    head: 'Place',
    cell: (row) => (
      <Status kind={row.inside ? 'done' : 'not-yet'}>{row.inside ? 'Inside' : row.place === null ? 'Not known' : 'Outside'}</Status>
    ),
  },
  {
    id: 'from',
    head: 'Belongs',
    cell: (row) =>
      row.from === null ? (
        <span className="second">Does not belong</span>
      ) : (
        <>
          from <CalendarDay day={row.from} form="date" />
          {row.until === null ? null : (
            <>
              {' '}
              until <CalendarDay day={row.until} form="date" />
            </>
          )}
        </>
      ),
  },
];

const Opened = ({
  community,
  practices,
  office,
  onChange,
  onClose,
}: {
  readonly community: Community;
  readonly practices: readonly Practice[];
  readonly office: boolean;
  readonly onChange: () => void;
  readonly onClose: () => void;
}) => (
  <Card level={3} title={community.name}>
    <Stack gap={14}>
      <OutlineMap
        name={community.name}
        points={community.polygon}
        members={community.members.flatMap((member) =>
          member.at === null || !member.inside ? [] : [{ name: member.legalName, at: member.at }],
        )}
      />
      {community.members.length === 0 ? (
        <p className="second">No member belongs to it, and none has its place inside.</p>
      ) : (
        <PlainTable
          label={`Members in and around ${community.name}`}
          columns={memberColumns}
          rows={community.members}
          rowKey={(row) => row.practice}
        />
      )}
      {office ? <CommunityDates community={community} practices={practices} /> : null}
      <Group>
        {office ? <Button onClick={onChange}>Change name or outline…</Button> : null}
        <Button onClick={onClose}>Close</Button>
      </Group>
    </Stack>
  </Card>
);

/** Communities of the network: land with a name, who belongs to it and whose place lies inside. The office defines them. */
export const Communities = ({ practices, office }: { readonly practices: readonly Practice[]; readonly office: boolean }) => {
  const { data, error } = useQuery(communitiesQuery);
  const today = useToday();
  const [opened, setOpened] = useState<string>();
  const [editing, setEditing] = useState<'new' | 'held'>();
  const one = data?.find((row) => row.community === opened);
  const members = practices.filter((practice) => practice.kind === 'member');
  return (
    <Card
      title="Communities"
      {...(data === undefined ? {} : { count: data.length })}
      aside={
        office && editing === undefined ? (
          <Button
            size="xs"
            leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
            onClick={() => {
              setOpened(undefined);
              setEditing('new');
            }}
          >
            Define a community
          </Button>
        ) : undefined
      }
    >
      <Stack gap={12}>
        <p className="second">
          The land inside a line. Members find each other in it, and a commission rule can be for one community. A member may belong to
          several.
        </p>
        {error === null ? null : <ErrorNote problem={problemOf(error)} />}
        {data === undefined || data.length === 0 ? (
          <p className="second">No community is defined yet.</p>
        ) : (
          <PlainTable
            label="Communities"
            columns={communityColumns(today, (community) => {
              setEditing(undefined);
              setOpened(community);
            })}
            rows={data}
            rowKey={(row) => row.community}
          />
        )}
        {editing === undefined ? null : (
          <CommunityForm
            key={editing === 'held' ? opened : 'new'}
            held={editing === 'held' ? (one ?? null) : null}
            located={members.flatMap(({ legalName, at }) => (at === null ? [] : [{ name: legalName, at }]))}
            onClose={() => setEditing(undefined)}
          />
        )}
        {one === undefined || editing !== undefined ? null : (
          <Opened
            community={one}
            practices={members}
            office={office}
            onChange={() => setEditing('held')}
            onClose={() => setOpened(undefined)}
          />
        )}
      </Stack>
    </Card>
  );
};
