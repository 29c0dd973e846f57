import { useState } from 'react';
import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { dealRoom, type DealRoom } from '../../../core/contract/deal-room.ts';
import { fileInputOf, problemOf, request } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Money } from '../../ui/Money.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { SavingLine } from '../files/SavingLine.tsx';
import { type SavedFile, useSavedFile } from '../files/useSavedFile.ts';
import { whereWords } from '../files/whereWords.ts';
import { NoteForm } from '../crm/NoteForm.tsx';
import { useChange } from '../crm/useChange.ts';
import css from './deal-room.module.css';

const route = getRouteApi('/desk/deals/$id');

type Paper = DealRoom['files'][number];
type Asked = { readonly recipient: string; readonly purpose: string };

const roomQuery = (id: string, asked: Asked) => ({
  queryKey: ['deal-room', id, asked],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => {
    const question = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
    return request('GET', `/api/deals/${encodeURIComponent(id)}/room?${question}`, dealRoom, { signal });
  },
});

const Leaves = ({ leaving }: { readonly leaving: Paper['leaving'] }) => (
  <Status kind={leaving.leaves ? 'done' : 'private'}>{leaving.leaves ? 'May leave' : leaving.why}</Status>
);

const size = (bytes: number): string =>
  bytes < 1024 ? `${String(bytes)} bytes` : bytes < 1_048_576 ? `${(bytes / 1024).toFixed(0)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

const PaperActs = ({ paper, mayEdit, saved }: { readonly paper: Paper; readonly mayEdit: boolean; readonly saved: SavedFile }) => {
  const change = useChange();
  return (
    <span className={css.acts}>
      <ActionIcon
        variant="subtle"
        aria-label={`Save ${paper.name} as a file`}
        loading={saved.pending === paper.file}
        disabled={paper.where === 'coming'}
        onClick={() => saved.save({ id: paper.file, where: paper.where })}
      >
        <IconDownload size={16} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      {mayEdit ? (
        <ActionIcon
          variant="subtle"
          aria-label={`Take ${paper.name} away`}
          onClick={() => change.mutate({ method: 'DELETE', path: `/api/deal-files/${paper.id}`, words: `${paper.name} was taken away` })}
        >
          <IconTrash size={16} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      ) : null}
    </span>
  );
};

const Papers = ({ room }: { readonly room: DealRoom }) => {
  const change = useChange();
  const saved = useSavedFile('files');
  const columns: readonly Column<Paper>[] = [
    {
      id: 'name',
      head: 'Paper',
      cell: (paper) => (
        <>
          {paper.name}
          {paper.where === 'here' ? null : <span className={css.where}>{whereWords[paper.where]}</span>}
        </>
      ),
    },
    { id: 'size', head: 'Size', align: 'end', cell: (paper) => size(paper.bytes) },
    { id: 'by', head: 'Kept by', cell: (paper) => paper.by },
    { id: 'at', head: 'When', cell: (paper) => <DateTime at={paper.at} form="recent" inRow /> },
    { id: 'leaves', head: 'May it leave?', cell: (paper) => <Leaves leaving={paper.leaving} /> },
    { id: 'acts', head: 'Acts', quietHead: true, cell: (paper) => <PaperActs paper={paper} mayEdit={room.mayEdit} saved={saved} /> },
  ];
  return (
    <Card title="Papers" count={room.files.length} flush={room.files.length > 0}>
      {room.files.length === 0 ? (
        <p className="second">No paper is kept for this deal.</p>
      ) : (
        <PlainTable label="Papers of the deal" columns={columns} rows={room.files} rowKey={(paper) => paper.id} />
      )}
      <SavingLine saved={saved} />
      {room.mayEdit ? (
        <div className={css.drop}>
          <FileDrop
            button="Choose a file…"
            hint="Up to 25 MB, kept encrypted on the computers of the practice and in their backups."
            disabled={change.isPending}
            onFiles={(files) => {
              const [file] = files;
              if (file === undefined) return;
              void fileInputOf(file).then((input) =>
                change.mutate({
                  method: 'POST',
                  path: `/api/deals/${room.deal.id}/files`,
                  body: { file: input },
                  words: `${file.name} was kept`,
                }),
              );
            }}
          >
            Drop a paper here
          </FileDrop>
          {change.error === null ? null : <ErrorNote problem={problemOf(change.error)} />}
        </div>
      ) : null}
    </Card>
  );
};

const Notes = ({ room }: { readonly room: DealRoom }) => {
  const [writing, setWriting] = useState(false);
  return (
    <Card
      title="Notes"
      count={room.notes.length}
      aside={
        room.mayEdit ? (
          <Button size="xs" onClick={() => setWriting(true)}>
            Write a note
          </Button>
        ) : null
      }
    >
      {room.notes.length === 0 ? <p className="second">Nothing is written down about this deal.</p> : null}
      <ol className={css.notes}>
        {room.notes.map((note) => (
          <li key={note.id}>
            <p className={css.note}>{note.text}</p>
            <p className="second">
              {note.by}, <DateTime at={note.at} form="recent" inRow />
            </p>
            <Leaves leaving={note.leaving} />
          </li>
        ))}
      </ol>
      {writing ? <NoteForm contact={room.deal.contact} note={null} deal={room.deal.id} onClose={() => setWriting(false)} /> : null}
    </Card>
  );
};

const Question = ({ room, asked, onAsk }: { readonly room: DealRoom; readonly asked: Asked; readonly onAsk: (asked: Asked) => void }) => (
  <Card title="What may leave this room?">
    <div className={css.question}>
      <NativeSelect
        label="Practice"
        data={[{ value: '', label: 'Choose a practice' }, ...room.practices.map((one) => ({ value: one.practice, label: one.name }))]}
        value={asked.recipient}
        onChange={(event) => onAsk({ ...asked, recipient: event.currentTarget.value })}
      />
      <NativeSelect
        label="Purpose"
        data={[{ value: '', label: 'Choose a purpose' }, ...room.purposes.map((one) => ({ value: one.code, label: one.name }))]}
        value={asked.purpose}
        onChange={(event) => onAsk({ ...asked, purpose: event.currentTarget.value })}
      />
      <p aria-live="polite" className={css.answer}>
        {room.answer === null ? 'Looking passes nothing on.' : `${room.answer.may ? 'Yes.' : 'No.'} ${room.answer.words}`}
      </p>
      <p className="second">What we wrote ourselves stays in the practice whatever the answer.</p>
    </div>
  </Card>
);

/** Notes and papers of one deal, with what of them may leave the practice. */
export const DealRoomPage = () => {
  const { id } = route.useParams();
  const [asked, setAsked] = useState<Asked>({ recipient: '', purpose: '' });
  const { data: room, error, refetch } = useQuery({ ...roomQuery(id, asked), placeholderData: (before: DealRoom | undefined) => before });
  if (room === undefined)
    return (
      <Page head={<PageHead title="Deal room" crumbs={<Link to="/pipeline">Pipeline</Link>} />}>
        {error === null ? (
          <SkeletonRows label="the deal" rows={8} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  const { deal } = room;
  return (
    <Page
      head={
        <PageHead
          title={deal.title}
          crumbs={<Link to="/pipeline">Pipeline</Link>}
          line={
            <>
              Deal room,{' '}
              <Link to="/contacts/$id" params={{ id: deal.contact.id }}>
                {deal.contact.name}
              </Link>
            </>
          }
          beside={<Chip kind={deal.status === 'won' ? 'done' : 'not-yet'}>{deal.stageName}</Chip>}
        />
      }
      panel={
        <RightPanel label="The deal">
          <Question room={room} asked={asked} onAsk={setAsked} />
          <Card title="The deal">
            <KeyValues
              items={[
                { label: 'Value', value: deal.amount === null ? null : <Money cents={deal.amount} /> },
                {
                  label: 'Settled at',
                  value: deal.settledAmount === null ? null : <Money cents={deal.settledAmount} />,
                  missing: 'Not yet',
                },
                { label: 'Purpose', value: deal.purpose === '' ? null : deal.purpose },
                { label: 'Owner', value: deal.owner?.words ?? null, missing: 'Nobody yet' },
                { label: 'In this stage', value: `${deal.daysInStage.toLocaleString('en-AU')} days` },
                {
                  label: 'Referral',
                  value:
                    deal.referral === null ? null : (
                      <Link to="/referrals/$id" params={{ id: deal.referral }}>
                        Open it
                      </Link>
                    ),
                  missing: 'None',
                },
              ]}
            />
          </Card>
        </RightPanel>
      }
    >
      <div className={css.stack}>
        <Papers room={room} />
        <Notes room={room} />
        <Card title="Calls, meetings and e-mails" count={room.activities.length}>
          {room.activities.length === 0 ? <p className="second">None is recorded for this deal.</p> : null}
          <ol className={css.notes}>
            {room.activities.map((one) => (
              <li key={one.id}>
                <p>{one.words}</p>
                {one.detail === '' ? null : <p className={css.note}>{one.detail}</p>}
                <p className="second">
                  <DateTime at={one.at} form="recent" inRow />
                </p>
                <Leaves leaving={one.leaving} />
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </Page>
  );
};
