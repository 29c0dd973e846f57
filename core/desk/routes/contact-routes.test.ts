import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contactList } from '../../contract/contact-list.ts';
import { contactView } from '../../contract/contacts.ts';
import { importBatch, importPreview, importResult, unaskedFile } from '../../contract/imports.ts';
import { problem } from '../../contract/problem.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { Role } from '../../protocol/event/catalogue.ts';
import { openTestApi, type TestApi } from '../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { contactListRoutes } from './contact-list-routes.ts';
import { contactRoutes } from './contact-routes.ts';
import { importRoutes } from './import-routes.ts';

const nobody = () => new Map<string, readonly ReferralState[]>();
const person = {
  kind: 'person',
  givenName: 'Sarah',
  familyName: 'Chen',
  organisation: '',
  emails: ['sarah.chen@example.com'],
  phones: ['0491 570 156'],
  abn: null,
  suburb: 'Marrickville',
  state: 'NSW',
  postcode: '2204',
  street: '',
  note: '',
  assuranceClient: false,
  doNotContact: false,
};
const file = (name: string, content: string | Uint8Array) => ({
  name,
  base64: Buffer.from(content).toString('base64'),
});
const made = z.object({ id: z.string() });
const xero = readFileSync(new URL('../../../test/fixtures/samples/contacts-csv/SYNTHETIC_xero_contacts_40.csv', import.meta.url));

let test: TestDesk;
let api: TestApi;
const open = (roles: readonly Role[] | null = null): TestApi =>
  openTestApi(
    test,
    (routes) => contactListRoutes(routes).route('/', contactRoutes(routes, nobody)).route('/', importRoutes(routes, nobody)),
    roles,
  );
beforeEach(() => {
  test = openTestDesk();
  api = open();
});
afterEach(() => test.close());

const add = async (change: object = {}): Promise<string> =>
  made.parse((await api.call('POST', '/contacts', { ...person, ...change })).json).id;
const preview = async (name: string, content: string | Uint8Array) =>
  importPreview.parse((await api.call('POST', '/imports/preview', file(name, content))).json);
const commitAll = { name: 'Clients', skipBlocked: true, duplicates: 'add' };

describe('contacts', () => {
  it('are added, listed, opened and changed as the contract says', async () => {
    const id = await add();
    const list = contactList.parse((await api.call('GET', '/contacts?q=0491%20570&sort=suburb&limit=10')).json);
    expect(list.rows.map((row) => row.id)).toEqual([id]);
    const opened = await api.call('GET', `/contacts/${id}`);
    const view = contactView.extend({ revision: z.int() }).parse(opened.json);
    const changed = await api.call('PUT', `/contacts/${id}`, {
      ...view.fields,
      note: 'Called',
      revision: view.revision,
    });
    expect(changed).toMatchObject({ status: 200, json: { id, revision: 2 } });
    expect(await api.call('PUT', `/contacts/${id}`, { ...view.fields, note: 'Mine', revision: view.revision })).toMatchObject({
      status: 409,
      json: { code: 'changed-in-between' },
    });
  });

  it.each<[string, string, string, unknown, number, string]>([
    ['an unknown contact', 'GET', '/contacts/nobody', undefined, 404, 'contact-unknown'],
    ['a change of an unknown contact', 'PUT', '/contacts/nobody', person, 404, 'contact-unknown'],
    ['a form that lacks fields', 'POST', '/contacts', { kind: 'person' }, 400, 'invalid-input'],
    ['a form with wrong entries', 'POST', '/contacts', { ...person, emails: ['x'] }, 422, 'contact-not-valid'],
    ['words that are no JSON', 'POST', '/contacts', '{', 400, 'http-400'],
    ['an order that is none', 'GET', '/contacts?sort=SHOE!', undefined, 400, 'invalid-input'],
    ['a filter that does not read', 'GET', '/contacts?f=((', undefined, 400, 'filter-not-readable'],
    ['a file nobody made', 'GET', '/contacts/exports/01989a00-0000-7000-8000-00000000000a/file', undefined, 404, 'export-gone'],
    ['too long a page', 'GET', '/contacts?limit=5000', undefined, 400, 'invalid-input'],
    ['a file that is not base64', 'POST', '/imports/preview', { name: 'a.csv', base64: '%%%' }, 422, 'import.not-base64'],
    ['a spreadsheet', 'POST', '/imports/preview', file('a.xlsx', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0])), 422, 'import.binary-file'],
    ['an unknown import', 'GET', '/imports/nothing', undefined, 404, 'import-gone'],
    ['a change of an unknown import', 'POST', '/imports/nothing/change', {}, 404, 'import-gone'],
    ['a commit of an unknown import', 'POST', '/imports/nothing/commit', commitAll, 404, 'import-gone'],
    ['the result of an unknown import', 'GET', '/imports/nothing/result', undefined, 404, 'import-unknown'],
    ['the revert of an unknown import', 'POST', '/imports/nothing/revert', undefined, 404, 'import-unknown'],
    ['dropping an unknown import', 'DELETE', '/imports/nothing', undefined, 404, 'import-gone'],
  ])('%s is answered with problem details', async (_, method, path, body, status, code) => {
    const answer = await api.call(method, path, body);
    expect(answer).toMatchObject({ status, json: { status, code } });
    expect(problem.safeParse(answer.json).error).toBeUndefined();
    expect(api.reports).toEqual([]);
  });

  it('refuse a note of ten megabytes kindly: where, what was kept, what to do', async () => {
    const answer = await api.call('POST', '/contacts', { ...person, note: 'x'.repeat(10_485_760) });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid-input' } });
    expect(answer.text).toMatch(/"path":"note".*A note holds up to 262,144 characters\. Keep the file itself in your file store/u);
    expect(answer.text.length).toBeLessThan(2000);
    expect(contactList.parse((await api.call('GET', '/contacts')).json).total).toBe(0);
  });

  it('names each entry of a form that does not fit', async () => {
    const answer = await api.call('POST', '/contacts', { ...person, emails: ['x'], abn: '12' });
    expect(problem.parse(answer.json).issues?.map((issue) => issue.path)).toEqual(['emails.0', 'abn']);
  });
});

