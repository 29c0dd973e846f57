import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { PRIORITIES, type SlaPolicy } from '../../../../core/domain/crm/sla/sla-policy.ts';
import { hoursText } from '../../../../core/domain/crm/sla/sla-words.ts';
import { WORKSPACE_ROLES } from '../../../../core/domain/crm/workspace/role.ts';
import { crmFrameQuery } from '../../crm/queries.ts';
import { priorityName } from '../../crm/priorities.ts';
import { wholeOf } from './rows.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

const Minutes = ({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) => (
  <TextInput
    label={label}
    description={`${hoursText(value * 60_000)} of work`}
    w={210}
    inputMode="numeric"
    value={value === 0 ? '' : String(value)}
    onChange={(event) => onChange(wholeOf(event.currentTarget.value) ?? 0)}
  />
);

/** How long leads and tickets may wait, in working minutes. */
export const PromisesForm = ({ value, onChange }: StoredFormProps<SlaPolicy>) => {
  const { data } = useQuery(crmFrameQuery);
  return (
    <>
      <fieldset className={`bare ${css.block}`}>
        <legend>
          <strong>First step after a hand-over, minutes of work</strong>
        </legend>
        <div className={css.row}>
          {WORKSPACE_ROLES.map((role) => (
            <Minutes
              key={role}
              label={data?.workspaces.find((one) => one.role === role)?.name ?? role}
              value={value.leads[role]}
              onChange={(minutes) => onChange({ ...value, leads: { ...value.leads, [role]: minutes } })}
            />
          ))}
        </div>
      </fieldset>
      {PRIORITIES.map((priority) => {
        const limits = value.tickets[priority];
        const set = (part: Partial<typeof limits>) =>
          onChange({ ...value, tickets: { ...value.tickets, [priority]: { ...limits, ...part } } });
        return (
          <fieldset key={priority} className={`bare ${css.block}`}>
            <legend>
              <strong>{priorityName(priority)} tickets, minutes of work</strong>
            </legend>
            <div className={css.row}>
              <Minutes label="First answer" value={limits.respond} onChange={(respond) => set({ respond })} />
              <Minutes label="Solution" value={limits.solve} onChange={(solve) => set({ solve })} />
            </div>
          </fieldset>
        );
      })}
    </>
  );
};
