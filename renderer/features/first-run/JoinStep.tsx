import { useState, type ReactNode } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconDownload, IconFileCertificate, IconFileCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { DeskAnswerStep } from './DeskAnswerStep.tsx';
import { keyRequestQuery, takeAnswer } from './joinQuery.ts';

/** The network id that a trust file names (its line `net`); null where it names none. */
const netOf = (text: string): string | null => /^net ([0-9a-f]{64})$/mu.exec(text)?.[1] ?? null;

const sizeOf = (file: File): string => `${file.size.toLocaleString('en-AU')} bytes`;

/** Whether a dropped file is the office's answer or the trust file, by its name. */
const isAnswer = (file: File): boolean => file.name.toLocaleLowerCase('en-AU').endsWith('.flip360');

/** The key request goes out as a file; the office's answer and the trust file come back. `onJoined` names the network; null where the files do not say it. */
export const JoinStep = ({ onJoined }: { readonly onJoined: (network: string | null) => void }) => {
  const queries = useQueryClient();
  const requested = useQuery(keyRequestQuery);
  const [answer, setAnswer] = useState<File>();
  const [trust, setTrust] = useState<File>();
  const named = useQuery({
    queryKey: ['trust-net', trust?.name, trust?.size, trust?.lastModified],
    queryFn: async () => netOf((await trust?.text()) ?? ''),
    enabled: trust !== undefined,
  });
  const net = named.data ?? undefined;
  const take = useMutation({
    mutationFn: (files: { readonly answer: File; readonly trust: File }) => takeAnswer(files.answer, files.trust),
    onSuccess: async (joined) => {
      onJoined(joined.network);
      await queries.invalidateQueries();
    },
  });
  const give = (files: readonly File[]) => {
    const newAnswer = files.find(isAnswer) ?? answer;
    const newTrust = files.find((file) => !isAnswer(file)) ?? trust;
    setAnswer(newAnswer);
    setTrust(newTrust);
    take.reset();
  };
  if (requested.data?.name.endsWith('.flip360-desk-request') === true)
    return <DeskAnswerStep requested={requested.data} onJoined={() => onJoined(null)} />;
  return (
    <Stack gap={16}>
      <Card title="1. Send your request to the network office">
        <p>It holds the name, ABN and public keys of your practice, and nothing about clients. E-mail or a USB stick will do.</p>
        <Group mt={10} gap={12}>
          <Button
            leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />}
            disabled={requested.data === undefined}
            onClick={() => requested.data !== undefined && saveFile(requested.data)}
          >
            Save the request
          </Button>
          <span className="second">{requested.data === undefined ? '' : `${requested.data.name}, ${sizeOf(requested.data)}`}</span>
        </Group>
        {requested.error === null ? null : <ErrorNote problem={problemOf(requested.error)} />}
      </Card>
      <Card title="2. Open what the office sent back">
        <Stack gap={12}>
          <p>
            Two files: its answer, which ends in .flip360, and the trust file of the network. Before you join, compare the network id in the
            trust file with the office by phone.
          </p>
          <FileDrop
            multiple
            button="Choose files…"
            hint={take.isPending ? 'The desk is checking both files.' : undefined}
            disabled={take.isPending}
            onFiles={give}
          >
            Drop the answer and the trust file here, together or one after the other
          </FileDrop>
          {answer === undefined && trust === undefined ? null : (
            <KeyValues
              items={[
                {
                  label: 'Answer',
                  value:
                    answer === undefined ? null : (
                      <Named file={answer} icon={<IconFileCheck size={16} stroke={1.7} aria-hidden="true" />} />
                    ),
                  missing: 'Still missing',
                },
                {
                  label: 'Network id',
                  value: net === undefined ? null : <Hash hex={net} what="network id" />,
                  missing: 'In the trust file',
                },
                {
                  label: 'Trust file',
                  value:
                    trust === undefined ? null : (
                      <Named file={trust} icon={<IconFileCertificate size={16} stroke={1.7} aria-hidden="true" />} />
                    ),
                  missing: 'Still missing',
                },
              ]}
            />
          )}
          {take.error === null ? null : <ErrorNote problem={problemOf(take.error)} />}
          <Group>
            <Button
              disabled={answer === undefined || trust === undefined}
              loading={take.isPending}
              onClick={() => answer !== undefined && trust !== undefined && take.mutate({ answer, trust })}
            >
              Join by these files
            </Button>
          </Group>
          {take.data === undefined ? null : (
            <Note tone="ok" live="polite">
              This desk belongs to {take.data.network}, with {take.data.practices} {take.data.practices === 1 ? 'practice' : 'practices'} in
              its register. {take.data.test ? 'It is a test network: nothing of it counts elsewhere. ' : ''}Network id{' '}
              <Hash hex={take.data.net} what="network id" />
            </Note>
          )}
        </Stack>
      </Card>
    </Stack>
  );
};

const Named = ({ file, icon }: { readonly file: File; readonly icon: ReactNode }) => (
  <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
    {icon} {file.name} <span className="second">{sizeOf(file)}</span>
  </span>
);
