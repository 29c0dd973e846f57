import type { LinkProps } from '@tanstack/react-router';

export interface GoTo {
  /** The letter after `g`. */
  readonly letter: string;
  readonly name: string;
  readonly to: NonNullable<LinkProps['to']>;
  readonly officeOnly?: boolean;
}

/** Pages one can go to by `g` and a letter. */
export const goTo: readonly GoTo[] = [
  { letter: 't', name: 'Today', to: '/' },
  { letter: 'c', name: 'Contacts', to: '/contacts' },
  { letter: 'y', name: 'Consent', to: '/consents' },
  { letter: 'r', name: 'Referrals', to: '/referrals' },
  { letter: 'i', name: 'Pipeline', to: '/pipeline' },
  { letter: 'w', name: 'Workspaces', to: '/workspaces' },
  { letter: 'd', name: 'Tasks and tickets', to: '/tasks' },
  { letter: 'a', name: 'Campaigns', to: '/campaigns' },
  { letter: 'x', name: 'Exchange', to: '/exchange' },
  { letter: 'p', name: 'Payouts', to: '/payouts' },
  { letter: 's', name: 'Bank statement', to: '/statement' },
  { letter: 'e', name: 'Evidence packs', to: '/packs' },
  { letter: 'l', name: 'Ledger', to: '/ledger' },
  { letter: 'v', name: 'Privacy', to: '/privacy' },
  { letter: 'k', name: 'People and keys', to: '/people' },
  { letter: 'h', name: 'History', to: '/history' },
  { letter: 'b', name: 'Backups', to: '/backups' },
  { letter: 'n', name: 'Practices', to: '/practices' },
  { letter: 'f', name: 'First steps', to: '/first-steps' },
  { letter: ',', name: 'Settings', to: '/settings' },
  { letter: 'o', name: 'Network office', to: '/office', officeOnly: true },
];

/** Acts one can start by `c` and a letter. */
export const create: readonly GoTo[] = [
  { letter: 'r', name: 'Make a referral', to: '/referrals/new' },
  { letter: 'i', name: 'Import contacts', to: '/contacts/import' },
];

export type KeyStep =
  | { readonly act: 'none' }
  | { readonly act: 'wait'; readonly prefix: 'g' | 'c' }
  | { readonly act: 'go'; readonly to: GoTo['to'] }
  | { readonly act: 'help' }
  | { readonly act: 'filter' };

/** What one key does, given the prefix pressed before it. */
export const stepOf = (key: string, prefix: 'g' | 'c' | undefined, office: boolean): KeyStep => {
  if (prefix !== undefined) {
    const found = (prefix === 'g' ? goTo : create).find((one) => one.letter === key && (office || one.officeOnly !== true));
    return found === undefined ? { act: 'none' } : { act: 'go', to: found.to };
  }
  if (key === 'g' || key === 'c') return { act: 'wait', prefix: key };
  if (key === '?') return { act: 'help' };
  if (key === '/') return { act: 'filter' };
  return { act: 'none' };
};
