import { useState } from 'react';
import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core';
import {
  IconArrowsRightLeft,
  IconChevronLeft,
  IconChevronRight,
  IconCircleCheckFilled,
  IconHandStop,
  IconHistory,
  IconPencil,
  IconSignature,
  IconUpload,
  IconUserCheck,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { problemOf } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { RightPanel } from '../../ui/RightPanel.tsx';
import { Ring } from '../../ui/Ring.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { signedCount } from '../referrals/signedCount.ts';
import { ContactForm } from './ContactForm.tsx';
import { contactQuery, type ContactPageView } from './queries.ts';
import css from './contacts.module.css';

const route = getRouteApi('/desk/contacts/$id');

/** The first sentence carries the answer; the rest says what may be passed. */
const inTwo = (words: string): readonly [string, string] => {
  const end = words.startsWith('No. ') ? 3 : words.indexOf('. ') < 0 ? words.length : words.indexOf('. ') + 1;
  return [words.slice(0, end), words.slice(end)];
};

const Share = ({ contact }: { readonly contact: ContactPageView }) => {
  const [chosen, setChosen] = useState(0);
  const answer = contact.sharing[chosen];
  const first = contact.fields.givenName === '' ? contact.name : contact.fields.givenName;
  const refer = (
    <ButtonLink
      to="/referrals/new"
      search={{ contact: contact.id }}
      variant="filled"
      leftSection={<IconArrowsRightLeft size={16} stroke={1.7} aria-hidden="true" />}
    >
      Make a referral
    </ButtonLink>
  );
  if (answer === undefined)
    return (
      <section className={css.share} data-tone="mute" aria-label="May this contact be shared?">
        <p className={css.answer}>No other practice of the network is known at this desk yet.</p>
      </section>
    );
  const [lead, rest] = inTwo(answer.words);
  const yes = answer.answer === 'yes';
  return (
    <section className={css.share} data-tone={yes ? 'ok' : 'mute'} aria-label="May this contact be shared?">
      <div className={css.question}>
        <span>Can I share {first} with</span>
        <Select
          aria-label="Practice and purpose"
          data={contact.sharing.map((one, index) => ({ value: String(index), label: one.name }))}
          value={String(chosen)}
          onChange={(value) => setChosen(Number(value ?? 0))}
          allowDeselect={false}
          w={300}
        />
        <span>?</span>
      </div>
      <div className={css.answerLine}>
        {yes ? (
          <IconCircleCheckFilled size={20} color="var(--ok)" aria-hidden="true" />
        ) : (
          <IconHandStop size={20} stroke={1.7} aria-hidden="true" />
        )}
        <p className={css.answer} aria-live="polite">
          <strong>{lead}</strong>
          {rest}
        </p>
        {refer}
      </div>
    </section>
  );
};

const address = ({ fields }: ContactPageView): string | null => {
  const text = [fields.street, [fields.suburb, fields.state, fields.postcode].filter((part) => part !== '').join(' ')]
    .filter((part) => part !== '')
    .join(', ');
  return text === '' ? null : text;
};

const Facts = ({ contact, onEdit }: { readonly contact: ContactPageView; readonly onEdit: () => void }) => {
  const { fields, source, more } = contact;
  const list = (values: readonly string[]) =>
    values.length === 0
      ? null
      : values.map((value) => (
          <span key={value} className={css.block}>
            {value}
          </span>
        ));
  const unread = more.filter((one) => one.kind === 'unread');
  const details = more.filter((one) => one.kind === 'detail');
  return (
    <section className={css.facts} aria-labelledby="facts">
      <div className={css.head}>
        <h2 id="facts">Facts</h2>
        <Button size="xs" variant="subtle" leftSection={<IconPencil size={15} stroke={1.6} aria-hidden="true" />} onClick={onEdit}>
          Edit
        </Button>
      </div>
      <KeyValues
        items={[
          { label: 'Telephone', value: list(fields.phones) },
          { label: 'E-mail', value: list(fields.emails) },
          { label: 'Address', value: address(contact) },
          {
            label: 'Organisation',
            value: fields.organisation === '' ? null : fields.organisation,
            missing: 'Private person',
          },
          { label: 'ABN', value: fields.abn },
          {
            label: 'Note',
            value: fields.note === '' ? null : <span className={css.note}>{fields.note}</span>,
            missing: 'None',
          },
          { label: 'Tax file', value: null, missing: 'Not kept here' },
        ]}
      />
      {details.length === 0 ? null : (
        <>
          <h3 className={css.sub}>Further facts</h3>
          <KeyValues items={details.map((one) => ({ label: one.label, value: one.value }))} />
        </>
      )}
      {unread.length === 0 ? null : (
        <>
          <h3 className={css.sub}>Cells that could not be read</h3>
          <KeyValues items={unread.map((one) => ({ label: one.label, value: one.value }))} />
        </>
      )}
      <h3 className={css.sub}>Source</h3>
      <KeyValues
        items={[
          {
            label: 'From',
            value:
              source.batch === null ? (
                source.name
              ) : (
                <Link to="/contacts/import" search={{ id: source.batch }}>
                  {source.name}
                </Link>
              ),
          },
          ...(source.row === null ? [] : [{ label: 'Row', value: source.row.toLocaleString('en-AU') }]),
          { label: 'Added', value: <DateTime at={source.at} form="date" /> },
        ]}
      />
    </section>
  );
};

const kinds = [
  ['all', 'All'],
  ['handshakes', 'Handshakes'],
  ['consent', 'Consent'],
  ['changes', 'Changes'],
] as const;

const inKind = (kind: string, of: string): boolean =>
  of === 'all' ||
  (of === 'handshakes' && kind.startsWith('referral.')) ||
  (of === 'consent' && (kind.startsWith('consent.') || kind.startsWith('disclosure.') || kind.startsWith('client.'))) ||
  (of === 'changes' && (kind === 'change' || kind === 'import' || kind === 'entered'));

const KindIcon = ({ kind }: { readonly kind: string }) => {
  const look = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;
  if (kind === 'import') return <IconUpload {...look} />;
  if (kind === 'change' || kind === 'entered') return <IconHistory {...look} />;
  if (kind.startsWith('consent.') || kind.startsWith('client.')) return <IconUserCheck {...look} />;
  return kind.startsWith('referral.') ? <IconSignature {...look} /> : <IconArrowsRightLeft {...look} />;
};

const Timeline = ({ contact }: { readonly contact: ContactPageView }) => {
  const [kind, setKind] = useState('all');
  const shown = contact.timeline.filter((entry) => inKind(entry.kind, kind));
  return (
    <section className={css.timeline} aria-labelledby="timeline">
      <div className={css.head}>
        <h2 id="timeline">Timeline</h2>
        <SegmentedControl
          size="xs"
          aria-label="Which entries"
          data={kinds.map(([value, label]) => ({ value, label }))}
          value={kind}
          onChange={setKind}
        />
      </div>
      {shown.length === 0 ? <p className="second">Nothing of this kind yet.</p> : null}
      <ol>
        {shown.map((entry, index) => (
          <li key={`${entry.at}${entry.hash ?? index}`} className={css.entry}>
            <span className={css.entryIcon}>
              <KindIcon kind={entry.kind} />
            </span>
            <span>
              {entry.hash === null ? (
                entry.words
              ) : (
                <Link to="/ledger/$event" params={{ event: entry.hash }} className={css.quietLink}>
                  {entry.words}
                </Link>
              )}
            </span>
            <DateTime at={entry.at} form="recent" inRow />
          </li>
        ))}
      </ol>
    </section>
  );
};

const Side = ({ contact }: { readonly contact: ContactPageView }) => (
  <>
    <section aria-labelledby="consents">
      <h2 id="consents" className={css.sideHead}>
        Consent
      </h2>
      <ul className={css.list}>
        {contact.sharing.map((one) => (
          <li key={`${one.practice}${one.purpose}`}>
            <span className={css.block}>{one.name}</span>
            <Status kind={one.answer === 'yes' ? 'done' : /withdrawn|do not contact|deceased/iu.test(one.words) ? 'withdrawn' : 'not-yet'}>
              {inTwo(one.words)[one.answer === 'yes' ? 0 : 1].trim()}
            </Status>
          </li>
        ))}
        {contact.sharing.length === 0 ? <li className="second">No other practice is known here yet.</li> : null}
      </ul>
    </section>
    <section aria-labelledby="referrals">
      <h2 id="referrals" className={css.sideHead}>
        Referrals <span className="second">{contact.referrals.length}</span>
      </h2>
      <ul className={css.list}>
        {contact.referrals.map((one) => (
          <li key={one.intent} className={css.referral}>
            <Ring signed={signedCount(one.signed)} size={24} />
            <span>
              <Link to="/referrals/$id" params={{ id: one.intent }}>
                {one.label}
              </Link>
              <span className={css.block}>{one.counterpart}</span>
              <span className="second">{one.waiting}</span>
            </span>
          </li>
        ))}
        {contact.referrals.length === 0 ? <li className="second">None yet.</li> : null}
      </ul>
    </section>
  </>
);

const Loaded = ({ contact }: { readonly contact: ContactPageView }) => {
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const { previous, next, fields } = contact;
  const go = (id: string) => void navigate({ to: '/contacts/$id', params: { id } });
  const line = [
    fields.organisation === '' || fields.organisation === contact.name ? null : fields.organisation,
    fields.suburb === '' ? null : `${fields.suburb} ${fields.state}`.trim(),
  ]
    .filter((part) => part !== null)
    .join(', ');
  return (
    <Page
      flush
      head={
        <>
          <PageHead
            open
            title={contact.name}
            crumbs={<Link to="/contacts">Contacts</Link>}
            line={line === '' ? (contact.kind === 'person' ? 'Private person' : 'Organisation') : line}
            beside={
              <>
                {fields.assuranceClient ? <Chip kind="excluded">Audit client</Chip> : null}
                {fields.doNotContact ? <Chip kind="withdrawn">Do not contact</Chip> : null}
              </>
            }
            actions={
              <>
                <ActionIcon
                  aria-label="Contact before, by name"
                  disabled={previous === null}
                  onClick={() => (previous === null ? undefined : go(previous))}
                >
                  <IconChevronLeft size={16} stroke={1.7} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  aria-label="Next contact, by name"
                  disabled={next === null}
                  onClick={() => (next === null ? undefined : go(next))}
                >
                  <IconChevronRight size={16} stroke={1.7} aria-hidden="true" />
                </ActionIcon>
              </>
            }
          />
          <div className={css.shareBand}>
            <Share key={contact.id} contact={contact} />
            {fields.assuranceClient ? (
              <Note tone="warn">APES 110 allows no commission on an audit or assurance client, whatever is disclosed.</Note>
            ) : null}
          </div>
        </>
      }
      panel={
        <RightPanel label="Consent and referrals">
          <Side contact={contact} />
        </RightPanel>
      }
    >
      <div className={css.panes}>
        <Facts contact={contact} onEdit={() => setEditing(true)} />
        <Timeline contact={contact} />
      </div>
      {editing ? (
        <ContactForm
          start={fields}
          facts={contact.facts}
          change={{ id: contact.id, revision: contact.revision }}
          onClose={() => setEditing(false)}
          onSaved={() => setEditing(false)}
        />
      ) : null}
    </Page>
  );
};

/** One contact: whether they may be shared, the facts, what happened, consents and referrals. */
export const ContactPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(contactQuery(id));
  if (data !== undefined) return <Loaded contact={data} />;
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
