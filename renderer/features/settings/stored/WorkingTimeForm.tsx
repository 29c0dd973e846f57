import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { STATES } from '../../../../core/domain/calendar/holiday-file.ts';
import type { WorkingTime } from '../../../../core/domain/crm/sla/sla-policy.ts';
import type { HolidayOverride } from '../../../../core/domain/crm/sla/work-calendar.ts';
import type { WorkingHours } from '../../../../core/domain/crm/sla/working-hours.ts';
import { WORKSPACE_ROLES } from '../../../../core/domain/crm/workspace/role.ts';
import { localTime, parseZone } from '../../../../core/domain/time/zone.ts';
import { useNow, useZone } from '../../../app/clock.ts';
import { dayOf } from '../../../ui/exact.ts';
import { crmFrameQuery } from '../../crm/queries.ts';
import { replaced, without } from './rows.ts';
import { spansOf, spansText } from './spanText.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const ZONES = ['Sydney', 'Melbourne', 'Brisbane', 'Adelaide', 'Perth', 'Hobart', 'Darwin', 'Lord_Howe'].map((city) => `Australia/${city}`);
const states = STATES.map((state) => ({ value: state, label: state }));
const kinds = [
  { value: 'closed', label: 'Closed' },
  { value: 'open', label: 'Open after all' },
  { value: 'closed-from', label: 'Closed from' },
];

const stateOf = (text: string): (typeof STATES)[number] | null => STATES.find((state) => state === text) ?? null;

const Hours = ({
  name,
  hours,
  onChange,
}: {
  readonly name: string;
  readonly hours: WorkingHours;
  readonly onChange: (hours: WorkingHours) => void;
}) => {
  const setDay = (at: number, text: string) => {
    const [mon, tue, wed, thu, fri, sat, sun] = hours.days.map((spans, index) => (index === at ? spansOf(text) : spans));
    if (mon && tue && wed && thu && fri && sat && sun) onChange({ ...hours, days: [mon, tue, wed, thu, fri, sat, sun] });
  };
  return (
    <fieldset className={`bare ${css.block}`}>
      <legend>
        <strong>{name}</strong>
      </legend>
      <div className={css.row}>
        <NativeSelect
          label="Time zone"
          w={210}
          value={hours.zone}
          data={ZONES.includes(hours.zone) ? ZONES : [hours.zone, ...ZONES]}
          onChange={(event) => {
            const zone = parseZone(event.currentTarget.value);
            if (zone.ok) onChange({ ...hours, zone: zone.value });
          }}
        />
        <NativeSelect
          label="Public holidays of"
          w={210}
          value={hours.holidaysOf ?? ''}
          data={[...states, { value: '', label: 'None: works through' }]}
          onChange={(event) => onChange({ ...hours, holidaysOf: stateOf(event.currentTarget.value) })}
        />
      </div>
      <div className={css.row}>
        {DAYS.map((day, at) => (
          <TextInput
            key={day}
            label={day}
            w={150}
            placeholder="Closed"
            defaultValue={spansText(hours.days[at] ?? [])}
            onBlur={(event) => setDay(at, event.currentTarget.value)}
          />
        ))}
      </div>
    </fieldset>
  );
};

const Override = ({
  override,
  onChange,
  onRemove,
}: {
  readonly override: HolidayOverride;
  readonly onChange: (part: Partial<HolidayOverride>) => void;
  readonly onRemove: () => void;
}) => (
  <div className={css.row}>
    <TextInput
      type="date"
      label="Day"
      value={override.date}
      onChange={(event) => {
        if (event.currentTarget.value !== '') onChange({ date: dayOf(event.currentTarget.value) });
      }}
    />
    <NativeSelect
      label="State"
      w={110}
      value={override.state ?? ''}
      data={[{ value: '', label: 'All' }, ...states]}
      onChange={(event) => onChange({ state: stateOf(event.currentTarget.value) })}
    />
    <NativeSelect
      label="What"
      w={140}
      value={override.kind}
      data={kinds}
      onChange={(event) => {
        const kind = event.currentTarget.value;
        if (kind === 'closed' || kind === 'open') onChange({ kind, from: null });
        if (kind === 'closed-from') onChange({ kind, from: '12:00' });
      }}
    />
    {override.kind === 'closed-from' ? (
      <TextInput type="time" label="From" value={override.from ?? ''} onChange={(event) => onChange({ from: event.currentTarget.value })} />
    ) : null}
    <TextInput
      className={css.grow}
      label="Why"
      maxLength={200}
      value={override.reason}
      onChange={(event) => onChange({ reason: event.currentTarget.value })}
    />
    <Button aria-label={`Remove the correction of ${override.date}`} onClick={onRemove}>
      Remove
    </Button>
  </div>
);

/** Working hours per workspace, and corrections of the public holidays: regional days, proclamations, days one works after all. */
export const WorkingTimeForm = ({ value, onChange }: StoredFormProps<WorkingTime>) => {
  const { data } = useQuery(crmFrameQuery);
  const now = useNow();
  const zone = useZone();
  const { holidays } = value;
  return (
    <>
      <p className="second">Hours of a day are written 09:00-17:00, with a break as 09:00-12:00, 13:00-17:00. An empty day is closed.</p>
      {WORKSPACE_ROLES.map((role) => (
        <Hours
          key={role}
          name={data?.workspaces.find((one) => one.role === role)?.name ?? role}
          hours={value.roles[role]}
          onChange={(hours) => onChange({ ...value, roles: { ...value.roles, [role]: hours } })}
        />
      ))}
      <section className={css.stack} aria-label="Corrections of public holidays">
        <h3>Corrections of public holidays</h3>
        {holidays.map((override, at) => (
          <Override
            key={`${override.date} ${String(at)}`}
            override={override}
            onChange={(part) => onChange({ ...value, holidays: replaced(holidays, at, part) })}
            onRemove={() => onChange({ ...value, holidays: without(holidays, at) })}
          />
        ))}
        <div>
          <Button
            leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
            onClick={() =>
              onChange({
                ...value,
                holidays: [...holidays, { date: localTime(now, zone).date, state: null, kind: 'closed', from: null, reason: 'Show day' }],
              })
            }
          >
            Add a correction
          </Button>
        </div>
      </section>
    </>
  );
};
