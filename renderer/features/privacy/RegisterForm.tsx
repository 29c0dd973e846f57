import { useState, type ReactNode } from 'react';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { z } from 'zod';
import { DateInput } from '../../ui/DateInput.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { useChange } from '../crm/useChange.ts';
import { type FieldSpec, bodyOf, missingOf, startOf, type Entries } from './registerFields.ts';

export interface RegisterFormProps<T extends object> {
  /** "breaches": the register's part of the address. */
  readonly register: string;
  /** "The breach", as the undo bar names it. */
  readonly name: string;
  readonly title: string;
  readonly fields: readonly FieldSpec<T>[];
  readonly schema: z.ZodType<T>;
  /** The entry that is changed; null for a new one. */
  readonly entry: (T & { readonly id: string; readonly revision: number }) | null;
  /** Members that no field shows: a scan, a practice. */
  readonly extra?: object;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

const Field = <T,>({
  field,
  value,
  onChange,
}: {
  readonly field: FieldSpec<T>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) => {
  switch (field.kind) {
    case 'day':
      return <DateInput label={field.label} description={field.hint} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <NativeSelect
          label={field.label}
          description={field.hint}
          data={field.options.map((one) => ({ ...one }))}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'long':
      return (
        <Textarea
          label={field.label}
          description={field.hint}
          autosize
          minRows={2}
          maxLength={20_000}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
    case 'line':
      return (
        <TextInput
          label={field.label}
          description={field.hint}
          inputMode={field.kind === 'number' ? 'numeric' : 'text'}
          maxLength={200}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
};

/** Adds an entry to a register, or changes one. What the desk would refuse is said while it is typed, by the desk's own schema. */
export const RegisterForm = <T extends object>({
  register,
  name,
  title,
  fields,
  schema,
  entry,
  extra = {},
  onClose,
  children,
}: RegisterFormProps<T>) => {
  const [entries, setEntries] = useState<Entries>(() => startOf(fields, entry));
  const save = useChange(onClose);
  const body = { ...extra, ...bodyOf(fields, entries) };
  const missing = missingOf(fields, schema, body);
  const submit = (revision: number | null) =>
    entry === null
      ? save.mutate({ method: 'POST', path: `/api/privacy/${register}`, body, words: `${name} was added` })
      : save.mutate({
          method: 'PUT',
          path: `/api/privacy/${register}/${entry.id}`,
          body: { ...body, revision },
          words: `${name} was changed`,
        });
  return (
    <Sheet
      title={title}
      verb={entry === null ? 'Add' : 'Save'}
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() => submit(entry?.revision ?? null)}
      onSaveOver={() => submit(null)}
    >
      {fields.map((field) => (
        <Field
          key={field.key}
          field={field}
          value={entries[field.key] ?? ''}
          onChange={(value) => setEntries({ ...entries, [field.key]: value })}
        />
      ))}
      {children}
    </Sheet>
  );
};
