import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { IconDeviceFloppy, IconPrinter } from '@tabler/icons-react';
import { saveFile } from '../../client.ts';
import { useNow } from '../../app/clock.ts';
import { ConfirmTyping } from '../../ui/ConfirmTyping.tsx';
import { Note } from '../../ui/Note.tsx';
import { RecoveryKey } from '../../ui/RecoveryKey.tsx';
import { momentText } from '../../ui/dateText.ts';
import { useZone } from '../../app/clock.ts';

/** A recovery key and which groups of it are asked back (1-based, as the desk counts them). */
export interface RecoveryGroups {
  readonly recoveryGroups: readonly string[];
  readonly askedGroups: readonly number[];
}

export interface RecoveryStepProps extends RecoveryGroups {
  readonly practice: string;
  readonly stored: boolean;
  readonly onStored: (stored: boolean) => void;
  readonly onTyped: (right: boolean) => void;
}

const sheet = (practice: string, groups: readonly string[], day: string): string =>
  [
    `Flip 360 Desk, recovery key of ${practice}`,
    `Made ${day}`,
    '',
    ...groups.map((group, index) => `${index + 1}  ${group}`),
    '',
    'With this key and a backup everything can be read. Keep it away from the computer.',
    '',
  ].join('\r\n');

/** The recovery key: shown once, written down, part of it typed back. */
export const RecoveryStep = ({ practice, recoveryGroups, askedGroups, stored, onStored, onTyped }: RecoveryStepProps) => {
  const day = momentText(useNow(), 'date', useZone());
  return (
    <Stack gap={16}>
      <RecoveryKey
        groups={recoveryGroups}
        foot={`Made here today, ${day}. It is shown once.`}
        acts={
          <>
            <Button
              size="xs"
              leftSection={<IconDeviceFloppy size={15} stroke={1.7} aria-hidden="true" />}
              onClick={() =>
                saveFile(
                  new File([sheet(practice, recoveryGroups, day)], 'flip360-recovery-key.txt', {
                    type: 'text/plain',
                  }),
                )
              }
            >
              Save to a USB stick
            </Button>
            <Button size="xs" leftSection={<IconPrinter size={15} stroke={1.7} aria-hidden="true" />} onClick={() => window.print()}>
              Print the sheet
            </Button>
          </>
        }
      />
      <Note tone="warn">Do not photograph it or e-mail it. Anyone with this key and a backup can read your client list.</Note>
      <div>
        <h2 style={{ marginBottom: 8 }}>Type two groups from your copy, so we know it is right</h2>
        <ConfirmTyping groups={recoveryGroups} asked={askedGroups.map((group) => group - 1)} onChange={onTyped} />
      </div>
      <Group>
        <Checkbox
          label="My copy is stored away from this computer."
          checked={stored}
          onChange={(event) => onStored(event.currentTarget.checked)}
        />
      </Group>
    </Stack>
  );
};