describe('imports', () => {
  it('go from preview through corrections to a batch, its result, and back', async () => {
    const first = await preview('xero.csv', xero);
    expect(first.counts.rows).toBe(40);
    expect(
      importPreview.parse((await api.call('GET', `/imports/${first.import}?only=problems&limit=5`)).json).rows.length,
    ).toBeLessThanOrEqual(5);
    const row = first.rows[0];
    const changed = importPreview.parse(
      (
        await api.call('POST', `/imports/${first.import}/change`, {
          fixes: [{ row: row?.row, column: '*ContactName', value: 'Renamed Pty Ltd' }],
        })
      ).json,
    );
    expect(changed.rows[0]?.name).toBe('Renamed Pty Ltd');
    const result = importResult.parse((await api.call('POST', `/imports/${first.import}/commit`, commitAll)).json);
    expect(result.counts).toEqual({ rows: 40, imported: 40, updated: 0, refused: 0, skipped: 0 });
    expect(importResult.parse((await api.call('POST', `/imports/${first.import}/commit`, commitAll)).json)).toEqual(result);
    expect(await api.call('GET', `/imports/${first.import}`)).toMatchObject({
      status: 409,
      json: { code: 'import.done' },
    });
    expect(importResult.parse((await api.call('GET', `/imports/${first.import}/result`)).json)).toEqual(result);
    expect(z.array(importBatch).parse((await api.call('GET', '/imports')).json)).toMatchObject([
      { import: first.import, name: 'Clients', by: 'Priya Nair', state: 'imported' },
    ]);
    expect(importBatch.parse((await api.call('POST', `/imports/${first.import}/revert`)).json)).toMatchObject({ state: 'reverted' });
    expect(await api.call('POST', `/imports/${first.import}/revert`)).toMatchObject({ status: 409 });
    expect(contactList.parse((await api.call('GET', '/contacts')).json).total).toBe(0);
  });

  it('can be dropped, and are forgotten after an hour', async () => {
    const dropped = await preview('a.csv', 'Name,Email\nSarah Chen,s@example.com\n');
    expect(await api.call('DELETE', `/imports/${dropped.import}`)).toMatchObject({ status: 200 });
    expect(await api.call('GET', `/imports/${dropped.import}`)).toMatchObject({ status: 404 });
    const late = await preview('a.csv', 'Name,Email\nSarah Chen,s@example.com\n');
    test.advance(3_600_000);
    expect(await api.call('POST', `/imports/${late.import}/commit`, commitAll)).toMatchObject({
      status: 404,
      json: { code: 'import-gone', kept: 'Nothing of the file is in the book.' },
    });
  });

  it('that came unasked are held, kept and imported, or purged', async () => {
    const held = async (): Promise<string> => {
      const { import: id } = await preview('leaver.csv', 'Name,Email\nSarah Chen,s@example.com\n');
      const came = { came: 'Mailed by a broker who left', receivedOn: '2026-08-04' };
      const kept = unaskedFile.parse((await api.call('POST', `/imports/${id}/hold`, came)).json);
      expect(await api.call('GET', `/imports/${id}`)).toMatchObject({ status: 404 });
      return kept.id;
    };
    const first = await held();
    const opened = importPreview.parse((await api.call('POST', `/unasked-files/${first}/keep`, { why: 'Ours' })).json);
    expect(opened).toMatchObject({ unasked: true, counts: { rows: 1, new: 1 } });
    expect((await api.call('POST', `/imports/${opened.import}/commit`, commitAll)).status).toBe(200);
    const second = await held();
    expect(unaskedFile.parse((await api.call('POST', `/unasked-files/${second}/purge`, { why: 'Not ours' })).json).state).toBe('purged');
    expect(
      z
        .array(unaskedFile)
        .parse((await api.call('GET', '/unasked-files')).json)
        .map((file) => file.state)
        .toSorted(),
    ).toEqual(['imported', 'purged']);
  });

  it('say when only some of many rows are shown', async () => {
    const many = await preview(
      'many.csv',
      `Name,Email\n${Array.from({ length: 2500 }, (_, at) => `Person ${at},p${at}@example.com\n`).join('')}`,
    );
    expect([many.rows.length, many.counts.rows]).toEqual([2000, 2500]);
    expect(many.findings.at(-1)).toBe('2,000 of 2,500 rows are shown here. All 2,500 rows were read and are imported or listed.');
    const rest = importPreview.parse((await api.call('GET', `/imports/${many.import}?offset=2000`)).json);
    expect(rest.rows.length).toBe(500);
  });
});

