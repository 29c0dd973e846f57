import { TextInput } from '@mantine/core';
import { z } from 'zod';
import type { RetentionPeriods } from '../../../core/domain/privacy/retention.ts';
import { wholeOf } from '../settings/stored/rows.ts';
import type { StoredFormProps } from '../settings/stored/StoredSetting.tsx';
import css from './privacy.module.css';

const years = z.int().min(1, 'At least one year.').max(100, 'At most 100 years.');
const days = z.int().min(1, 'At least one day.').max(3650, 'At most 3,650 days.');

/** The periods as this window reads and checks them before the desk does. */
export const periodsSchema: z.ZodType<RetentionPeriods> = z.object({
  recordYears: years,
  removedDays: days,
  auditYears: years,
  importDays: days,
});

const FIELDS: readonly (readonly [keyof RetentionPeriods, string, string])[] = [
  ['recordYears', 'Contacts, in years', 'After the last thing that happened with them'],
  ['removedDays', 'Removed contacts, in days', 'Until they are erased for good'],
  ['auditYears', 'Logs, in years', 'Exports, access packs, questions whether something may be shared'],
  ['importDays', 'Files of imports, in days', 'After that an import cannot be read again from its file'],
];

/** How long the practice keeps what. */
export const PeriodsForm = ({ value, onChange }: StoredFormProps<RetentionPeriods>) => (
  <div className={css.pair}>
    {FIELDS.map(([key, label, hint]) => (
      <TextInput
        key={key}
        label={label}
        description={hint}
        inputMode="numeric"
        maxLength={5}
        value={value[key] === 0 ? '' : String(value[key])}
        onChange={(event) => onChange({ ...value, [key]: wholeOf(event.currentTarget.value) ?? 0 })}
      />
    ))}
  </div>
);
