import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { nodePrimitives } from '../core/adapters/crypto/node-primitives.ts';
import { verifyPack } from '../core/protocol/pack/verify.ts';
import { buildVerifyPage } from '../scripts/build-verify-page.ts';
import { look } from './fixtures/look.ts';
import { mutantsOf } from './fixtures/mutants.ts';

declare global {
  // Set by the page itself (renderer/verify-page/main.ts).
  interface Window {
    flip360Verify: (bytes: Uint8Array, trustText: string | null) => unknown;
  }
}

// The single-file verifier as a stranger has it: opened from disk, no server, no network, packs dropped on it.
const root = join(import.meta.dirname, '..');
const vectorsFolder = join(root, 'docs', 'vectors');
const pageFile = join(root, 'build', 'verify', 'verify.html');

const vectors = z
  .array(
    z.object({
      name: z.string(),
      file: z.string(),
      trust: z.string().nullable(),
      expect: z.object({
        intact: z.string(),
        recognised: z.string(),
        complete: z.string(),
        failure: z.string().nullable(),
      }),
    }),
  )
  .parse(JSON.parse(readFileSync(join(vectorsFolder, 'packs.json'), 'utf8')));

type Verdicts = {
  readonly intact: string;
  readonly recognised: string;
  readonly complete: string;
  readonly failure: string | null;
};

const WORDS: Readonly<Record<string, string>> = {
  'Record intact': 'intact',
  'Record not intact': 'broken',
  'Signers recognised': 'recognised',
  'Signers not recognised': 'not-recognised',
  'Self-consistent only': 'self-consistent',
  'Signers not judged': 'not-judged',
  'Chain complete': 'complete',
  'Chain not judged': 'not-judged',
};

const meaning = (word: string): string => WORDS[word] ?? (word.startsWith('Interim') ? 'interim' : word);

/** A whole pack with every kind of record in it. */
const withPasskeys = (): (typeof vectors)[number] & { readonly trust: string } => {
  const vector = vectors.find(({ name }) => name === 'complete with passkeys');
  if (vector === undefined || vector.trust === null) throw new Error('the vector is gone');
  return { ...vector, trust: vector.trust };
};

let folder = '';

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-e2e-verify-'));
  await buildVerifyPage();
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = async (page: Page): Promise<readonly string[]> => {
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('blob:')) said.push(`asked the network: ${request.url()}`);
  });
  await page.goto(pathToFileURL(pageFile).href);
  return said;
};

/** Drops files from disk as a person does, through the browser's own input. */
const drop = async (page: Page, files: readonly string[]): Promise<void> => {
  const box = await page.locator('#drop').boundingBox();
  if (box === null) throw new Error('the page has no place to drop');
  const cdp = await page.context().newCDPSession(page);
  const at = {
    x: Math.round(box.x + 60),
    y: Math.round(box.y + 20),
    data: { items: [], files: [...files], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await cdp.send('Input.dispatchDragEvent', { type, ...at });
  await cdp.detach();
};

const checked = (page: Page, count: number): Promise<void> =>
  expect(page.locator('#said')).toHaveText(`${count.toLocaleString('en-AU')} ${count === 1 ? 'pack is' : 'packs are'} checked.`, {
    timeout: 50_000,
  });

/** What the page says of each pack, by the name of its file. */
const shown = async (page: Page): Promise<ReadonlyMap<string, Verdicts>> => {
  const rows = await page.locator('article').evaluateAll((articles) =>
    articles.map((article) => ({
      name: article.querySelector('h2')?.textContent ?? '',
      words: [...article.querySelectorAll('.verdicts strong')].map((word) => word.textContent),
      failure: article.querySelector('.checks > .failed code')?.textContent ?? null,
    })),
  );
  return new Map(
    rows.map(({ name, words: [intact = '', recognised = '', complete = ''], failure }) => [
      name,
      { intact: meaning(intact), recognised: meaning(recognised), complete: meaning(complete), failure },
    ]),
  );
};

const trustFileOf = (text: string, name: string): string => {
  const path = join(folder, `${name}.flip360-trust`);
  writeFileSync(path, text);
  return path;
};

test('every vector, dropped on the page, gets the verdict of the protocol', async ({ page }) => {
  test.setTimeout(120_000);
  const groups = Map.groupBy(vectors, ({ trust }) => trust);
  let all = 0;
  for (const [trust, group] of groups) {
    const said = await open(page);
    await drop(page, [
      ...(trust === null ? [] : [trustFileOf(trust, `trust-${String(all)}`)]),
      ...group.map(({ file }) => join(vectorsFolder, file)),
    ]);
    await checked(page, group.length);
    const found = await shown(page);
    for (const { name, file, expect: expected } of group) expect({ name, ...found.get(basename(file)) }).toEqual({ name, ...expected });
    expect(said).toEqual([]);
    all += group.length;
  }
  expect(all).toBe(vectors.length);
  expect(vectors.length).toBeGreaterThan(100);
});

test('one mutant of each kind of bytes, dropped, is not intact and fails by the same name as in the product', async ({ page }) => {
  const vector = withPasskeys();
  const { trust } = vector;
  const mutants = mutantsOf(new Uint8Array(readFileSync(join(vectorsFolder, vector.file))));
  const paths = mutants.map(({ zip }, index) => {
    const path = join(folder, `mutant-${String(index)}.zip`);
    writeFileSync(path, zip);
    return path;
  });
  const said = await open(page);
  await drop(page, [trustFileOf(trust, 'trust'), join(vectorsFolder, vector.file), ...paths]);
  await checked(page, mutants.length + 1);
  const found = await shown(page);
  expect(found.get(basename(vector.file))).toMatchObject({ intact: 'intact', recognised: 'recognised' });
  const primitives = nodePrimitives();
  for (const [index, { name, zip }] of mutants.entries()) {
    const report = verifyPack(zip, trust, primitives);
    const product = {
      intact: report.intact.verdict,
      recognised: report.recognised.verdict,
      complete: report.complete.verdict,
      failure: report.failure,
    };
    expect({ name, ...found.get(`mutant-${String(index)}.zip`) }).toEqual({ name, ...product });
    expect({ name, intact: product.intact }).toEqual({ name, intact: 'broken' });
    // The page's own function says what its screen says.
    const own = await page.evaluate(
      ([bytes, text]) => {
        const answer = window.flip360Verify(
          Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)),
          text,
        );
        return JSON.stringify(answer);
      },
      [Buffer.from(zip).toString('base64'), trust] as const,
    );
    expect({
      name,
      ...z
        .object({
          intact: z.string(),
          recognised: z.string(),
          complete: z.string(),
          failure: z.string().nullable(),
        })
        .parse(JSON.parse(own)),
    }).toEqual({ name, ...product });
  }
  expect(said).toEqual([]);
});