describe('permissions', () => {
  const requests: readonly (readonly [string, string, unknown])[] = [
    ['GET', '/contacts', undefined],
    ['GET', '/contacts/nobody', undefined],
    ['POST', '/contacts', person],
    ['PUT', '/contacts/nobody', person],
    ['POST', '/contacts/exports', {}],
    ['GET', '/imports', undefined],
    ['POST', '/imports/preview', file('a.csv', 'Name\nA\n')],
    ['GET', '/imports/x', undefined],
    ['POST', '/imports/x/change', {}],
    ['POST', '/imports/x/commit', commitAll],
    ['GET', '/imports/x/result', undefined],
    ['GET', '/imports/x/result/file', undefined],
    ['POST', '/imports/x/hold', { came: 'By mail', receivedOn: '2026-08-01' }],
    ['GET', '/unasked-files', undefined],
    ['POST', '/unasked-files/x/keep', { why: 'A' }],
    ['POST', '/unasked-files/x/purge', { why: 'A' }],
    ['POST', '/imports/x/mapping', { name: 'A' }],
    ['DELETE', '/imports/mappings/A', undefined],
    ['POST', '/imports/x/revert', undefined],
    ['DELETE', '/imports/x', undefined],
  ];
  const allowed = async (roles: readonly Role[]): Promise<readonly string[]> => {
    const as = open(roles);
    const answers = await Promise.all(
      requests.map(async ([method, path, body]) => ({
        name: `${method} ${path}`,
        status: (await as.call(method, path, body)).status,
      })),
    );
    return answers.filter((answer) => answer.status !== 403).map((answer) => answer.name);
  };

  it('let nobody in who is not signed in', async () => {
    for (const [method, path, body] of requests) expect((await api.call(method, path, body, null)).status).toBe(401);
    for (const [method, path, body] of requests) expect((await api.call(method, path, body, 'A'.repeat(43))).status).toBe(401);
  });

  it('follow the role', async () => {
    const everything = requests.map(([method, path]) => `${method} ${path}`);
    expect(await allowed(['principal'])).toEqual(everything);
    expect(await allowed(['adviser'])).toEqual(
      everything.filter((name) => name !== 'POST /contacts/exports' && !/unasked-files\/x/u.test(name)),
    );
    expect(await allowed(['approver'])).toEqual(['GET /contacts', 'GET /contacts/nobody', 'GET /imports', 'GET /imports/x/result']);
    expect(await allowed(['auditor'])).toEqual([]);
    expect(await allowed(['registrar'])).toEqual([]);
  });
});

describe('the log', () => {
  const canaries = ['Quillfeather', 'canary@quill.example', '0491570110', '51824753556', 'Canarytown', 'CanaryNote'];

  it('never holds a personal word, whatever fails', async () => {
    const id = await add({
      familyName: canaries[0],
      emails: [canaries[1]],
      phones: [canaries[2]],
      abn: canaries[3],
      suburb: canaries[4],
      note: canaries[5],
    });
    const held = await preview('quillfeather.csv', `Name,Email,Mobile,ABN,Suburb,Notes\n${canaries.join(',')}\n`);
    test.desk.db.exec('drop table contact_search; drop table contact_change; drop table import_row');
    const failing = [
      await api.call('GET', '/contacts?q=quillfeather'),
      await api.call('POST', '/contacts', { ...person, familyName: canaries[0] }),
      await api.call('PUT', `/contacts/${id}`, { ...person, familyName: canaries[0], note: canaries[5] }),
      await api.call('GET', `/contacts/${id}`),
      await api.call('POST', `/imports/${held.import}/commit`, { ...commitAll, name: canaries[0] }),
    ];
    expect(failing.map((answer) => answer.status)).toEqual([500, 500, 500, 500, 500]);
    expect(api.reports.length).toBe(5);
    const logged = JSON.stringify(api.reports) + failing.map((answer) => answer.text).join('');
    for (const canary of canaries) expect(logged.toLowerCase()).not.toContain(canary.toLowerCase());
  });
});
