import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startNetwork } from '../demo-network/network-processes.ts';
import type { Place } from './scenes.ts';
import { download, plugIn, startAct, tickAll, visit } from './window.ts';

const PHONE = { width: 390, height: 844 };

/** A server and a witness are taken and named, a practice connects, and a client is asked on a phone of their own. */
export const network = async ({ folder, story, desk, window, take }: Place): Promise<void> => {
  const out = await story('network', 'Intent');
  const programs = join(folder, 'network-programs');
  mkdirSync(programs, { recursive: true });
  const running = await startNetwork(programs);
  try {
    const office = await desk(join(out, 'office'), 'Margaret Doyle');
    await visit(office, '/network');
    await office.getByLabel('Address of the server').fill(running.url);
    await office.getByLabel('Set-up code').fill(running.setupCode);
    await office.getByRole('button', { name: 'Take this server' }).click();
    await office.getByLabel('Witnesses').fill(running.witnessKey);
    await take(office, 'network-office');
    await office.getByRole('button', { name: 'State them and connect' }).click();
    await expect(office.getByText('Connected', { exact: true }).first()).toBeVisible();
    const trust = await download(office, folder, 'Save the trust file for members');

    const page = await desk(join(out, 'smith'), 'Priya Nair');
    await visit(page, '/network');
    await page.locator('main input[type="file"]').setInputFiles(trust);
    await expect(page.getByText('witness.sample.test/one')).toBeVisible();
    await expect(page.getByText(/^Nothing waits$/u).first()).toBeVisible();
    await take(page, 'network');

    await visit(page, '/referrals');
    await page.getByText('Sarah Chen').first().click();
    await expect(page.getByRole('list', { name: 'Five handshakes' })).toBeVisible();
    await startAct(page, 'Invite the client');
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /QR code/u })
      .check();
    await tickAll(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    const link = page.getByRole('dialog').locator('code');
    await expect(link).toBeVisible();
    const phone = await window();
    await phone.setViewportSize(PHONE);
    await phone.goto((await link.textContent()) ?? '');
    await expect(phone.getByRole('heading', { level: 1, name: /^Sarah, may we introduce you/u })).toBeVisible();
    await take(phone, 'phone');
    const chain = await window();
    await chain.goto(`${running.url}/chain`);
    await expect(chain.getByRole('heading', { level: 1 })).toBeVisible();
    await take(chain, 'chain');

    const people = office.getByRole('region', { name: 'People on the server’s office page' });
    await people.getByRole('button', { name: 'Make a link for Margaret Doyle' }).click();
    const invitation = await office.getByRole('dialog').locator('code').textContent();
    const server = await window();
    await plugIn(server, true);
    await server.goto(invitation ?? '');
    await server.getByRole('button', { name: 'Make the passkey' }).click();
    await expect(server.getByRole('region', { name: 'Shared log' })).toBeVisible();
    await take(server, 'office-server');
  } finally {
    await running.close();
  }
};
