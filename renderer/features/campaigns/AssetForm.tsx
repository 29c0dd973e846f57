import { useState } from 'react';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { AssetRow } from '../../../core/contract/assets.ts';
import { ASSET_KINDS } from '../../../core/domain/compliance/asset.ts';
import { fileInputOf } from '../../client.ts';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Note } from '../../ui/Note.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { useChange } from '../crm/useChange.ts';
import { ASSET_KIND_NAMES } from './campaignLook.ts';
import css from '../crm/sheets.module.css';

/** A marketing asset: what it is, where it is shown, its wording or its file. */
export const AssetForm = ({ asset, onClose }: { readonly asset: AssetRow | null; readonly onClose: () => void }) => {
  const [name, setName] = useState(asset?.name ?? '');
  const [kind, setKind] = useState<AssetRow['kind']>(asset?.kind ?? 'email');
  const [channel, setChannel] = useState(asset?.channel ?? '');
  const [text, setText] = useState(asset?.text ?? '');
  const [file, setFile] = useState<File | null>(null);
  const save = useChange(onClose);
  const held = file?.name ?? asset?.file?.name ?? null;
  const opens =
    asset !== null && asset.gates.some((gate) => gate.passed !== null) && (text !== asset.text || kind !== asset.kind || file !== null);
  const submit = async () => {
    const content = { name, kind, channel, text };
    const input = file === null ? {} : { file: await fileInputOf(file) };
    save.mutate(
      asset === null
        ? { method: 'POST', path: '/api/assets', body: { ...content, ...input }, words: `The asset “${name}” was registered` }
        : {
            method: 'PUT',
            path: `/api/assets/${asset.id}`,
            body: { revision: asset.revision, set: { ...content, ...input } },
            words: `The asset “${name}” was changed`,
          },
    );
  };
  return (
    <Sheet
      title={asset === null ? 'Register an asset' : 'Change the asset'}
      verb={asset === null ? 'Register' : 'Save'}
      size={640}
      error={save.error}
      pending={save.isPending}
      missing={name.trim() === '' ? 'Give the asset a name.' : undefined}
      onClose={onClose}
      onSave={() => void submit()}
    >
      <TextInput label="Name" maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <div className={css.pair}>
        <NativeSelect
          label="Kind"
          value={kind}
          data={ASSET_KINDS.map((one) => ({ value: one, label: ASSET_KIND_NAMES[one] }))}
          onChange={(event) => setKind(ASSET_KINDS.find((one) => one === event.currentTarget.value) ?? 'other')}
        />
        <TextInput
          label="Channel"
          placeholder="Newsletter, LinkedIn, …"
          maxLength={200}
          value={channel}
          onChange={(event) => setChannel(event.currentTarget.value)}
        />
      </div>
      <Textarea
        label="Text"
        description="The wording to be cleared, where the asset is text. A campaign sends exactly this."
        autosize
        minRows={4}
        maxRows={14}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FileDrop
        button="Choose a file…"
        hint="A picture, a page, a PDF: up to 25 MB, kept encrypted on this computer and in its backups."
        onFiles={(files) => setFile(files[0] ?? null)}
      >
        {held === null ? 'Drop the file here' : `The file is ${held}`}
      </FileDrop>
      {file === null ? null : (
        <div>
          <Button size="xs" onClick={() => setFile(null)}>
            Leave the file out
          </Button>
        </div>
      )}
      {opens ? (
        <Note tone="warn">Its gates were passed for other content. Saving opens every gate again and takes it off publication.</Note>
      ) : null}
    </Sheet>
  );
};
