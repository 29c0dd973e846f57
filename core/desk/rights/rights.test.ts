import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { consentSql } from '../consents/tables.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { changeContact, createContact } from '../contacts/book.ts';
import { contactSql } from '../contacts/tables.ts';
import { addContact, registerWithTom } from '../crm/crm.fixture.ts';
import { logExit } from '../exits/exit-log.ts';
import { keepFile } from '../files/private-files.ts';
import { TABLE_KINDS } from '../ledger/tables.ts';
import { commitRecords } from '../records/commit.ts';
import { walkOperations } from '../records/operation-log.ts';
import { recordSql } from '../records/tables.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { accessFiles } from './access-files.ts';
import { accessPack, personFileOf } from './access.ts';
import { erasePerson, erasuresOf, planErasure, reapplyErasures } from './erase.ts';
import { rowsSaying } from './rows-saying.fixture.ts';
import { PERSONAL_SOURCES } from './sources.ts';
import { TABLE_RULES } from './table-rules.ts';

/** A word that nothing but this person's data says. */
const MARK = 'Zyxquorn';
const EMAIL = 'zyxquorn@sample.example';

let test: TestDesk;
let desk: DeskContext;
let priya: SignedInPerson;
beforeEach(() => {
  test = openTestDesk();
  priya = test.person;
  const register = registerWithTom(test.desk, priya.person, ['principal']);
  desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
});
afterEach(() => test.close());

