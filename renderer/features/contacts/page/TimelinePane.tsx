import { useState } from 'react';
import { Button, SegmentedControl } from '@mantine/core';
import {
  IconArrowsRightLeft,
  IconCalendarEvent,
  IconChecklist,
  IconHistory,
  IconMail,
  IconNote,
  IconPhone,
  IconPin,
  IconShieldLock,
  IconSignature,
  IconSpeakerphone,
  IconStairsUp,
  IconTicket,
  IconUpload,
  IconUserCheck,
  type IconProps,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { TimelineEntry } from '../../../../core/contract/contacts.ts';
import { DateTime } from '../../../ui/DateTime.tsx';
import type { ContactPageView } from '../queries.ts';
import css from '../contacts.module.css';

const KINDS = [
  ['all', 'All'],
  ['handshakes', 'Handshakes'],
  ['consent', 'Consent'],
  ['notes', 'Notes'],
  ['work', 'Tasks and work'],
  ['changes', 'Changes'],
] as const;

type Group = (typeof KINDS)[number][0];

const GROUP_OF: Readonly<Record<string, Group>> = {
  note: 'notes',
  activity: 'notes',
  task: 'work',
  ticket: 'work',
  deal: 'work',
  'stage-entry': 'work',
  'hand-over': 'work',
  'rights-request': 'consent',
  'campaign-message': 'notes',
  'marketing-consent': 'consent',
  change: 'changes',
  import: 'changes',
  entered: 'changes',
};

const CONSENT = /^(consent|disclosure|client|standing|introduction|consent-)/u;

const groupOf = (kind: string): Group =>
  GROUP_OF[kind] ?? (kind.startsWith('referral.') ? 'handshakes' : CONSENT.test(kind) ? 'consent' : 'handshakes');

const ICONS: Readonly<Record<string, ComponentType<IconProps>>> = {
  import: IconUpload,
  change: IconHistory,
  entered: IconHistory,
  note: IconNote,
  task: IconChecklist,
  ticket: IconTicket,
  deal: IconStairsUp,
  'stage-entry': IconStairsUp,
  'hand-over': IconArrowsRightLeft,
  'campaign-message': IconMail,
  'marketing-consent': IconSpeakerphone,
  'rights-request': IconShieldLock,
};

const LOOK = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;

const EntryIcon = ({ entry: { kind, words } }: { readonly entry: TimelineEntry }) => {
  const Known = ICONS[kind];
  if (Known !== undefined) return <Known {...LOOK} />;
  if (kind === 'activity')
    return /^(Meeting|Came to us|We visited)/u.test(words) ? <IconCalendarEvent {...LOOK} /> : <IconPhone {...LOOK} />;
  if (groupOf(kind) === 'consent') return <IconUserCheck {...LOOK} />;
  return kind.startsWith('referral.') ? <IconSignature {...LOOK} /> : <IconArrowsRightLeft {...LOOK} />;
};

const Entry = ({ entry, onNote }: { readonly entry: TimelineEntry; readonly onNote: (id: string) => void }) => {
  const note = entry.record?.kind === 'note' ? entry.record.id : null;
  return (
    <li className={css.entry}>
      <span className={css.entryIcon}>
        <EntryIcon entry={entry} />
      </span>
      <span>
        {entry.hash === null ? (
          note === null ? (
            entry.words
          ) : (
            <button type="button" className={css.entryButton} onClick={() => onNote(note)}>
              {entry.words}
            </button>
          )
        ) : (
          <Link to="/ledger/$event" params={{ event: entry.hash }} className={css.quietLink}>
            {entry.words}
          </Link>
        )}
        {entry.detail === '' || entry.detail === entry.words ? null : <span className={css.entryDetail}>{entry.detail}</span>}
        {entry.by === '' || groupOf(entry.kind) === 'changes' ? null : <span className={css.entryBy}>{entry.by}</span>}
      </span>
      <DateTime at={entry.at} form="recent" inRow />
    </li>
  );
};

export interface TimelinePaneProps {
  readonly contact: ContactPageView;
  readonly onAdd: (what: 'note' | 'activity' | 'task') => void;
  readonly onNote: (id: string) => void;
}

const PAGE = 60;

/** Everything that happened with a contact on one line: events of the ledger, notes, calls, work and changes; pinned notes on top. */
export const TimelinePane = ({ contact, onAdd, onNote }: TimelinePaneProps) => {
  const [group, setGroup] = useState<Group>('all');
  const [shown, setShown] = useState(PAGE);
  const entries = contact.timeline.filter((entry) => group === 'all' || groupOf(entry.kind) === group);
  const pinned = contact.timeline.filter((entry) => entry.pinned);
  return (
    <section className={css.timeline} aria-labelledby="timeline">
      <div className={css.head}>
        <h2 id="timeline">Timeline</h2>
        <SegmentedControl
          size="xs"
          aria-label="Which entries"
          data={KINDS.map(([value, label]) => ({ value, label }))}
          value={group}
          onChange={(value) => setGroup(KINDS.find(([known]) => known === value)?.[0] ?? 'all')}
        />
      </div>
      {contact.work.may.edit ? (
        <div className={css.quickAdd} role="group" aria-label="Add to the timeline">
          <Button size="xs" leftSection={<IconNote size={15} stroke={1.6} aria-hidden="true" />} onClick={() => onAdd('note')}>
            Note
          </Button>
          <Button size="xs" leftSection={<IconPhone size={15} stroke={1.6} aria-hidden="true" />} onClick={() => onAdd('activity')}>
            Call, meeting or e-mail
          </Button>
          <Button size="xs" leftSection={<IconChecklist size={15} stroke={1.6} aria-hidden="true" />} onClick={() => onAdd('task')}>
            Task
          </Button>
        </div>
      ) : null}
      {pinned.map((entry) => (
        <div key={entry.record?.id ?? entry.at} className={css.pinned}>
          <IconPin size={15} stroke={1.6} aria-hidden="true" />
          <p>
            <strong>Pinned.</strong> {entry.detail === '' ? entry.words : entry.detail}{' '}
            <span className="second">
              {entry.by}, <DateTime at={entry.at} form="recent" inRow />
            </span>
          </p>
        </div>
      ))}
      {entries.length === 0 ? <p className="second">Nothing of this kind yet.</p> : null}
      <ol>
        {entries.slice(0, shown).map((entry, index) => (
          <Entry key={`${entry.at} ${entry.record?.id ?? entry.hash ?? String(index)}`} entry={entry} onNote={onNote} />
        ))}
      </ol>
      {entries.length > shown ? (
        <Button size="xs" variant="subtle" onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, entries.length - shown)} older entries
        </Button>
      ) : null}
    </section>
  );
};
