import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { look, shoot } from './fixtures/look.ts';
import { type Network, openNetwork } from './fixtures/network.ts';
import { openWindow, signIn, violations } from './fixtures/window.ts';

// Each page is measured whole in two schemes, which takes long beside other work.
test.describe.configure({ mode: 'serial', timeout: 120_000 });

const made = z.looseObject({ id: z.string() });
const HOUR = 3_600_000;

let net: Network;
let page: Page;
const contacts = new Map<string, string>();

const post = <T>(path: string, body: unknown, schema: z.ZodType<T>) => net.smith.send('POST', path, body, schema);

const person = async (givenName: string, familyName: string, organisation: string): Promise<void> => {
  const { id } = await post(
    '/contacts',
    {
      kind: 'person',
      givenName,
      familyName,
      organisation,
      emails: [`${givenName.toLowerCase()}@example.com`],
      phones: [],
      abn: null,
      suburb: 'Marrickville',
      state: 'NSW',
      postcode: '2204',
      street: '',
      note: '',
      assuranceClient: false,
      doNotContact: false,
    },
    made,
  );
  contacts.set(`${givenName} ${familyName}`, id);
};

const deal = (name: string, title: string, stage: string, amount: number | null, over: object = {}) =>
  post('/deals', { contact: contacts.get(name), pipeline: 'new-clients', stage, title, amount, ...over }, made);

