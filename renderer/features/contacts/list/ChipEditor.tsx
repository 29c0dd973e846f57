import { useState } from 'react';
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { OPERATORS, type Operator } from '../../../../core/domain/contact/filter/operators.ts';
import { checkFilter } from '../../../../core/domain/contact/filter/check-filter.ts';
import type { ContactFieldsView } from '../../../../core/contract/contact-list.ts';
import type { Chip } from '../../../../core/domain/contact/filter/filter.ts';
import { ME } from '../../../../core/domain/contact/filter/fields.ts';
import { parseLocalDate } from '../../../../core/domain/time/local-date.ts';
import css from './list.module.css';

export type Field = ContactFieldsView['fields'][number];

type Choice = Field['options'][number];

// Whether a chip reads does not depend on the day; what it lets through does, and that is the desk's.
const anyDay = parseLocalDate('2026-01-01');

/** True when the desk would understand the chip. */
const complete = (field: Field, chip: Chip): boolean =>
  anyDay.ok && checkFilter({ match: 'all', parts: [chip] }, new Map([[field.name, field]]), anyDay.value).leftOut.length === 0;

/** Choices with "me" first where people are chosen. */
const choicesOf = (field: Field): readonly Choice[] =>
  field.name === 'owner' ? [{ code: ME, name: 'Me and my seats' }, ...field.options] : field.options;

const SEARCHED_FROM = 9;

const Choices = ({
  field,
  values,
  onChange,
}: {
  readonly field: Field;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
}) => {
  const [words, setWords] = useState('');
  const all = choicesOf(field);
  const wanted = words.trim().toLocaleLowerCase('en-AU');
  const shown = all.filter((one) => one.name.toLocaleLowerCase('en-AU').includes(wanted));
  return (
    <>
      {all.length < SEARCHED_FROM ? null : (
        <TextInput
          aria-label={`Find in ${field.title}`}
          placeholder="Find"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <fieldset className={css.choices}>
        <legend className="visually-hidden">{field.title}</legend>
        {shown.slice(0, 200).map((one) => (
          <Checkbox
            key={one.code}
            label={one.name}
            checked={values.includes(one.code)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...values, one.code] : values.filter((value) => value !== one.code))
            }
          />
        ))}
        {shown.length === 0 ? (
          <p className="second">{all.length === 0 ? 'There is nothing to choose yet.' : 'Nothing is called that.'}</p>
        ) : null}
      </fieldset>
    </>
  );
};

const inputs: Readonly<
  Record<Exclude<Operator['operand'], 'none' | 'choices'>, readonly { readonly label: string; readonly type: string }[]>
> = {
  text: [{ label: 'Words', type: 'text' }],
  number: [{ label: 'Number', type: 'text' }],
  numbers: [
    { label: 'From', type: 'text' },
    { label: 'To', type: 'text' },
  ],
  date: [{ label: 'Day', type: 'date' }],
  dates: [
    { label: 'From', type: 'date' },
    { label: 'To', type: 'date' },
  ],
  days: [{ label: 'Days, today counted', type: 'number' }],
};

export interface ChipEditorProps {
  readonly field: Field;
  /** The chip that is changed; left out for a new one. */
  readonly chip?: Chip;
  readonly onDone: (chip: Chip) => void;
  readonly onCancel: () => void;
}

/** Operator and value of one filter. What cannot be judged cannot be applied. */
export const ChipEditor = ({ field, chip, onDone, onCancel }: ChipEditorProps) => {
  const operators: readonly Operator[] = OPERATORS[field.type];
  const [op, setOp] = useState(chip?.op ?? operators[0]?.code ?? '');
  const [values, setValues] = useState<readonly string[]>(chip?.values ?? []);
  const operand = operators.find((one) => one.code === op)?.operand ?? 'none';
  const fields = operand === 'none' || operand === 'choices' ? [] : inputs[operand];
  const count = operand === 'none' ? 0 : operand === 'choices' ? values.length : fields.length;
  const made: Chip = { field: field.name, op, values: Array.from({ length: count }, (_, at) => (values[at] ?? '').trim()) };
  const whole = made.values.every((value) => value !== '') && complete(field, made);
  return (
    <form
      className={css.editor}
      aria-label={`Filter by ${field.title}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) onDone(made);
      }}
    >
      <NativeSelect
        label={field.title}
        data={operators.map((one) => ({ value: one.code, label: one.words }))}
        value={op}
        data-autofocus
        onChange={(event) => {
          const next = operators.find((one) => one.code === event.currentTarget.value);
          if (next?.operand !== operand) setValues([]);
          setOp(event.currentTarget.value);
        }}
      />
      {operand === 'choices' ? <Choices field={field} values={values} onChange={setValues} /> : null}
      {fields.map(({ label, type }, at) => (
        <TextInput
          key={label}
          label={label}
          type={type}
          {...(type === 'number' ? { min: 1, max: 36_500 } : {})}
          value={values[at] ?? ''}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setValues(Array.from({ length: fields.length }, (_, index) => (index === at ? typed : (values[index] ?? ''))));
          }}
        />
      ))}
      <div className={css.editorActs}>
        <Button size="xs" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="xs" variant="filled" type="submit" disabled={!whole}>
          Apply
        </Button>
      </div>
    </form>
  );
};
