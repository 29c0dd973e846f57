import type { ContactRow, ContactView } from '../../contract/contacts.ts';
import type { DeskContext } from '../context.ts';

/** What the list of contacts says of one contact's referrals and consents. */
export type ReferralsInList = Pick<ContactRow, 'referrals' | 'sharing'>;

/** What the page of one contact says: the same in detail, and what happened. */
export type ReferralsOnPage = Pick<ContactView, 'referrals' | 'sharing' | 'timeline'>;

/** Answers for the contact book what the ledger knows of its contacts. */
export type ReferralsOfContacts = {
  /** Contacts of which nothing is known are left out. Called with at most 500 ids. */
  readonly inList: (desk: DeskContext, contacts: readonly string[]) => ReadonlyMap<string, ReferralsInList>;
  /** The answer for each practice one may think of, also for a contact without referrals. */
  readonly onPage: (desk: DeskContext, contact: string) => ReferralsOnPage;
};
