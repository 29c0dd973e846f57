import type { z } from 'zod';
import type { searchResults } from '../contract/desk.ts';
import { searchContacts } from './contacts/search.ts';
import type { DeskContext } from './context.ts';
import { hashBytes } from './ledger/compose.ts';
import { type FoundRecord, searchRecords } from './records/search-index.ts';
import { clientName } from './referrals/view.ts';
import { practiceName } from './referrals/party.ts';

type Hit = z.infer<typeof searchResults>[number];

const LIMIT = 12;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The page on which a private record is read. */
const recordHref = ({ kind, id, subject, document }: FoundRecord): string => {
  switch (kind) {
    case 'deal':
      return `/deals/${id}`;
    case 'deal-file':
      return `/deals/${text(document['deal'])}`;
    case 'campaign':
      return `/campaigns/${id}`;
    case 'asset':
      return '/campaigns?view=assets';
    case 'view':
      return `/contacts?view=${id}`;
    case 'ticket':
      return subject === null ? '/tasks?list=tickets' : `/contacts/${subject}`;
    default:
      return subject === null ? '/tasks' : `/contacts/${subject}`;
  }
};

const kindOfHit = (kind: string): Hit['kind'] => (kind === 'campaign' || kind === 'asset' ? 'campaign' : kind === 'view' ? 'page' : 'work');

const records = (desk: DeskContext, typed: string): readonly Hit[] =>
  searchRecords(desk, typed, LIMIT).map((found) => ({
    kind: kindOfHit(found.kind),
    title: found.label,
    detail: [found.name, found.contact].filter((part) => part !== null).join(' · '),
    href: recordHref(found),
    signed: null,
  }));

/** Search of Ctrl-K: contacts, the words of notes, work and campaigns, referrals by client, practice or label, and any pasted event hash. */
export const searchDesk = (desk: DeskContext, typed: string): readonly Hit[] => {
  const needle = typed.trim().toLowerCase();
  if (needle.length < 2) return [];
  return [...byHash(desk, needle), ...referrals(desk, needle), ...searchContacts(desk, typed, LIMIT), ...records(desk, typed)];
};

const byHash = (desk: DeskContext, needle: string): readonly Hit[] => {
  if (!/^[0-9a-f]{64}$/u.test(needle) || desk.ledger.rows.byHash(hashBytes(needle)) === undefined) return [];
  const event = desk.ledger.event(needle);
  return event === undefined
    ? []
    : [
        {
          kind: 'event',
          title: `Entry ${event.index}`,
          detail: event.type,
          href: `/ledger/${needle}`,
          signed: null,
        },
      ];
};

const referrals = (desk: DeskContext, needle: string): readonly Hit[] =>
  desk.ledger
    .referrals()
    .map((state) => ({
      state,
      client: clientName(desk, state),
      receiver: practiceName(desk, state.terms.receiver),
    }))
    .filter(({ state, client, receiver }) => `${client} ${state.terms.label} ${receiver}`.toLowerCase().includes(needle))
    .slice(0, LIMIT)
    .map(({ state, client, receiver }) => ({
      kind: 'referral',
      title: `${client} to ${receiver}`,
      detail: state.terms.label,
      href: `/referrals/${state.intent}`,
      signed: state.steps.filter((step) => step !== null).length,
    }));