test('nothing of a broken pack is read as fact; what changed is named; the table is exported without formulas', async ({ page }) => {
  const vector = withPasskeys();
  const original = new Uint8Array(readFileSync(join(vectorsFolder, vector.file)));
  const forged = mutantsOf(original).find(({ name }) => name === 'pack.json');
  if (forged === undefined) throw new Error('no mutant');
  const path = join(folder, '=copy from e-mail.zip');
  writeFileSync(path, forged.zip);
  const said = await open(page);
  await expect(page.getByText('No trust file:')).toBeVisible();
  await look(page, 'verify-empty');
  await drop(page, [path]);
  await checked(page, 1);
  const article = page.locator('article');
  await expect(article).toContainText('Do not rely on this pack.');
  await expect(article).toContainText('First failure, in words.');
  await expect(article.getByText('Smith & Partners')).toHaveCount(0);
  await article.getByText(/^Show what changed: 1 of/u).click();
  await expect(article.getByText('pack.json is not the file that was listed.')).toBeVisible();
  await drop(page, [join(vectorsFolder, vector.file)]);
  await checked(page, 2);
  await expect(page.getByText('Self-consistent only', { exact: true })).toBeVisible();
  await look(page, 'verify-two');
  await drop(page, [trustFileOf(vector.trust, 'network')]);
  await expect(page.locator('#trust-state')).toContainText('a test network');
  await expect(page.getByText('Signers recognised', { exact: true })).toBeVisible();
  await page.getByText('Arithmetic', { exact: true }).click();
  await look(page, 'verify-recognised');
  await page.setViewportSize({ width: 720, height: 450 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
  await look(page, 'verify-narrow');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export results' }).click()]);
  const csv = readFileSync(await download.path(), 'utf8');
  expect(csv).toContain('"\'=copy from e-mail.zip"');
  expect(csv).toContain('manifest.hash');
  expect(said).toEqual([]);
});

test('the page runs its own script alone and can reach nobody', async ({ page }) => {
  await open(page);
  const refused = await page.evaluate(async () => {
    const inline = document.createElement('script');
    inline.textContent = 'window.name = "ran"';
    document.body.append(inline);
    const fetched = await fetch('https://example.com/').then(
      () => 'reached',
      () => 'refused',
    );
    return { ran: window.name, fetched };
  });
  expect(refused).toEqual({ ran: '', fetched: 'refused' });
  expect(await page.evaluate(() => typeof window.flip360Verify)).toBe('function');
  const html = readFileSync(pageFile, 'utf8');
  // A space more between the tags would close the page to its own script: nothing would open in it, ever.
  for (const tag of ['script', 'style']) {
    const inside = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'u').exec(html)?.[1] ?? '';
    expect(html).toContain(`${tag}-src 'sha256-${createHash('sha256').update(inside).digest('base64')}'`);
  }
  expect(html).not.toMatch(/__[A-Z_]+__/u);
  expect(html.match(/<script/gu)).toHaveLength(1);
});
