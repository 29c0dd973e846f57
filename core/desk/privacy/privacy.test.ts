import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accessPackAnswer, requestList } from '../../contract/rights.ts';
import { privacyView, retentionPreview } from '../../contract/privacy.ts';
import { contactDocumentSchema } from '../../domain/contact/document.ts';
import { addContact } from '../crm/crm.fixture.ts';
import { jobsNow } from '../testing/jobs-now.ts';
import { openTestApi, registerWithRoles, type TestApi } from '../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { dealRoomRoutes } from '../routes/deal-room-routes.ts';
import { privacyRoutes } from '../routes/privacy-routes.ts';
import { rightsRoutes } from '../routes/rights-routes.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import type { DeskContext } from '../context.ts';
import { readRecord } from '../records/stored-record.ts';
import { classOf, classesOfContact, reaching } from './data-classes.ts';
import { legalHoldDefinition } from './privacy-records.ts';
import { privacyView as viewNow } from './privacy-view.ts';
import { addEntry } from './registers.ts';
import { breachNeeds, requestNeeds } from '../today/privacy-needs.ts';
import { applyRetention, retentionPreview as preview } from './retention.ts';

const DAY = 86_400_000;
const idOf = z.object({ id: z.string() });
let test: TestDesk;
let api: TestApi;
let desk: DeskContext;
beforeEach(() => {
  test = openTestDesk();
  const register = registerWithRoles(test.desk, test.person.person, ['principal']);
  desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
  api = openTestApi({ ...test, desk }, (all) => {
    const routes = rightsRoutes(all);
    routes.route('/', privacyRoutes(all));
    routes.route('/', dealRoomRoutes(all));
    return routes;
  });
});
afterEach(() => test.close());

