import { expect, test, type Page } from '@playwright/test';
import { build } from 'vite';
import { violations } from './fixtures/window.ts';
import { sampleStatus } from './parts.frame.ts';
import { serveParts, type PartsServer } from './parts.server.ts';

let server: PartsServer;

test.beforeAll(async () => {
  await build({
    configFile: new URL('../renderer/vite.config.ts', import.meta.url).pathname,
    mode: 'parts',
    logLevel: 'error',
  });
  server = await serveParts();
});

test.afterAll(() => server.close());

/** Opens a page of the window with a desk that answers for its frame only; collects everything the console says. */
const open = async (page: Page, path: string): Promise<readonly string[]> => {
  const said: string[] = [];
  page.on('console', (message) => {
    // The browser notes every answer of 400 and above by itself: no desk stands behind these pages, and they say so in words.
    if (message.type() !== 'debug' && !message.text().startsWith('Failed to load resource'))
      said.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
  await page.route('**/api/status', (route) => route.fulfill({ json: sampleStatus }));
  await page.goto(`${server.origin}${path}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return said;
};

const addresses = [
  '/contacts',
  '/contacts/import',
  '/contacts/c1',
  '/referrals',
  '/referrals/new',
  '/referrals/REF-2026-0231',
  '/exchange',
  '/payouts',
  '/payouts/PB-2026-10',
  '/statement',
  '/ledger',
  `/ledger/${'ab'.repeat(32)}`,
  '/backups',
  '/people',
  '/office',
  '/packs',
  '/first-run',
  '/sign-in',
  '/sign/s1',
  '/nowhere',
] as const;

for (const scheme of ['light', 'dark'] as const) {
  test.describe(`${scheme} scheme`, () => {
    test.use({ colorScheme: scheme, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });

    test('all parts are accessible and the policy is never broken', async ({ page }) => {
      const said = await open(page, '/parts');
      await page.waitForTimeout(300);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign Intake' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(said).toEqual([]);
    });

    test('the frame, the palette and the shortcut sheet are accessible', async ({ page }) => {
      const said = await open(page, '/');
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(said).toEqual([]);
    });

    test('every address is accessible', async ({ page }) => {
      test.setTimeout(90_000);
      const said = await open(page, '/');
      for (const path of addresses) {
        await page.goto(`${server.origin}${path}`);
        // The sign-in goes on by itself to where somebody who is signed in wanted to go.
        if (path === '/sign-in') await expect(page).toHaveURL(`${server.origin}/`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
      }
      expect(said).toEqual([]);
    });
  });
}

test.describe('at 200 % zoom of a 1440 px window', () => {
  test.use({ viewport: { width: 720, height: 450 }, reducedMotion: 'reduce' });

  test('nothing is cut off, panels are drawers, names of pages stay', async ({ page }) => {
    const said = await open(page, '/parts');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
    await page.getByRole('button', { name: 'Details' }).click();
    await expect(page.getByRole('dialog', { name: 'Details' })).toContainText('Enter opens a row.');
    expect(said).toEqual([]);
    await page.goto(`${server.origin}/`);
    await expect(page.getByRole('link', { name: /^Contacts/u })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
});

test.describe('keyboard', () => {
  test.use({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });

  test('g and a letter goes to a page, unless single keys are off or somebody types', async ({ page }) => {
    await open(page, '/');
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect(page.getByRole('heading', { level: 1, name: 'Contacts' })).toBeVisible();
    await page.keyboard.press('?');
    await page.getByRole('switch', { name: 'Single-key shortcuts' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await expect(page.getByRole('heading', { level: 1, name: 'Contacts' })).toBeVisible();
  });

  test('the palette finds a page and opens it', async ({ page }) => {
    await open(page, '/');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search, jump, or paste any id').fill('back');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Backups' })).toBeVisible();
  });

  test('the skip link leads to the page', async ({ page }) => {
    await open(page, '/contacts');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#content')).toBeFocused();
  });

  test('a list of 20,000 rows is walked, selected and opened by keys', async ({ page }) => {
    await open(page, '/parts');
    const grid = page.getByRole('grid', { name: 'Contacts' });
    await expect(grid).toHaveAttribute('aria-rowcount', '20001');
    await page.getByRole('button', { name: 'Clear the selection' }).click();
    await grid.locator('[role="row"][aria-rowindex="2"]').focus();
    for (const key of ['j', 'j', 'k', 'x']) await page.keyboard.press(key);
    await expect(grid.locator('[role="row"][aria-rowindex="3"]')).toBeFocused();
    await expect(grid.locator('[role="row"][aria-rowindex="3"]')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText('2 selected')).toBeVisible();
    await page.keyboard.press('End');
    await expect(grid.locator('[role="row"][aria-rowindex="20001"]')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Opened /u)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('2 selected')).toBeHidden();
    await grid.getByRole('button', { name: 'Name' }).click();
    await expect(grid.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  });

  test('a day is typed as people write it, moved by keys, and chosen from a month without the mouse', async ({ page }) => {
    await open(page, '/parts');
    const field = page.getByRole('textbox', { name: 'Settled on' });
    await expect(field).toHaveValue('6 Oct 2026');
    for (const [typed, said] of [
      ['6/10/26', 'The year needs its four digits'],
      ['31/9/2026', 'There is no such day'],
      ['soon', 'Not a day'],
      ['16 oct 2026', 'After 15 Oct 2026'],
    ] as const) {
      await field.fill(typed);
      await field.blur();
      await expect(page.getByText(said)).toBeVisible();
    }
    await field.fill('1/10/2026');
    await field.blur();
    await expect(field).toHaveValue('1 Oct 2026');
    await field.press('ArrowDown');
    await expect(field).toHaveValue('30 Sep 2026');
    await field.press('Alt+ArrowDown');
    const calendar = page.getByRole('dialog', { name: 'Calendar' });
    await expect(calendar.getByRole('button', { name: 'Wed 30 Sep 2026' })).toBeFocused();
    await page.keyboard.press('PageDown');
    await expect(calendar.getByRole('table', { name: 'October 2026' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(calendar).toBeVisible();
    for (const key of ['Escape', 'Alt+ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await expect(calendar).toBeHidden();
    await expect(field).toHaveValue('1 Oct 2026');
  });

  test('a sheet signs only with every tick, by Ctrl Enter, and keeps a refusal in sight', async ({ page }) => {
    await open(page, '/parts');
    await page.getByRole('button', { name: 'Sign Intake' }).click();
    const sheet = page.getByRole('dialog', { name: /Sign Intake/u });
    const act = sheet.getByRole('button', { name: /Sign Intake/u });
    await expect(act).toBeDisabled();
    await expect(sheet.getByText('Cannot be undone. Three ticks are missing.')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(sheet.getByRole('alert')).toBeHidden();
    for (const tick of await sheet.getByRole('checkbox').all()) await tick.check();
    await expect(act).toBeEnabled();
    await page.keyboard.press('Control+Enter');
    await expect(sheet.getByRole('alert')).toContainText('Nothing was signed.');
  });
});

test('markup from a string is refused by the page’s policy', async ({ page }) => {
  await open(page, '/parts');
  const outcome = await page.evaluate(() => {
    const place = document.createElement('div');
    try {
      place.innerHTML = '<img src=x>';
      return 'written';
    } catch (error) {
      return error instanceof Error ? error.name : 'thrown';
    }
  });
  expect(outcome).toBe('TypeError');
});

test('the production build holds no page of parts', async ({ page }) => {
  const built = await build({
    configFile: new URL('../renderer/vite.config.ts', import.meta.url).pathname,
    mode: 'production',
    logLevel: 'error',
    build: { write: false },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const names = outputs.flatMap((one) => ('output' in one ? one.output.map((file) => file.fileName) : []));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => name.includes('Parts'))).toEqual([]);
  await page.goto('about:blank');
});
