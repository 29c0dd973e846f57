import { expect, it } from 'vitest';
import { goldenAt } from '../../../test/fixtures/documents/golden-documents.ts';
import { goldenPack } from '../../../test/fixtures/documents/golden-pack.ts';
import { printPdf } from './print.ts';
import { type PrintJob, renderPdf } from './renderers.ts';

const job: PrintJob = { kind: 'evidence-pack', document: goldenPack, at: goldenAt };

it('prints the same bytes in its thread as in this one', async () => {
  const [first, second] = await Promise.all([printPdf(job), printPdf(job)]);
  const here = await renderPdf(job);
  expect(Buffer.from(first).equals(here)).toBe(true);
  expect(Buffer.from(second).equals(here)).toBe(true);
});

it('says what failed and prints on', async () => {
  await expect(printPdf({ ...job, at: 'yesterday' })).rejects.toThrow('not an instant');
  expect((await printPdf(job)).length).toBeGreaterThan(10_000);
});