const ok = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await api.call(method, path, body);
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${String(answer.status)} ${answer.text}`);
  return answer.json;
};
const seen = async () => privacyView.parse(await ok('GET', '/privacy'));

describe('retention', () => {
  it('previews, removes after seven quiet years, and erases after the window', async () => {
    const old = addContact(desk, test.person, 'Sarah Chen');
    test.advance(3 * 366 * DAY);
    const held = addContact(desk, test.person, 'Held Back');
    test.advance(5 * 366 * DAY);
    const hold = { contact: held, reason: 'Claim', since: '2026-08-04', lifted: null };
    expect(addEntry(desk, test.person, legalHoldDefinition, hold).ok).toBe(true);
    const fresh = addContact(desk, test.person, 'Wei Lin');
    expect(retentionPreview.parse(preview(desk))).toMatchObject({
      remove: 1,
      erase: 0,
      held: 0,
      inTime: 2,
      first: [{ contact: old, name: 'Sarah Chen', act: 'remove' }],
    });
    expect(readRecord(desk.db, contactDefinition, old)?.removedAt).toBeNull();
    expect(await jobsNow((control) => applyRetention(desk, test.person, control))).toMatchObject({
      ok: true,
      value: { remove: 1, erase: 0 },
    });
    expect(readRecord(desk.db, contactDefinition, old)?.removedAt).not.toBeNull();
    test.advance(31 * DAY);
    expect(preview(desk)).toMatchObject({ remove: 0, erase: 1 });
    expect(await jobsNow((control) => applyRetention(desk, test.person, control))).toMatchObject({
      ok: true,
      value: { remove: 0, erase: 1 },
    });
    expect(readRecord(desk.db, contactDefinition, old)).toBeUndefined();
    expect(readRecord(desk.db, contactDefinition, fresh)?.removedAt).toBeNull();
    expect(viewNow(desk).erasures).toMatchObject([{ reason: 'by retention', complete: true }]);
    test.advance(8 * 366 * DAY);
    expect(preview(desk)).toMatchObject({ remove: 1, held: 1 });
  });
});

describe('the first page', () => {
  it('asks for what has a clock until it is answered or assessed', async () => {
    const contact = addContact(desk, test.person, 'Sarah Chen');
    const input = { desk, person: test.person, today: '2026-08-04', referrals: [], may: () => true };
    expect([requestNeeds(input), breachNeeds(input)]).toEqual([[], []]);
    const identity = { how: 'in-person', detail: '' };
    const request = { contact, right: 'erasure', receivedOn: '2026-06-01', channel: 'phone', words: '', identity, correction: null };
    const made = idOf.parse(await ok('POST', '/rights/requests', request));
    expect(requestNeeds(input)).toMatchObject([{ title: 'Answer Sarah Chen, who asks to be erased', due: '2026-07-01', late: true }]);
    expect(requestNeeds({ ...input, may: () => false })).toEqual([]);
    await ok('POST', `/rights/requests/${made.id}/answer`, { state: 'withdrawn', answer: 'Called', identity: null });
    const breach = { title: 'Lost letter', what: 'x', suspectedOn: '2026-08-01', foundHow: '', dataKinds: '', people: null };
    const rest = { seriousHarm: null, why: '', remedy: '', oaicToldOn: null, peopleToldOn: null };
    await ok('POST', '/privacy/breaches', { ...breach, ...rest, state: 'suspected', assessedOn: null });
    expect(requestNeeds(input)).toEqual([]);
    expect(breachNeeds(input)).toMatchObject([{ title: 'Assess a suspected breach: Lost letter', due: '2026-08-31', late: false }]);
  });
});

describe('registers', () => {
  it('hold a breach to its 30 days', async () => {
    const breach = {
      title: 'Mail to the wrong address',
      what: 'A receipt went to another client.',
      suspectedOn: '2026-07-10',
      foundHow: 'The client called',
      dataKinds: 'name, e-mail',
      people: 1,
      state: 'suspected',
      assessedOn: null,
      seriousHarm: null,
      why: '',
      remedy: '',
      oaicToldOn: null,
      peopleToldOn: null,
    };
    const { id } = (await ok('POST', '/privacy/breaches', breach)) as { readonly id: string };
    expect((await seen()).breaches).toMatchObject([{ clock: { due: '2026-08-09', state: 'soon', days: 5 } }]);
    const assessed = { ...breach, state: 'assessed', assessedOn: '2026-08-10', seriousHarm: 'not-likely', why: 'It named nobody.' };
    await ok('PUT', `/privacy/breaches/${id}`, { ...assessed, revision: 1 });
    expect((await seen()).breaches).toMatchObject([{ seriousHarm: 'not-likely', clock: { state: 'done-late', days: 1 } }]);
    expect((await api.call('POST', '/privacy/breaches', { ...breach, title: '' })).status).toBe(400);
    await ok('POST', '/privacy/breaches', { ...breach, title: 'Another' });
    test.advance(6 * DAY);
    expect(viewNow(desk).breaches).toMatchObject([
      { title: 'Another', clock: { state: 'late', days: 1 } },
      { clock: { state: 'done-late' } },
    ]);
  });

  it('export the referrer register with one call, formula-safe, and log it', async () => {
    const entry = {
      practice: null,
      name: '=Smith & Partners',
      businessType: 'Accountants',
      address: '214 Church Street, Parramatta NSW 2150',
      phone: '02 5550 0142',
      contact: 'Rebecca Smith',
      agreementDate: '2026-06-01',
      startDate: '2026-07-01',
      endDate: null,
    };
    await ok('POST', '/privacy/referrers', entry);
    const file = (await ok('POST', '/privacy/referrers/export')) as { readonly name: string; readonly base64: string };
    expect(file.name).toBe('referrer-register-2026-08-04.csv');
    expect(Buffer.from(file.base64, 'base64').toString('utf8')).toBe(
      `\u{feff}Name,Business type,Address,Phone,Contact,Agreement date,Start date,End date\r\n"'=Smith & Partners",Accountants,"214 Church Street, Parramatta NSW 2150",02 5550 0142,Rebecca Smith,2026-06-01,2026-07-01,\r\n`,
    );
    expect(desk.db.statement<[], { readonly what: string }>('select what from exit_log').all()).toEqual([{ what: 'referrer-register' }]);
  });

  it('keep an agreement in the encrypted file with its hash, and give the same bytes back', async () => {
    const bytes = Buffer.from('%PDF-1.7 signed');
    const facts = {
      practice: null,
      withWhom: 'ABC Finance Broking',
      kind: 'referral',
      signedOn: '2026-06-01',
      startsOn: '2026-07-01',
      endsOn: null,
      note: '',
    };
    await ok('POST', '/privacy/agreements', { ...facts, file: { name: 'agreement.pdf', base64: bytes.toString('base64') } });
    const [agreement] = (await seen()).agreements;
    expect(agreement).toMatchObject({ withWhom: 'ABC Finance Broking', fileName: 'agreement.pdf', where: 'here' });
    expect(await ok('GET', `/files/${agreement?.file ?? ''}`)).toMatchObject({
      base64: bytes.toString('base64'),
      sha256: agreement?.sha256,
      mediaType: 'application/pdf',
    });
  });

  it('list automated decisions, limits, texts by regime, overseas recipients, and fill the policy with them', async () => {
    await ok('POST', '/privacy/overseas', {
      name: 'Mailhouse',
      country: 'Ireland',
      what: 'e-mail addresses',
      why: 'sending',
      safeguard: 'contract',
      since: '2026-01-01',
      until: null,
    });
    const view = await seen();
    expect(view.decisions.map((decision) => decision.code)).toContain('duplicates');
    expect(view.limits.find((limit) => limit.code === 'breach-assess')).toMatchObject({ value: 30 });
    expect(view.regimes).toHaveLength(4);
    expect(view.overseas).toMatchObject([{ country: 'Ireland' }]);
    const policy = JSON.stringify(await ok('GET', '/privacy/documents/privacy-policy'));
    expect(policy).toContain('Outside Australia: Mailhouse in Ireland (e-mail addresses).');
    expect(policy).toContain('Smith & Partners Accounting, ABN 51 824 753 556');
    expect(policy).toContain('7 years');
    expect(JSON.stringify(await ok('GET', '/privacy/documents/privacy-impact-assessment'))).toContain('"open":["purpose"');
  });
});

describe('requests of a person', () => {
  const identity = { how: 'document', detail: 'driver licence' };
  const base = { receivedOn: '2026-08-01', channel: 'email', words: 'Please', identity: null, correction: null } as const;
  const open = async (contact: string) => requestList.parse(await ok('GET', `/people/${contact}/requests`)).requests;

  it('have a clock; the access pack answers the open one, as PDF and JSON', async () => {
    const contact = addContact(desk, test.person, 'Sarah Chen');
    await ok('POST', '/rights/requests', { ...base, contact, right: 'access' });
    expect(await open(contact)).toMatchObject([{ state: 'open', due: { due: '2026-08-31', state: 'open' } }]);
    const pack = accessPackAnswer.parse(await ok('POST', `/people/${contact}/access`, { identity }));
    expect(pack.pdf).toMatchObject({ name: 'access-pack-sarah-chen-2026-08-04.pdf', mediaType: 'application/pdf' });
    expect(Buffer.from(pack.pdf.base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const json = JSON.parse(Buffer.from(pack.json.base64, 'base64').toString('utf8')) as { readonly format: string };
    expect(json.format).toBe('flip360-person-file/1');
    expect(await open(contact)).toMatchObject([{ state: 'answered', identity, due: { state: 'done' } }]);
  });

  it('are answered only once the person is known, and a refusal gives its reason', async () => {
    const contact = addContact(desk, test.person, 'Sarah Chen');
    const correction = { field: 'Suburb', says: 'Paramatta', shouldSay: 'Parramatta' };
    expect((await api.call('POST', '/rights/requests', { ...base, contact, right: 'correction' })).json).toMatchObject({
      code: 'correction-missing',
    });
    const { id } = (await ok('POST', '/rights/requests', { ...base, contact, right: 'correction', correction })) as { readonly id: string };
    const answer = { state: 'refused', answer: 'It is spelt as the register has it.', identity: null };
    expect((await api.call('POST', `/rights/requests/${id}/answer`, answer)).json).toMatchObject({
      code: 'identity-first',
      where: 'identity',
    });
    await ok('POST', `/rights/requests/${id}/answer`, { ...answer, identity });
    expect(await open(contact)).toMatchObject([{ state: 'refused', answer: 'It is spelt as the register has it.', correction }]);
    expect((await api.call('POST', `/rights/requests/${id}/answer`, { ...answer, identity })).json).toMatchObject({
      code: 'answered-before',
    });
  });

  it('erase only with the name typed, and say what stays and where copies are', async () => {
    const contact = addContact(desk, test.person, 'Sarah Chen');
    const plan = await ok('GET', `/people/${contact}/erasure`);
    expect(plan).toMatchObject({ name: 'Sarah Chen', held: false, backups: 0 });
    expect((await api.call('POST', `/people/${contact}/erasure`, { identity, confirm: 'Sara Chen' })).json).toMatchObject({
      code: 'confirm-name',
    });
    expect(await ok('POST', `/people/${contact}/erasure`, { identity, confirm: 'sarah chen' })).toMatchObject({
      complete: true,
      reason: 'request',
    });
    expect((await api.call('POST', `/people/${contact}/access`, { identity })).status).toBe(404);
  });
});

describe('data classes', () => {
  it('are given to every field of a contact', () => {
    const fields = Object.keys(contactDocumentSchema.unwrap().shape);
    expect(classesOfContact().flatMap((one) => one.fields)).toHaveLength(fields.length);
    for (const field of fields) expect(classOf('contact', field)).not.toBe(undefined);
    expect(classOf('contact', 'flags.deceased')).toBe('sensitive');
    expect(classOf('contact', 'something new')).toBe('restricted');
    expect(classOf('note', 'text')).toBe('sensitive');
    expect(classOf('breach', 'title')).toBe('member-internal');
  });

  it('leave restricted fields out of an export, and everything about a client out of a log', () => {
    const document = { displayName: 'Sarah Chen', unread: [{ column: 'TFN', text: '123' }], stage: 'lead' };
    expect(reaching(contactDefinition, document, 'export')).toEqual({ displayName: 'Sarah Chen', stage: 'lead' });
    expect(reaching(contactDefinition, document, 'log')).toEqual({ stage: 'lead' });
  });
});
