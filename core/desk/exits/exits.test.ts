import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consentSql } from '../consents/tables.ts';
import type { DeskContext } from '../context.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { fileInside, fileToPerson, openFile } from './files.ts';
import { mailerToPerson } from './to-person.ts';

let test: TestDesk;
const PAGE = { name: 'page.txt', mediaType: 'text/plain', bytes: new TextEncoder().encode('page') };
const logged = (desk: DeskContext) =>
  desk.db.all(consentSql.selectFrom('exit_log').select(['seq', 'by_name', 'exit', 'what', 'detail', 'identity']).orderBy('seq'));

beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

describe('exits', () => {
  it('notes what leaves for use inside the practice, and nothing of what anybody may read', () => {
    expect(openFile(test.desk.primitives, PAGE)).toMatchObject({ name: 'page.txt', bytes: 4 });
    fileInside(test.desk, test.person, PAGE, { what: 'contacts.export', detail: '3 contacts' });
    expect(logged(test.desk)).toEqual([
      { seq: 1, by_name: 'Priya Nair', exit: 'inside', what: 'contacts.export', detail: '3 contacts', identity: null },
    ]);
  });

  it('hands nothing to a person who is not known', () => {
    const entry = { what: 'access-pack', detail: 'pages', contact: 'c1' };
    expect(() => fileToPerson(test.desk, test.person, PAGE, { ...entry, identity: ' ' })).toThrow(/once the person is known/u);
    expect(logged(test.desk)).toEqual([]);
    fileToPerson(test.desk, test.person, PAGE, { ...entry, identity: 'Passport seen' });
    expect(logged(test.desk)).toMatchObject([{ exit: 'to-person', what: 'access-pack', identity: 'Passport seen' }]);
  });

  it('notes each message to a person with a masked address, also one that did not go out', async () => {
    const sent: string[] = [];
    const answers = [{ ok: true as const }, { ok: false as const, why: 'mailbox full' }];
    const desk: DeskContext = {
      ...test.desk,
      mailer: () => ({
        send: async (message) => {
          sent.push(message.to);
          return answers[sent.length - 1] ?? { ok: true };
        },
      }),
    };
    const entry = { by: test.person, what: 'receipt', contact: null, identity: 'Address on record' };
    expect(mailerToPerson(test.desk, entry)).toBeNull();
    const mailer = mailerToPerson(desk, entry);
    await mailer?.send({ to: 'sarah.chen@example.com', subject: 's', text: 't' });
    await mailer?.send({ to: 'omar@example.com', subject: 's', text: 't' });
    expect(sent).toEqual(['sarah.chen@example.com', 'omar@example.com']);
    expect(logged(desk).map((row) => row.detail)).toEqual(['Sent to s…@example.com', 'Not sent to o…@example.com']);
  });
});
