import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Place } from './scenes.ts';
import { download, plugIn, signIn, signSheet, startAct, tickAll, visit } from './window.ts';

const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Australia/Sydney' });

const rail = (page: Page) => page.getByRole('list', { name: 'Five handshakes' });

const carry = async (from: Page, to: Page, folder: string, practice: RegExp): Promise<void> => {
  await visit(from, '/exchange');
  const path = await download(from, folder, practice);
  await visit(to, '/exchange');
  await to.locator('main input[type="file"]').setInputFiles(path);
  await expect(to.getByRole('table', { name: 'Entries of the file' })).toBeVisible();
};

/** A second referral, made and taken on in two windows. */
export const referral = async ({ story, desk, take }: Place): Promise<void> => {
  const out = await story('referral');
  const page = await desk(join(out, 'smith'), 'Priya Nair');
  const abc = await desk(join(out, 'abc'), 'Helen Marsh');
  await visit(page, '/contacts');
  await page.getByRole('textbox', { name: 'Find in contacts' }).fill('Okonkwo');
  await expect(page.getByRole('grid', { name: 'Contacts' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('grid', { name: 'Contacts' }).getByText('Daniel Okonkwo').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Daniel Okonkwo' })).toBeVisible();
  await page.getByRole('link', { name: 'Make a referral' }).click();
  await expect(page.getByRole('heading', { name: 'For what, and to whom?' })).toBeVisible();
  await page.waitForTimeout(1000);
  await page
    .getByRole('combobox', { name: 'Purpose' })
    .or(page.getByRole('textbox', { name: 'Purpose' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Home loan' }).click();
  await page.getByLabel('In a few words').fill('Home loan for a first home in Harris Park');
  await page.getByRole('radio', { name: /ABC Finance/u }).check();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('radio', { name: /page of their own/u }).check();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel(/Estimated income/u).fill('12000');
  await expect(page.getByRole('region', { name: 'Worked example' })).toContainText('$12,000.00');
  await take(page, 'refer-rule');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('button', { name: /^Sign Intent/u })).toBeEnabled();
  await take(page, 'refer-check');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: /Daniel Okonkwo to ABC Finance/u })).toBeVisible();
  const address = new URL(page.url()).pathname;

  await startAct(page, 'Invite the client');
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /In person/u })
    .check();
  await signSheet(page, 'Invite');
  await startAct(page, 'Open the client’s page');
  await page.getByRole('button', { name: 'Open the client’s page' }).last().click();
  await expect(page.getByRole('heading', { level: 1, name: /^Daniel, may we introduce you/u })).toBeVisible();
  await take(page, 'client');
  await plugIn(page);
  await page.getByRole('checkbox', { name: 'Yes, give them my details' }).check();
  await page.getByRole('checkbox', { name: 'Yes, I know about this referral' }).check();
  await page.getByRole('button', { name: 'Sign the first of two' }).click();
  await expect(page.getByText('You signed this.')).toHaveCount(1);
  await page.getByRole('button', { name: 'Sign what I ticked' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /It is signed/u })).toBeVisible();
  await page.goto(new URL(address, page.url()).href);
  await signIn(page, 'Priya Nair');
  await visit(page, address);
  await startAct(page, 'Pass the details');
  await signSheet(page, 'Pass the details');

  await carry(page, abc, out, /^Make the file for ABC/u);
  await take(page, 'exchange');
  await take(abc, 'exchange-preview');
  await abc.getByRole('button', { name: 'Take it in' }).click();
  await expect(abc.getByText(/taken in/u).first()).toBeVisible();
  await visit(abc, address);
  await expect(rail(abc)).toBeVisible();
  await startAct(abc, 'Confirm receipt');
  await signSheet(abc, 'Confirm receipt');
  await startAct(abc, 'Sign Intake');
  const sheet = abc.getByRole('dialog');
  await sheet.getByLabel('Day of the first contact').fill(today());
  await sheet.getByRole('radio', { name: 'No conflict of interest found' }).check();
  await tickAll(abc);
  await take(abc, 'intake');
  await signSheet(abc, 'Sign Intake');
  await startAct(abc, 'Qualifies');
  await signSheet(abc, 'Qualifies');
  await startAct(abc, 'Sign Settlement');
  await sheet.getByLabel('Gross income, ex GST').fill('11800.00');
  await sheet.getByLabel(/^Net of aggregator/u).fill('9440.00');
  await sheet.getByLabel('Settled on').fill(today());
  await tickAll(abc);
  await take(abc, 'settlement');
  await signSheet(abc, 'Sign Settlement');
  await carry(abc, page, out, /^Make the file for Smith/u);
  await page.getByRole('button', { name: 'Take it in' }).click();
  await expect(page.getByText(/taken in/u).first()).toBeVisible();
  await visit(page, address);
  await startAct(page, 'Agree with the amount');
  await signSheet(page, 'Sign the agreement');
  await startAct(page, 'Invite the client to confirm');
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /In person/u })
    .check();
  await signSheet(page, 'Invite');
  await startAct(page, 'Open the client’s page');
  await page.getByRole('button', { name: 'Open the client’s page' }).last().click();
  await expect(page.getByRole('heading', { level: 1, name: /did it work out/u })).toBeVisible();
  await take(page, 'outcome');
};
