import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { goldenDocuments } from '../../../test/fixtures/documents/golden-documents.ts';
import { readPdf } from '../../../test/fixtures/documents/read-pdf.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../test/fixtures/documents/print-hashes.ts', import.meta.url));
const patient = 120_000;

describe('every printed document', () => {
  it(
    'has the same bytes again, in another process and in another zone and language',
    async () => {
      const here: string[] = [];
      for (const [name, render] of Object.entries(goldenDocuments)) {
        const [first, second] = [await render(), await render()];
        expect(Buffer.compare(first, second), name).toBe(0);
        here.push(`${createHash('sha256').update(first).digest('hex')}  ${name}`);
      }
      const environment = { ...process.env, TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8' };
      const { stdout } = await run(process.execPath, ['--no-warnings', script], { env: environment });
      expect(stdout.trim().split('\n')).toEqual(here);
    },
    patient,
  );

  it.each(Object.entries(goldenDocuments))(
    '%s is a sound, tagged A4 file with all fonts embedded and pages numbered',
    async (_name, render) => {
      const pdf = await readPdf(await render());
      expect(pdf.check).toContain('No syntax or stream encoding errors found');
      expect(pdf.info).toMatchObject({
        Tagged: 'yes',
        'PDF version': '1.7',
        'Page size': '595.28 x 841.89 pts (A4)',
        Producer: 'Flip 360 Desk',
        JavaScript: 'no',
      });
      expect(pdf.info['CreationDate']).toContain('2026');
      expect(pdf.info['ModDate']).toBeUndefined();
      expect(pdf.fonts.length).toBeGreaterThanOrEqual(4);
      for (const font of pdf.fonts) expect(font).toMatch(/Identity-H +yes yes yes/);
      expect(pdf.structure).toMatch(/^\s*H1/m);
      expect(pdf.structure).toMatch(/^\s*H2/m);
      expect(pdf.structure).toMatch(/^\s*Table/m);
      expect(pdf.structure).toMatch(/^\s*TH/m);
      expect(pdf.pages).toHaveLength(Number(pdf.info['Pages']));
      pdf.pages.forEach((text, index) => {
        expect(text).toContain(`Page ${index + 1} of ${pdf.pages.length}`);
        expect(text).toMatch(/Fingerprint [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}/);
        expect(text).not.toMatch(/undefined|NaN|\[object|Unknown/);
      });
    },
    patient,
  );
});
