import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { Note } from '../../ui/Note.tsx';
import { FileContents } from './FileContents.tsx';
import { importFile, previewFile, type Imported } from './queries.ts';

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en-AU')} ${count === 1 ? one : many}`;

const resultWords = ({ accepted, already, refused, conflicts, kept }: Imported): string =>
  [
    accepted === 0 ? 'Nothing new was taken in' : `${counted(accepted, 'entry', 'entries')} taken in`,
    ...(already === 0 ? [] : [`${counted(already, 'was', 'were')} held already`]),
    ...(refused === 0 ? [] : [`${counted(refused, 'was', 'were')} refused`]),
    ...(conflicts === 0 ? [] : [`${counted(conflicts, 'is', 'are')} in conflict with another`]),
    ...(kept === 0 ? [] : [`${counted(kept, 'is', 'are')} kept aside`]),
  ].join(', ');

const Result = ({ imported }: { readonly imported: Imported }) => (
  <Note tone={imported.refused + imported.conflicts > 0 ? 'warn' : 'ok'} live="polite">
    <strong>{resultWords(imported)}.</strong> {imported.refused > 0 ? 'Each refused entry says why below; nothing of it was kept. ' : ''}
    {imported.conflicts > 0 ? (
      <>
        Ask the practice about what is in conflict; <HrefLink href="/ledger">the ledger</HrefLink> shows both sides.{' '}
      </>
    ) : null}
    {imported.referrals.map((referral, index) => (
      <span key={referral}>
        {index === 0 ? 'Changed: ' : ', '}
        <HrefLink href={`/referrals/${referral}`}>{imported.referrals.length === 1 ? 'the referral' : `referral ${index + 1}`}</HrefLink>
      </span>
    ))}
  </Note>
);

/** A file of another practice: dropped, looked into, taken in. Nothing counts before the last step. */
export const TakeIn = () => {
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const preview = useMutation({ mutationFn: previewFile });
  const take = useMutation({ mutationFn: importFile, onSuccess: () => queries.invalidateQueries() });
  const open = (files: readonly File[]) => {
    const [first] = files;
    if (first === undefined) return;
    setFile(first);
    take.reset();
    preview.mutate(first);
  };
  const close = () => {
    setFile(undefined);
    preview.reset();
    take.reset();
  };
  const shown = take.data ?? preview.data;
  return (
    <Card title="Open a file you received">
      <Stack gap={14}>
        <FileDrop
          accept=".flip360"
          button="Choose a file…"
          disabled={preview.isPending || take.isPending}
          hint="It is opened and checked first; nothing is taken in before you say so."
          onFiles={open}
        >
          Drop a .flip360 file here
        </FileDrop>
        {preview.isPending || take.isPending ? (
          <JobLine done={0} of={null} words={`${preview.isPending ? 'Opening and checking' : 'Taking in'} ${file?.name ?? ''}`} />
        ) : null}
        {preview.error === null ? null : <ErrorNote problem={problemOf(preview.error)} />}
        {take.error === null ? null : <ErrorNote problem={problemOf(take.error)} />}
        {take.data === undefined ? null : <Result imported={take.data} />}
        {shown === undefined ? null : (
          <>
            <strong>{file?.name}</strong>
            <FileContents held={shown} />
            <Group>
              {take.data === undefined ? (
                <>
                  <Button variant="filled" loading={take.isPending} onClick={() => file !== undefined && take.mutate(file)}>
                    Take it in
                  </Button>
                  <Button onClick={close}>Leave it</Button>
                </>
              ) : (
                <Button onClick={close}>Done</Button>
              )}
            </Group>
          </>
        )}
      </Stack>
    </Card>
  );
};
