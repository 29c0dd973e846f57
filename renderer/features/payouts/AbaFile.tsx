import { useState } from 'react';
import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core';
import { IconEye, IconFileExport } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BatchView } from '../../../core/contract/money.ts';
import { problemCode, problemOf, requestFile, saveFile } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { abaQuery } from './queries.ts';
import css from './payouts.module.css';

const Preview = ({ view, onClose }: { readonly view: BatchView; readonly onClose: () => void }) => {
  const { data, error } = useQuery(abaQuery(view.batch));
  return (
    <Modal opened onClose={onClose} size={1000} title={<strong>ABA file of {view.label}</strong>}>
      {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      {data === undefined ? (
        error === null ? (
          <SkeletonRows label="the ABA file" rows={4} height={20} />
        ) : null
      ) : (
        <Stack gap={14}>
          <p className="second">Looking at it exports nothing. Each line has 120 characters, as banks read them.</p>
          <pre className={css.aba} tabIndex={0} aria-label="Lines of the ABA file">
            {data.lines.join('\n')}
          </pre>
          <KeyValues
            columns={2}
            items={[
              { label: 'Credits', value: <Money cents={data.totals.credits} /> },
              { label: 'Debits', value: <Money cents={data.totals.debits} /> },
              { label: 'Net', value: <Money cents={data.totals.net} /> },
              { label: 'Records', value: data.totals.count.toLocaleString('en-AU') },
              { label: 'SHA-256', value: <Hash hex={data.sha256} what="hash of the ABA file" /> },
              {
                label: 'Exported',
                value: data.alreadyExported === 0 ? 'Never' : data.alreadyExported === 1 ? 'Once' : `${data.alreadyExported} times`,
              },
            ]}
          />
          {data.changes.length === 0 ? null : <Note tone="warn">Changed to fit the bank’s character set: {data.changes.join('; ')}</Note>}
        </Stack>
      )}
    </Modal>
  );
};

const Again = ({
  view,
  pending,
  onExport,
  onClose,
}: {
  readonly view: BatchView;
  readonly pending: boolean;
  readonly onExport: () => void;
  readonly onClose: () => void;
}) => {
  const [known, setKnown] = useState(false);
  const { exportedAt } = view.aba;
  return (
    <Modal opened onClose={onClose} size={560} title={<strong>This file was exported before</strong>}>
      <Stack gap={14}>
        <Note tone="warn">A bank that gets the same file twice pays twice.</Note>
        <KeyValues
          items={[
            { label: 'Batch', value: view.label },
            {
              label: 'Exported',
              value: `${exportedAt.length === 1 ? 'Once' : `${exportedAt.length} times`}`,
            },
            { label: 'Last', value: <DateTime at={exportedAt.at(-1) ?? null} /> },
          ]}
        />
        <Checkbox
          label="I know that the bank has not taken it"
          checked={known}
          onChange={(event) => setKnown(event.currentTarget.checked)}
        />
        <Group justify="flex-end" gap={9}>
          <Button onClick={onClose}>Leave it</Button>
          <Button variant="filled" disabled={!known} loading={pending} onClick={onExport}>
            Export the same file again
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

/** Preview and export of the bank's file. A second export asks first, since the bank would pay twice. */
export const AbaFile = ({ view, mayExport }: { readonly view: BatchView; readonly mayExport: boolean }) => {
  const queries = useQueryClient();
  const [shown, setShown] = useState<'preview' | 'again'>();
  const exporting = useMutation({
    mutationFn: (seenBefore: boolean) => requestFile('POST', `/api/payouts/${view.batch}/aba`, { body: { seenBefore } }),
    onSuccess: async (file) => {
      saveFile(file);
      setShown(undefined);
      await queries.invalidateQueries({ queryKey: ['payouts'] });
    },
    onError: async (error) => {
      if (problemCode(problemOf(error)) !== 'exported-before') return;
      await queries.invalidateQueries({ queryKey: ['payouts'] });
      setShown('again');
    },
  });
  const released = view.state !== 'prepared' && view.state !== 'approved' && view.state !== 'cancelled';
  const refused = exporting.error === null ? null : problemOf(exporting.error);
  return (
    <>
      <Button disabled={!mayExport} leftSection={<IconEye size={16} stroke={1.7} aria-hidden="true" />} onClick={() => setShown('preview')}>
        Preview ABA file
      </Button>
      <Button
        disabled={!released || !mayExport}
        title={released ? undefined : 'The file is exported after the release'}
        loading={exporting.isPending}
        leftSection={<IconFileExport size={16} stroke={1.7} aria-hidden="true" />}
        onClick={() => (view.aba.exportedAt.length > 0 ? setShown('again') : exporting.mutate(false))}
      >
        Export ABA
      </Button>
      {shown === 'preview' ? <Preview view={view} onClose={() => setShown(undefined)} /> : null}
      {shown === 'again' ? (
        <Again view={view} pending={exporting.isPending} onExport={() => exporting.mutate(true)} onClose={() => setShown(undefined)} />
      ) : null}
      {refused === null || problemCode(refused) === 'exported-before' ? null : <ErrorNote problem={refused} />}
    </>
  );
};