const card = (name: string) => page.getByRole('article', { name: new RegExp(`^${name}:`, 'u') });
const column = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}, `, 'u') });
const goTo = (path: string) => page.goto(`${net.smith.origin}${path}`);

test.beforeAll(async ({ browser }) => {
  net = await openNetwork('without-agreements');
  for (const [given, family, organisation] of [
    ['Sarah', 'Chen', 'Chen & Co Provisions'],
    ['Liam', 'O’Brien', 'Harbour Wealth'],
    ['Deepak', 'Rao', 'Coastline Insurance'],
    ['Grace', 'Ng', 'Lumen Legal'],
    ['Noah', 'Kelly', 'Kelly Builders'],
  ] as const)
    await person(given, family, organisation);
  const owner = 'seat:sales-internal';
  await deal('Sarah Chen', 'Company set-up', 'enquiry', 185_000);
  await deal('Liam O’Brien', 'Tax returns', 'first-meeting', 120_000, { owner });
  await deal('Deepak Rao', 'Advice package', 'proposal', 347_500, { owner, expectedClose: '2026-12-18' });
  await deal('Grace Ng', 'Bookkeeping', 'enquiry', null);
  // Colours that fade from light to dark would be measured half-way on a busy machine.
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await openWindow(page, net.smith);
  await signIn(page, 'Priya Nair');
});
test.afterAll(async () => {
  await page.close();
  await net.close();
});

test('the board shows count, sum and weighted sum, and a card is dragged', async () => {
  await goTo('/pipeline?board=new-clients');
  await expect(page.getByText('4 deals, $6,525.00 if all are won, $2,222.50 weighted')).toBeVisible();
  await expect(column('Enquiry')).toContainText('$1,850.00');
  await expect(column('Enquiry')).toContainText('1 without amount');
  await look(page, 'pipeline-deals');

  await page.evaluate(() => {
    document.body.dataset['calls'] = '';
  });
  await card('Liam O’Brien').dragTo(column('Enquiry'));
  await expect(column('Enquiry').getByRole('article')).toHaveCount(3);
  await expect(page.getByRole('status').filter({ hasText: 'Liam O’Brien, Tax returns, was moved to Enquiry' })).toHaveCount(1);
  await page.getByRole('region', { name: 'Last change' }).getByRole('button', { name: 'Undo' }).click();
  await expect(column('First meeting').getByRole('article')).toHaveCount(1);
});

test('a drop asks for what the stage needs, and Cancel leaves the card', async () => {
  await card('Sarah Chen').dragTo(column('Proposal sent'));
  const sheet = page.getByRole('dialog', { name: 'Move Sarah Chen to Proposal sent' });
  await expect(sheet.getByText('“Proposal sent” asks for the owner and expected close.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await shoot(page, 'pipeline-drop');
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await expect(column('Enquiry').getByRole('article')).toHaveCount(2);

  await card('Sarah Chen').dragTo(column('Proposal sent'));
  await sheet.getByLabel('Owner').selectOption({ label: 'Priya Nair' });
  await sheet.getByLabel('Expected close').fill('2026-12-20');
  await sheet.getByRole('button', { name: 'Move' }).click();
  await expect(column('Proposal sent').getByRole('article')).toHaveCount(2);
});

test('the same is done by keyboard alone, with the menu, and announced', async () => {
  await goTo('/pipeline?board=new-clients');
  const menu = page.getByRole('button', { name: 'Move or change Bookkeeping of Grace Ng' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Move Grace Ng to…')).toBeVisible();
  await look(page, 'pipeline-menu');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  for (let step = 0; step < 10; step += 1) {
    if ((await page.locator(':focus').textContent())?.startsWith('Lost') === true) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Move Grace Ng to Lost' });
  await sheet.getByLabel('Why was it lost?').fill('Went with her brother');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(column('Lost').getByRole('article')).toHaveCount(1);
  await expect(column('Lost')).toContainText('Went with her brother');
});

test('the list holds the same deals, and the owner filter stays in the address', async () => {
  await page.getByRole('button', { name: 'List' }).click();
  const grid = page.getByRole('grid', { name: 'Deals' });
  await expect(grid.getByRole('row')).toHaveCount(5);
  await page.getByLabel('Owner', { exact: true }).selectOption({ label: 'Priya Nair' });
  await expect(grid.getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/owner=[0-9a-f-]{36}/u);
  await look(page, 'pipeline-list');
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await expect(page.getByRole('article')).toHaveCount(1);
});

test('the board of referrals never signs: nothing on it is dragged', async () => {
  await goTo('/pipeline');
  await expect(page.getByText('0 referrals, $0.00 if all settle, $0.00 weighted')).toBeVisible();
  await look(page, 'pipeline-referrals');
  await expect(page.locator('[draggable="true"]')).toHaveCount(0);
});

test('tasks are added with a reminder, ticked, and shown on Today', async () => {
  await goTo('/tasks');
  await page.getByRole('button', { name: 'New task' }).click();
  const form = page.getByRole('dialog', { name: 'New task' });
  await form.getByLabel('Contact').fill('Sarah');
  await page.getByRole('option', { name: /Sarah Chen/u }).click();
  await form.getByLabel('What is to be done').fill('Ring about the lease');
  await form.getByLabel('Due').fill('2020-01-15');
  await form.getByLabel('Remind on').fill('2020-01-15');
  expect(await violations(page)).toEqual([]);
  await form.getByRole('button', { name: 'Add the task' }).click();
  const grid = page.getByRole('grid', { name: 'Tasks' });
  await expect(grid).toContainText('Was due Wed 15 Jan');
  await look(page, 'tasks');
  await goTo('/');
  await expect(page.getByRole('link', { name: 'Ring about the lease' })).toBeVisible();
  await look(page, 'today-work');
  await goTo('/tasks?view=late');
  await page.getByRole('checkbox', { name: 'Done: Ring about the lease' }).click();
  await expect(page.getByText('Nothing to do in this view')).toBeVisible();
});

test('tickets run their clocks, stand while they wait, and are solved', async () => {
  await goTo('/tasks?list=tickets');
  await page.getByRole('button', { name: 'New ticket' }).click();
  const form = page.getByRole('dialog', { name: 'New ticket' });
  await form.getByLabel('Contact').fill('Noah');
  await page.getByRole('option', { name: /Noah Kelly/u }).click();
  await form.getByLabel('What it is about').fill('BAS is wrong');
  await form.getByLabel('Priority').selectOption('urgent');
  await form.getByRole('button', { name: 'Open the ticket' }).click();
  const grid = page.getByRole('grid', { name: 'Tickets' });
  await expect(grid).toContainText('BAS is wrong');
  await expect(grid).toContainText(/Due/u);
  await look(page, 'tickets');
  await page.getByRole('button', { name: 'Work on BAS is wrong' }).click();
  await page.getByRole('menuitem', { name: 'Stop the clocks…' }).click();
  const pause = page.getByRole('dialog', { name: /^Stop the clocks/u });
  await pause.getByLabel('Why do they stand?').fill('Asked for the invoices');
  await pause.getByRole('button', { name: 'Stop the clocks' }).click();
  await expect(grid).toContainText('Paused: Asked for the invoices');
  await page.getByRole('button', { name: 'Work on BAS is wrong' }).click();
  await page.getByRole('menuitem', { name: 'Solve…' }).click();
  const solve = page.getByRole('dialog', { name: /^Solve the ticket/u });
  await solve.getByLabel('How was it solved?').fill('Lodged a corrected one');
  await solve.getByRole('button', { name: 'Solve' }).click();
  await expect(page.getByText('No ticket in this view')).toBeVisible();
});

const panel = () => page.getByRole('complementary', { name: 'Work with this contact' });

test('new contacts are taken into business development, and Sarah Chen is called and qualified', async () => {
  await goTo('/workspaces');
  await page.getByRole('button', { name: /in and route$/u }).click();
  const queue = page.getByRole('grid', { name: 'Queue' });
  await expect(queue.getByRole('row')).toHaveCount(6);
  await look(page, 'workspace-bd');
  await queue.getByText('Sarah Chen').click();
  await expect(panel().getByRole('heading', { name: 'Sarah Chen' })).toBeVisible();

  await panel().getByRole('button', { name: 'Record an activity' }).click();
  const activity = page.getByRole('dialog', { name: /^Record an activity/u });
  await activity.getByLabel('About').fill('Wants a company of her own');
  await activity.getByRole('button', { name: 'Record it' }).click();
  await expect(activity).toBeHidden();

  await panel().getByRole('button', { name: 'Change the stage' }).click();
  const stage = page.getByRole('dialog', { name: /^Change the stage/u });
  await stage.getByRole('radio', { name: 'SQL' }).check();
  await expect(stage.getByText('Has an owner')).toBeVisible();
  await stage.getByLabel('Why').fill('She named a time and a budget');
  await look(page, 'workspace-stage');
  await stage.getByRole('button', { name: 'Change the stage' }).click();
  await expect(panel().getByText('She named a time and a budget')).toBeVisible();
});

test('she is handed through all four workspaces, each time with owner and reason', async () => {
  for (const [to, reason] of [
    ['Sales internal', 'Ready for a quote'],
    ['Customer success', 'Engagement signed'],
    ['Marketing', 'Would recommend us'],
  ] as const) {
    await panel().getByRole('button', { name: 'Hand over' }).click();
    const sheet = page.getByRole('dialog', { name: /^Hand Sarah Chen over/u });
    await sheet.getByRole('radio', { name: to, exact: true }).check();
    await sheet.getByLabel('Why, and what the next one should know').fill(reason);
    if (to === 'Marketing') expect(await violations(page)).toEqual([]);
    await sheet.getByRole('button', { name: 'Hand over' }).click();
    await expect(panel().getByText(reason)).toBeVisible();
    await net.advance(HOUR / 4);
  }
});

test('marketing finds her among its accounts, with her health', async () => {
  await look(page, 'workspace-panel');
  await page.getByRole('group', { name: 'Workspace' }).getByRole('button', { name: 'Marketing' }).click();
  await page.getByRole('button', { name: 'Accounts', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Queue' })).toContainText('Sarah Chen');
  await look(page, 'workspace-accounts');
});

test('the dashboard is counted from rows, and every number opens them', async () => {
  await goTo('/workspaces?role=cmo');
  const figures = page.getByRole('region', { name: 'Figures' });
  await figures.getByRole('button', { name: '5', exact: true }).click();
  const rows = page.getByRole('table', { name: 'New contacts, last 12 months' });
  await expect(rows.getByRole('row')).toHaveCount(6);
  await page.getByRole('switch', { name: 'Charts as tables' }).check();
  await expect(page.getByRole('table', { name: 'Per month' })).toBeVisible();
  await look(page, 'workspace-dashboard-table');
  await page.getByRole('switch', { name: 'Charts as tables' }).uncheck();
  await look(page, 'workspace-dashboard');
});

test('the sales workspace has a kanban of its own', async () => {
  await goTo('/workspaces?role=sales');
  await expect(page.getByRole('group', { name: 'Board: New clients' })).toBeVisible();
  await card('Liam O’Brien').dragTo(column('Enquiry'));
  await expect(column('Enquiry').getByRole('article')).toHaveCount(1);
  await look(page, 'workspace-sales');
});

test('at 200 % zoom nothing is cut off', async () => {
  await page.setViewportSize({ width: 720, height: 450 });
  for (const [path, name] of [
    ['/pipeline?board=new-clients', 'pipeline'],
    ['/tasks?view=open', 'tasks'],
    ['/workspaces?role=cs&show=queue', 'workspace'],
    ['/workspaces?role=cmo', 'dashboard'],
  ] as const) {
    await goTo(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('button').first()).toBeVisible();
    expect({ name, violations: await violations(page) }).toEqual({ name, violations: [] });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect({ name, wide }).toEqual({ name, wide: false });
    await shoot(page, `zoom-${name}`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
});
