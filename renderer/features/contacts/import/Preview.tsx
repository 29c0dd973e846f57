import { useState } from 'react';
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { importPreview, importResult, type ImportPreview, type importChange } from '../../../../core/contract/imports.ts';
import { problemOf, request } from '../../../client.ts';
import { Card } from '../../../ui/Card.tsx';
import type { Column } from '../../../ui/columns.ts';
import { DataGrid } from '../../../ui/DataGrid.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { KeyValues } from '../../../ui/KeyValues.tsx';
import { Status } from '../../../ui/Status.tsx';
import { Views } from '../../../ui/Views.tsx';
import { previewQuery, type RowsShown } from '../queries.ts';
import { BadCell } from './BadCell.tsx';
import { HoldUnasked } from './HoldUnasked.tsx';
import css from './import.module.css';
import { Mapping } from './Mapping.tsx';
import { Policies } from './Policies.tsx';
import { RowDecision } from './RowDecision.tsx';
import { actWords, counted, isAct, type Row, rowStates } from './rowWords.ts';

type Change = z.infer<typeof importChange>;

const isShown = (text: string): text is RowsShown => text === 'problems' || text === 'all' || Object.hasOwn(rowStates, text);

/** What is wrong with a cell. A row that is blocked as a whole can be put right in any of its cells. */
const problemOfCell = (row: Row, column: string) =>
  row.problems.find((one) => one.column === column) ??
  (row.state === 'bad' ? row.problems.find((one) => one.column === '' && one.severity === 'blocks') : undefined);

/** Columns of the file that are taken over, and any that holds a bad cell. */
const columnsOf = (
  preview: ImportPreview,
  onFix: (fix: NonNullable<Change['fixes']>[number]) => void,
  onDecide: (decision: NonNullable<Change['decisions']>[number]) => void,
): readonly Column<Row>[] => {
  const troubled = new Set(preview.rows.flatMap((row) => row.problems.map((problem) => problem.column)));
  const names = new Map(preview.fields.map((field) => [field.field, field.name]));
  const mapped = preview.mapping.filter((column) => column.field !== null || troubled.has(column.column));
  return [
    {
      id: 'row',
      head: 'Row',
      track: '62px',
      align: 'end',
      sortBy: (row) => row.row,
      cell: (row) => counted(row.row),
    },
    {
      id: 'state',
      head: 'State',
      track: '112px',
      sortBy: (row) => row.state,
      cell: (row) => <Status kind={rowStates[row.state][0]}>{rowStates[row.state][1]}</Status>,
    },
    {
      id: 'act',
      head: 'Decision',
      track: '112px',
      sortBy: (row) => row.act ?? '',
      cell: (row) => <RowDecision row={row} onDecide={(act) => onDecide({ row: row.row, act })} />,
    },
    {
      id: 'name',
      head: 'Name',
      track: 'minmax(150px, 1.2fr)',
      sortBy: (row) => row.name,
      cell: (row) => <strong title={row.words ?? undefined}>{row.name === '' ? 'No name' : row.name}</strong>,
    },
    ...mapped.map((column): Column<Row> => ({
      id: `column ${column.column}`,
      head: column.column,
      track: 'minmax(140px, 1fr)',
      cell: (row) => {
        const value = row.cells[column.column] ?? '';
        const problem = problemOfCell(row, column.column);
        return problem === undefined ? (
          <span title={column.field === null ? undefined : names.get(column.field)}>{value}</span>
        ) : (
          <BadCell
            key={`${problem.code}${value}`}
            column={column.column}
            problem={problem}
            value={value}
            onFix={(fixed) => onFix({ row: row.row, column: column.column, value: fixed })}
          />
        );
      },
    })),
  ];
};

