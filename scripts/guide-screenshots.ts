import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { playDemo, startDesk } from './guide/desks.ts';
import { newWindow, picture, signIn } from './guide/window.ts';
import { scenes, type Place } from './guide/scenes.ts';

// Makes the pictures of docs/guide again: node scripts/guide-screenshots.ts [SCENE…]. Needs a built window, Chromium and pdftoppm.
const asked = process.argv.slice(2);
const target = join(import.meta.dirname, '..', 'docs', 'guide');
mkdirSync(target, { recursive: true });
const kept = process.env['FLIP360_GUIDE_STORY'];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'flip360-guide-'));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
});

const open = new Set<() => Promise<void>>();

const closeAll = async (): Promise<void> => {
  for (const close of open) await close();
  open.clear();
};

const place: Place = {
  folder,
  take: (page: Page, name: string) => picture(page, join(target, `${name}.png`)),
  target,
  window: () => newWindow(browser),
  story: async (name, until) => {
    const played = join(folder, until === undefined ? 'story' : `story until ${until}`);
    if (!existsSync(played)) await playDemo(played, until);
    const out = join(folder, name);
    rmSync(out, { recursive: true, force: true });
    cpSync(played, out, { recursive: true, filter: (path) => basename(path) !== 'loopback.json' });
    return out;
  },
  desk: async (data, person) => {
    const desk = await startDesk(data);
    open.add(desk.close);
    const page = await newWindow(browser);
    await page.goto(desk.link);
    if (person !== undefined) await signIn(page, person);
    return page;
  },
};

try {
  for (const [name, play] of Object.entries(scenes)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    try {
      await play(place);
      console.log(`${name}: taken`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await closeAll();
    }
  }
} finally {
  await browser.close();
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
