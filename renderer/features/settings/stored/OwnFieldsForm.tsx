import { Button, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { OWN_FIELD_TYPES, type OwnFields, type OwnFieldType } from '../../../../core/domain/contact/own-field.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Note } from '../../../ui/Note.tsx';
import { freshId, moved, replaced, without } from './rows.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

const TYPE_NAMES: Readonly<Record<OwnFieldType, string>> = {
  text: 'Text',
  number: 'Number',
  date: 'Day',
  'yes-no': 'Yes or no',
  choice: 'One of several',
};

/** Fields of the practice's own: name, type, order, choices. Renaming keeps what is recorded. */
export const OwnFieldsForm = ({ value, onChange }: StoredFormProps<OwnFields>) => {
  const { fields } = value;
  const write = (next: OwnFields['fields']) => onChange({ fields: next });
  return (
    <>
      <Note tone="mute">
        They stand in the form and on the page of a contact, and can be columns, filters and parts of an export. They are classed Sensitive
        and never leave for another practice. What is recorded in a field stays when the field is taken out, and shows again when it
        returns.
      </Note>
      {fields.length === 0 ? (
        <EmptyState drawing="list" title="No fields of your own yet">
          Add what your practice keeps about its clients and the form does not ask: the bookkeeping program, the next review, the fee
          agreed.
        </EmptyState>
      ) : null}
      {fields.map((field, at) => (
        <fieldset key={field.code} className={`bare ${css.block}`}>
          <legend className="visually-hidden">{field.name}</legend>
          <div className={css.row}>
            <TextInput
              className={css.grow}
              label="Name"
              maxLength={60}
              value={field.name}
              onChange={(event) => write(replaced(fields, at, { name: event.currentTarget.value }))}
            />
            <NativeSelect
              label="Holds"
              w={150}
              value={field.type}
              data={OWN_FIELD_TYPES.map((type) => ({ value: type, label: TYPE_NAMES[type] }))}
              onChange={(event) => {
                const type = OWN_FIELD_TYPES.find((one) => one === event.currentTarget.value);
                if (type !== undefined) write(replaced(fields, at, { type }));
              }}
            />
            <Button aria-label={`${field.name} earlier`} disabled={at === 0} onClick={() => write(moved(fields, at, -1))}>
              <IconArrowUp size={15} stroke={1.8} aria-hidden="true" />
            </Button>
            <Button aria-label={`${field.name} later`} disabled={at === fields.length - 1} onClick={() => write(moved(fields, at, 1))}>
              <IconArrowDown size={15} stroke={1.8} aria-hidden="true" />
            </Button>
            <Button aria-label={`Take out ${field.name}`} onClick={() => write(without(fields, at))}>
              Take out
            </Button>
          </div>
          {field.type === 'choice' ? (
            <TagsInput
              label={`Choices of ${field.name}`}
              description="Enter adds one."
              value={field.choices}
              maxTags={50}
              onChange={(choices) => write(replaced(fields, at, { choices }))}
            />
          ) : null}
        </fieldset>
      ))}
      <div>
        <Button
          leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
          disabled={fields.length >= 40}
          onClick={() => {
            const name = `Field ${String(fields.length + 1)}`;
            const code = freshId(
              name,
              fields.map((field) => field.code),
            );
            write([...fields, { code, name, type: 'text', choices: [] }]);
          }}
        >
          Add a field
        </Button>
      </div>
    </>
  );
};
