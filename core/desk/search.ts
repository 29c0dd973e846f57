import type { z } from 'zod';
import type { searchResults } from '../contract/desk.ts';
import { searchContacts } from './contacts/search.ts';
import type { DeskContext } from './context.ts';
import { hashBytes } from './ledger/compose.ts';
import { clientName } from './referrals/view.ts';
import { practiceName } from './referrals/party.ts';

type Hit = z.infer<typeof searchResults>[number];

const LIMIT = 12;

/** Search of Ctrl-K: contacts, referrals by client, practice or label, and any pasted event hash. */
export const searchDesk = (desk: DeskContext, text: string): readonly Hit[] => {
  const needle = text.trim().toLowerCase();
  if (needle.length < 2) return [];
  return [...byHash(desk, needle), ...referrals(desk, needle), ...searchContacts(desk, text, LIMIT)].slice(0, LIMIT * 2);
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
