import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MemberRecord } from '../../../core/contract/membership.ts';
import { placeWords } from '../../../core/domain/place/place-words.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { KeyValues, type KeyValue } from '../../ui/KeyValues.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { abnText } from '../practices/abnText.ts';
import { type Decision, DecideSheet } from './DecideSheet.tsx';
import { type MemberStatus, statusLooks, tierNames } from './memberLook.ts';
import css from './MemberCard.module.css';
import { MemberDesks } from './MemberDesks.tsx';
import { memberRecordQuery } from './queries.ts';
import { VerticalDates } from './VerticalDates.tsx';

type Standing = MemberRecord['standing'][number];
type Vertical = MemberRecord['verticals'][number];
type Person = MemberRecord['people'][number];

const day = (text: string | null, none: string) =>
  text === null ? <span className="second">{none}</span> : <CalendarDay day={text} form="date" />;

const standingColumns: readonly Column<Standing>[] = [
  { id: 'status', head: 'Status', cell: (row) => <Status kind={statusLooks[row.status].kind}>{statusLooks[row.status].words}</Status> },
  { id: 'at', head: 'Since', cell: (row) => <DateTime at={row.at} form="recent" inRow /> },
  { id: 'by', head: 'Decided by', cell: (row) => row.by ?? <span className="second">The practice applied</span> },
  { id: 'reason', head: 'Reason', cell: (row) => row.reason ?? <span className="second">None given</span> },
  { id: 'event', head: 'Entry', cell: (row) => <HrefLink href={`/ledger/${row.event}`}>{row.event.slice(0, 8)}</HrefLink> },
];

const verticalColumns: readonly Column<Vertical>[] = [
  { id: 'name', head: 'Vertical', cell: (row) => row.name },
  { id: 'from', head: 'From', cell: (row) => day(row.from, 'Registration') },
  { id: 'until', head: 'Until', cell: (row) => day(row.until, 'Open') },
  { id: 'now', head: 'Today', cell: (row) => <Status kind={row.now ? 'done' : 'not-yet'}>{row.now ? 'Counts' : 'Does not count'}</Status> },
];

const peopleColumns: readonly Column<Person>[] = [
  { id: 'name', head: 'Person', cell: (row) => row.name },
  { id: 'roles', head: 'Roles', cell: (row) => (row.left ? <span className="second">Has left</span> : row.roles.join(', ')) },
  {
    id: 'passed',
    head: 'First steps',
    cell: (row) =>
      row.passed === null ? <span className="second">Not passed</span> : `${String(row.passed.right)} of ${String(row.passed.of)} right`,
  },
];

/** The days of something that the register states: until is the first day on which it no longer counts. */
const Days = ({ from, until }: { readonly from: string; readonly until: string | null }) => (
  <span className="second">
    from <CalendarDay day={from} form="date" />
    {until === null ? null : (
      <>
        {' '}
        until <CalendarDay day={until} form="date" />
      </>
    )}
  </span>
);

/** What the register states of members alone. */
const memberFacts = (one: MemberRecord): readonly KeyValue[] => [
  { label: 'Tier', value: one.tier === null ? null : tierNames[one.tier], missing: 'None given' },
  {
    label: 'Works in',
    value: placeWords(one.located),
    missing: 'Not stated',
  },
  {
    label: 'Communities',
    value:
      one.communities.length === 0 ? null : (
        <>
          {one.communities.map((community) => (
            <span key={`${community.community} ${community.from}`} className={css.row}>
              {community.name}, <Days {...community} />
            </span>
          ))}
        </>
      ),
    missing: 'None',
  },
  {
    label: 'Products',
    value:
      one.products.length === 0 ? null : (
        <>
          {one.products.map((product) => (
            <span key={`${product.vertical} ${product.product}`} className={css.row}>
              {product.name}, <Days {...product} />
            </span>
          ))}
        </>
      ),
    missing: 'None listed',
  },
  {
    label: 'Partners',
    value:
      one.partners
        .filter((partner) => partner.said === 'both')
        .map((partner) => partner.name)
        .join(', ') || null,
    missing: 'None',
  },
  {
    label: 'Honour points',
    value:
      one.honours.given.length === 0 ? null : (
        <>
          {String(one.honours.points)}
          {one.honours.given.map((given) => (
            <span key={given.at} className={css.row}>
              {given.points} by {given.from} for {given.reason}
            </span>
          ))}
        </>
      ),
    missing: 'None yet',
  },
];

