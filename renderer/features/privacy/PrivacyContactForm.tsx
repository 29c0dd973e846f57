import { TextInput } from '@mantine/core';
import { z } from 'zod';
import type { StoredFormProps } from '../settings/stored/StoredSetting.tsx';
import css from './privacy.module.css';

const line = z.string().trim().max(200);

/** Whom people turn to. */
export const contactSchema = z.object({ officer: line, phone: line, email: line, address: line });
type PrivacyContact = z.infer<typeof contactSchema>;

const FIELDS: readonly (readonly [keyof PrivacyContact, string])[] = [
  ['officer', 'Privacy officer'],
  ['phone', 'Telephone'],
  ['email', 'E-mail'],
  ['address', 'Address'],
];

/** Whom receipts, notices and the policy name for questions, withdrawals and complaints. */
export const ContactForm = ({ value, onChange }: StoredFormProps<PrivacyContact>) => (
  <div className={css.pair}>
    {FIELDS.map(([key, label]) => (
      <TextInput
        key={key}
        label={label}
        maxLength={200}
        value={value[key]}
        onChange={(event) => onChange({ ...value, [key]: event.currentTarget.value })}
      />
    ))}
  </div>
);