const commit = (...[words, steps]: [string, Parameters<typeof commitRecords>[3]]): void => {
  const done = commitRecords(desk, priya, { words }, steps);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.detail}`);
};

/** A person with something in every place that can hold it. */
const plant = (): { readonly contact: string; readonly other: string; readonly label: string } => {
  const contact = addContact(desk, priya, `${MARK} Chen`, { emails: [{ address: EMAIL, label: null }], notes: `${MARK} prefers mornings` });
  const other = addContact(desk, priya, 'Wei Lin');
  const at = desk.clock.now();
  const id = (): string => uuidV7(desk.entropy, at);
  const fields = { contact, at };
  commit(`Changed ${MARK} Chen`, [{ act: 'change', kind: 'contact', id: contact, set: { jobTitle: `Chief of ${MARK}` }, revision: null }]);
  commit(`Wrote about ${MARK}`, [
    { act: 'create', kind: 'note', id: id(), document: { ...fields, text: `Lunch with ${MARK}`, pinned: false, deal: null } },
    { act: 'create', kind: 'relationship', id: id(), document: { from: other, to: contact, type: 'spouse', note: `${MARK}’s husband` } },
  ]);
  const removed = id();
  commit('Wrote a note', [
    { act: 'create', kind: 'note', id: removed, document: { ...fields, text: `Secret of ${MARK}`, pinned: false, deal: null } },
  ]);
  commit('Removed it', [{ act: 'remove', kind: 'note', id: removed }]);
  const label = id();
  const opening = { referral: label, salt: 's', subject: contact };
  desk.db.run(
    ledgerSql.insertInto('opening').values([
      { ...opening, commitment: 'a'.repeat(64), purpose: 'client', data: JSON.stringify({ name: `${MARK} Chen`, contactPoint: EMAIL }) },
      { ...opening, commitment: 'b'.repeat(64), purpose: 'shown', data: JSON.stringify({ words: `Dear ${MARK}` }), subject: null },
    ]),
  );
  desk.db.run(
    ledgerSql.insertInto('attachment').values({
      id: id(),
      event: 'e',
      sender: desk.profile.practice,
      recipient: 'r',
      plaintext: JSON.stringify({ openings: [{ commitment: 'a'.repeat(64), data: { name: MARK } }, { commitment: 'b'.repeat(64) }] }),
      sent_seq: null,
    }),
  );
  desk.db.run(consentSql.insertInto('consent_link').values({ label, contact, origin: contact, at }));
  desk.db.run(
    consentSql.insertInto('consent_request').values({
      id: id(),
      contact,
      recipients: JSON.stringify([desk.profile.practice]),
      purpose: 'home-loan',
      channel: 'email',
      address: EMAIL,
      notice: 'n',
      at,
      by: priya.person,
      by_name: priya.name,
      closed_at: null,
    }),
  );
  desk.db.run(
    consentSql.insertInto('disclosure_check').values({
      seq: 1,
      at,
      by: priya.person,
      by_name: priya.name,
      occasion: 'question',
      contact,
      recipient: desk.profile.practice,
      purpose: 'home-loan',
      fields: '["name"]',
      may: 0,
      why: 'no-consent',
      consents: '[]',
    }),
  );
  const batch = id();
  desk.db.run(
    contactSql.insertInto('import_batch').values({
      id: batch,
      name: 'Xero contacts',
      file_name: 'xero.csv',
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      mapping: '{}',
      sha256: 'c'.repeat(64),
      bytes: 20,
      original: new TextEncoder().encode(`Name\n${MARK} Chen\n`),
      original_kind: 'as-received',
      row_count: 1,
      imported: 1,
      refused: 0,
      skipped: 0,
      state: 'imported',
      at,
      by: priya.person,
      by_name: priya.name,
      reverted_at: null,
      reverted_by: null,
      reverted_by_name: null,
    }),
  );
  desk.db.run(
    contactSql
      .insertInto('import_row')
      .values({ import: batch, row: 1, line: 2, result: 'imported', contact, why: `“${MARK}” is read as a name`, reverted: null }),
  );
  desk.db.run(
    contactSql.insertInto('contact_export').values({
      id: id(),
      at,
      by: priya.person,
      by_name: priya.name,
      query: JSON.stringify({ q: `${MARK} Chen` }),
      rows: 1,
      sha256: 'd'.repeat(64),
    }),
  );
  logExit(desk, priya, { exit: 'inside', what: 'private-file', contact: null, detail: `${MARK} Chen.txt` });
  const kept = keepFile(desk, priya, { name: `${MARK}.txt`, base64: Buffer.from(`About ${MARK}`).toString('base64') }, contact);
  if (!kept.ok) throw new Error(kept.error.code);
  return { contact, other, label };
};

describe('the list of tables', () => {
  it('says of every table what an erasure does with it', () => {
    expect(Object.keys(TABLE_RULES)).toEqual(Object.keys(TABLE_KINDS).toSorted());
    const codes = new Set(PERSONAL_SOURCES.map((source) => source.code));
    const answered = new Set(PERSONAL_SOURCES.flatMap((source) => source.tables));
    for (const [table, rule] of Object.entries(TABLE_RULES)) {
      if (rule.rule === 'source') {
        expect(codes, table).toContain(rule.source);
        expect(answered, table).toContain(table);
      } else if (rule.rule === 'index') expect(Object.keys(TABLE_RULES), table).toContain(rule.of);
      else expect(rule.why.length, table).toBeGreaterThan(10);
    }
  });
});

describe('a request for access', () => {
  it('finds everything, each in its section, with its source', () => {
    const { contact } = plant();
    const file = accessPack(desk, priya, contact);
    if (!file.ok) throw new Error(file.error.code);
    const text = JSON.stringify(file.value);
    for (const words of [
      `Chief of ${MARK}`,
      `Lunch with ${MARK}`,
      `Secret of ${MARK}`,
      `${MARK}’s husband`,
      `Dear ${MARK}`,
      'Import “Xero contacts”, row 1',
      `${MARK}.txt`,
      'Asked for your consent',
      'no: no-consent',
      'recorded by Priya Nair',
      `added job title “Chief of ${MARK}”`,
    ])
      expect(text).toContain(words);
    expect(file.value.sections.map((section) => section.code)).toEqual(
      expect.arrayContaining(['records', 'openings', 'consent-requests', 'files', 'imports', 'checks', 'history']),
    );
    const other = personFileOf(desk, 'Priya Nair', addContact(desk, priya, 'Somebody Else'));
    expect(JSON.stringify(other)).not.toContain(MARK);
  });

  it('is logged with how the person was known, and shows in the next pack', async () => {
    const { contact } = plant();
    const file = accessPack(desk, priya, contact);
    if (!file.ok) throw new Error(file.error.code);
    await accessFiles(desk, priya, file.value, { how: 'call-back', detail: '' });
    const again = personFileOf(desk, 'Priya Nair', contact);
    expect(again.ok && again.value.sections.find((section) => section.code === 'exits')?.entries).toMatchObject([
      { title: 'access-pack', facts: [{ label: 'Details' }, { label: 'How we knew it was you', value: 'call-back' }] },
      { title: 'access-pack' },
    ]);
    const tom = { ...priya, person: '01890000-0000-7000-8000-0000000000ff', name: 'Nobody' };
    expect(accessPack(desk, tom, contact)).toMatchObject({ ok: false, error: { code: 'not-permitted' } });
    expect(personFileOf(desk, 'Priya Nair', 'nobody')).toMatchObject({ ok: false, error: { code: 'contact-unknown' } });
  });
});

describe('an erasure', () => {
  it('says beforehand what goes and what stays, and does nothing', () => {
    const { contact, other } = plant();
    const before = rowsSaying(desk.db, MARK).length;
    const plan = planErasure(desk, contact);
    expect(plan).toMatchObject({ name: `${MARK} Chen`, held: false, openReferrals: 0 });
    expect(plan.lines.filter((line) => line.erased > 0).map((line) => line.code)).toEqual(
      expect.arrayContaining(['records', 'openings', 'consent-requests', 'files', 'imports', 'mentions']),
    );
    expect(plan.lines.find((line) => line.code === 'checks')).toMatchObject({ kept: 1, why: 'log' });
    expect(plan.mentions.map((mention) => mention.record)).not.toContain(contact);
    expect(rowsSaying(desk.db, MARK)).toHaveLength(before);
    expect(planErasure(desk, other).lines.find((line) => line.code === 'records')?.erased).toBe(2);
  });

  it('leaves no word about the person in any table, and nobody else’s', () => {
    const { contact, other } = plant();
    expect(rowsSaying(desk.db, MARK).length).toBeGreaterThan(15);
    const planned = planErasure(desk, contact).lines;
    const done = erasePerson(desk, priya, contact, 'request');
    expect(done).toMatchObject({ ok: true, value: { complete: true } });
    expect(done.ok && done.value.lines.find((line) => line.code === 'openings')).toEqual(planned.find((line) => line.code === 'openings'));
    expect(rowsSaying(desk.db, MARK)).toEqual([]);
    expect(rowsSaying(desk.db, EMAIL)).toEqual([]);
    expect(rowsSaying(desk.db, 'Wei Lin').length).toBeGreaterThan(0);
    expect(desk.db.get(contactSql.selectFrom('contact').select('id').where('id', '=', other))?.id).toBe(other);
    expect(erasuresOf(desk)).toMatchObject([{ contact, reason: 'request', complete: 1 }]);
    expect(erasePerson(desk, priya, contact, 'request')).toMatchObject({ ok: false, error: { code: 'nothing-held' } });
  });

  it('keeps the headers of operations, whose chain still holds', () => {
    const { contact } = plant();
    const count = desk.db.all(recordSql.selectFrom('operation').select('seq')).length;
    erasePerson(desk, priya, contact, 'request');
    const walk = walkOperations(desk.db, desk.primitives);
    for (;;) {
      const step = walk.next();
      if (step.done !== true) continue;
      expect(step.value.broken).toBeNull();
      expect(step.value.operations).toBeGreaterThan(count);
      expect(step.value.erased).toBeGreaterThan(4);
      break;
    }
  });

  it('is carried out again on a database that has forgotten it', () => {
    const { contact } = plant();
    desk.erasures.add([contact]);
    expect(reapplyErasures(desk)).toBe(1);
    expect(rowsSaying(desk.db, MARK)).toEqual([]);
    expect(erasuresOf(desk)).toMatchObject([{ reason: 'after-restore', by_name: 'This desk' }]);
    expect(reapplyErasures(desk)).toBe(0);
  });

  it('does nothing while a legal hold is set, and does it once it is lifted', () => {
    const { contact } = plant();
    const hold = uuidV7(desk.entropy, desk.clock.now());
    commit('Set a hold', [
      {
        act: 'create',
        kind: 'legal-hold',
        id: hold,
        document: { contact, reason: 'Claim before NCAT', since: '2026-08-01', lifted: null },
      },
    ]);
    expect(planErasure(desk, contact).held).toBe(true);
    const before = rowsSaying(desk.db, MARK).length;
    expect(erasePerson(desk, priya, contact, 'request')).toMatchObject({ ok: false, error: { code: 'legal-hold', status: 409 } });
    expect(rowsSaying(desk.db, MARK)).toHaveLength(before);
    expect(desk.erasures.read()).toEqual([]);
    commit('Lifted it', [
      { act: 'change', kind: 'legal-hold', id: hold, set: { lifted: { on: '2026-08-04', why: 'Settled' } }, revision: null },
    ]);
    expect(erasePerson(desk, priya, contact, 'request').ok).toBe(true);
    expect(rowsSaying(desk.db, MARK)).toEqual([]);
  });

  it('names records of others that quote the person', () => {
    const { contact, other } = plant();
    const form = { kind: 'person', givenName: 'Quote', familyName: '', organisation: '', emails: [], phones: [], abn: null } as const;
    const rest = {
      suburb: '',
      state: '',
      postcode: '',
      street: '',
      note: `Friend of ${MARK} Chen`,
      assuranceClient: false,
      doNotContact: false,
    };
    const made = createContact(desk, priya, { ...form, ...rest, emails: [], phones: [] });
    if (!made.ok) throw new Error(made.error.code);
    expect(planErasure(desk, contact).mentions).toEqual([
      { kind: 'contact', record: made.value.id, subject: made.value.id, name: 'Quote' },
    ]);
    expect(
      changeContact(desk, priya, other, { ...form, ...rest, givenName: 'Wei', familyName: 'Lin', note: '', emails: [], phones: [] }, null)
        .ok,
    ).toBe(true);
  });
});
