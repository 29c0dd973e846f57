import { useState } from 'react';
import { Button, Modal, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ContactChoice, contactExport, contactExports, type EXPORT_FORMATS } from '../../../../core/contract/contact-list.ts';
import type { ViewState } from '../../../../core/domain/contact/view/view-state.ts';
import { problemOf, request, requestFile, saveFile, type DeskProblem } from '../../../client.ts';
import { DateTime } from '../../../ui/DateTime.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { JobLine } from '../../../ui/JobLine.tsx';
import { PlainTable } from '../../../ui/PlainTable.tsx';
import { sortText } from './useListRows.ts';
import { useListJob } from './useListJob.ts';
import css from '../contacts.module.css';

type Format = (typeof EXPORT_FORMATS)[number];
type Form = 'csv-view' | 'csv-all' | Exclude<Format, 'csv'>;

const forms: readonly { readonly form: Form; readonly label: string; readonly words: string }[] = [
  { form: 'csv-view', label: 'Table with the columns of this list', words: 'CSV, for a spreadsheet. No cell can start a formula.' },
  { form: 'csv-all', label: 'Table with every field', words: 'CSV, for another program.' },
  { form: 'vcard', label: 'Cards', words: 'vCard 4.0, for address books and phones.' },
  { form: 'json', label: 'Everything', words: 'JSON, for programs.' },
];

const FORMAT_NAMES: Readonly<Record<Format, string>> = { csv: 'CSV', vcard: 'vCard', json: 'JSON' };

const History = () => {
  const { data } = useQuery({
    queryKey: ['contacts', 'exports'],
    queryFn: ({ signal }) => request('GET', '/api/contacts/exports', contactExports, { signal }),
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <details>
      <summary>Earlier exports</summary>
      <PlainTable
        label="Earlier exports"
        rowKey={(row) => row.id}
        rows={data.slice(0, 20)}
        columns={[
          { id: 'at', head: 'When', cell: (row) => <DateTime at={row.at} form="recent" inRow /> },
          { id: 'by', head: 'Who', cell: (row) => row.by },
          { id: 'rows', head: 'Contacts', align: 'end', cell: (row) => row.rows.toLocaleString('en-AU') },
          { id: 'format', head: 'As', cell: (row) => FORMAT_NAMES[row.format] },
          { id: 'words', head: 'Which', cell: (row) => row.words },
        ]}
      />
    </details>
  );
};

export interface ExportSheetProps {
  readonly choice: ContactChoice;
  readonly count: number;
  readonly state: ViewState;
  readonly onClose: () => void;
}

/** Takes contacts out as a file. Who did it, when, and which is kept. */
export const ExportSheet = ({ choice, count, state, onClose }: ExportSheetProps) => {
  const [chosen, setChosen] = useState<Form>('csv-view');
  const [problem, setProblem] = useState<DeskProblem | null>(null);
  const job = useListJob();
  const start = () => {
    const body = {
      choice,
      sort: sortText(state),
      format: chosen === 'csv-view' || chosen === 'csv-all' ? 'csv' : chosen,
      columns: chosen === 'csv-view' ? state.columns.map((column) => column.name) : null,
    };
    job.start('/api/contacts/exports', body, contactExport, ({ id }) => {
      requestFile('GET', `/api/contacts/exports/${id}/file`).then(
        (file) => {
          saveFile(file);
          onClose();
        },
        (error: unknown) => setProblem(problemOf(error)),
      );
    });
  };
  const failed = job.problem ?? problem;
  return (
    <Modal
      opened
      onClose={() => {
        job.stop();
        onClose();
      }}
      size={600}
      title={`Export ${count.toLocaleString('en-AU')} ${count === 1 ? 'contact' : 'contacts'}`}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <Radio.Group label="As" value={chosen} onChange={(value) => setChosen(forms.find((one) => one.form === value)?.form ?? 'csv-view')}>
          <div className={css.form}>
            {forms.map((one) => (
              <Radio key={one.form} value={one.form} label={one.label} description={one.words} disabled={job.progress !== null} />
            ))}
          </div>
        </Radio.Group>
        <p className="second">The file leaves this desk as it is. The desk keeps who took it out, when, and which contacts it was.</p>
        {job.progress === null ? null : (
          <JobLine
            {...job.progress}
            act={
              <Button size="xs" variant="default" onClick={job.stop}>
                Stop
              </Button>
            }
          />
        )}
        {failed === null ? null : <ErrorNote problem={failed} />}
        <History />
        <div className={css.buttons}>
          <Button size="md" onClick={onClose}>
            Cancel
          </Button>
          <Button size="md" variant="filled" type="submit" loading={job.progress !== null}>
            Export
          </Button>
        </div>
      </form>
    </Modal>
  );
};
