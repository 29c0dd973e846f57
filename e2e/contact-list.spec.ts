import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { importPreview, importResult } from '../core/contract/imports.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { look } from './fixtures/look.ts';
import { openWindow, signIn, violations } from './fixtures/window.ts';

// The list of contacts as an office works with it: views, filters, groups, columns, cells changed in place, acts on many, exports; by mouse and
// by keyboard alone.
test.describe.configure({ mode: 'serial', timeout: 120_000 });

let net: Network;
let page: Page;

const COUNT = 320;
const given = ['Amelia', 'Łukasz', 'Zoë', 'Liam', 'Sarah', 'Noah', 'Grace', 'Deepak', 'Hannah', 'Mia'];
const family = ['Chen', 'Müller', 'O’Brien', 'Kowalczyk', 'Nguyễn', 'Hartley', 'Papas'];
const suburbs = ['Marrickville', 'Epping', 'Ryde', 'Penrith', 'Kogarah'];
const nameAt = (at: number): string => `${given[at % 10] ?? ''} ${family[(at * 3) % 7] ?? ''}-${String(at).padStart(3, '0')}`;

const book = (): string =>
  `First Name,Last Name,Email,Mobile,Suburb,State,Company\n${Array.from({ length: COUNT }, (_, at) => {
    const [first = '', last = ''] = nameAt(at).split(' ');
    return `${first},${last},p${String(at)}@example.com,0491 ${String(570_000 + at).replace(/(\d{3})$/u, ' $1')},${suburbs[at % 5] ?? ''},NSW,${at % 4 === 0 ? `Firm ${String(at % 12)}` : ''}`;
  }).join('\n')}\n`;

test.beforeAll(async ({ browser }) => {
  net = await openNetwork('without-agreements');
  const preview = await net.smith.send(
    'POST',
    '/imports/preview',
    { name: 'book.csv', base64: Buffer.from(book()).toString('base64') },
    importPreview,
  );
  await net.smith.send(
    'POST',
    `/imports/${preview.import}/commit`,
    { name: 'Whole book', skipBlocked: true, duplicates: 'add' },
    importResult,
  );
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', acceptDownloads: true });
  page = await context.newPage();
  await openWindow(page, net.smith);
  await signIn(page, 'Priya Nair');
  await page.goto(`${net.smith.origin}/contacts`);
});

test.afterAll(async () => {
  await page?.context().close();
  await net?.close();
});

const grid = () => page.getByRole('grid', { name: 'Contacts' });
const rows = () => grid().getByRole('row');
const said = () => page.locator('h1 ~ [role="status"]');
const openAll = async (): Promise<void> => {
  await page.goto(`${net.smith.origin}/contacts?view=all`);
  await expect(rows().nth(1)).toContainText('Chen-');
};
const chooseField = async (field: string): Promise<void> => {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: field, exact: true }).click();
};

test('only what is in view is in the page, and the whole book is told', async () => {
  await expect(grid()).toHaveAttribute('aria-rowcount', String(COUNT + 1));
  await expect(said()).toHaveText(String(COUNT));
  expect(await rows().count()).toBeLessThan(60);
  await expect(rows().nth(1)).toContainText('Chen-');
  await look(page, 'contact-list');
});

