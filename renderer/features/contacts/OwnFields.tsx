import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { customCodeOf } from '../../../core/domain/contact/filter/fields.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { fieldsQuery } from './list/listQueries.ts';
import css from './contacts.module.css';

export interface OwnFieldsProps {
  /** What is typed, by code. */
  readonly own: Readonly<Record<string, string>>;
  readonly wrong: (path: string) => ReactNode;
  readonly onChange: (own: Record<string, string>) => void;
}

/** The fields that the practice defined for itself, each as its type is entered. */
export const OwnFields = ({ own, wrong, onChange }: OwnFieldsProps) => {
  const { data } = useQuery(fieldsQuery);
  const fields = (data?.fields ?? []).flatMap((field) => {
    const code = customCodeOf(field.name);
    return code === null ? [] : [{ ...field, code }];
  });
  if (fields.length === 0) return null;
  return (
    <div className={css.pair}>
      {fields.map(({ code, title, type, options }) => {
        const value = own[code] ?? '';
        const write = (typed: string) => onChange({ ...own, [code]: typed });
        const error = wrong(`facts.own.${code}`);
        if (type === 'date') return <DateInput key={code} label={title} value={value} onChange={write} />;
        if (type === 'yes-no' || type === 'choice') {
          const choices =
            type === 'choice'
              ? options.map((option) => ({ value: option.code, label: option.name }))
              : [
                  { value: 'yes', label: 'Yes' },
                  { value: 'no', label: 'No' },
                ];
          // A choice that was taken out of the settings stays with the contacts that have it.
          const held = value === '' || choices.some((choice) => choice.value === value) ? [] : [{ value, label: value }];
          return (
            <NativeSelect
              key={code}
              label={title}
              value={value}
              error={error}
              data={[{ value: '', label: 'Not recorded' }, ...held, ...choices]}
              onChange={(event) => write(event.currentTarget.value)}
            />
          );
        }
        return (
          <TextInput
            key={code}
            label={title}
            value={value}
            error={error}
            autoComplete="off"
            inputMode={type === 'number' ? 'decimal' : 'text'}
            onChange={(event) => write(event.currentTarget.value)}
          />
        );
      })}
    </div>
  );
};
