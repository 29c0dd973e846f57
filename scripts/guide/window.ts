import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import { SAMPLE_PIN } from '../../core/cli/demo/cast.ts';
import { smallPng } from './small-png.ts';

/** A new window of 1440 × 900 CSS pixels in the practice's time zone. */
export const newWindow = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    colorScheme: 'light',
    locale: 'en-AU',
    timezoneId: 'Australia/Sydney',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
};

/** Signs a person in by name and PIN. */
export const signIn = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('group', { name: 'People of this desk' }).getByRole('button', { name }).click();
  await page.getByLabel(`PIN of ${name}`).fill(SAMPLE_PIN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages of the desk' })).toBeVisible();
};

/** Signs out and somebody else in. */
export const changePerson = async (page: Page, from: string, to: string): Promise<void> => {
  await page
    .getByRole('banner')
    .getByRole('button', { name: new RegExp(from, 'u') })
    .click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(page, to);
};

/** Gives the window a security key that answers by itself; a simulated one. `discoverable`: it finds its passkeys without a name. */
export const plugIn = async (page: Page, discoverable = false): Promise<void> => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: discoverable,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
};

/** Opens a page of the desk by its address. */
export const visit = async (page: Page, path: string): Promise<void> => {
  await page.goto(new URL(path, page.url()).href);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

/** Starts an act of a referral from its waiting line, or from the menu of further acts. */
export const startAct = async (page: Page, label: string): Promise<void> => {
  const direct = page.getByRole('button', { name: label, exact: true });
  await expect(direct.or(page.getByRole('button', { name: 'More acts' })).first()).toBeVisible();
  if (await direct.isVisible()) return direct.click();
  await page.getByRole('button', { name: 'More acts' }).click();
  await page.getByRole('menuitem', { name: label, exact: true }).click();
};

/** Ticks what the open sheet asks to be ticked. */
export const tickAll = async (page: Page): Promise<void> => {
  const button = page.getByRole('dialog').getByRole('group').getByRole('checkbox');
  await page.waitForTimeout(600);
  for (const tick of await button.all()) await tick.check();
};

/** Ticks and signs the open sheet. */
export const signSheet = async (page: Page, verb: string): Promise<void> => {
  await tickAll(page);
  await page.getByRole('dialog').getByRole('button', { name: verb }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
};

/** Saves what a button downloads; answers its path. */
export const download = async (page: Page, folder: string, button: string | RegExp): Promise<string> => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).first().click()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
};

/** Takes the picture once the page has come to rest. */
export const picture = async (page: Page, path: string): Promise<void> => {
  await page.mouse.move(720, 898);
  await page.waitForTimeout(900);
  writeFileSync(path, smallPng(await page.screenshot()));
};
