import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconDeviceDesktopPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PeopleView } from '../../../core/contract/desk.ts';
import type { DesksView } from '../../../core/contract/shared-book.ts';
import { problemOf, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { ReasonAct } from '../referrals/acts/ReasonAct.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { AddDesk } from './AddDesk.tsx';
import { Conflicts } from './Conflicts.tsx';
import { allowRemovals, deskAnswer, desksQuery } from './desksQueries.ts';

type DeskRow = DesksView['desks'][number];
type Open = { readonly kind: 'add' } | { readonly kind: 'till' | 'revoke'; readonly desk: DeskRow };

const nameOf = ({ here, people }: DeskRow): string =>
  here ? 'This desk' : people.length === 0 ? 'Another desk' : `Desk of ${people.join(', ')}`;

const Row = ({
  desk,
  manages,
  tillHere,
  onOpen,
}: {
  readonly desk: DeskRow;
  readonly manages: boolean;
  readonly tillHere: boolean;
  readonly onOpen: (open: Open) => void;
}) => {
  const answer = useMutation({ mutationFn: deskAnswer, onSuccess: saveFile });
  const other = manages && !desk.here && desk.state === 'active';
  return (
    <div role="group" aria-label={nameOf(desk)}>
      <strong>{nameOf(desk)}</strong>{' '}
      <span className="second">{desk.state === 'revoked' ? 'revoked: none of its keys counts' : desk.till ? 'holds the till' : ''}</span>
      <KeyValues
        items={[
          { label: 'Desk id', value: desk.desk.slice(0, 13) },
          { label: 'Since', value: desk.since === null ? null : <DateTime at={desk.since} form="day" />, missing: 'Not recorded' },
          { label: 'Contact book', value: desk.shares ? 'Shared' : 'Not shared' },
        ]}
      />
      {other ? (
        <Group gap={10} mt={8}>
          {desk.answer ? (
            <Button
              size="xs"
              loading={answer.isPending}
              onClick={() => answer.mutate(desk.desk)}
              aria-label={`Save the answer: ${nameOf(desk)}`}
            >
              Save the answer
            </Button>
          ) : null}
          {tillHere ? (
            <Button size="xs" onClick={() => onOpen({ kind: 'till', desk })} aria-label={`Hand the till over: ${nameOf(desk)}`}>
              Hand the till over…
            </Button>
          ) : null}
          <Button size="xs" color="red" onClick={() => onOpen({ kind: 'revoke', desk })} aria-label={`Revoke: ${nameOf(desk)}`}>
            Revoke…
          </Button>
        </Group>
      ) : null}
      {manages && desk.renew ? (
        <Note
          tone="warn"
          act={
            <Button size="xs" onClick={() => onOpen({ kind: 'revoke', desk })}>
              Make a new key…
            </Button>
          }
        >
          The network office revoked the keys of this desk. Files to the practice are still sealed to a key that it holds.
        </Note>
      ) : null}
      {answer.error === null ? null : <ErrorNote problem={problemOf(answer.error)} />}
    </div>
  );
};

const BookState = ({ book, manages }: { readonly book: NonNullable<DesksView['book']>; readonly manages: boolean }) => {
  const queries = useQueryClient();
  const allow = useMutation({ mutationFn: allowRemovals, onSuccess: () => queries.invalidateQueries() });
  return (
    <Stack gap={10}>
      {book.stopped === null ? null : (
        <Note
          tone="warn"
          act={
            manages && book.stopped.code === 'book-removals' ? (
              <Button size="xs" loading={allow.isPending} onClick={() => allow.mutate()}>
                I have looked: take them in
              </Button>
            ) : undefined
          }
        >
          {book.stopped.code === 'book-desk-keys' ? 'This desk adds nothing to the shared book' : 'Reading the shared book has stopped'} (
          {book.stopped.code}). {book.stopped.why}
        </Note>
      )}
      {allow.error === null ? null : <ErrorNote problem={problemOf(allow.error)} />}
      {book.notTakenIn.length === 0 ? null : (
        <Note tone="waiting">
          {book.notTakenIn.length} {book.notTakenIn.length === 1 ? 'change is' : 'changes are'} kept and not taken in.{' '}
          {book.notTakenIn[0]?.why}
        </Note>
      )}
      {book.files.problem === null ? null : (
        <Note tone="warn">A file does not reach the other desks, or does not come here. {book.files.problem}</Note>
      )}
      <p className="second">
        {book.entries.toLocaleString('en-AU')} entries of the shared book are here; {book.waiting.toLocaleString('en-AU')} of this desk{' '}
        {book.waiting === 1 ? 'waits' : 'wait'} to go out. Shared are contacts, notes, deals, tasks, tickets, campaigns, views, settings of
        the practice, files, invoices and batch sheets, links to clients, receipts, and everything that is signed. Not shared, and only on
        the desk where they are: originals of imports, payout batches, bank statements, evidence packs, what opens a client’s link, mail
        settings, backups.
        {book.files.toSend + book.files.toBring === 0 ? null : (
          <>
            {' '}
            {book.files.toSend.toLocaleString('en-AU')} {book.files.toSend === 1 ? 'file waits' : 'files wait'} to go out,{' '}
            {book.files.toBring.toLocaleString('en-AU')} to come.
          </>
        )}
      </p>
    </Stack>
  );
};

/** The desks of the practice: add one, revoke one, hand the till over, and see how the shared book is doing. */
export const Desks = ({
  people,
  manages,
  edits,
}: {
  readonly people: PeopleView['people'];
  readonly manages: boolean;
  readonly edits: boolean;
}) => {
  const { data, error } = useQuery(desksQuery);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  if (error !== null) return <ErrorNote problem={problemOf(error)} />;
  if (data === undefined) return null;
  const tillHere = data.desks.some((one) => one.here && one.till);
  return (
    <>
      <Conflicts conflicts={data.conflicts} may={edits} />
      <Card
        title="Desks of this practice"
        count={data.desks.filter((one) => one.state === 'active').length}
        aside={
          manages && data.server ? (
            <Button
              size="xs"
              leftSection={<IconDeviceDesktopPlus size={16} stroke={1.7} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'add' })}
            >
              Add a desk…
            </Button>
          ) : undefined
        }
      >
        <Stack gap={18}>
          {data.desks.map((desk) => (
            <Row key={desk.desk} desk={desk} manages={manages} tillHere={tillHere} onOpen={setOpen} />
          ))}
          {data.server ? null : (
            <p className="second">
              Several desks share one contact book through a server. Connect this desk under Network, then add another.
            </p>
          )}
          {data.book === null ? null : <BookState book={data.book} manages={manages} />}
        </Stack>
      </Card>
      {open?.kind === 'add' ? <AddDesk people={people} onClose={close} /> : null}
      {open?.kind === 'till' ? (
        <ActSheet
          act={{ act: 'till', desk: open.desk.desk }}
          title="Hand the till over"
          verb="Hand over"
          onClose={close}
          onSigned={() => undefined}
        />
      ) : null}
      {open?.kind === 'revoke' ? (
        <ReasonAct
          title={open.desk.renew ? 'A new key for what is sent to the practice' : `Revoke: ${nameOf(open.desk)}`}
          verb={open.desk.renew ? 'Make it' : 'Revoke the desk'}
          reasonsFor="person"
          question="Why?"
          make={(reason) => ({ act: 'revoke-desk', desk: open.desk.desk, reason })}
          onClose={close}
          onSigned={() => undefined}
        />
      ) : null}
    </>
  );
};
