import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import type { Place } from './scenes.ts';
import { visit } from './window.ts';

const named = (folder: string, part: string): string => {
  const name = readdirSync(folder).find((one) => one.includes(part));
  if (name === undefined) throw new Error(`${folder} holds no file named like ${part}`);
  return join(folder, name);
};

const pdfPage = (pdf: string, target: string): void =>
  void execFileSync('pdftoppm', ['-png', '-singlefile', '-f', '1', '-l', '1', '-r', '84', pdf, target]);

/** Papers of the story, and the pack in the window and on its own page. */
export const papers = async ({ story, desk, window, take, target }: Place): Promise<void> => {
  const out = await story('papers');
  const pack = join(out, 'pack');
  const zip = named(pack, '.zip');
  const opened = zip.slice(0, -'.zip'.length);
  pdfPage(named(join(out, 'documents'), 'RCTI'), join(target, 'invoice'));
  pdfPage(named(opened, '.pdf'), join(target, 'pack-page'));
  const trust = join(out, 'network.flip360-trust');
  const verifier = await window();
  await verifier.goto(pathToFileURL(join(opened, 'verify.html')).href);
  await verifier.locator('input[type="file"]').first().setInputFiles([zip, trust]);
  await verifier.waitForTimeout(4000);
  await take(verifier, 'verify-page');
  await verifier.context().close();
  const smith = await desk(join(out, 'smith'), 'Priya Nair');
  await visit(smith, '/packs');
  await smith.locator('input[type="file"]').first().setInputFiles([zip, trust]);
  await expect(smith.getByText(/intact/iu).first()).toBeVisible();
  await take(smith, 'packs');
};
