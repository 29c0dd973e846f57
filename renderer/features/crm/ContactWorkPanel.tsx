import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import type { ContactWork } from '../../../core/contract/workspaces.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Money } from '../../ui/Money.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { DealForm } from '../pipeline/DealForm.tsx';
import { TaskDue } from '../tasks/TaskGrid.tsx';
import { HealthLines, HealthMark } from '../workspaces/HealthMark.tsx';
import css from '../workspaces/workspaces.module.css';
import { ActivityForm } from './ActivityForm.tsx';
import { ClockShort } from './ClockStatus.tsx';
import { durationText } from './durations.ts';
import { HandOverSheet } from './HandOverSheet.tsx';
import { NoteForm } from './NoteForm.tsx';
import { contactWorkQuery, crmFrameQuery, dealBoardQuery, pipelinesQuery } from './queries.ts';
import { StageSheet } from './StageSheet.tsx';
import { TaskForm } from './TaskForm.tsx';
import { TicketForm } from './TicketForm.tsx';

type Sheet = 'stage' | 'hand-over' | 'note' | 'activity' | 'task' | 'ticket' | 'deal';
type Note = ContactWork['notes'][number];

const NewDeal = ({ work, frame, onClose }: { readonly work: ContactWork; readonly frame: CrmFrame; readonly onClose: () => void }) => {
  const { data: names } = useQuery(pipelinesQuery);
  const first = names?.pipelines[0]?.id;
  const { data: board } = useQuery({ ...dealBoardQuery(first ?? ''), enabled: first !== undefined });
  return board === undefined ? null : (
    <DealForm deal={null} contact={work.contact} pipeline={board.pipeline} stages={board.stages} owners={frame.owners} onClose={onClose} />
  );
};

const Row = ({ left, right }: { readonly left: ReactNode; readonly right: ReactNode }) => (
  <li className={css.line}>
    <span>{left}</span>
    <span>{right}</span>
  </li>
);

const Lists = ({ work }: { readonly work: ContactWork }) => (
  <>
    {work.tasks.length === 0 ? null : (
      <Card title="Tasks" count={work.tasks.length} level={3}>
        <ul className={css.lines}>
          {work.tasks.map((task) => (
            <Row key={task.id} left={task.title} right={<TaskDue task={task} />} />
          ))}
        </ul>
      </Card>
    )}
    {work.tickets.length === 0 ? null : (
      <Card title="Tickets" count={work.tickets.length} level={3}>
        <ul className={css.lines}>
          {work.tickets.map((ticket) => (
            <Row key={ticket.id} left={ticket.subject} right={<ClockShort clock={ticket.solve} />} />
          ))}
        </ul>
      </Card>
    )}
    {work.deals.length === 0 ? null : (
      <Card title="Deals" count={work.deals.length} level={3}>
        <ul className={css.lines}>
          {work.deals.map((deal) => (
            <Row key={deal.id} left={`${deal.title}, ${deal.stageName}`} right={<Money cents={deal.settledAmount ?? deal.amount} />} />
          ))}
        </ul>
      </Card>
    )}
  </>
);

const Notes = ({ work, onOpen }: { readonly work: ContactWork; readonly onOpen: (note: Note) => void }) =>
  work.notes.length === 0 ? null : (
    <Card title="Notes" count={work.notes.length} level={3}>
      <div className={css.stack}>
        {work.notes.slice(0, 5).map((note) => (
          <div key={note.id}>
            <p className={css.note}>{note.text}</p>
            <p className="second small">
              {note.by}, <DateTime at={note.at} form="recent" inRow />
              {note.pinned ? ', on top' : ''}{' '}
              {work.may.edit ? (
                <Button size="compact-xs" variant="subtle" onClick={() => onOpen(note)}>
                  Change
                </Button>
              ) : null}
            </p>
          </div>
        ))}
      </div>
    </Card>
  );

