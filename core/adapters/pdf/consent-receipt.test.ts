import { describe, expect, it } from 'vitest';
import { goldenAt } from '../../../test/fixtures/documents/golden-documents.ts';
import { amendedReceipt, goldenReceipt, withdrawnReceipt } from '../../../test/fixtures/documents/golden-receipt.ts';
import { readPdf } from '../../../test/fixtures/documents/read-pdf.ts';
import { renderConsentReceipt } from './consent-receipt.ts';
import { known } from './facts.ts';

const patient = 120_000;

describe('consent receipt', () => {
  it(
    'tells the client everything of CDR rule 4.18 and attaches the notice',
    async () => {
      const { pages, attachments } = await readPdf(await renderConsentReceipt(goldenReceipt, goldenAt));
      expect(pages).toHaveLength(1);
      for (const text of [
        'Dear Sarah Chen, on 4 August 2026 you allowed',
        'You, Sarah Chen, for yourself, on your own phone',
        'ABC Finance Broking Pty Ltd, ABN 39 900 412 071, and no one else',
        'So that the broker can contact you about a home loan',
        'name, mobile number, e-mail address',
        '4 Feb 2027 00:00 AEDT',
        'We remind you on 2 Nov 2026',
        'To look at it or change it',
        'Simply call 02 5550 0142',
        '10 % of the commission',
        'If you withdraw',
        'Our protection stops there',
        'what income it brought',
        'Office of the Australian Information Commissioner',
        'Australian Financial Complaints Authority',
        goldenReceipt.notice.hash,
      ])
        expect(pages[0]).toContain(text);
      expect(attachments['notice.txt']?.toString('utf8')).toBe(goldenReceipt.notice.text);
    },
    patient,
  );

  it(
    'shows old and new on an amendment',
    async () => {
      const { pages } = await readPdf(await renderConsentReceipt(amendedReceipt, goldenAt));
      for (const text of ['What changed', 'until 4 Feb 2027', 'until 4 Nov 2026']) expect(pages.join(' ')).toContain(text);
    },
    patient,
  );

  it(
    'confirms a withdrawal with its method and what was already passed on',
    async () => {
      const { pages } = await readPdf(await renderConsentReceipt(withdrawnReceipt, goldenAt));
      for (const text of ['Your consent is withdrawn', '(by telephone)', 'Already passed on', 'What happens now'])
        expect(pages[0]).toContain(text);
    },
    patient,
  );

  it(
    'names the page and code where there is one',
    async () => {
      const { pages } = await readPdf(
        await renderConsentReceipt({ ...goldenReceipt, lookUp: known({ address: 'flip360.example/c', code: 'K7QM-3XVD' }) }, goldenAt),
      );
      expect(pages.join(' ')).toContain('Open flip360.example/c and enter the code K7QM-3XVD.');
      expect(pages.join(' ')).toContain('or simply call 02 5550 0142');
    },
    patient,
  );
});
