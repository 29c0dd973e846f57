import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealRoom, type DealRoom } from '../../contract/deal-room.ts';
import { openTestHost, registerByTestOffice, setUpSmith, signInAs, type TestHost } from '../open-desk.fixture.ts';
import { blankForm } from '../contacts/form.ts';

let host: TestHost;
let token = '';
let deal = '';
let contact = '';

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await host.call(method, path, body, token);
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.json)}`);
  return answer.json;
};
const room = async (question = ''): Promise<DealRoom> => dealRoom.parse(await call('GET', `/deals/${deal}/room${question}`));

beforeAll(async () => {
  host = await openTestHost();
  const { person } = await setUpSmith(host);
  registerByTestOffice(host);
  token = await signInAs(host, person);
  const made = await call('POST', '/contacts', {
    ...blankForm,
    givenName: 'Sarah',
    familyName: 'Chen',
  });
  contact = String(made['id']);
  const names = (await call('GET', '/pipelines')) as { readonly pipelines: readonly { readonly id: string }[] };
  const pipeline = names.pipelines[0]?.id ?? '';
  const board = (await call('GET', `/pipelines/deals/${pipeline}`)) as { readonly stages: readonly { readonly id: string }[] };
  const opened = await call('POST', '/deals', { contact, pipeline, stage: board.stages[0]?.id ?? '', title: 'Second shop' });
  deal = String(opened['id']);
});
afterAll(() => host.close());

describe('the room of a deal', () => {
  it('keeps notes and papers of the deal alone, and gives a paper back as it was', async () => {
    await call('POST', '/notes', { contact, text: 'About the deal', pinned: false, deal });
    await call('POST', '/notes', { contact, text: 'About the client', pinned: false });
    const content = Buffer.from('quote: 12,000').toString('base64');
    await call('POST', `/deals/${deal}/files`, { file: { name: '../../quote.txt', base64: content } });
    const { notes, files } = await room();
    expect(notes.map((note) => note.text)).toEqual(['About the deal']);
    expect(files).toMatchObject([{ name: 'quote.txt', bytes: 13, by: 'Priya Nair' }]);
    expect(await call('GET', `/files/${files[0]?.file ?? ''}`)).toMatchObject({ base64: content, mediaType: 'text/plain' });
  });

  it('lets nothing leave without a consent that names papers, and our own words never', async () => {
    const other = '01989a00-0000-7000-8000-0000000000bb';
    const { answer, files, notes } = await room(`?recipient=${other}&purpose=home-lending`);
    expect(answer?.may).toBe(false);
    expect(files[0]?.leaving.leaves).toBe(false);
    expect(files[0]?.leaving.why).toContain(answer?.words ?? '?');
    expect(notes[0]?.leaving).toEqual({ leaves: false, why: 'What we wrote ourselves stays in the practice.' });
    expect((await room()).answer).toBe(null);
  });

  it('takes a paper away and brings it back by undo', async () => {
    const [paper] = (await room()).files;
    const gone = await call('DELETE', `/deal-files/${paper?.id ?? ''}`);
    expect((await room()).files).toEqual([]);
    await call('POST', `/undo/${String(gone['undo'])}`);
    expect((await room()).files).toHaveLength(1);
  });

  it('refuses an empty file and one that is too large, in words', async () => {
    const answer = await host.call('POST', `/deals/${deal}/files`, { file: { name: 'a.txt', base64: '' } }, token);
    expect(answer).toMatchObject({ status: 422, json: { code: 'file-empty', kept: 'Nothing was kept.' } });
    const large = Buffer.alloc(26 * 1024 * 1024).toString('base64');
    const refused = await host.call('POST', `/deals/${deal}/files`, { file: { name: 'a.bin', base64: large } }, token);
    expect(refused).toMatchObject({ status: 422, json: { code: 'file-too-large' } });
  });
});
