import { useState } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import type { z } from 'zod';
import type { importChange, ImportPreview } from '../../../../core/contract/imports.ts';
import { Card } from '../../../ui/Card.tsx';
import css from './import.module.css';

type Choices = NonNullable<z.infer<typeof importChange>['mapping']>;

const RECOGNISED = 'recognised';
const CHOSEN = 'chosen';
const savedOf = (name: string): string => `saved ${name}`;

const Reading = ({
  reading,
  busy,
  onRead,
}: {
  readonly reading: ImportPreview['reading'];
  readonly busy: boolean;
  readonly onRead: (name: string | null) => void;
}) => (
  <Select
    label="Read as"
    data={[
      { value: RECOGNISED, label: `${reading.recognised}, as recognised` },
      ...reading.saved.map((name) => ({ value: savedOf(name), label: `“${name}”, saved` })),
      ...(reading.by === 'chosen' ? [{ value: CHOSEN, label: 'As chosen below' }] : []),
    ]}
    value={reading.by === 'saved' ? savedOf(reading.name) : reading.by}
    disabled={busy}
    allowDeselect={false}
    onChange={(value) => {
      if (value === RECOGNISED) onRead(null);
      else if (value !== null && value !== CHOSEN) onRead(reading.saved.find((name) => savedOf(name) === value) ?? null);
    }}
  />
);

/** What each column of the file becomes, with a cell to tell it by; kept under a name for the next file of these columns. */
export const Mapping = ({
  preview,
  busy,
  onMap,
  onRead,
  onSave,
}: {
  readonly preview: ImportPreview;
  readonly busy: boolean;
  readonly onMap: (mapping: Choices) => void;
  readonly onRead: (name: string | null) => void;
  readonly onSave: (name: string) => void;
}) => {
  const { reading } = preview;
  const [name, setName] = useState(reading.by === 'saved' ? reading.name : '');
  return (
    <Card title="Columns" count={preview.mapping.length} aside="What each becomes">
      <div className={css.commit}>
        <Reading reading={reading} busy={busy} onRead={onRead} />
        <ul className={css.mapping}>
          {preview.mapping.map((column) => (
            <li key={column.column}>
              <Select
                label={column.column}
                data={preview.fields
                  .filter((field) => field.field !== 'ignore')
                  .map((field) => ({ value: field.field, label: field.name }))}
                value={column.field}
                placeholder="Not imported"
                disabled={busy}
                searchable
                clearable
                onChange={(field) =>
                  onMap(
                    preview.mapping.map((one) => ({
                      column: one.column,
                      field: one.column === column.column ? field : one.field,
                    })),
                  )
                }
              />
              <span className={css.sample}>{column.sample === '' ? 'Empty in every row' : `For example ${column.sample}`}</span>
            </li>
          ))}
        </ul>
        <TextInput
          label="Save this mapping as"
          description="The next file with these column names is read like this."
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button disabled={busy || name.trim() === ''} onClick={() => onSave(name.trim())}>
          Save the mapping
        </Button>
      </div>
    </Card>
  );
};
