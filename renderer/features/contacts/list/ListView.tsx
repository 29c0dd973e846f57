import { useMemo, useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconLayoutRows, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { NO_FILTER } from '../../../../core/domain/contact/filter/filter.ts';
import { filterText } from '../../../../core/domain/contact/filter/filter-text.ts';
import { problemOf } from '../../../client.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { Note } from '../../../ui/Note.tsx';
import { StretchGrid } from '../../../ui/StretchGrid.tsx';
import { BulkActs } from './BulkActs.tsx';
import { CellEditor } from './CellEditor.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { ExportSheet } from './ExportSheet.tsx';
import { FilterBuilder } from './FilterBuilder.tsx';
import { columnFacts, listColumns } from './listColumns.tsx';
import { fieldsQuery } from './listQueries.ts';
import type { ListRows } from './useListRows.ts';
import { useSelection } from './useSelection.ts';
import type { ViewInUse } from './useView.ts';
import css from './list.module.css';

const TYPED_MS = 120;

export interface ListViewProps {
  readonly inUse: ViewInUse;
  readonly rows: ListRows;
  readonly onPeek: (id: string) => void;
}

/** Filters, grid and bulk acts of one view. */
export const ListView = ({ inUse, rows, onPeek }: ListViewProps) => {
  const { state, set } = inUse;
  const navigate = useNavigate({ from: '/contacts' });
  const { data: fields } = useQuery(fieldsQuery);
  const [typed, setTyped] = useState(state.words);
  const [seen, setSeen] = useState(state.words);
  // Another view, or Back, brings other words: the box follows the address, never the other way round while somebody types.
  if (seen !== state.words) {
    setSeen(state.words);
    setTyped(state.words);
  }
  const search = useDebouncedCallback((words: string) => {
    setSeen(words);
    set({ words }, true);
  }, TYPED_MS);
  const [dragged, setDragged] = useState<ReadonlyMap<string, number>>(new Map());
  const [exporting, setExporting] = useState(false);
  const matching = rows.matching ?? 0;
  const whole = useMemo(() => ({ q: state.words, f: filterText(state.filter) }), [state.words, state.filter]);
  const selection = useSelection(whole, matching);
  const own = useMemo(() => fields?.fields.filter((field) => field.name.startsWith('own-')) ?? [], [fields]);
  const facts = useMemo(() => columnFacts(own), [own]);
  const columns = useMemo(() => listColumns(state.columns, facts, dragged, own), [state.columns, facts, dragged, own]);
  const title = (name: string): string => facts.find((fact) => fact.name === name)?.title ?? name;
  const compact = state.density === 'compact';
  return (
    <>
      <FilterBar
        side={
          <>
            <span>Sorted by {title(state.sort.by).toLocaleLowerCase('en-AU')}</span>
            <Button
              size="xs"
              variant="default"
              aria-pressed={compact}
              leftSection={<IconLayoutRows size={15} stroke={1.7} aria-hidden="true" />}
              onClick={() => set({ density: compact ? 'normal' : 'compact' })}
            >
              Compact
            </Button>
            <ColumnsMenu facts={facts} state={state} onChange={set} />
            <Button
              size="xs"
              variant="default"
              disabled={matching === 0}
              leftSection={<IconDownload size={15} stroke={1.6} aria-hidden="true" />}
              onClick={() => setExporting(true)}
            >
              Export
            </Button>
          </>
        }
      >
        <TextInput
          data-filter="true"
          aria-label="Find in contacts"
          placeholder="Name, organisation, e-mail, phone or ABN"
          leftSection={<IconSearch size={15} stroke={1.6} aria-hidden="true" />}
          w={280}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
        <FilterBuilder filter={state.filter} onChange={(filter) => set({ filter })} />
      </FilterBar>
      {rows.leftOut.length === 0 ? null : (
        <Note tone="warn">
          A part of this filter is not known at this desk and is left out: {rows.leftOut.join(', ')}. The list shows more than it says.
        </Note>
      )}
      {rows.error === null ? null : (
        <ErrorNote
          problem={problemOf(rows.error)}
          act={
            <Button size="xs" onClick={rows.retry}>
              Try again
            </Button>
          }
        />
      )}
      {rows.matching === 0 ? (
        <EmptyState
          drawing="list"
          title={state.words === '' ? 'Nobody in this view' : `Nobody matches “${state.words}”`}
          acts={<Button onClick={() => set({ words: '', filter: NO_FILTER })}>Show all {(rows.total ?? 0).toLocaleString('en-AU')}</Button>}
        >
          Names, organisations, e-mail addresses, telephone numbers and ABNs are searched.
        </EmptyState>
      ) : (
        <div className={css.listFoot}>
          <StretchGrid
            label="Contacts"
            columns={columns}
            count={rows.lines}
            itemAt={rows.itemAt}
            rowKey={(row) => row.id}
            rowName={(row) => row.name}
            onRange={rows.onRange}
            density={state.density}
            sort={state.sort}
            onSort={(by) => set({ sort: { by, descending: state.sort.by === by && !state.sort.descending } }, true)}
            onResize={(name, width, settled) => {
              if (!settled) return setDragged(new Map([[name, width]]));
              setDragged(new Map());
              set({ columns: state.columns.map((column) => (column.name === name ? { ...column, width } : column)) }, true);
            }}
            onOpen={(row) => void navigate({ to: '/contacts/$id', params: { id: row.id } })}
            onPeek={(row) => onPeek(row.id)}
            onGroup={rows.toggleGroup}
            selection={selection}
            onToggle={selection.toggle}
            onSelectBetween={(from, to) => void rows.between(from, to).then(selection.add)}
            onSelectAll={selection.selectAll}
            onClear={selection.clear}
            editor={(row, column, done) => (
              <CellEditor key={`${row.id} ${column}`} row={row} column={column} title={title(column)} onDone={done} />
            )}
          />
          <BulkActs selection={selection} matching={matching} state={state} />
        </div>
      )}
      {exporting && matching > 0 ? (
        <ExportSheet
          choice={{ ...whole, except: [], expected: matching }}
          count={matching}
          state={state}
          onClose={() => setExporting(false)}
        />
      ) : null}
    </>
  );
};
