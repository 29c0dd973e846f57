import { useState } from 'react';
import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { setupAnswer, signedIn } from '../../../core/contract/status.ts';
import { fileInputOf, problemOf, request } from '../../client.ts';
import { keepSession } from '../../session.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { noPins, PinFields, pinMissing } from '../people/PinFields.tsx';
import type { RecoveryGroups } from './RecoveryStep.tsx';

const okAnswer = z.object({ ok: z.literal(true) });

/** Sets this computer up as a further desk of a practice, by the invitation that its first desk made. */
export const JoinPractice = ({
  passphrase,
  onDone,
}: {
  /** The key store is a file whose passphrase is chosen now. */
  readonly passphrase: boolean;
  readonly onDone: (recovery: RecoveryGroups) => void;
}) => {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File>();
  const [pins, setPins] = useState(noPins);
  const [words, setWords] = useState('');
  const [again, setAgain] = useState('');
  const setup = useMutation({
    mutationFn: async (invitation: File): Promise<RecoveryGroups> => {
      if (passphrase) await request('POST', '/api/unlock', okAnswer, { body: { passphrase: words } });
      const body = { invitation: await fileInputOf(invitation), pin: pins.pin };
      const answer = await request('POST', '/api/setup/desk', setupAnswer, { body });
      const { token } = await request('POST', '/api/sign-in', signedIn, { body: { person: answer.person, pin: pins.pin } });
      keepSession(token);
      return answer;
    },
    onSuccess: async (recovery) => {
      onDone(recovery);
      await queries.invalidateQueries();
    },
  });
  if (!open)
    return (
      <p>
        <Button size="xs" variant="subtle" onClick={() => setOpen(true)}>
          This practice has a desk already
        </Button>
      </p>
    );
  const missing = file === undefined || pinMissing(pins) !== undefined || (passphrase && (words.length < 10 || words !== again));
  return (
    <Card title="Join a practice that has a desk">
      <Stack gap={12}>
        <p>At the first desk, under People and keys, “Add a desk” makes an invitation. Open it here; the person it names chooses a PIN.</p>
        <FileDrop
          accept=".flip360-join"
          button="Choose the invitation…"
          hint={file?.name}
          onFiles={([given]) => {
            setFile(given);
            setup.reset();
          }}
        >
          Drop the invitation here
        </FileDrop>
        <PinFields value={pins} onChange={setPins} />
        {passphrase ? (
          <>
            <PasswordInput
              label="Passphrase of this computer’s key file"
              description="At least 10 characters; asked for at each start"
              autoComplete="new-password"
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <PasswordInput
              label="The passphrase again"
              autoComplete="new-password"
              value={again}
              onChange={(event) => setAgain(event.currentTarget.value)}
            />
          </>
        ) : null}
        {setup.error === null ? null : <ErrorNote problem={problemOf(setup.error)} />}
        <Group>
          <Button disabled={missing} loading={setup.isPending} onClick={() => file !== undefined && setup.mutate(file)}>
            Set this desk up
          </Button>
        </Group>
      </Stack>
    </Card>
  );
};
