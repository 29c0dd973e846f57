import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { taskList, ticketList } from '../../contract/contact-work.ts';
import { changed, crmFrame } from '../../contract/crm.ts';
import { dealBoard } from '../../contract/pipeline.ts';
import { contactWork, dashboard, drillRows, routedAnswer, workspaceQueue, workToday } from '../../contract/workspaces.ts';
import { DEFAULT_PIPELINES } from '../../domain/crm/pipeline/pipeline.ts';
import { DEFAULT_ROUTING } from '../../domain/crm/routing/route-lead.ts';
import { DEFAULT_WORKSPACES } from '../../domain/crm/workspace/workspaces.ts';
import type { TestApi } from '../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { addContact, openCrmApi, TOM } from './crm.fixture.ts';
import { putManyInStage } from './stages.ts';

let test: TestDesk;
let api: TestApi;
let sarah: string;

beforeEach(() => {
  // Tuesday 4 August 2026, 11:00 in Sydney.
  test = openTestDesk();
  sarah = addContact(test.desk, test.person, 'Sarah Chen', { organisationName: 'Chen & Co Provisions' });
  api = openCrmApi(test);
});
afterEach(() => test.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const get = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> => {
  const answer = await api.call('GET', path);
  expect(answer.status, answer.text).toBe(200);
  return schema.parse(answer.json);
};
const done = async <S extends z.ZodType>(method: string, path: string, body: unknown, schema: S): Promise<z.output<S>> => {
  const answer = await api.call(method, path, body);
  expect(answer.status, answer.text).toBe(200);
  return schema.parse(answer.json);
};
const refused = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const answer = await api.call(method, path, body);
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
  return answer.json as Record<string, unknown>;
};
const work = () => get(`/crm/contacts/${sarah}`, contactWork);
const set = (name: string, value: unknown) => done('PUT', `/settings/store/${name}`, { value }, changedSetting);
const changedSetting = contactWork.pick({}).loose();
const undo = (group: string | null) => api.call('POST', `/undo/${group ?? ''}`);

const note = (text: string) => ({ contact: sarah, text });
const call = (at: string) => ({ contact: sarah, type: 'call', at, minutes: 10, direction: 'out', subject: 'Home loan', text: '' });
const deal = (over: object = {}) => ({
  contact: sarah,
  pipeline: 'new-clients',
  stage: 'enquiry',
  title: 'Tax return',
  amount: 120_000,
  ...over,
});
const step = (to: string, over: object = {}) => ({ to, reason: 'They asked', ...over });

describe('notes', () => {
  it('are added, changed, removed, and brought back by undo', async () => {
    const made = await done('POST', '/notes', note('Likes tea'), changed);
    await done('PUT', `/notes/${made.id}`, { revision: made.revision, set: { text: 'Likes coffee', pinned: true } }, changed);
    expect((await work()).notes.map(({ text, pinned, by }) => ({ text, pinned, by }))).toEqual([
      { text: 'Likes coffee', pinned: true, by: 'Priya Nair' },
    ]);
    const gone = await done('DELETE', `/notes/${made.id}`, undefined, changed);
    expect((await work()).notes).toEqual([]);
    expect((await undo(gone.undo)).status).toBe(200);
    expect((await work()).notes).toHaveLength(1);
  });

  it('show both values when two windows change one', async () => {
    const made = await done('POST', '/notes', note('One'), changed);
    await done('PUT', `/notes/${made.id}`, { revision: made.revision, set: { text: 'Two' } }, changed);
    const conflict = await refused('PUT', `/notes/${made.id}`, { revision: made.revision, set: { text: 'Three' } });
    expect(conflict).toMatchObject({
      code: 'changed-in-between',
      conflicts: [{ field: 'text', yours: 'Three', theirs: 'Two', by: 'Priya Nair' }],
    });
  });

  it('refuse ten megabytes kindly and keep nothing', async () => {
    const answer = await refused('POST', '/notes', note('x'.repeat(10_485_760)));
    expect(answer).toMatchObject({ code: 'invalid-input', kept: 'Nothing was saved.' });
    expect(JSON.stringify(answer)).toContain('this one has 10,485,760');
    expect(JSON.stringify(answer).length).toBeLessThan(1000);
    expect((await work()).notes).toEqual([]);
  });

  it('are refused about nobody, and to who may not edit', async () => {
    expect(await refused('POST', '/notes', { ...note('x'), contact: TOM })).toMatchObject({ code: 'contact-unknown' });
    api = openCrmApi(test, ['approver']);
    expect(await refused('POST', '/notes', note('x'))).toMatchObject({ code: 'not-permitted' });
  });
});

