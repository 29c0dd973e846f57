import { Select } from '@mantine/core';
import type { z } from 'zod';
import type { importChange, ImportPreview } from '../../../../core/contract/imports.ts';
import { Card } from '../../../ui/Card.tsx';
import css from './import.module.css';

type Choices = NonNullable<z.infer<typeof importChange>['mapping']>;

/** What each column of the file becomes, with a cell to tell it by. */
export const Mapping = ({
  preview,
  busy,
  onMap,
}: {
  readonly preview: ImportPreview;
  readonly busy: boolean;
  readonly onMap: (mapping: Choices) => void;
}) => (
  <Card title="Columns" count={preview.mapping.length} aside="What each becomes">
    <ul className={css.mapping}>
      {preview.mapping.map((column) => (
        <li key={column.column}>
          <Select
            label={column.column}
            data={preview.fields.filter((field) => field.field !== 'ignore').map((field) => ({ value: field.field, label: field.name }))}
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
  </Card>
);
