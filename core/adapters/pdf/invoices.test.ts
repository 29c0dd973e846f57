import { describe, expect, it } from 'vitest';
import { goldenBatch } from '../../../test/fixtures/documents/golden-batch.ts';
import { goldenAt } from '../../../test/fixtures/documents/golden-documents.ts';
import { goldenRcti, goldenStatement } from '../../../test/fixtures/documents/golden-invoices.ts';
import { readPdf } from '../../../test/fixtures/documents/read-pdf.ts';
import { renderCommissionStatement } from './commission-statement.ts';
import { known, none } from '../../domain/text/fact.ts';
import { renderPayoutBatchSheet } from './payout-batch-sheet.ts';
import { renderRcti } from './rcti.ts';

const patient = 120_000;

describe('recipient created tax invoice', () => {
  it(
    'has each particular of GST Act s 29-70(1) and LI 2023/20 on one page',
    async () => {
      const { pages } = await readPdf(await renderRcti(goldenRcti, goldenAt));
      expect(pages).toHaveLength(1);
      for (const text of [
        'Recipient created tax invoice',
        'ABC Finance Broking Pty Ltd',
        'ABN 39 900 412 071',
        'Smith & Partners Accounting',
        'ABN 47 555 222 000',
        'Date of issue 29 Sep 2026',
        'Referral of a client for a home loan',
        'client S. C.',
        'Qty',
        'Fully',
        '1,238.25',
        '123.83',
        '1,362.08',
        'The GST shown is payable by the supplier.',
        'AG-2026-0007 of 2 March 2026, clause 9',
        'The supplier will not issue tax invoices for them.',
        'Limit: 28 days',
        'Australian Business Register check: not recorded',
        'not deducted from it',
        '$123.82 + GST $12.38 = $136.20',
        'Financial year 2026-27 to date',
        '2,988.05',
        'Wording 2026-1',
      ])
        expect(pages[0]).toContain(text);
      expect(pages[0]).not.toContain('Sarah Chen');
    },
    patient,
  );

  it(
    'says what an embedded agreement needs, and names a sole signatory',
    async () => {
      const { pages } = await readPdf(
        await renderRcti({ ...goldenRcti, network: 'test', soleSignatory: true, agreement: { kind: 'embedded' } }, goldenAt),
      );
      const text = pages.join(' ');
      for (const words of [
        'within 21 days',
        'Acceptance of this recipient created tax invoice is acceptance',
        'sole signatory',
        'TEST NETWORK - not a real document',
      ])
        expect(text).toContain(words);
    },
    patient,
  );

  it('refuses a wording that does not ship', async () => {
    await expect(renderRcti({ ...goldenRcti, wording: '1999-1' }, goldenAt)).rejects.toThrow('no wording 1999-1 of rcti');
  });

  it('refuses more than the last four digits of an account', async () => {
    const payment = known({
      rail: 'Direct entry',
      on: goldenRcti.issuedOn,
      accountLast4: '123456789',
      reference: 'X',
      batch: 'PB-1',
    });
    await expect(renderRcti({ ...goldenRcti, payment }, goldenAt)).rejects.toThrow('last four digits');
  });
});

describe('commission statement', () => {
  it(
    'is not a tax invoice, charges no GST and shows the tie to the even cent',
    async () => {
      const { pages } = await readPdf(await renderCommissionStatement(goldenStatement, goldenAt));
      expect(pages).toHaveLength(1);
      for (const text of [
        'Not a tax invoice.',
        'GST none',
        'Amount withheld none',
        'Quoted: 73 900 773 186; so no amount is withheld (TAA 1953 Sch 1 s 12-190)',
        '341,225 × 1,000 bps = 341,225,000',
        '34,122 remainder 5,000',
        'exactly half: to the even cent, 34,122',
        '341.22',
        '559.82',
        'client M. D.',
      ])
        expect(pages[0]).toContain(text);
    },
    patient,
  );
});

describe('payout batch sheet', () => {
  it(
    'shows state, approvals, the line taken out, the fee line, every act and the control totals',
    async () => {
      const { pages } = await readPdf(await renderPayoutBatchSheet(goldenBatch, goldenAt));
      expect(pages).toHaveLength(1);
      for (const text of [
        'Released',
        '2 of 2',
        '7 paid, 1 out',
        '12,278.23',
        'Taken out',
        'dispute DSP-2026-0012',
        '836.00',
        '••4471',
        '11,158.94',
        '1,017.54',
        '101.75',
        ', reset',
        '29 Sep 2026 10:31 AEST, line 5 taken out',
        'Approval 2 of 2',
        goldenBatch.batchHash,
        'Difference from the table above: 0.00',
        '7 + 1 detail records',
      ])
        expect(pages[0]).toContain(text);
    },
    patient,
  );

  it(
    'says none where there is no file and no fee, and shows a changed account',
    async () => {
      const [line] = goldenBatch.lines;
      if (line === undefined) throw new Error('sample without lines');
      const changed = { ...line, accountChange: known('••1111 to ••4471, called back 25 Sep 2026') };
      const { pages } = await readPdf(
        await renderPayoutBatchSheet({ ...goldenBatch, state: 'prepared', file: none, fee: none, lines: [changed] }, goldenAt),
      );
      for (const text of ['Prepared', 'File none', 'Platform fee: none', 'Account changed: ••1111 to ••4471'])
        expect(pages.join(' ')).toContain(text);
    },
    patient,
  );
});