describe('lifecycle stages', () => {
  it('log who, what, when, why and how long, and check their criteria', async () => {
    expect((await work()).stage).toMatchObject({ id: 'lead', name: 'Lead', since: null });
    await done('POST', `/crm/contacts/${sarah}/stage`, step('mql'), changed);
    test.advance(3 * DAY);
    api = openCrmApi(test);
    expect(await refused('POST', `/crm/contacts/${sarah}/stage`, step('customer'))).toMatchObject({
      code: 'no-way',
      detail: 'From there it goes on to SQL, Lead or Churned.',
    });
    expect(await refused('POST', `/crm/contacts/${sarah}/stage`, step('sql'))).toMatchObject({
      code: 'criteria-unmet',
      detail: 'Not met: Has an owner; At least 1 activity within 90 days.',
    });
    await done('POST', '/activities', call(test.desk.clock.now()), changed);
    const moved = await done('POST', `/crm/contacts/${sarah}/stage`, step('sql', { despite: true }), changed);
    const { log, stage } = await work();
    expect(stage.id).toBe('sql');
    expect(log.map(({ stage: name, by, reason, unmet, durationMs }) => [name, by, reason, unmet, durationMs])).toEqual([
      ['SQL', 'Priya Nair', 'They asked', ['Has an owner'], 0],
      ['MQL', 'Priya Nair', 'They asked', [], 3 * DAY],
    ]);
    expect((await undo(moved.undo)).status).toBe(200);
    expect((await work()).stage.id).toBe('mql');
    expect((await work()).log).toHaveLength(1);
  });

  it('change for many at once, and list who stayed with the reason', async () => {
    const lin = addContact(test.desk, test.person, 'Lin Wu', { emails: [] });
    const control = { progress: () => undefined, cancelled: () => false, breathe: () => Promise.resolve() };
    const answer = await putManyInStage(
      test.desk,
      test.person,
      { contacts: [sarah, lin, TOM, sarah], to: 'mql', reason: 'Answered', despite: false },
      control,
    );
    if (!answer.ok) throw new Error(answer.error.detail);
    expect(answer.value.moved).toBe(1);
    expect(answer.value.kept.map(({ contact, why }) => [contact.name, why])).toEqual([
      ['Lin Wu', 'Not met: Has an e-mail address or a phone number.'],
      ['A contact that was removed', 'It was removed or erased, or the address is not right.'],
    ]);
    expect((await undo(answer.value.undo)).status).toBe(200);
    expect((await work()).stage.id).toBe('lead');
  });

  it('follow a changed setting, and let contacts leave a stage that was taken out', async () => {
    await done('POST', `/crm/contacts/${sarah}/stage`, step('mql'), changed);
    const stages = [
      { id: 'neu', name: 'Neu', criteria: 'x', rules: [], next: ['kunde'] },
      { id: 'kunde', name: 'Kunde', criteria: 'y', rules: [], next: ['neu'] },
    ];
    await set('lifecycle', { stages });
    expect((await work()).stage).toMatchObject({ name: 'mql (no longer used)', next: ['neu', 'kunde'] });
    await done('POST', `/crm/contacts/${sarah}/stage`, step('kunde'), changed);
    expect((await work()).log.map((one) => one.stage)).toEqual(['Kunde', 'mql (no longer used)']);
    expect(await refused('PUT', '/settings/store/lifecycle', { value: { stages: [{ ...stages[0], next: ['gone'] }] } })).toMatchObject({
      code: 'setting-not-valid',
      detail: 'A stage leads to one that does not exist',
    });
  });
});

