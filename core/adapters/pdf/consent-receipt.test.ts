import { describe, expect, it } from 'vitest';
import { goldenAt } from '../../../test/fixtures/documents/golden-documents.ts';
import { amendedReceipt, goldenReceipt, reminderReceipt, withdrawnReceipt } from '../../../test/fixtures/documents/golden-receipt.ts';
import { readPdf } from '../../../test/fixtures/documents/read-pdf.ts';
import { renderConsentReceipt } from './consent-receipt.ts';
import { known } from '../../domain/text/fact.ts';

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
        'give the code K7QM-3XVX',
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
      expect(pages).toHaveLength(1);
      for (const text of ['What changed', 'until 4 Feb 2027', 'until 4 Nov 2026']) expect(pages[0]).toContain(text);
    },
    patient,
  );

  it(
    'confirms a withdrawal with its method and what was already passed on',
    async () => {
      const { pages } = await readPdf(await renderConsentReceipt(withdrawnReceipt, goldenAt));
      expect(pages).toHaveLength(1);
      for (const text of [
        'Your consent is withdrawn',
        '(by telephone)',
        'Already passed on',
        'What happens now',
        'What they already have',
        'You can ask now: call 02 5550 0142',
        'Our protection stops there',
      ])
        expect(pages[0]).toContain(text);
    },
    patient,
  );

  it(
    'says after 90 days that the consent still runs',
    async () => {
      const { pages } = await readPdf(await renderConsentReceipt(reminderReceipt, goldenAt));
      expect(pages).toHaveLength(1);
      for (const text of [
        'Your consent still holds',
        'That still holds, and you need not do anything.',
        '4 Feb 2027 00:00 AEDT',
        'To withdraw',
      ])
        expect(pages[0]).toContain(text);
    },
    patient,
  );

  it(
    'names the page and code where there is one',
    async () => {
      const { pages } = await readPdf(
        await renderConsentReceipt({ ...goldenReceipt, lookUp: known({ address: 'flip360.example/c' }) }, goldenAt),
      );
      expect(pages.join(' ')).toContain('Open flip360.example/c and enter the code K7QM-3XVX.');
      expect(pages.join(' ')).toContain('or simply call 02 5550 0142');
    },
    patient,
  );
});
