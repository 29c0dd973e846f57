import { useState } from 'react';
import { Button, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { usePreferences } from '../../app/preferences.ts';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import type { Settings } from './queries.ts';
import { SaveLine } from './SaveLine.tsx';
import { useSave } from './useSave.ts';
import { DateInput } from '../../ui/DateInput.tsx';

/** A second folder that every backup is copied to. */
export const BackupFolderForm = ({ settings }: { readonly settings: Settings }) => {
  const save = useSave();
  const held = settings.backupFolder ?? '';
  const [folder, setFolder] = useState(held);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ backupFolder: folder.trim() });
      }}
    >
      <Stack gap={14}>
        <TextInput
          label="Second folder"
          description="On another disk, a USB stick or a share. Backups are encrypted before they are written there."
          maxLength={1000}
          autoComplete="off"
          spellCheck={false}
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        <SaveLine save={save} missing={undefined} changed={folder.trim() !== held} />
      </Stack>
    </form>
  );
};

/** Single-key shortcuts at this window. */
export const ShortcutForm = () => {
  const save = useSave();
  const { letters, setLetters } = usePreferences();
  return (
    <Switch
      label="Single-key shortcuts"
      description="g then a letter goes to a page, j and k move in lists. Off: only keys with Ctrl, arrows and Enter work. Counts at this window at once."
      checked={letters}
      onChange={(event) => {
        const on = event.currentTarget.checked;
        setLetters(on);
        save.mutate({ singleKeyShortcuts: on });
      }}
    />
  );
};

const GstAct = ({ registered, onClose }: { readonly registered: boolean; readonly onClose: () => void }) => {
  const [answer, setAnswer] = useState<'yes' | 'no' | ''>('');
  const [from, setFrom] = useState('');
  const missing = answer === '' ? 'Choose one.' : from === '' ? 'The day is missing.' : undefined;
  return (
    <ActSheet
      act={missing === undefined ? { act: 'gst', registered: answer === 'yes', from } : null}
      missing={missing}
      title="State the GST registration"
      verb="Sign"
      onClose={onClose}
      onSigned={() => undefined}
    >
      <p className="second">Until now: {registered ? 'registered' : 'not registered'}, as declared.</p>
      <Radio.Group label="Registered for GST?" value={answer} onChange={(value) => setAnswer(value === 'yes' ? 'yes' : 'no')}>
        <Radio value="yes" label="Yes" mt={6} />
        <Radio value="no" label="No" mt={6} />
      </Radio.Group>
      <DateInput label="From" w={200} value={from} onChange={setFrom} />
    </ActSheet>
  );
};

/** The practice's GST registration: a signed statement, since invoices of others depend on it. */
export const GstForm = ({ registered, maySign }: { readonly registered: boolean; readonly maySign: boolean }) => {
  const [open, setOpen] = useState(false);
  return (
    <Stack gap={12}>
      <KeyValues
        items={[
          {
            label: 'GST',
            value: registered ? 'Registered, as declared by the practice' : 'Not registered, as declared by the practice',
          },
        ]}
      />
      <p className="second">
        A change is signed and goes to the other practices with the next exchange files. Invoices that exist do not change.
      </p>
      {maySign ? (
        <div>
          <Button onClick={() => setOpen(true)}>State a change…</Button>
        </div>
      ) : null}
      {open ? <GstAct registered={registered} onClose={() => setOpen(false)} /> : null}
    </Stack>
  );
};