describe('deals', () => {
  const board = () => get('/pipelines/deals/new-clients', dealBoard);

  it('move with what the stage asks for, sum by column, and go back by undo', async () => {
    const made = await done('POST', '/deals', deal(), changed);
    expect(await refused('POST', `/deals/${made.id}/move`, { revision: made.revision, stage: 'proposal' })).toMatchObject({
      code: 'entries-missing',
      detail: 'A deal there needs its owner and expected close.',
      where: 'owner, expectedClose',
      kept: 'The deal is where it was.',
    });
    const moved = await done(
      'POST',
      `/deals/${made.id}/move`,
      { revision: made.revision, stage: 'proposal', set: { owner: 'seat:bd-lead', expectedClose: '2026-09-01' } },
      changed,
    );
    await done('POST', '/deals', deal({ title: 'No amount', amount: null }), changed);
    const now = await board();
    expect(now.total).toEqual({ count: 2, sum: 120_000, weighted: 60_000 });
    expect(now.stages.map(({ id, count, sum, weighted, withoutAmount }) => [id, count, sum, weighted, withoutAmount]).slice(0, 3)).toEqual([
      ['enquiry', 1, 0, 0, 1],
      ['first-meeting', 0, 0, 0, 0],
      ['proposal', 1, 120_000, 60_000, 0],
    ]);
    expect(now.deals[1]).toMatchObject({ contact: { name: 'Sarah Chen' }, owner: { words: 'BD lead (to be announced)' }, rotting: null });
    expect((await undo(moved.undo)).status).toBe(200);
    expect((await board()).deals.map((one) => one.stage)).toEqual(['enquiry', 'enquiry']);
  });

  it('close, leave the board after a while, and open again', async () => {
    const made = await done('POST', '/deals', deal(), changed);
    const won = await done('POST', `/deals/${made.id}/move`, { revision: 1, stage: 'won', set: { settledAmount: 150_000 } }, changed);
    expect((await board()).deals[0]).toMatchObject({ status: 'won', settledAmount: 150_000, closedAt: test.desk.clock.now() });
    test.advance(31 * DAY);
    api = openCrmApi(test);
    expect((await board()).deals).toEqual([]);
    expect((await get('/pipelines/deals/new-clients?closedDays=60', dealBoard)).deals).toHaveLength(1);
    await done('POST', `/deals/${made.id}/move`, { revision: won.revision, stage: 'enquiry' }, changed);
    expect((await board()).deals[0]).toMatchObject({ status: 'open', closedAt: null });
  });

  it('go stale without activity, and stand astray when their stage was taken out', async () => {
    await done('POST', '/deals', deal(), changed);
    test.advance(13 * DAY);
    api = openCrmApi(test);
    expect((await board()).deals[0]?.rotting).toEqual({ days: 13, usual: 5 });
    await done('POST', '/activities', call(test.desk.clock.now()), changed);
    expect((await board()).deals[0]?.rotting).toBeNull();
    const [first, ...rest] = DEFAULT_PIPELINES.pipelines;
    await set('pipelines', { pipelines: [{ ...first, stages: first!.stages.slice(1) }, ...rest] });
    expect(await board()).toMatchObject({ deals: [], total: { count: 0 }, astray: [{ stageName: 'enquiry (no longer used)' }] });
  });

  it('are refused a second window’s move with both values', async () => {
    const made = await done('POST', '/deals', deal(), changed);
    await done('POST', `/deals/${made.id}/move`, { revision: 1, stage: 'lost', set: { lostReason: 'Moved away' } }, changed);
    expect(
      await refused('POST', `/deals/${made.id}/move`, { revision: 1, stage: 'first-meeting', set: { owner: 'seat:bd-lead' } }),
    ).toMatchObject({ code: 'changed-in-between' });
  });

  it('belong to the sales workspace once somebody sits there', async () => {
    await set('workspaces', {
      roles: { ...DEFAULT_WORKSPACES.roles, sales: { name: 'Sales', seats: [{ id: 'sales-internal', name: 'Sales', person: TOM }] } },
    });
    api = openCrmApi(test, ['adviser']);
    expect(await refused('POST', '/deals', deal())).toMatchObject({ code: 'not-seated', kept: 'Nothing was changed.' });
    expect(await board()).toMatchObject({ mayMove: false });
  });
});

