import { Button, Group } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { Avatar } from '../../ui/Avatar.tsx';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { Chip } from '../../ui/Chip.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import type { OpenAct, PersonKey, PersonRow } from './PeopleActs.tsx';
import { roleWords } from './roles.ts';

export interface PersonCardProps {
  readonly person: PersonRow;
  /** Whether whoever looks may change people. */
  readonly manages: boolean;
  readonly onAct: (act: OpenAct) => void;
  readonly onEnrol: () => void;
}

const kinds: Readonly<Record<string, string>> = {
  ed25519: 'Opened by PIN',
  synced: 'Synced passkey',
  attested: 'Attested hardware',
  passkey: 'Passkey',
};

const columns = (person: PersonRow, manages: boolean, onAct: (act: OpenAct) => void): readonly Column<PersonKey>[] => [
  { id: 'words', head: 'Key', cell: (key) => key.words },
  { id: 'kind', head: 'Kind', cell: (key) => kinds[key.kind] ?? key.kind },
  { id: 'id', head: 'Id', cell: (key) => <Hash hex={key.key} digits={8} what={`id of ${key.words}`} /> },
  { id: 'since', head: 'Since', cell: (key) => <DateTime at={key.since} form="date" inRow /> },
  {
    id: 'state',
    head: 'State',
    cell: (key) =>
      key.revokedAt === null ? (
        <Status kind="done">Counts</Status>
      ) : (
        <Status kind="withdrawn">
          Ended <DateTime at={key.revokedAt} form="date" inRow />
        </Status>
      ),
  },
  {
    id: 'act',
    head: 'Acts',
    quietHead: true,
    align: 'end',
    cell: (key) =>
      key.revokedAt === null && (person.you || manages) && person.state === 'active' ? (
        <Button size="xs" aria-label={`End ${key.words} of ${person.name}`} onClick={() => onAct({ kind: 'revoke', person, key })}>
          End…
        </Button>
      ) : null,
  },
];

/** One person: who they are, how far the register knows them, their keys, and what can be done. */
export const PersonCard = ({ person, manages, onAct, onEnrol }: PersonCardProps) => {
  const active = person.state === 'active';
  return (
    <Card
      flush
      icon={<Avatar name={person.name} />}
      title={person.name}
      count={person.you ? 'you' : undefined}
      aside={
        active ? (
          <Chip kind={person.recognised === 'in-register' ? 'done' : 'waiting'}>
            {person.recognised === 'in-register' ? 'In the register' : 'Recognised by practice, not yet in register'}
          </Chip>
        ) : (
          <Chip kind="withdrawn">{person.state === 'left' ? 'Left' : 'Waiting for the register'}</Chip>
        )
      }
    >
      <div style={{ padding: '10px 14px' }}>
        <p>
          {roleWords(person.roles)}
          {active && !person.keys.some((key) => key.use === 'passkey' && key.revokedAt === null) ? (
            <span className="second">, no passkey yet: cannot approve payouts</span>
          ) : null}
        </p>
        {active ? (
          <Group gap={8} mt={10}>
            {person.you ? (
              <Button size="xs" leftSection={<IconFingerprint size={15} stroke={1.7} aria-hidden="true" />} onClick={onEnrol}>
                Enrol a passkey
              </Button>
            ) : null}
            {person.you || manages ? (
              <Button
                size="xs"
                aria-label={person.you ? 'Change your PIN' : `Reset PIN of ${person.name}`}
                onClick={() => onAct({ kind: 'reset', person })}
              >
                {person.you ? 'Change your PIN' : 'Reset PIN'}
              </Button>
            ) : null}
            {manages ? (
              <>
                <Button size="xs" aria-label={`Change roles of ${person.name}`} onClick={() => onAct({ kind: 'roles', person })}>
                  Change roles
                </Button>
                {person.you ? null : (
                  <Button size="xs" aria-label={`Leaves…: ${person.name}`} onClick={() => onAct({ kind: 'left', person })}>
                    Leaves…
                  </Button>
                )}
              </>
            ) : null}
          </Group>
        ) : null}
      </div>
      <PlainTable
        label={`Keys of ${person.name}`}
        columns={columns(person, manages, onAct)}
        rows={person.keys}
        rowKey={(key) => key.key}
        rowTone={(key) => (key.revokedAt === null ? 'rest' : 'excluded')}
      />
    </Card>
  );
};
