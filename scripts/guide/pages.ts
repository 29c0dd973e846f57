import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Place } from './scenes.ts';
import { visit } from './window.ts';

const FAULTY = [
  'Client Name,ABN,Email,Mobile,Suburb',
  '"Papas, Olivia",,olivia.papas@example.com,0491 570 313,Kogarah',
  ',,,0491 570 737,Nowhere',
  'Hartley Design Pty Ltd,51 824 753 557,amelia@example.com,,Leichhardt',
].join('\n');

/** Pages of a desk at the end of the story, and of the office. */
export const pages = async ({ story, desk, take }: Place): Promise<void> => {
  const out = await story('pages');
  const page = await desk(join(out, 'smith'), 'Priya Nair');
  await visit(page, '/');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await take(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await visit(page, '/contacts/import');
  await page.locator('input[type="file"]').setInputFiles({ name: 'clients.csv', mimeType: 'text/csv', buffer: Buffer.from(FAULTY) });
  await expect(page.getByRole('grid', { name: 'Rows of clients.csv' })).toBeVisible();
  await take(page, 'import');
  await visit(page, '/referrals');
  await page.getByRole('button', { name: /^All/u }).click();
  await page.getByRole('grid', { name: 'Referrals' }).getByText('Sarah Chen').click();
  await expect(page.getByRole('list', { name: 'Five handshakes' })).toBeVisible();
  await page.getByRole('button', { name: /^Verified/u }).click();
  await take(page, 'referral');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'referral-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await visit(page, '/people');
  await take(page, 'people');
  await visit(page, '/backups');
  await page.getByRole('button', { name: 'Make a backup' }).click();
  await expect(page.getByText('The backup is made, opened and checked.')).toBeVisible();
  await take(page, 'backups');
  await visit(page, '/ledger');
  await page.getByRole('button', { name: 'Check the whole chain' }).click();
  await page.waitForTimeout(3000);
  await take(page, 'ledger');
  const office = await desk(join(out, 'office'), 'Margaret Doyle');
  await visit(office, '/office');
  await take(office, 'office');
};