describe('tasks', () => {
  const task = (over: object = {}) => ({
    contact: sarah,
    title: 'Ring back',
    owner: test.person.person,
    due: '2026-08-04',
    remindAt: null,
    priority: 'normal',
    ...over,
  });

  it('are due, late, reminding and done', async () => {
    const made = await done('POST', '/tasks', task({ remindAt: '2026-08-04T02:00:00.000Z' }), changed);
    await done('POST', '/tasks', task({ title: 'Somebody else’s', owner: TOM, due: null }), changed);
    const mine = await get('/tasks', taskList);
    expect(mine.rows.map((row) => [row.title, row.state, row.reminding])).toEqual([['Ring back', 'today', false]]);
    test.advance(2 * HOUR);
    expect((await get('/tasks?view=reminders', taskList)).rows).toHaveLength(1);
    expect((await get('/crm/today', workToday)).tasks).toHaveLength(1);
    test.advance(DAY);
    api = openCrmApi(test);
    expect((await get('/tasks', taskList)).counts).toEqual({ open: 2, mine: 1, late: 1, today: 0, reminders: 1, done: 0 });
    await done('POST', `/tasks/${made.id}/done`, { done: true }, changed);
    expect(await refused('POST', `/tasks/${made.id}/done`, { done: true })).toMatchObject({ code: 'ticked-before' });
    expect((await get('/tasks?view=done', taskList)).rows).toMatchObject([{ state: 'done', contact: { name: 'Sarah Chen' } }]);
  });
});

describe('tickets', () => {
  const ticket = (over: object = {}) => ({ contact: sarah, subject: 'BAS is wrong', text: '', priority: 'urgent', ...over });

  it('run two clocks in the hours of their workspace, stand while they wait, and are solved', async () => {
    const made = await done('POST', '/tickets', ticket(), changed);
    const first = (await get('/tickets', ticketList)).rows[0];
    expect([first?.respond.words, first?.solve.words]).toEqual(['Due today 12:00 AEST', 'Due 5 Aug 2026 11:00 AEST, 8 h of work left']);
    test.advance(3 * HOUR);
    expect((await get('/tickets?view=late', ticketList)).rows[0]?.respond.words).toBe('Late by 2 h of work, was due 4 Aug 2026 12:00 AEST');
    expect((await get('/crm/today', workToday)).tickets).toHaveLength(1);
    await done('POST', `/tickets/${made.id}/act`, { act: 'respond' }, changed);
    await done('POST', `/tickets/${made.id}/act`, { act: 'pause', reason: 'Asked the client' }, changed);
    test.advance(9 * DAY);
    api = openCrmApi(test);
    expect((await get('/tickets?view=waiting', ticketList)).rows[0]?.solve.words).toBe('Paused: Asked the client; 5 h of work left');
    await done('POST', `/tickets/${made.id}/act`, { act: 'solve', solution: 'Sent again' }, changed);
    expect(await refused('POST', `/tickets/${made.id}/act`, { act: 'resume' })).toMatchObject({ code: 'not-paused' });
    expect((await get('/tickets?view=solved', ticketList)).rows[0]).toMatchObject({
      state: 'solved',
      respond: { kind: 'missed' },
      solve: { kind: 'met' },
    });
  });

  it('say so when holidays of a year are missing', async () => {
    test.close();
    test = openTestDesk({ now: '2028-12-29T01:00:00.000Z' });
    sarah = addContact(test.desk, test.person, 'Sarah Chen');
    api = openCrmApi(test);
    await done('POST', '/tickets', ticket({ priority: 'low' }), changed);
    expect((await get('/tickets', ticketList)).rows[0]?.solve).toEqual({
      kind: 'unknown',
      words: 'No deadline: the holidays of 2029 are not known here (AU-NSW)',
      due: null,
    });
  });
});