test('chips narrow the list, or let more through, and stand in the address', async () => {
  await chooseField('Suburb');
  const editor = page.getByRole('form', { name: 'Filter by Suburb' });
  await expect(editor.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await editor.getByLabel('Suburb').selectOption({ label: 'is' });
  await editor.getByLabel('Words').fill('epping');
  expect(await violations(page)).toEqual([]);
  await editor.getByRole('button', { name: 'Apply' }).click();
  await expect(said()).toHaveText(`64 of ${COUNT}`);
  await expect(page).toHaveURL(/f=suburb(:|%3A)is(:|%3A)epping/u);
  await page.getByRole('button', { name: 'Add another filter by or' }).click();
  await page.getByRole('menuitem', { name: 'Name', exact: true }).click();
  await page.getByRole('form', { name: 'Filter by Name' }).getByLabel('Words').fill('zoe');
  await page.keyboard.press('Enter');
  await expect(said()).toHaveText(`96 of ${COUNT}`);
  await expect(page.getByRole('group', { name: 'Any of these: or' })).toBeVisible();
  await look(page, 'contact-list-or');
  await page.goBack();
  await expect(said()).toHaveText(`64 of ${COUNT}`);
  await page.getByRole('button', { name: 'Remove filter Suburb' }).click();
  await expect(said()).toHaveText(String(COUNT));
});

test('words are searched while they are typed', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('mull 0491 570 00');
  await expect(page.getByText('Nobody matches “mull 0491 570 00”')).toBeHidden();
  await expect(grid()).toContainText('Müller-');
  await page.getByLabel('Find in contacts').fill('nobody at all');
  await expect(page.getByRole('heading', { name: 'Nobody matches “nobody at all”' })).toBeVisible();
  await page.getByRole('button', { name: `Show all ${COUNT}` }).click();
  await expect(said()).toHaveText(String(COUNT));
});

test('groups tell how many they hold, fold and open', async () => {
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByLabel('Group by').selectOption({ label: 'Suburb' });
  await page.keyboard.press('Escape');
  const first = grid().getByRole('row', { name: /^Epping/u });
  const head = first.getByRole('button', { name: 'Epping' });
  await expect(head).toHaveAttribute('aria-expanded', 'true');
  await expect(first).toContainText('64');
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-expanded', 'false');
  await expect(grid()).toHaveAttribute('aria-rowcount', String(COUNT + 5 - 64 + 1));
  await look(page, 'contact-list-groups');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByLabel('Group by').selectOption({ label: 'Nothing' });
  await page.getByRole('button', { name: 'Move Organisation to the left' }).click();
  await page.getByRole('checkbox', { name: 'Telephone' }).check();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(grid().getByRole('columnheader').nth(1)).toHaveText(/^Organisation/u);
  await expect(grid().getByRole('columnheader', { name: 'Telephone' })).toBeVisible();
});

test('a view is saved, found above the list, changed and removed', async () => {
  await page.getByRole('button', { name: 'Save view' }).click();
  const sheet = page.getByRole('dialog', { name: 'Save this view' });
  await sheet.getByLabel('Name').fill('By firm');
  await sheet.getByRole('button', { name: 'Save' }).click();
  const tab = page.getByRole('group', { name: 'Views' }).getByRole('button', { name: /^By firm/u });
  await expect(tab).toHaveAttribute('aria-pressed', 'true');
  await expect(grid().getByRole('columnheader').nth(1)).toHaveText(/^Organisation/u);
  await page
    .getByRole('group', { name: 'Views' })
    .getByRole('button', { name: /^All contacts/u })
    .click();
  await expect(grid().getByRole('columnheader').nth(1)).toHaveText(/^Name/u);
  await tab.click();
  await page.getByRole('button', { name: 'More about views' }).click();
  await page.getByRole('menuitem', { name: 'Remove the view' }).click();
  await expect(tab).toBeHidden();
});

test('a cell is changed in place by keyboard, goes on with Tab, and is taken back', async () => {
  await openAll();
  await rows().nth(1).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F2');
  const box = page.getByRole('textbox', { name: /^Organisation of/u });
  await expect(box).toBeFocused();
  await box.fill('Chen & Co Provisions');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: /^Suburb of/u })).toBeFocused();
  await page.keyboard.type('Newtown');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(rows().nth(1)).toContainText('Chen & Co Provisions');
  await expect(rows().nth(1)).toContainText('Newtown');
  await page.getByRole('region', { name: 'Last change' }).getByRole('button', { name: 'Undo' }).click();
  await expect(rows().nth(1)).not.toContainText('Newtown');
  await page.keyboard.press('Escape');
});

