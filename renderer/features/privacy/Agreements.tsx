import { useState } from 'react';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { AgreementInput, PrivacyView } from '../../../core/contract/privacy.ts';
import { fileInputOf, problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import sheets from '../crm/sheets.module.css';
import { useChange } from '../crm/useChange.ts';
import { SavingLine } from '../files/SavingLine.tsx';
import { useSavedFile } from '../files/useSavedFile.ts';
import { whereWords } from '../files/whereWords.ts';
import { keyOf, optionsOf } from '../rights/words.ts';
import css from './privacy.module.css';

type Agreement = PrivacyView['agreements'][number];

const KINDS: Readonly<Record<AgreementInput['kind'], string>> = {
  referral: 'Referral agreement',
  rcti: 'Recipient created tax invoices',
  other: 'Another agreement',
};

const FileForm = ({ onClose }: { readonly onClose: () => void }) => {
  const [withWhom, setWithWhom] = useState('');
  const [kind, setKind] = useState<AgreementInput['kind']>('referral');
  const [signedOn, setSignedOn] = useState('');
  const [startsOn, setStartsOn] = useState('');
  const [endsOn, setEndsOn] = useState('');
  const [note, setNote] = useState('');
  const [scan, setScan] = useState<File | null>(null);
  const change = useChange(onClose);
  const save = useMutation({
    mutationFn: async (file: File) =>
      change.mutateAsync({
        method: 'POST',
        path: '/api/privacy/agreements',
        body: {
          practice: null,
          withWhom,
          kind,
          signedOn,
          startsOn,
          endsOn: endsOn === '' ? null : endsOn,
          note,
          file: await fileInputOf(file),
        },
        words: 'The agreement was put on file',
      }),
  });
  const missing =
    withWhom.trim() === ''
      ? 'Say with whom it is.'
      : signedOn === '' || startsOn === ''
        ? 'Enter when it was signed, and from when it counts.'
        : scan === null
          ? 'Hand in the scan or the signed file.'
          : undefined;
  return (
    <Sheet
      title="Put an agreement on file"
      verb="Put on file"
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() => (scan === null ? undefined : save.mutate(scan))}
    >
      <TextInput label="With whom" maxLength={200} value={withWhom} onChange={(event) => setWithWhom(event.currentTarget.value)} />
      <NativeSelect
        label="What it is"
        value={kind}
        data={optionsOf(KINDS)}
        onChange={(event) => setKind(keyOf(KINDS, event.currentTarget.value) ?? 'other')}
      />
      <DateInput label="Signed on" value={signedOn} onChange={setSignedOn} />
      <div className={sheets.pair}>
        <DateInput label="Counts from" value={startsOn} onChange={setStartsOn} />
        <DateInput label="Until" description="Empty: until somebody ends it" value={endsOn} onChange={setEndsOn} />
      </div>
      <TextInput label="Note" maxLength={200} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <FileDrop
        accept=".pdf,.png,.jpg,.jpeg"
        button="Choose the file…"
        hint="Kept encrypted on the computers of the practice, with its hash"
        onFiles={([file]) => setScan(file ?? null)}
      >
        {scan === null ? 'Drop the scan here' : scan.name}
      </FileDrop>
    </Sheet>
  );
};

const standing = (agreement: Agreement, today: string) => {
  if (agreement.endsOn !== null && agreement.endsOn < today) return <Status kind="excluded">Ended</Status>;
  return agreement.startsOn > today ? <Status kind="not-yet">Not yet</Status> : <Status kind="done">In force</Status>;
};

export interface AgreementsProps {
  readonly agreements: readonly Agreement[];
  readonly today: string;
  readonly manages: boolean;
}

/** Agreements on paper or signed elsewhere: the file itself, its dates and its hash. */
export const Agreements = ({ agreements, today, manages }: AgreementsProps) => {
  const [adding, setAdding] = useState(false);
  const remove = useChange();
  const saved = useSavedFile('files');
  const columns: readonly Column<Agreement>[] = [
    {
      id: 'with',
      head: 'With',
      cell: (row) => (
        <span className={css.wrap}>
          {row.withWhom}
          {row.where === 'here' ? null : <span className="second small">. {whereWords[row.where]}</span>}
        </span>
      ),
    },
    { id: 'kind', head: 'Agreement', cell: (row) => KINDS[row.kind] },
    { id: 'state', head: 'State', cell: (row) => standing(row, today) },
    { id: 'signed', head: 'Signed', cell: (row) => <CalendarDay day={row.signedOn} form="date" /> },
    { id: 'from', head: 'From', cell: (row) => <CalendarDay day={row.startsOn} form="date" /> },
    { id: 'until', head: 'Until', cell: (row) => <CalendarDay day={row.endsOn} form="date" missing="Until ended" /> },
    { id: 'hash', head: 'Fingerprint', cell: (row) => <Hash hex={row.sha256} digits={8} what={`file of ${row.withWhom}`} /> },
    {
      id: 'acts',
      head: 'Acts',
      quietHead: true,
      align: 'end',
      cell: (row) => (
        <span className={css.acts}>
          <Button
            size="xs"
            aria-label={`Save the file ${row.fileName}`}
            leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
            loading={saved.pending === row.file}
            disabled={row.where === 'coming'}
            onClick={() => saved.save({ id: row.file, where: row.where })}
          >
            File
          </Button>
          {manages ? (
            <Button
              size="xs"
              aria-label={`Remove the agreement with ${row.withWhom}`}
              onClick={() =>
                remove.mutate({
                  method: 'DELETE',
                  path: `/api/privacy/agreements/${row.id}`,
                  words: `The agreement with ${row.withWhom} was removed`,
                })
              }
            >
              Remove
            </Button>
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <Card
      title="Agreements on file"
      count={agreements.length}
      flush={agreements.length > 0}
      aside={
        manages ? (
          <Button size="xs" onClick={() => setAdding(true)}>
            Put one on file…
          </Button>
        ) : undefined
      }
    >
      <SavingLine saved={saved} />
      {remove.error === null ? null : <ErrorNote problem={problemOf(remove.error)} />}
      {agreements.length === 0 ? (
        <p className="second">
          None is on file. Agreements that were signed on paper belong here as a scan; those signed in this program stand on the practice’s
          row.
        </p>
      ) : (
        <PlainTable label="Agreements on file" columns={columns} rows={agreements} rowKey={(row) => row.id} />
      )}
      {adding ? <FileForm onClose={() => setAdding(false)} /> : null}
    </Card>
  );
};
