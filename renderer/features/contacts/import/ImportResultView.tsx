import { useState } from 'react';
import { Button, Modal } from '@mantine/core';
import { IconArrowBackUp, IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import { importBatch, type importResult } from '../../../../core/contract/imports.ts';
import { problemOf, request, requestFile, saveFile } from '../../../client.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { Card } from '../../../ui/Card.tsx';
import type { Column } from '../../../ui/columns.ts';
import { DataGrid } from '../../../ui/DataGrid.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { KeyValues } from '../../../ui/KeyValues.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Status } from '../../../ui/Status.tsx';
import { Views } from '../../../ui/Views.tsx';
import css from './import.module.css';

type Result = z.infer<typeof importResult>;
type Row = Result['rows'][number];

const looks = {
  imported: ['done', 'Imported'],
  updated: ['waiting', 'Updated'],
  refused: ['broken', 'Refused'],
  skipped: ['excluded', 'Left out'],
} as const;

/** How a row stands after its import was taken back. */
const reverted = {
  removed: ['excluded', 'Taken back'],
  kept: ['late', 'Stays'],
} as const;

const columns: readonly Column<Row>[] = [
  {
    id: 'row',
    head: 'Row',
    track: '72px',
    align: 'end',
    sortBy: (row) => row.row,
    cell: (row) => row.row.toLocaleString('en-AU'),
  },
  {
    id: 'result',
    head: 'Result',
    track: '118px',
    sortBy: (row) => row.reverted ?? row.result,
    cell: (row) => {
      const [kind, word] = row.reverted === null ? looks[row.result] : reverted[row.reverted];
      return <Status kind={kind}>{word}</Status>;
    },
  },
  {
    id: 'name',
    head: 'Contact',
    track: 'minmax(150px, 1fr)',
    sortBy: (row) => row.name ?? undefined,
    cell: (row) =>
      row.contact === null || row.name === null ? (
        <span className="second">None</span>
      ) : (
        <Link to="/contacts/$id" params={{ id: row.contact }}>
          {row.name}
        </Link>
      ),
  },
  {
    id: 'why',
    head: 'Remarks',
    track: 'minmax(260px, 3fr)',
    cell: (row) => <span title={row.why ?? undefined}>{row.why ?? <span className="second">None</span>}</span>,
  },
];

const Revert = ({ result, onClose }: { readonly result: Result; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const revert = useMutation({
    mutationFn: () => request('POST', `/api/imports/${result.import}/revert`, importBatch, { body: {} }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} size={480} title={`Revert “${result.name}”`}>
      <div className={css.commit}>
        <p>
          Contacts that this import added leave the book, and fields that it changed say again what they said before. What was edited,
          referred or written about since stays, and is listed row by row.
        </p>
        {revert.error === null ? null : <ErrorNote problem={problemOf(revert.error)} />}
        <Button size="md" onClick={onClose}>
          Keep them
        </Button>
        <Button size="md" variant="filled" loading={revert.isPending} onClick={() => revert.mutate()}>
          Revert the whole import
        </Button>
      </div>
    </Modal>
  );
};

const RevertedNote = ({ rows }: { readonly rows: readonly Row[] }) => {
  const kept = rows.filter((row) => row.reverted === 'kept').length;
  return kept === 0 ? (
    <Note tone="mute">This import was reverted. Nothing of it is in the book.</Note>
  ) : (
    <Note tone="warn">
      This import was reverted. Of {kept.toLocaleString('en-AU')} {kept === 1 ? 'row' : 'rows'} something stays, because it was used or
      edited since: see the remarks.
    </Note>
  );
};

const kinds = ['all', 'imported', 'updated', 'refused', 'skipped'] as const;

/** What became of every row: counted in, counted out. */
export const ImportResultView = ({ result }: { readonly result: Result }) => {
  const [kind, setKind] = useState<string>('all');
  const [reverting, setReverting] = useState(false);
  const download = useMutation({
    mutationFn: async () => saveFile(await requestFile('GET', `/api/imports/${result.import}/result/file`)),
  });
  const rows = result.rows.filter((row) => kind === 'all' || row.result === kind);
  const { counts } = result;
  const of = {
    all: counts.rows,
    imported: counts.imported,
    updated: counts.updated,
    refused: counts.refused,
    skipped: counts.skipped,
  };
  return (
    <div className={css.layout}>
      <div className={css.stack}>
        {result.state === 'reverted' ? <RevertedNote rows={result.rows} /> : null}
        <div className={css.views}>
          <Views
            views={kinds.map((id) => ({
              id,
              name: id === 'all' ? 'All rows' : looks[id][1],
              count: of[id].toLocaleString('en-AU'),
            }))}
            current={kind}
            onChoose={setKind}
          />
        </div>
        {rows.length === 0 ? (
          <p className="second">No row of this kind.</p>
        ) : (
          <div className={css.gridHost}>
            <DataGrid
              label={`Rows of ${result.fileName}`}
              columns={columns}
              rows={rows}
              rowKey={(row) => String(row.row)}
              rowTone={(row) => (row.result === 'refused' ? 'broken' : 'rest')}
            />
          </div>
        )}
      </div>
      <div className={css.stack}>
        <Card title={result.name} aside={result.state === 'reverted' ? 'Reverted' : 'In the book'}>
          <div className={css.commit}>
            <KeyValues
              align="end"
              items={[
                { label: 'Rows in the file', value: counts.rows.toLocaleString('en-AU') },
                { label: 'Imported', value: counts.imported.toLocaleString('en-AU') },
                { label: 'Updated', value: counts.updated.toLocaleString('en-AU') },
                { label: 'Refused', value: counts.refused.toLocaleString('en-AU') },
                { label: 'Left out', value: counts.skipped.toLocaleString('en-AU') },
              ]}
            />
            <KeyValues
              items={[
                { label: 'File', value: result.fileName },
                { label: 'By', value: result.by },
                { label: 'When', value: <DateTime at={result.at} /> },
              ]}
            />
            <Button
              size="md"
              loading={download.isPending}
              leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />}
              onClick={() => download.mutate()}
            >
              Download this list
            </Button>
            {download.error === null ? null : <ErrorNote problem={problemOf(download.error)} />}
            {result.state === 'reverted' ? null : (
              <>
                <ButtonLink to="/contacts" search={{ view: 'all', f: `batch:any:${result.import}` }} size="md" variant="filled">
                  Show these contacts
                </ButtonLink>
                <Button
                  size="md"
                  leftSection={<IconArrowBackUp size={16} stroke={1.7} aria-hidden="true" />}
                  onClick={() => setReverting(true)}
                >
                  Revert…
                </Button>
              </>
            )}
          </div>
        </Card>
      </div>
      {reverting ? <Revert result={result} onClose={() => setReverting(false)} /> : null}
    </div>
  );
};