test('a newer change of somebody else is shown with both values', async () => {
  const list = await net.smith.get(
    '/contacts?limit=1',
    z.object({ rows: z.array(z.object({ id: z.string(), revision: z.int(), name: z.string() })) }),
  );
  const [row] = list.rows;
  await openAll();
  await rows().nth(1).focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'e']) await page.keyboard.press(key);
  const box = page.getByRole('textbox', { name: /^Suburb of/u });
  await box.fill('Mine');
  await net.smith.send(
    'PUT',
    `/contacts/${row?.id ?? ''}/cell`,
    { column: 'suburb', value: 'Theirs', revision: row?.revision },
    z.unknown(),
  );
  await box.press('Enter');
  const both = page.getByRole('table', { name: 'Both values' });
  await expect(both).toContainText('Theirs');
  await expect(both).toContainText('Mine');
  await look(page, 'contact-list-conflict');
  await page.getByRole('button', { name: 'Save mine over theirs' }).click();
  await expect(rows().nth(1)).toContainText('Mine');
});

test('one look beside the list, by Space', async () => {
  await rows().nth(2).focus();
  await page.keyboard.press(' ');
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('link', { name: 'Open' })).toBeVisible();
  await look(page, 'contact-list-peek');
  await panel.getByRole('button', { name: 'Close the look' }).click();
});

test('many are selected by keyboard and mouse, tagged, assigned and taken back', async () => {
  await rows().nth(1).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await expect(bar).toContainText('3 selected');
  await look(page, 'contact-list-bulk');
  await bar.getByRole('button', { name: `Select all ${COUNT} matching` }).click();
  await expect(bar).toContainText(`${COUNT} selected`);
  await bar.getByRole('button', { name: 'Tag', exact: true }).click();
  await page.getByRole('dialog', { name: 'Tag' }).getByLabel('Tag').fill('VIP');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('dialog', { name: 'Tag' }).getByRole('button', { name: 'Tag', exact: true }).click();
  const last = page.getByRole('region', { name: 'Last change' });
  await expect(last).toContainText(`Tagged ${COUNT} contacts VIP`, { timeout: 30_000 });
  await last.getByRole('button', { name: 'Undo' }).click();
  await expect(last).toContainText('Taken back.', { timeout: 30_000 });

  await rows().nth(1).getByRole('checkbox').check();
  await bar.getByRole('button', { name: 'Assign' }).click();
  await page.getByRole('menuitem', { name: 'Priya Nair' }).click();
  await expect(last).toContainText('Assigned 1 contact to Priya Nair');
  await page
    .getByRole('group', { name: 'Views' })
    .getByRole('button', { name: /^My clients/u })
    .click();
  await expect(said()).toHaveText(`1 of ${COUNT}`);
});

test('contacts that a stage does not fit stay and are named', async () => {
  await openAll();
  await rows().nth(1).getByRole('checkbox').check();
  await page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Stage' }).click();
  const sheet = page.getByRole('dialog', { name: 'Put into a stage' });
  await sheet.getByLabel('Stage').selectOption({ label: 'Customer' });
  await sheet.getByLabel('Why').fill('Signed at the fair');
  await sheet.getByRole('button', { name: 'Move' }).click();
  const kept = page.getByRole('dialog', { name: /^Moved 0 contacts/u });
  await expect(kept.getByRole('listitem')).toHaveCount(1);
  await kept.getByRole('button', { name: 'Close' }).last().click();
});

test('the list is taken out as a file, and the desk keeps who did it', async () => {
  await page.goto(`${net.smith.origin}/contacts?view=all&f=suburb:is:Epping`);
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Export' }).click();
  const sheet = page.getByRole('dialog', { name: /^Export 6\d contacts/u });
  await sheet.getByLabel('Cards').check();
  expect(await violations(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await sheet.getByRole('button', { name: 'Export' }).click();
  expect((await download).suggestedFilename()).toMatch(/^contacts-\d{4}-\d{2}-\d{2}\.vcf$/u);
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Export' }).click();
  await page.getByText('Earlier exports').first().click();
  await expect(page.getByRole('table', { name: 'Earlier exports' })).toContainText('Suburb is Epping');
  await look(page, 'contact-list-export');
  await page.keyboard.press('Escape');
});

test('at 200 % zoom everything stays within reach', async () => {
  await page.setViewportSize({ width: 720, height: 450 });
  await page.goto(`${net.smith.origin}/contacts?view=all`);
  await expect(grid()).toBeVisible();
  await look(page, 'contact-list-zoom');
  await page.setViewportSize({ width: 1440, height: 900 });
});
