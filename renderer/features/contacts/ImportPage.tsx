import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { importPreview } from '../../../core/contract/imports.ts';
import { fileInputOf, problemCode, problemOf, request } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { ImportResultView } from './import/ImportResultView.tsx';
import { Preview } from './import/Preview.tsx';
import { UnaskedFiles } from './import/UnaskedFiles.tsx';
import { importsQuery, previewQuery, resultQuery } from './queries.ts';
import css from './import/import.module.css';

const route = getRouteApi('/desk/contacts/import');

type Batch = NonNullable<ReturnType<typeof useBatches>['data']>[number];

const useBatches = () => useQuery(importsQuery);

const columns: readonly Column<Batch>[] = [
  {
    id: 'name',
    head: 'Import',
    cell: (batch) => (
      <Link to="/contacts/import" search={{ id: batch.import }}>
        {batch.name}
      </Link>
    ),
  },
  { id: 'file', head: 'File', cell: (batch) => batch.fileName },
  { id: 'when', head: 'When', cell: (batch) => <DateTime at={batch.at} form="recent" inRow /> },
  { id: 'by', head: 'By', cell: (batch) => batch.by },
  { id: 'rows', head: 'Rows', align: 'end', cell: (batch) => batch.counts.rows.toLocaleString('en-AU') },
  {
    id: 'imported',
    head: 'Added',
    align: 'end',
    cell: (batch) => batch.counts.imported.toLocaleString('en-AU'),
  },
  {
    id: 'updated',
    head: 'Updated',
    align: 'end',
    cell: (batch) => batch.counts.updated.toLocaleString('en-AU'),
  },
  {
    id: 'state',
    head: 'State',
    cell: (batch) => (batch.state === 'imported' ? <Status kind="done">In the book</Status> : <Status kind="excluded">Reverted</Status>),
  },
];

const Start = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: batches = [] } = useBatches();
  const read = useMutation({
    mutationFn: async (file: File) => request('POST', '/api/imports/preview', importPreview, { body: await fileInputOf(file) }),
    onSuccess: (preview) => {
      queries.setQueryData(previewQuery(preview.import, 'all').queryKey, preview);
      void navigate({ to: '/contacts/import', search: { id: preview.import } });
    },
  });
  return (
    <Page
      head={
        <PageHead title="Import contacts" line="Every row is shown before anything is kept" crumbs={<Link to="/contacts">Contacts</Link>} />
      }
    >
      <div className={css.stack}>
        <FileDrop
          accept=".csv,.tsv,.txt,.vcf"
          button="Choose a file…"
          hint="CSV from Xero, MYOB, Google, Outlook or practice management, or vCard from Apple and others. Encoding and delimiter are found out."
          disabled={read.isPending}
          onFiles={([file]) => (file === undefined ? undefined : read.mutate(file))}
        >
          {read.isPending ? 'The file is being read.' : 'Drop a file with contacts here.'}
        </FileDrop>
        {read.error === null ? null : <ErrorNote problem={problemOf(read.error)} />}
        <UnaskedFiles />
        {batches.length === 0 ? null : (
          <Card title="Imports of this desk" count={batches.length} flush>
            <PlainTable
              label="Imports of this desk"
              columns={columns}
              rows={batches}
              rowKey={(batch) => batch.import}
              rowTone={(batch) => (batch.state === 'reverted' ? 'excluded' : 'rest')}
            />
          </Card>
        )}
      </div>
    </Page>
  );
};

const crumbs = (
  <>
    <Link to="/contacts">Contacts</Link> /{' '}
    <Link to="/contacts/import" search={{}}>
      Imports
    </Link>
  </>
);

const One = ({ id }: { readonly id: string }) => {
  const preview = useQuery({ ...previewQuery(id, 'all'), staleTime: Number.POSITIVE_INFINITY });
  const done = preview.error !== null && problemCode(problemOf(preview.error)).startsWith('import.');
  const result = useQuery({ ...resultQuery(id), enabled: done });
  if (done && result.data !== undefined)
    return (
      <Page head={<PageHead title={`Import “${result.data.name}”`} line="Counted in, counted out" crumbs={crumbs} />}>
        <ImportResultView result={result.data} />
      </Page>
    );
  if (preview.data !== undefined && !done) {
    const { format, encoding, delimiter, fileName } = preview.data;
    return (
      <Page
        head={
          <PageHead
            title={fileName}
            line={[format, encoding, delimiter === null ? null : `${delimiter} between cells`, 'nothing is kept yet']
              .filter((part) => part !== null)
              .join(' · ')}
            crumbs={crumbs}
          />
        }
      >
        <Preview key={id} preview={preview.data} />
      </Page>
    );
  }
  const error = done ? result.error : preview.error;
  return (
    <Page head={<PageHead title="Import contacts" crumbs={crumbs} />}>
      {error === null ? <SkeletonRows label="the import" rows={10} /> : <ErrorNote problem={problemOf(error)} />}
    </Page>
  );
};

/** Brings contacts from a file: read, shown, corrected, then kept as one named import that can be reverted whole. */
export const ImportPage = () => {
  const { id } = route.useSearch();
  return id === undefined ? <Start /> : <One key={id} id={id} />;
};
