import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { WORKSPACE_ROLES, type WorkspaceRole } from '../../../../core/domain/crm/workspace/role.ts';
import type { Workspaces } from '../../../../core/domain/crm/workspace/workspaces.ts';
import { crmFrameQuery } from '../../crm/queries.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import { freshId, replaced, without } from './rows.ts';
import css from './stored.module.css';

/** Names of the four workspaces, their seats, and who has each; a seat nobody has is to be announced. */
export const WorkspacesForm = ({ value, onChange }: StoredFormProps<Workspaces>) => {
  const { data } = useQuery(crmFrameQuery);
  const people = data?.people ?? [];
  const write = (role: WorkspaceRole, part: Partial<Workspaces['roles'][WorkspaceRole]>) =>
    onChange({ roles: { ...value.roles, [role]: { ...value.roles[role], ...part } } });
  const ids = WORKSPACE_ROLES.flatMap((role) => value.roles[role].seats.map((seat) => seat.id));
  return (
    <>
      {WORKSPACE_ROLES.map((role) => {
        const { name, seats } = value.roles[role];
        return (
          <fieldset key={role} className={`bare ${css.block}`}>
            <legend className="visually-hidden">{name}</legend>
            <TextInput
              label="Workspace"
              maxLength={40}
              value={name}
              onChange={(event) => write(role, { name: event.currentTarget.value })}
            />
            {seats.map((seat, at) => (
              <div key={seat.id} className={css.row}>
                <TextInput
                  className={css.grow}
                  label={at === 0 ? 'Seat' : undefined}
                  aria-label={`Name of seat ${at + 1} of ${name}`}
                  maxLength={60}
                  value={seat.name}
                  onChange={(event) => write(role, { seats: replaced(seats, at, { name: event.currentTarget.value }) })}
                />
                <NativeSelect
                  className={css.grow}
                  label={at === 0 ? 'Who has it' : undefined}
                  aria-label={`Who has ${seat.name}`}
                  value={seat.person ?? ''}
                  data={[{ value: '', label: 'To be announced' }, ...people.map((one) => ({ value: one.person, label: one.name }))]}
                  onChange={(event) =>
                    write(role, {
                      seats: replaced(seats, at, { person: event.currentTarget.value === '' ? null : event.currentTarget.value }),
                    })
                  }
                />
                <Button
                  disabled={seats.length === 1}
                  aria-label={`Remove ${seat.name}`}
                  onClick={() => write(role, { seats: without(seats, at) })}
                >
                  Remove
                </Button>
              </div>
            ))}
            <div>
              <Button
                leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
                onClick={() =>
                  write(role, { seats: [...seats, { id: freshId(name, ids), name: `${name} ${seats.length + 1}`, person: null }] })
                }
              >
                Add a seat
              </Button>
            </div>
          </fieldset>
        );
      })}
    </>
  );
};
