import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import type { ProblemWords } from '../../ui/problem.ts';
import { enrolPasskey, type EnrolStage, type PasskeyPlace } from './enrolPasskey.ts';

const stageWords: Readonly<Record<EnrolStage, string>> = {
  making: 'First of two: the passkey is made. Your browser asks you now.',
  proving: 'Second of two: the new passkey signs its own registration. Your browser asks you once more.',
};

/** Enrols a passkey of one's own: two presses on the authenticator, one to make the key and one to prove it. */
export const EnrolPasskey = ({ name, onClose }: { readonly name: string; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const [place, setPlace] = useState<PasskeyPlace | ''>('');
  const [label, setLabel] = useState('');
  const [stage, setStage] = useState<EnrolStage>();
  const [problem, setProblem] = useState<ProblemWords>();
  const enrol = async () => {
    if (place === '') return;
    setProblem(undefined);
    setStage('making');
    const done = await enrolPasskey(place, label.trim(), setStage);
    setStage(undefined);
    if (!done.ok) return setProblem(done.error);
    await queries.invalidateQueries();
    onClose();
  };
  const missing = place === '' ? 'Choose where the passkey is' : label.trim() === '' ? 'A name for the passkey is missing' : undefined;
  return (
    <Modal opened onClose={onClose} title={<strong>Enrol a passkey for {name}</strong>} size={560} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enrol();
        }}
      >
        <Stack gap={16}>
          <p>
            Approving a payout and other acts of weight ask for a passkey, with its PIN, finger or face. What you sign with it then shows
            that you were present.
          </p>
          <Radio.Group label="Where is it?" value={place} onChange={(value) => setPlace(value === 'this-device' ? 'this-device' : 'other')}>
            <Radio value="other" label="A phone by QR code, or a security key" mt={6} />
            <Radio value="this-device" label="This computer" description="Windows Hello, Touch ID and the like." mt={6} />
          </Radio.Group>
          <TextInput
            label="Name of the passkey"
            description="So that you know it in the list: “Blue security key”"
            maxLength={200}
            autoComplete="off"
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          {stage === undefined ? null : (
            <Note tone="waiting" live="polite">
              {stageWords[stage]}
            </Note>
          )}
          {problem === undefined ? null : <ErrorNote problem={problem} />}
          <Group justify="flex-end">
            <span className="second" role="status">
              {missing}
            </span>
            <Button size="md" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              size="md"
              variant="filled"
              disabled={missing !== undefined}
              loading={stage !== undefined}
              leftSection={<IconFingerprint size={17} stroke={1.7} aria-hidden="true" />}
            >
              Enrol
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
