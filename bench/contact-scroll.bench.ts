import { chromium } from '@playwright/test';
import { PIN } from '../core/desk/open-desk.fixture.ts';
import type { ContactDesk } from './contact-desk.ts';
import { contactIds } from './contact-fill.ts';
import { type Figure, round } from './measure.ts';

const STEPS = 200;
const WARM = 40;

/** Runs in the window: the list scrolls in its grid, or in the nearest box around it that is taller inside than outside. */
const scrolling = (share: number): string => `(() => {
  let box = document.querySelector('[role="grid"][aria-label="Contacts"]');
  while (box !== null && box.scrollHeight <= box.clientHeight + 10) box = box.parentElement;
  if (box !== null) box.scrollTop = (box.scrollHeight - box.clientHeight) * ${String(share)};
})()`;

/** Heap of the window after every step of a scroll from the first row to the last, and what opening a contact asks of the desk. */
export const contactScrollBench = async (bench: ContactDesk): Promise<readonly Figure[]> => {
  const served = await bench.serve();
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(served.launchLink());
    await page.getByRole('group', { name: 'People of this desk' }).getByRole('button', { name: bench.person.name }).click();
    await page.getByLabel(`PIN of ${bench.person.name}`).fill(PIN);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Pages of the desk' }).waitFor();
    await page.goto(`${served.origin}/contacts?view=all`);
    const grid = page.getByRole('grid', { name: 'Contacts' });
    await grid.getByRole('row').nth(3).waitFor();
    const cdp = await context.newCDPSession(page);
    await cdp.send('HeapProfiler.enable');
    const heap = async (): Promise<number> => {
      await cdp.send('HeapProfiler.collectGarbage');
      return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1_048_576;
    };
    const scrollTo = async (share: number): Promise<void> => {
      await page.evaluate(scrolling(share));
      await page.waitForTimeout(60);
    };
    // The program is compiled while it scrolls for the first time: that is no growth of the list.
    for (let step = 0; step <= WARM; step += 1) await scrollTo(step / WARM / 10);
    await scrollTo(0);
    await page.waitForTimeout(1000);
    const before = await heap();
    const series: number[] = [];
    for (let step = 1; step <= STEPS; step += 1) {
      await scrollTo(step / STEPS);
      if (step % 20 === 0) series.push(await heap());
    }
    await page.waitForTimeout(1000);
    const last = await grid.getByRole('row').last().getAttribute('aria-rowindex');
    const end = await heap();
    const asked: string[] = [];
    page.on('request', (one) => {
      const { pathname } = new URL(one.url());
      if (pathname.startsWith('/api/')) asked.push(`${one.method()} ${pathname.replaceAll(/[0-9a-f-]{36}/gu, ':id')}`);
    });
    await page.goto(`${served.origin}/contacts/${contactIds(bench)[7] ?? ''}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForTimeout(1500);
    const ofContact = asked.filter((path) => path === 'GET /api/contacts/:id').length;
    return [
      {
        name: 'heap of the window after the whole scroll of the list, against before',
        value: round((end / before - 1) * 100, 1),
        unit: '%',
        limit: 10,
        detail: `${String(round(before, 1))} MB at the first row, on the way ${series.map((mb) => String(round(mb, 1))).join(', ')} MB, ${String(round(end, 1))} MB at the last (line ${last ?? 'not told'}); ${String(STEPS)} steps, garbage collected before each reading`,
      },
      {
        name: 'requests for everything on the page of a contact',
        value: ofContact,
        unit: '',
        limit: 1,
        detail: `asked for in all: ${asked.join(', ')}`,
      },
    ];
  } finally {
    await browser.close();
    await served.close();
  }
};
