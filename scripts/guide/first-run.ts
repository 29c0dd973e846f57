import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Place } from './scenes.ts';

const PIN = '246810';
const PASSPHRASE = 'correct horse battery';

/** The first run of a new practice: its facts, and the recovery key. */
export const firstRun = async ({ folder, desk, take }: Place): Promise<void> => {
  const page = await desk(join(folder, 'new'));
  await expect(page.getByRole('heading', { name: 'Your practice', level: 1 })).toBeVisible();
  await page.getByLabel('Legal name').fill('Smith & Partners Accounting');
  await page.getByLabel('ABN', { exact: true }).fill('47 555 222 000');
  await page.getByRole('radio', { name: 'Yes' }).check();
  await page.getByLabel('Registered since').fill('2015-07-01');
  await page.getByLabel('Accountants and tax agents', { exact: true }).check();
  await take(page, 'first-run');
  await page.getByRole('button', { name: 'Next: you' }).click();
  await page.getByLabel('Your name').fill('Priya Nair');
  await page.getByRole('textbox', { name: 'PIN', exact: true }).fill(PIN);
  await page.getByRole('textbox', { name: 'PIN again' }).fill(PIN);
  const passphrase = page.getByRole('textbox', { name: 'Passphrase of the key file' });
  if (await passphrase.isVisible()) {
    await passphrase.fill(PASSPHRASE);
    await page.getByRole('textbox', { name: 'Passphrase again' }).fill(PASSPHRASE);
  }
  await page.getByRole('button', { name: 'Next: make the keys' }).click();
  await expect(page.getByRole('heading', { name: 'Write down your recovery key' })).toBeVisible();
  await take(page, 'recovery-key');
};