const History = ({ work }: { readonly work: ContactWork }) => (
  <>
    <Card title="Status log" count={work.log.length} level={3}>
      {work.log.length === 0 ? (
        <p className="second">No stage was set. A new contact stands in {work.stage.name}.</p>
      ) : (
        <ol className={css.log}>
          {work.log.map((entry) => (
            <li key={`${entry.stage} ${entry.from}`}>
              <strong>{entry.stage}</strong> since <DateTime at={entry.from} form="recent" inRow />, {durationText(entry.durationMs)}
              {entry.to === null ? ' so far' : ''}
              <p className="second small">
                {entry.by}: {entry.reason}
                {entry.unmet.length === 0 ? '' : ` Not met: ${entry.unmet.join('; ')}.`}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Card>
    <Card title="Hand-overs" count={work.handOvers.length} level={3}>
      {work.handOvers.length === 0 ? (
        <p className="second">The contact was never handed over.</p>
      ) : (
        <ol className={css.log}>
          {work.handOvers.map((one) => (
            <li key={one.id}>
              <strong>{one.from === null ? one.to : `${one.from} to ${one.to}`}</strong>, <DateTime at={one.at} form="recent" inRow />
              <p className="second small">
                {one.owner ?? 'Nobody yet'}
                {one.routed === null ? '' : ` (${one.routed})`}. {one.by}: {one.reason}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  </>
);

const Loaded = ({ work, frame, readOnly }: { readonly work: ContactWork; readonly frame: CrmFrame; readonly readOnly: boolean }) => {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [note, setNote] = useState<Note | null>(null);
  const close = () => {
    setSheet(null);
    setNote(null);
  };
  const act = (id: Sheet, label: string, may: boolean) =>
    may && !readOnly ? (
      <Button key={id} size="xs" onClick={() => setSheet(id)}>
        {label}
      </Button>
    ) : null;
  const { may } = work;
  return (
    <div className={css.stack}>
      <div>
        <h2>
          <Link to="/contacts/$id" params={{ id: work.contact.id }}>
            {work.contact.name}
          </Link>
        </h2>
        <p className="second">
          {work.contact.organisation === null ? '' : `${work.contact.organisation}. `}
          {work.stage.name}
          {work.place === null ? ', in no workspace' : `, with ${work.place.name}`}
          {work.place?.owner === null || work.place === null ? '' : `: ${work.place.owner.words}`}
        </p>
      </div>
      <div className={css.acts} role="group" aria-label={`Acts for ${work.contact.name}`}>
        {act('activity', 'Record an activity', may.edit)}
        {act('note', 'Note', may.edit)}
        {act('task', 'Task', may.edit)}
        {act('ticket', 'Ticket', may.edit)}
        {act('deal', 'Deal', may.deals)}
        {act('stage', 'Change the stage', may.qualify)}
        {act('hand-over', 'Hand over', may.handOver)}
      </div>
      <Card title="Health" aside={<HealthMark health={work.health} />} level={3}>
        <HealthLines health={work.health} />
      </Card>
      <Lists work={work} />
      <Notes work={work} onOpen={setNote} />
      <History work={work} />
      {sheet === 'stage' ? <StageSheet work={work} onClose={close} /> : null}
      {sheet === 'hand-over' ? <HandOverSheet work={work} frame={frame} onClose={close} /> : null}
      {sheet === 'activity' ? <ActivityForm contact={work.contact} onClose={close} /> : null}
      {sheet === 'note' || note !== null ? <NoteForm contact={work.contact} note={note} onClose={close} /> : null}
      {sheet === 'task' ? <TaskForm task={null} contact={work.contact} frame={frame} onClose={close} /> : null}
      {sheet === 'ticket' ? <TicketForm ticket={null} contact={work.contact} frame={frame} onClose={close} /> : null}
      {sheet === 'deal' ? <NewDeal work={work} frame={frame} onClose={close} /> : null}
    </div>
  );
};

/** Everything about the work with one contact, with its acts: for the right side of a page. */
export const ContactWorkPanel = ({ contact, readOnly = false }: { readonly contact: string; readonly readOnly?: boolean }) => {
  const { data: work, error } = useQuery(contactWorkQuery(contact));
  const { data: frame } = useQuery(crmFrameQuery);
  if (work !== undefined && frame !== undefined) return <Loaded key={contact} work={work} frame={frame} readOnly={readOnly} />;
  return error === null ? <SkeletonRows label="the contact" rows={6} /> : <ErrorNote problem={problemOf(error)} />;
};