/** A file that is read and not yet imported: every row with its bad cells marked, what each column becomes, and one act for the whole. */
export const Preview = ({ preview: opened }: { readonly preview: ImportPreview }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [only, setOnly] = useState<RowsShown>('all');
  const [name, setName] = useState(opened.fileName.replace(/\.[^.]+$/u, ''));
  const [skipBlocked, setSkipBlocked] = useState(false);
  const { data: preview = opened } = useQuery({
    ...previewQuery(opened.import, only),
    placeholderData: keepPreviousData,
  });
  const at = `/api/imports/${preview.import}`;
  const change = useMutation({
    mutationFn: (body: Change) => request('POST', `${at}/change?only=${only}`, importPreview, { body }),
    onSuccess: async (changed) => {
      queries.setQueryData(previewQuery(opened.import, only).queryKey, changed);
      await queries.invalidateQueries({ queryKey: ['imports', opened.import, 'preview'] });
    },
  });
  const save = useMutation({
    mutationFn: (mapping: string) => request('POST', `${at}/mapping?only=${only}`, importPreview, { body: { name: mapping } }),
    onSuccess: (changed) => queries.setQueryData(previewQuery(opened.import, only).queryKey, changed),
  });
  const commit = useMutation({
    mutationFn: () =>
      request('POST', `${at}/commit`, importResult, {
        body: { name: name.trim(), skipBlocked },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
    },
  });
  const discard = useMutation({
    mutationFn: () => request('DELETE', at, z.unknown()),
    onSuccess: () => void navigate({ to: '/contacts/import', search: {} }),
  });
  const { counts, acts } = preview;
  const taken = acts.add + acts.update;
  const open = taken > 0 && name.trim() !== '' && (counts.bad === 0 || skipBlocked);
  return (
    <div className={css.layout}>
      <div className={css.stack}>
        <div className={css.views}>
          <Views
            views={[
              { id: 'all', name: 'All rows', count: counted(counts.rows) },
              { id: 'new', name: 'New', count: counted(counts.new) },
              { id: 'changed', name: 'Changed', count: counted(counts.changed) },
              { id: 'duplicate', name: 'Duplicates', count: counted(counts.duplicates) },
              { id: 'same', name: 'Same', count: counted(counts.same) },
              { id: 'bad', name: 'Bad', count: counted(counts.bad) },
              { id: 'problems', name: 'With remarks' },
            ]}
            current={only}
            onChoose={(id) => setOnly(isShown(id) ? id : 'all')}
          />
        </div>
        {change.error === null ? null : <ErrorNote problem={problemOf(change.error)} />}
        {preview.rows.length === 0 ? (
          <p className="second">No row of this kind.</p>
        ) : (
          <div className={css.gridHost}>
            <DataGrid
              label={`Rows of ${preview.fileName}`}
              columns={columnsOf(
                preview,
                (fix) => change.mutate({ fixes: [fix] }),
                (decision) => change.mutate({ decisions: [decision] }),
              )}
              rows={preview.rows}
              rowKey={(row) => String(row.row)}
              rowTone={(row) => (row.state === 'bad' ? 'broken' : 'rest')}
            />
          </div>
        )}
      </div>
      <div className={css.stack}>
        <Card title="Import these contacts">
          <div className={css.commit}>
            <KeyValues
              align="end"
              items={[
                { label: 'Rows in the file', value: counted(counts.rows) },
                { label: 'Added as new contacts', value: counted(acts.add) },
                { label: 'Updating a contact', value: counted(acts.update) },
                { label: 'Left out', value: counted(acts.leaveOut) },
                { label: 'Bad', value: counted(counts.bad) },
              ]}
            />
            <TextInput
              label="Name of this import"
              description="It can be taken back whole under this name."
              value={name}
              maxLength={120}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {counts.duplicates === 0 ? null : (
              <Select
                label={`The ${counted(counts.duplicates)} that may be ${counts.duplicates === 1 ? 'a duplicate' : 'duplicates'}`}
                description="Unless decided row by row."
                data={[
                  { value: 'leave-out', label: actWords['leave-out'] },
                  { value: 'add', label: actWords.add },
                  { value: 'update', label: 'Update the contact of the book' },
                ]}
                value={preview.duplicates}
                disabled={change.isPending}
                allowDeselect={false}
                onChange={(act) => (isAct(act) ? change.mutate({ duplicates: act }) : undefined)}
              />
            )}
            {counts.bad === 0 ? null : (
              <Checkbox
                label={`Leave out the ${counted(counts.bad)} bad ${counts.bad === 1 ? 'row' : 'rows'}`}
                description="They stay listed with their reason."
                checked={skipBlocked}
                onChange={(event) => setSkipBlocked(event.currentTarget.checked)}
              />
            )}
            {commit.error === null ? null : <ErrorNote problem={problemOf(commit.error)} />}
            <Button size="md" variant="filled" disabled={!open} loading={commit.isPending} onClick={() => commit.mutate()}>
              Import {counted(taken)} of {counted(counts.rows)}
            </Button>
            <Button size="md" loading={discard.isPending} onClick={() => discard.mutate()}>
              Discard this file
            </Button>
            {preview.unasked ? null : <HoldUnasked id={preview.import} />}
            {counts.bad > 0 && !skipBlocked ? <p className="second">Put the bad rows right, or leave them out.</p> : null}
          </div>
        </Card>
        {preview.findings.length === 0 ? null : (
          <Card title="What was found" count={preview.findings.length}>
            <ul className={css.findings}>
              {preview.findings.map((finding) => (
                <li key={finding}>{finding}</li>
              ))}
            </ul>
          </Card>
        )}
        {preview.policies.length === 0 ? null : (
          <Policies policies={preview.policies} busy={change.isPending} onRule={(rule) => change.mutate({ policies: [rule] })} />
        )}
        {save.error === null ? null : <ErrorNote problem={problemOf(save.error)} />}
        <Mapping
          preview={preview}
          busy={change.isPending || save.isPending}
          onMap={(mapping) => change.mutate({ mapping })}
          onRead={(reading) => change.mutate({ reading })}
          onSave={(mapping) => save.mutate(mapping)}
        />
      </div>
    </div>
  );
};
