import { useState } from 'react';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import type { BatchView } from '../../../core/contract/money.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainWords } from '../../ui/PlainWords.tsx';
import type { ProblemWords } from '../../ui/problem.ts';
import { useDraft } from '../signing/useDraft.ts';
import css from './payouts.module.css';

/**
 * Releases an approved batch. Its papers get their numbers and the desk signs them and the release in that moment, so there is no hash to
 * show beforehand but that of the payment file, which was fixed when the batch was prepared.
 */
export const ReleaseSheet = ({ view, onClose }: { readonly view: BatchView; readonly onClose: () => void }) => {
  const [signing, setSigning] = useState(false);
  const [refused, setRefused] = useState<ProblemWords>();
  const { prepared, problem, sign } = useDraft({ act: 'batch-release', batch: view.batch }, onClose);
  const release = async () => {
    setSigning(true);
    setRefused(undefined);
    setRefused(await sign([], false));
    setSigning(false);
  };
  return (
    <Modal opened onClose={onClose} size={600} closeOnClickOutside={false} title={<strong>Release {view.label}</strong>}>
      <Stack gap={14}>
        <PlainWords label="What the desk signs">
          {prepared?.words ?? (
            <span className="second">{problem === undefined ? 'The exact words are being made.' : 'Nothing can be released now.'}</span>
          )}
        </PlainWords>
        {prepared?.warnings.map((warning) => (
          <Note key={warning} tone="warn">
            {warning}
          </Note>
        ))}
        <KeyValues
          items={[
            ...(prepared?.facts ?? []),
            ...(prepared === undefined ? [] : [{ label: 'Asked for by', value: prepared.signer.name }]),
            { label: 'Signed with', value: 'The key of this desk, as the papers and the release are made' },
            {
              label: 'ABA file',
              value: view.aba.sha256 === null ? null : <Hash hex={view.aba.sha256} digits={32} what="hash of the ABA file" />,
            },
          ]}
        />
        {problem === undefined ? null : <ErrorNote problem={problem} />}
        {refused === undefined ? null : <ErrorNote problem={refused} />}
        <Group justify="flex-end" gap={9}>
          <span className={css.reason}>Cannot be undone.</span>
          <Button size="md" disabled={signing} onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="md"
            variant="filled"
            disabled={prepared === undefined}
            loading={signing}
            leftSection={<IconSend size={17} stroke={1.7} aria-hidden="true" />}
            onClick={() => void release()}
          >
            Release
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
