import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Place } from './scenes.ts';
import { changePerson, plugIn, signSheet, visit } from './window.ts';

const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Australia/Sydney' });

const enrol = async (page: Page): Promise<void> => {
  await visit(page, '/people');
  await page.getByRole('button', { name: 'Enrol a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('A phone by QR code, or a security key').check();
  await dialog.getByLabel('Name of the passkey').fill('Blue security key');
  await dialog.getByRole('button', { name: 'Enrol' }).click();
  await expect(dialog).toBeHidden();
};

/** One payout from what is payable to the bank line that settles it. */
export const money = async ({ story, desk, take }: Place): Promise<void> => {
  const out = await story('money', 'The client confirms the outcome');
  const page = await desk(join(out, 'abc'), 'Daniel Rossi');
  await plugIn(page);
  await enrol(page);
  await changePerson(page, 'Daniel Rossi', 'Grace Okafor');
  await visit(page, '/payouts');
  await take(page, 'payouts');
  await page
    .getByRole('button', { name: /^Prepare/u })
    .first()
    .click();
  await page.getByLabel('Processing date').fill(today());
  await page.waitForTimeout(800);
  await page.getByRole('dialog').getByRole('button', { name: 'Prepare the batch' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Leaves the account' })).toBeVisible();
  const batch = new URL(page.url()).pathname;
  await changePerson(page, 'Grace Okafor', 'Daniel Rossi');
  await visit(page, batch);
  await take(page, 'batch');
  await page.getByRole('button', { name: 'Approve with your passkey' }).click();
  await page.waitForTimeout(1000);
  await take(page, 'approve');
  await signSheet(page, 'Approve');
  await changePerson(page, 'Daniel Rossi', 'Grace Okafor');
  await visit(page, batch);
  await page.getByRole('button', { name: 'Release the batch' }).click();
  await signSheet(page, 'Release');
  await expect(page.getByRole('button', { name: 'Export ABA' })).toBeEnabled();
  await page.getByRole('button', { name: 'Preview ABA file' }).click();
  await expect(page.getByLabel('Lines of the ABA file')).toBeVisible();
  await take(page, 'aba');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export ABA' }).click();
  const label = await page.getByRole('heading', { level: 1 }).innerText();
  const leaves = (await page.getByRole('region', { name: 'Leaves the account' }).locator('p').first().innerText()).replaceAll(
    /[^0-9.]/gu,
    '',
  );
  await visit(page, '/statement');
  const [year, month, day] = today().split('-');
  const csv = [
    'Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial',
    `032000123456,${day}/${month}/${year},WITHDRAWAL DIRECT ENTRY ${label},${leaves},,50000.00,PAYMENT,`,
    '',
  ].join('\r\n');
  await page.locator('main input[type="file"]').setInputFiles({ name: 'statement.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(page.getByText('Settled by this statement')).toBeVisible();
  await take(page, 'statement');
  await visit(page, batch);
};
