import type { z } from 'zod';
import { contactCount, contactList, contactQuery } from '../../../contract/contact-list.ts';
import { type ContactDocument, NO_STANDING } from '../../../domain/contact/document.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import { commitRecords } from '../../records/commit.ts';
import type { TestDesk } from '../../testing/test-desk.ts';
import { noFields } from '../form.ts';
import { countContacts, listContacts } from './list.ts';

/** One stretch of a test desk's list with how many fit in all, both as the contract says. */
export const bookOf = (
  test: Pick<TestDesk, 'desk' | 'person'>,
  asked: z.input<typeof contactQuery> = {},
): z.infer<typeof contactList> & { readonly matching: number } => {
  const query = contactQuery.parse(asked);
  const list = listContacts(test.desk, test.person, query);
  const count = countContacts(test.desk, test.person, query);
  if (!list.ok || !count.ok) throw new Error('the list does not answer');
  return { ...contactList.parse(list.value), matching: contactCount.parse(count.value).matching };
};

/** A person of whom only the name is known. */
export const plainContact: ContactDocument = {
  ...noFields,
  entity: 'individual',
  displayName: 'Sarah Chen',
  source: { kind: 'entered' },
  ...NO_STANDING,
};

/** Adds contacts; answers their ids in order. */
export const addContacts = (test: Pick<TestDesk, 'desk' | 'person'>, documents: readonly Partial<ContactDocument>[]): readonly string[] => {
  const ids = documents.map(() => uuidV7(test.desk.entropy, test.desk.clock.now()));
  const done = commitRecords(
    test.desk,
    test.person,
    { words: 'Added contacts' },
    documents.map((document, at) => ({ act: 'create', kind: 'contact', id: ids[at] ?? '', document: { ...plainContact, ...document } })),
  );
  if (!done.ok) throw new Error(done.error.detail);
  return ids;
};
