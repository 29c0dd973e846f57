import { useState } from 'react';
import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { importPreview, type unaskedFile } from '../../../../core/contract/imports.ts';
import { problemOf, request } from '../../../client.ts';
import { Card } from '../../../ui/Card.tsx';
import type { Column } from '../../../ui/columns.ts';
import { DateTime } from '../../../ui/DateTime.tsx';
import { calendarText } from '../../../ui/dateText.ts';
import { dayOf } from '../../../ui/exact.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { PlainTable } from '../../../ui/PlainTable.tsx';
import { Status } from '../../../ui/Status.tsx';
import { previewQuery, unaskedQuery } from '../queries.ts';
import css from './import.module.css';

type File = z.infer<typeof unaskedFile>;
type Decision = { readonly file: File; readonly act: 'keep' | 'purge' };

const state = ({ state: now, late, decideBy }: File) => {
  switch (now) {
    case 'waiting':
      return (
        <Status kind={late ? 'late' : 'waiting'}>
          {late ? 'Was due' : 'Decide by'} {calendarText(dayOf(decideBy), 'date')}
        </Status>
      );
    case 'kept':
      return <Status kind="waiting">Kept, not yet imported</Status>;
    case 'imported':
      return <Status kind="done">Kept and imported</Status>;
    case 'purged':
      return <Status kind="excluded">Purged</Status>;
  }
};

const Decide = ({ decision: { file, act }, onClose }: { readonly decision: Decision; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [why, setWhy] = useState('');
  const keep = act === 'keep';
  const decide = useMutation({
    mutationFn: async () => {
      const body = { why: why.trim() };
      if (!keep) return request('POST', `/api/unasked-files/${file.id}/purge`, z.object({ id: z.string() }), { body });
      const preview = await request('POST', `/api/unasked-files/${file.id}/keep`, importPreview, { body });
      queries.setQueryData(previewQuery(preview.import, 'all').queryKey, preview);
      await navigate({ to: '/contacts/import', search: { id: preview.import } });
      return preview;
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: unaskedQuery.queryKey });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} size={480} title={keep ? `Keep ${file.fileName}` : `Purge ${file.fileName}`}>
      <form
        className={css.commit}
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate();
        }}
      >
        <p>
          {keep
            ? 'A file may be kept when the practice could have asked these people for the same details itself. It opens as a preview; nothing is in the book before you import it.'
            : `The ${file.rows.toLocaleString('en-AU')} rows are destroyed, after every restore of a backup as well. Day, number, reason and your name stay.`}
        </p>
        <Textarea
          label="Reason"
          value={why}
          maxLength={300}
          autosize
          minRows={2}
          data-autofocus
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        {decide.error === null ? null : <ErrorNote problem={problemOf(decide.error)} />}
        <Button size="md" onClick={onClose}>
          Not now
        </Button>
        <Button type="submit" size="md" variant="filled" disabled={why.trim() === ''} loading={decide.isPending}>
          {keep ? 'Keep and open' : 'Purge for good'}
        </Button>
      </form>
    </Modal>
  );
};

const columnsFor = (onDecide: (decision: Decision) => void): readonly Column<File>[] => [
  { id: 'file', head: 'File', cell: (file) => (file.fileName === '' ? 'No longer held' : file.fileName) },
  { id: 'rows', head: 'Rows', align: 'end', cell: (file) => file.rows.toLocaleString('en-AU') },
  {
    id: 'came',
    head: 'How it came',
    cell: (file) => <span className={css.told}>{file.decision === null ? file.came : `${file.decision.why}, ${file.decision.by}`}</span>,
  },
  { id: 'held', head: 'Held', cell: (file) => <DateTime at={file.at} form="recent" inRow /> },
  { id: 'state', head: 'State', cell: state },
  {
    id: 'acts',
    head: 'Decide',
    quietHead: true,
    cell: (file) =>
      file.state === 'waiting' || file.state === 'kept' ? (
        <span className={css.acts}>
          <Button size="xs" aria-label={`Keep ${file.fileName}`} onClick={() => onDecide({ file, act: 'keep' })}>
            Keep…
          </Button>
          <Button size="xs" aria-label={`Purge ${file.fileName}`} onClick={() => onDecide({ file, act: 'purge' })}>
            Purge…
          </Button>
        </span>
      ) : null,
  },
];

/** Files that came unasked: those that wait for a decision first. Nothing where there never was one. */
export const UnaskedFiles = () => {
  const { data: files = [] } = useQuery(unaskedQuery);
  const [decision, setDecision] = useState<Decision | null>(null);
  if (files.length === 0) return null;
  return (
    <Card title="Came unasked, outside the book" count={files.filter((file) => file.state === 'waiting').length} flush>
      <PlainTable label="Files that came unasked" columns={columnsFor(setDecision)} rows={files} rowKey={(file) => file.id} />
      {decision === null ? null : <Decide decision={decision} onClose={() => setDecision(null)} />}
    </Card>
  );
};