describe('workspaces', () => {
  const queue = (role: string, query = '') => get(`/workspaces/${role}/queue${query}`, workspaceQueue);
  const hand = (to: string, over: object = {}) =>
    done('POST', `/crm/contacts/${sarah}/hand-over`, { to, owner: null, reason: 'Ready', ...over }, changed);

  it('take new contacts in, each routed in turn, and by undo let them go again', async () => {
    for (const name of ['Lin Wu', 'Ana Lee', 'Max Roe']) addContact(test.desk, test.person, name);
    const seats = ['a', 'b'].map((id) => ({ id, name: id.toUpperCase(), person: null }));
    await set('workspaces', { roles: { ...DEFAULT_WORKSPACES.roles, bd: { name: 'BD', seats } } });
    await set('routing', { roles: { ...DEFAULT_ROUTING.roles, bd: { ...DEFAULT_ROUTING.roles.bd, pool: ['seat:a', 'seat:b'] } } });
    expect((await queue('bd')).unplaced).toBe(4);
    const first = await done('POST', '/workspaces/bd/route', { most: 3 }, routedAnswer);
    expect(first).toMatchObject({ routed: 3, waiting: 0 });
    await done('POST', '/workspaces/bd/route', { most: 10 }, routedAnswer);
    const owners = (await queue('bd')).rows.map((row) => row.owner?.owner);
    expect(['seat:a', 'seat:b'].map((seat) => owners.filter((owner) => owner === seat).length)).toEqual([2, 2]);
    expect((await undo(first.undo)).status).toBe(200);
    expect(await queue('bd')).toMatchObject({ unplaced: 3, total: 1 });
  });

  it('walk a contact through all four with owner, reason and history', async () => {
    await hand('bd');
    test.advance(HOUR);
    await hand('sales', { owner: 'seat:sales-internal', reason: 'Wants a quote' });
    test.advance(HOUR);
    await hand('cs', { reason: 'Signed' });
    test.advance(HOUR);
    const last = await hand('cmo', { reason: 'Happy' });
    const { place, handOvers } = await work();
    expect(place).toMatchObject({ role: 'cmo', owner: { words: 'CMO (to be announced)' } });
    expect(handOvers.map(({ from, to, owner, reason, routed }) => [from, to, owner, reason, routed])).toEqual([
      ['Customer success', 'Marketing', 'CMO (to be announced)', 'Happy', 'Routed in turn'],
      ['Sales internal', 'Customer success', 'Customer success (to be announced)', 'Signed', 'Routed in turn'],
      ['Business development', 'Sales internal', 'Sales internal (to be announced)', 'Wants a quote', null],
      [null, 'Business development', 'BD lead (to be announced)', 'Ready', 'Routed in turn'],
    ]);
    expect(await refused('POST', `/crm/contacts/${sarah}/hand-over`, { to: 'sales', owner: null, reason: 'x' })).toMatchObject({
      code: 'no-such-way',
      detail: 'From there it goes to Business development or Customer success.',
    });
    expect((await undo(last.undo)).status).toBe(200);
    expect((await work()).place).toMatchObject({ role: 'cs', owner: { owner: 'seat:customer-success' } });
  });

  it('start a clock with each hand-over, which the first step stops', async () => {
    await hand('bd');
    expect((await queue('bd')).rows[0]?.clock.words).toBe('Due today 15:00 AEST');
    test.advance(DAY);
    api = openCrmApi(test);
    expect(await queue('bd')).toMatchObject({ counts: { all: 1, late: 1 }, rows: [{ clock: { kind: 'late' } }] });
    await done('POST', '/activities', call(test.desk.clock.now()), changed);
    expect((await queue('bd')).rows[0]?.clock.words).toBe('Done late, after 8 h of work');
  });

  it('show a seat’s work to whoever has it, and to somebody who looks as them', async () => {
    await hand('bd', { owner: 'seat:bd-lead' });
    expect((await queue('bd', '?owner=mine')).total).toBe(0);
    await set('workspaces', {
      roles: { ...DEFAULT_WORKSPACES.roles, bd: { name: 'BD', seats: [{ id: 'bd-lead', name: 'BD lead', person: TOM }] } },
    });
    const asTom = await queue('bd', `?owner=mine&as=${TOM}`);
    expect(asTom).toMatchObject({
      viewedAs: 'Tom Walsh',
      total: 1,
      access: { act: true, why: 'You act here: you have a seat in this workspace' },
    });
    expect(await queue('sales', `?as=${TOM}`)).toMatchObject({ access: { act: true } });
    api = openCrmApi(test, ['operations']);
    expect(await refused('GET', `/workspaces/bd/queue?as=${TOM}`)).toMatchObject({ code: 'not-permitted' });
    expect((await queue('bd')).access).toMatchObject({ act: false, why: 'You have no seat here; you may look' });
    expect(await refused('POST', `/crm/contacts/${sarah}/hand-over`, { to: 'sales', owner: null, reason: 'x' })).toMatchObject({
      code: 'not-seated',
    });
  });

  it('explain the health of an account and count the dashboard from rows', async () => {
    await hand('cs');
    await done('POST', '/activities', call(test.desk.clock.now()), changed);
    const made = await done('POST', '/deals', deal(), changed);
    await done('POST', `/deals/${made.id}/move`, { revision: 1, stage: 'won', set: { settledAmount: 99_000 } }, changed);
    const [row] = (await queue('cs')).rows;
    expect(row?.health).toMatchObject({ score: 90, band: 'healthy' });
    expect(row?.health?.lines.find((line) => line.name === 'Work')).toEqual({
      name: 'Work',
      points: 20,
      of: 20,
      why: 'A deal was won within a year',
    });
    const board = await get('/workspaces/cmo/dashboard?months=3', dashboard);
    expect(board.figures.map((figure) => [figure.id, figure.value])).toEqual([
      ['contacts', '1'],
      ['won', '$990.00'],
      ['lost', '0'],
      ['activities', '1'],
      ['open', '$0.00'],
    ]);
    expect(board.months.map((month) => [month.words, month.wonCents])).toEqual([
      ['Jun 2026', 0],
      ['Jul 2026', 0],
      ['Aug 2026', 99_000],
    ]);
    expect(board.health).toEqual({ healthy: 1, watch: 0, atRisk: 0 });
    const rows = await get('/workspaces/cmo/rows?months=3&figure=won&of=2026-08', drillRows);
    expect(rows).toMatchObject({
      title: 'Deals won, Aug 2026',
      rows: [{ what: 'Tax return', cents: 99_000, contact: { name: 'Sarah Chen' } }],
    });
    for (const figure of ['contacts', 'activities', 'stage&of=lead', 'health&of=healthy', 'role&of=cs'])
      expect((await get(`/workspaces/cmo/rows?figure=${figure}`, drillRows)).rows).toHaveLength(1);
    expect((await get('/workspaces/cmo/rows?figure=entered&of=mql', drillRows)).rows).toEqual([]);
  });

  it('say what everybody may do', async () => {
    const frame = await get('/crm', crmFrame);
    expect(frame.access.map((one) => [one.role, one.act])).toEqual([
      ['bd', true],
      ['sales', true],
      ['cs', true],
      ['cmo', true],
    ]);
    expect(frame.owners.map((one) => one.words)).toEqual([
      'Priya Nair',
      'Tom Walsh',
      'BD lead (to be announced)',
      'Sales internal (to be announced)',
      'Customer success (to be announced)',
      'CMO (to be announced)',
    ]);
    expect(frame).toMatchObject({ mayEdit: true, mayViewAs: true });
    api = openCrmApi(test, ['auditor']);
    expect(await refused('GET', '/crm')).toMatchObject({ code: 'not-permitted' });
  });
});