const factsOf = (one: MemberRecord): readonly KeyValue[] => {
  const gst = one.gst.at(-1);
  return [
    { label: 'ABN', value: abnText(one.abn) },
    // By these digits the server's page for the office names it.
    { label: 'Id, last digits', value: <code>{one.practice.slice(-12)}</code> },
    {
      label: 'ABN Lookup',
      value:
        one.abr === null ? null : (
          <>
            {one.abr.status === 'not-found'
              ? 'Not in the register'
              : `${one.abr.status === 'active' ? 'Active' : 'Cancelled'}, ${one.abr.gst ? 'registered' : 'not registered'} for GST`}
            , looked up <CalendarDay day={one.abr.on} form="date" />
          </>
        ),
      missing: 'Not looked up',
    },
    {
      label: 'GST',
      value:
        gst === undefined
          ? null
          : `${gst.registered ? 'Registered' : 'Not registered'}, ${gst.source === 'abr' ? 'by the ABN register' : 'as declared'}`,
    },
    ...(one.kind === 'office' ? [] : memberFacts(one)),
  ];
};

const decisions: Readonly<Partial<Record<MemberStatus, readonly (readonly [Decision, string])[]>>> = {
  active: [
    ['suspend', 'Suspend…'],
    ['resign', 'Record a resignation…'],
    ['tier', 'Change the tier…'],
  ],
  suspended: [
    ['reinstate', 'End the suspension…'],
    ['resign', 'Record a resignation…'],
  ],
};

/** One member as the register states it: status with dates, verticals, people and keys; at the office also the decisions. */
export const MemberCard = ({
  practice,
  office,
  onClose,
}: {
  readonly practice: string;
  readonly office: boolean;
  readonly onClose: () => void;
}) => {
  const { data, error } = useQuery(memberRecordQuery(practice));
  const [deciding, setDeciding] = useState<Decision>();
  if (data === undefined) return error === null ? <SkeletonRows label="the member" rows={5} /> : <ErrorNote problem={problemOf(error)} />;
  const { kind, words } = statusLooks[data.status];
  return (
    <Card
      title={data.legalName}
      aside={data.kind === 'office' ? <Chip kind="done">Network office</Chip> : <Chip kind={kind}>{words}</Chip>}
    >
      <Stack gap={14}>
        <KeyValues items={factsOf(data)} columns={2} />
        <PlainTable
          label={`Verticals of ${data.legalName}`}
          columns={verticalColumns}
          rows={data.verticals}
          rowKey={(row) => `${row.code} ${row.from ?? ''}`}
        />
        {office && data.kind === 'member' ? <VerticalDates member={data} /> : null}
        <PlainTable label={`People of ${data.legalName}`} columns={peopleColumns} rows={data.people} rowKey={(row) => row.person} />
        <MemberDesks member={data} office={office} />
        {data.standing.length === 0 ? (
          <p className="second">Registered without a decision on record: it counts as active.</p>
        ) : (
          <PlainTable
            label={`Decisions about ${data.legalName}`}
            columns={standingColumns}
            rows={data.standing}
            rowKey={(row) => row.event}
          />
        )}
        <Group>
          {office && data.kind === 'member'
            ? (decisions[data.status] ?? []).map(([decision, label]) => (
                <Button key={decision} onClick={() => setDeciding(decision)}>
                  {label}
                </Button>
              ))
            : null}
          <Button onClick={onClose}>Close</Button>
        </Group>
      </Stack>
      {deciding === undefined ? null : <DecideSheet practice={practice} decision={deciding} onClose={() => setDeciding(undefined)} />}
    </Card>
  );
};
