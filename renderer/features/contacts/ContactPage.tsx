import { useEffect, useState } from 'react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDots, IconNote } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { usePreferences } from '../../app/preferences.ts';
import { problemOf } from '../../client.ts';
import { Chip } from '../../ui/Chip.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { ContactForm } from './ContactForm.tsx';
import { ContactSheets, type OpenSheet } from './page/ContactSheets.tsx';
import { FactsPane } from './page/FactsPane.tsx';
import { ShareQuestion } from './page/ShareQuestion.tsx';
import { SidePane } from './page/SidePane.tsx';
import { TimelinePane } from './page/TimelinePane.tsx';
import { contactQuery, type ContactPageView } from './queries.ts';
import css from './contacts.module.css';

const route = getRouteApi('/desk/contacts/$id');

const typing = (target: EventTarget | null): boolean =>
  (target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="listbox"], [role="menu"]') !== null) ||
  document.querySelector('[role="dialog"]') !== null;

/** `[` and `]` go to the contact before and after, by name; silent while somebody types. */
const useNeighbourKeys = (previous: string | null, next: string | null, go: (id: string) => void): void => {
  const letters = usePreferences((preferences) => preferences.letters);
  useEffect(() => {
    if (!letters) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const to = event.key === '[' ? previous : event.key === ']' ? next : null;
      if (to !== null) go(to);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [letters, previous, next, go]);
};

const lineOf = ({ kind, name, fields, facts }: ContactPageView): string => {
  const role = [facts.jobTitle, fields.organisation === name ? '' : fields.organisation].filter((part) => part !== '').join(', ');
  const place = fields.suburb === '' ? '' : `${fields.suburb} ${fields.state}`.trim();
  const line = [role, place].filter((part) => part !== '').join(', ');
  return line === '' ? (kind === 'person' ? 'Private person' : 'Organisation') : line;
};

const Acts = ({
  contact,
  onOpen,
  onEdit,
  onHistory,
  onErase,
}: {
  readonly contact: ContactPageView;
  readonly onOpen: (sheet: OpenSheet) => void;
  readonly onEdit: () => void;
  readonly onHistory: () => void;
  readonly onErase: () => void;
}) => {
  const { may } = contact.work;
  const { data: status } = useQuery(statusQuery);
  const roles = status?.person?.roles ?? [];
  const answers = permits(roles, 'answer-person');
  const erases = permits(roles, 'erase-contacts');
  return (
    <>
      {may.edit ? (
        <Button leftSection={<IconNote size={16} stroke={1.7} aria-hidden="true" />} onClick={() => onOpen({ sheet: 'note', note: null })}>
          Note
        </Button>
      ) : null}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={`More acts for ${contact.name}`}>
            <IconDots size={16} stroke={1.7} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onEdit}>Edit the facts</Menu.Item>
          {may.qualify ? <Menu.Item onClick={() => onOpen({ sheet: 'stage' })}>Change the stage</Menu.Item> : null}
          {may.handOver ? <Menu.Item onClick={() => onOpen({ sheet: 'hand-over' })}>Hand over</Menu.Item> : null}
          {may.deals ? <Menu.Item onClick={() => onOpen({ sheet: 'deal' })}>Add a deal</Menu.Item> : null}
          {may.tickets ? <Menu.Item onClick={() => onOpen({ sheet: 'ticket' })}>Open a ticket</Menu.Item> : null}
          {may.edit ? <Menu.Item onClick={() => onOpen({ sheet: 'relationship' })}>Add a relationship</Menu.Item> : null}
          <Menu.Item onClick={onHistory}>History</Menu.Item>
          {answers || erases ? <Menu.Divider /> : null}
          {answers ? <Menu.Item onClick={() => onOpen({ sheet: 'access' })}>Give access pack…</Menu.Item> : null}
          {answers ? <Menu.Item onClick={() => onOpen({ sheet: 'request' })}>Record a request…</Menu.Item> : null}
          {erases ? <Menu.Item onClick={onErase}>Erase this person…</Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
    </>
  );
};

const Loaded = ({ contact }: { readonly contact: ContactPageView }) => {
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState<OpenSheet | null>(null);
  const { previous, next, position, fields, facts, work } = contact;
  const go = (id: string) => void navigate({ to: '/contacts/$id', params: { id } });
  useNeighbourKeys(previous, next, go);
  return (
    <Page
      flush
      head={
        <>
          <PageHead
            open
            title={contact.name}
            crumbs={<Link to="/contacts">Contacts</Link>}
            line={lineOf(contact)}
            beside={
              <>
                <Chip kind="not-yet">{work.stage.name}</Chip>
                {fields.assuranceClient ? <Chip kind="excluded">Audit client</Chip> : null}
                {fields.doNotContact ? <Chip kind="withdrawn">Do not contact</Chip> : null}
                {facts.deceased ? <Chip kind="withdrawn">Deceased</Chip> : null}
              </>
            }
            actions={
              <>
                <span className="second">
                  {position.at.toLocaleString('en-AU')} of {position.of.toLocaleString('en-AU')}
                </span>
                <ActionIcon
                  aria-label="Contact before, by name"
                  title="Contact before ( [ )"
                  disabled={previous === null}
                  onClick={() => (previous === null ? undefined : go(previous))}
                >
                  <IconChevronLeft size={16} stroke={1.7} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  aria-label="Next contact, by name"
                  title="Next contact ( ] )"
                  disabled={next === null}
                  onClick={() => (next === null ? undefined : go(next))}
                >
                  <IconChevronRight size={16} stroke={1.7} aria-hidden="true" />
                </ActionIcon>
                <Acts
                  contact={contact}
                  onOpen={setOpen}
                  onEdit={() => setEditing(true)}
                  onHistory={() => void navigate({ to: '/contacts/$id/history', params: { id: contact.id } })}
                  onErase={() => void navigate({ to: '/contacts/$id/erase', params: { id: contact.id } })}
                />
              </>
            }
          />
          <div className={css.shareBand}>
            <ShareQuestion key={contact.id} contact={contact} />
            {fields.assuranceClient ? (
              <Note tone="warn">APES 110 allows no commission on an audit or assurance client, whatever is disclosed.</Note>
            ) : null}
          </div>
        </>
      }
      panel={
        <RightPanel label="Consent, referrals and work">
          <SidePane contact={contact} onAdd={(sheet) => setOpen({ sheet })} />
        </RightPanel>
      }
    >
      <div className={css.panes}>
        <FactsPane contact={contact} onEdit={() => setEditing(true)} onRelate={() => setOpen({ sheet: 'relationship' })} />
        <TimelinePane
          key={contact.id}
          contact={contact}
          onAdd={(what) => setOpen(what === 'note' ? { sheet: 'note', note: null } : { sheet: what })}
          onNote={(note) => setOpen({ sheet: 'note', note })}
        />
      </div>
      <ContactSheets open={open} work={work} onClose={() => setOpen(null)} />
      {editing ? (
        <ContactForm
          start={fields}
          facts={facts}
          change={{ id: contact.id, revision: contact.revision }}
          onClose={() => setEditing(false)}
          onSaved={() => setEditing(false)}
        />
      ) : null}
    </Page>
  );
};

/** One contact: whether they may be shared, the facts, what happened, consents, referrals and the work with them. */
export const ContactPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch, isFetching } = useQuery(contactQuery(id));
  if (data?.id === id) return <Loaded contact={data} />;
  // An id that was merged answers with the contact that it belongs to; what was read before a merge was taken apart is read again first.
  if (data !== undefined && !isFetching) return <Navigate to="/contacts/$id" params={{ id: data.id }} replace />;
  return (
    <Page head={<PageHead title="Contact" crumbs={<Link to="/contacts">Contacts</Link>} />}>
      {error === null ? (
        <SkeletonBlock height={90} label="the contact" />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};
