import { useState } from 'react';
import { Button, Checkbox, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MemberRecord } from '../../../core/contract/membership.ts';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { fours, Hash } from '../../ui/Hash.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { reasonsQuery } from '../referrals/queries.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import css from './MemberCard.module.css';

type Desk = MemberRecord['desks'][number];
type Key = Desk['keys'][number];

const states: Readonly<Record<Key['state'], { readonly kind: StatusKind; readonly words: string }>> = {
  counts: { kind: 'done', words: 'Counts' },
  revoked: { kind: 'broken', words: 'Revoked by the practice' },
  barred: { kind: 'broken', words: 'Revoked by the network office' },
  retired: { kind: 'paused', words: 'Retired after a restore' },
};

const columns: readonly Column<Key>[] = [
  { id: 'of', head: 'Of', cell: (row) => row.of },
  {
    id: 'key',
    head: 'Key',
    cell: (row) => (
      <>
        {row.use} <Hash hex={row.key} digits={8} what={`${row.use} key of ${row.of}`} />
      </>
    ),
  },
  { id: 'state', head: 'State', cell: (row) => <Status kind={states[row.state].kind}>{states[row.state].words}</Status> },
];

const words: Readonly<Record<string, string>> = { Signs: 'signing key', Desk: 'desk key', Passkey: 'passkey' };

const counting = (desk: Desk): readonly Key[] => desk.keys.filter((key) => key.state === 'counts');

/** Which keys of a desk end and why; then the exact words, and the passkey of the person who signs. */
const BarSheet = ({ practice, desk, onClose }: { readonly practice: string; readonly desk: Desk; readonly onClose: () => void }) => {
  const { data: reasons = [] } = useQuery(reasonsQuery);
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(counting(desk).map(({ key }) => key));
  const missing = chosen.length === 0 ? 'Choose a key.' : reason === '' ? 'Choose a reason.' : undefined;
  return (
    <ActSheet
      act={missing === undefined ? { act: 'bar-keys', practice, keys: [...chosen], reason } : null}
      missing={missing}
      title="Revoke keys of a member"
      verb="Revoke"
      onClose={onClose}
      onSigned={() => undefined}
    >
      <Checkbox.Group
        label="Keys"
        description="Of a lost or stolen computer all of them."
        value={[...chosen]}
        onChange={(values) => setChosen(values)}
      >
        <Stack gap={6} mt={6}>
          {counting(desk).map(({ key, of, use }) => (
            <Checkbox key={key} value={key} label={`${of}: ${words[use] ?? use} ${fours(key.slice(0, 8))}`} />
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect
        label="Reason"
        description="Every member can read it."
        data={[
          { value: '', label: 'Choose' },
          ...reasons.filter((one) => one.for === 'keys').map((one) => ({ value: one.code, label: one.words })),
        ]}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActSheet>
  );
};

/** The desks of a member with the keys on each; at the office also revoking them. */
export const MemberDesks = ({ member, office }: { readonly member: MemberRecord; readonly office: boolean }) => {
  const [barring, setBarring] = useState<Desk>();
  return (
    <Stack gap={14}>
      {member.desks.map((desk, position) => (
        <Stack key={desk.desk} gap={6}>
          <div className={css.row}>
            <strong>Desk {position + 1}</strong>{' '}
            <span className="second">
              {desk.since === null ? null : (
                <>
                  in the register since <DateTime at={desk.since} form="date" />
                </>
              )}
              {counting(desk).length === 0 ? ', none of its keys counts' : ''}
            </span>
          </div>
          <PlainTable
            label={`Keys of desk ${String(position + 1)} of ${member.legalName}`}
            columns={columns}
            rows={desk.keys}
            rowKey={(row) => row.key}
          />
          {office && member.kind === 'member' && counting(desk).length > 0 ? (
            <div>
              <Button size="xs" color="red" onClick={() => setBarring(desk)} aria-label={`Revoke keys of desk ${String(position + 1)}`}>
                Revoke keys…
              </Button>
            </div>
          ) : null}
        </Stack>
      ))}
      {barring === undefined ? null : <BarSheet practice={member.practice} desk={barring} onClose={() => setBarring(undefined)} />}
    </Stack>
  );
};
