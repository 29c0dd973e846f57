import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { ApprovalRail } from '../../ui/ApprovalRail.tsx';
import { Card } from '../../ui/Card.tsx';
import { CheckList } from '../../ui/CheckList.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Rail, type RailNode } from '../../ui/Rail.tsx';
import { RailStrip } from '../../ui/RailStrip.tsx';
import { Ring, type Signed } from '../../ui/Ring.tsx';
import { SignSheet } from '../../ui/SignSheet.tsx';
import { Status } from '../../ui/Status.tsx';
import { Verdicts } from '../../ui/VerdictBox.tsx';
import { WaitingLine } from '../../ui/WaitingLine.tsx';
import { checks, hash } from './sample.ts';
import { Section } from './Section.tsx';
import css from './parts.module.css';

const counts: readonly Signed[] = [0, 1, 2, 3, 4, 5];

const nodes: readonly [RailNode, RailNode, RailNode, RailNode, RailNode] = [
  {
    name: 'Intent',
    actor: 'Smith & Partners',
    state: 'signed',
    status: <Status kind="done">Signed Thu 1 Oct</Status>,
  },
  {
    name: 'Acknowledgement',
    actor: 'Sarah Chen',
    state: 'signed',
    status: <Status kind="done">Signed Tue 6 Oct</Status>,
  },
  {
    name: 'Intake',
    actor: 'ABC Finance Broking',
    state: 'next',
    status: <Status kind="waiting">Due Tue 20 Oct</Status>,
  },
  {
    name: 'Settlement',
    actor: 'ABC Finance Broking',
    state: 'not-yet',
    status: <Status kind="not-yet">Not yet</Status>,
  },
  { name: 'Outcome', actor: 'Sarah Chen', state: 'not-yet', status: <Status kind="not-yet">Not yet</Status> },
];

/** The rail of a referral with its waiting line, as wide as the page. */
export const RailPart = () => {
  const [node, setNode] = useState(1);
  return (
    <Section title="Rail and waiting line">
      <div className={css.frame}>
        <Rail nodes={nodes} selected={node} onSelect={setNode} />
        <WaitingLine
          signed={2}
          lead="Waiting on ABC Finance Broking, 3 business days left."
          side={
            <>
              <span>Last nudge Mon 12 Oct</span>
              <Button size="xs" leftSection={<IconBell size={15} stroke={1.7} aria-hidden="true" />}>
                Nudge
              </Button>
            </>
          }
        >
          They must contact Sarah and sign Intake by Tue 20 Oct 2026.
        </WaitingLine>
      </div>
    </Section>
  );
};

/** Rings, the sign sheet, verdicts, approvals. */
export const Handshakes = ({ sheet, onSheet }: { readonly sheet: boolean; readonly onSheet: (opened: boolean) => void }) => {
  return (
    <div>
      <Section title="Referral ring">
        <div className={css.row}>
          {counts.map((count) => (
            <span key={count} className={css.under}>
              <Ring signed={count} size={30} draw />
              {count}
            </span>
          ))}
          <span className={css.under}>
            <Ring signed={4} next="late" size={30} />
            late
          </span>
          <span className={css.under}>
            <Ring signed={2} next="broken" size={30} />
            broken
          </span>
          <Ring signed={3} />
        </div>
      </Section>
      <Section title="Rail in a pack">
        <RailStrip
          steps={[
            { name: 'Intent', kind: 'done', said: 'signed', when: '4 Aug' },
            { name: 'Acknowledgement', kind: 'done', said: 'signed', when: '4 Aug' },
            { name: 'Intake', kind: 'late', said: 'late', when: '11 Aug' },
            { name: 'Settlement', kind: 'broken', said: 'does not verify', when: '2 Sep' },
            { name: 'Outcome', kind: 'not-yet', said: 'not yet', when: '–' },
          ]}
        />
      </Section>
      <Section title="Verdicts, never merged">
        <Verdicts
          verdicts={[
            { verdict: 'holds', word: 'Record intact', counted: '31 of 31 files' },
            { verdict: 'partly', word: '4 of 5 known', counted: '1 key is not' },
            { verdict: 'fails', word: 'Not intact', counted: '1 file changed' },
          ]}
        />
        <CheckList label="What was checked" checks={checks} />
      </Section>
      <Section title="Approvals">
        <ApprovalRail
          steps={[
            { state: 'done', title: 'Prepared by Grace Okafor', detail: 'Wed 14 Oct, 4:31 pm' },
            {
              state: 'you',
              title: 'Waits for you, Helen Marsh',
              detail: 'You did not prepare it, so you may approve',
            },
            { state: 'not-yet', title: 'Release', detail: 'Opens after the second approval' },
          ]}
        />
      </Section>
      <Section title="Card and facts">
        <Card title="2. Acknowledgement" aside={<Status kind="done">Signed, witnessed</Status>} level={3}>
          <KeyValues
            columns={2}
            items={[
              { label: 'Who', value: 'Sarah Chen, client' },
              { label: 'Kind of key', value: 'Passkey' },
              { label: 'Due', value: null, missing: 'No due date' },
              { label: 'Hash', value: <Hash hex={hash} digits={12} /> },
            ]}
          />
        </Card>
      </Section>
      <SignSheet
        opened={sheet}
        onClose={() => onSheet(false)}
        title="Sign Intake, handshake 3 of 5"
        signed={2}
        words="ABC Finance Broking has contacted the client of referral REF-2026-0231 and takes it on for asset finance, under Asset finance intro version 2."
        ticksTitle="At the first contact with Sarah"
        ticks={[
          { id: 'who', label: 'I said who referred her', detail: 'Smith & Partners Accounting' },
          { id: 'happy', label: 'She is happy to go on', detail: 'By phone, Wed 14 Oct, 11:20 am' },
          {
            id: 'fee',
            label: 'I told her about the commission',
            detail: '20 % of our income, about $720.00 plus GST',
          },
        ]}
        signedAs="Daniel Rossi, ABC Finance Broking"
        keyName="Security key 5f2c"
        hash={hash}
        act="Sign Intake"
        onSign={() =>
          Promise.resolve({
            title: 'The security key did not answer',
            detail: 'It was pulled out, or nobody touched it within a minute.',
            kept: 'Nothing was signed.',
            next: 'Put the key in and sign again.',
          })
        }
      />
    </div>
  );
};
