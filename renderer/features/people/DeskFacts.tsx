import { useState } from 'react';
import { Button, Modal, Stack } from '@mantine/core';
import type { PeopleView } from '../../../core/contract/desk.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { RecoveryStep, type RecoveryGroups } from '../first-run/RecoveryStep.tsx';
import { useNewRecoveryKey, useRecoveryCheck } from '../first-run/useSetup.ts';

const useNames: Readonly<Record<string, string>> = {
  desk: 'Signs files of this desk',
  log: 'Signs its log',
  pack: 'Signs its packs',
};

const shorten = (key: string): string => (key.length > 28 ? `${key.slice(0, 26)}…` : key);

/** The keys of this desk itself, whether it may release payouts, and its recovery key. */
export const DeskFacts = ({ view, manages }: { readonly view: PeopleView; readonly manages: boolean }) => {
  const [shown, setShown] = useState<RecoveryGroups>();
  const renew = useNewRecoveryKey(setShown);
  return (
    <>
      <Card title="This desk">
        <KeyValues
          items={[
            {
              label: 'Till',
              value: view.desk.till ? 'Here: payouts are released at this desk' : 'Not here: another desk of the practice releases payouts',
            },
            { label: 'Desk id', value: view.desk.desk.slice(0, 13) },
          ]}
        />
        <KeyValues
          items={view.desk.keys.map((key) => ({
            label: useNames[key.use] ?? key.use,
            value: (
              <span style={{ overflowWrap: 'anywhere' }}>
                <code>{shorten(key.key)}</code> <CopyButton text={key.key} what={`key: ${useNames[key.use] ?? key.use}`} />
              </span>
            ),
          }))}
        />
      </Card>
      {manages ? (
        <Card title="Recovery key">
          <Stack gap={10}>
            <p className="second">
              With it and a backup everything can be brought back on another computer. A new one makes the old one useless.
            </p>
            {renew.error === null ? null : <ErrorNote problem={problemOf(renew.error)} />}
            <div>
              <Button size="xs" loading={renew.isPending} onClick={() => renew.mutate()}>
                Make a new recovery key
              </Button>
            </div>
          </Stack>
        </Card>
      ) : null}
      {shown === undefined ? null : <NewRecoveryKey practice={view.practice} shown={shown} onClose={() => setShown(undefined)} />}
    </>
  );
};

const NewRecoveryKey = ({
  practice,
  shown,
  onClose,
}: {
  readonly practice: string;
  readonly shown: RecoveryGroups;
  readonly onClose: () => void;
}) => {
  const [typed, setTyped] = useState(false);
  const [stored, setStored] = useState(false);
  const check = useRecoveryCheck(onClose);
  return (
    <Modal opened onClose={onClose} closeOnClickOutside={false} size={760} title={<strong>Write down your new recovery key</strong>}>
      <Stack gap={16}>
        <RecoveryStep {...shown} practice={practice} stored={stored} onStored={setStored} onTyped={setTyped} />
        {check.error === null ? null : <ErrorNote problem={problemOf(check.error)} />}
        {typed && stored ? null : (
          <Note tone="mute">Closing this before both groups are right leaves the key unconfirmed; the desk goes on warning about it.</Note>
        )}
        <div>
          <Button variant="filled" size="md" disabled={!typed || !stored} loading={check.isPending} onClick={() => check.mutate(shown)}>
            My copy is right
          </Button>
        </div>
      </Stack>
    </Modal>
  );
};
