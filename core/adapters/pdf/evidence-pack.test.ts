import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenAt } from '../../../test/fixtures/documents/golden-documents.ts';
import { goldenPack, interimPack } from '../../../test/fixtures/documents/golden-pack.ts';
import { readPdf, type ReadPdf } from '../../../test/fixtures/documents/read-pdf.ts';
import { renderEvidencePack } from './evidence-pack.ts';
import { known, notRecorded } from '../../domain/text/fact.ts';

const patient = 120_000;
/** Which of `texts` the page lacks. */
const lacking = (pdf: ReadPdf, page: number, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => !(pdf.pages[page - 1] ?? '').includes(text));

describe('evidence pack', () => {
  let pdf: ReadPdf;
  beforeAll(async () => {
    pdf = await readPdf(await renderEvidencePack(goldenPack, goldenAt));
  }, patient);

  it('carries pack.json unchanged, and its hash as fingerprint', () => {
    const attached = pdf.attachments['pack.json'];
    expect(attached).toBeDefined();
    expect(Buffer.compare(attached ?? Buffer.alloc(0), Buffer.from(goldenPack.packJson))).toBe(0);
    expect(createHash('sha256').update(goldenPack.packJson).digest('hex')).toBe(goldenPack.fingerprint);
    expect(pdf.info['Keywords']).toContain(goldenPack.fingerprint);
  });

  it('states id, fingerprint and chain head on every page', () => {
    for (const page of pdf.pages) {
      expect(page).toContain('Evidence pack EP-2026-000318');
      expect(page).toContain(`Chain head at export: size 56, ${goldenPack.log.root.slice(0, 4)}`);
      expect(page).toContain('Exported 6 Nov 2026 11:20 AEDT');
      expect(page).not.toContain('TEST NETWORK');
    }
  });

  it('answers on page 1', () => {
    expect(
      lacking(pdf, 1, [
        'On 4 August 2026 Smith & Partners Accounting referred Sarah Chen to ABC Finance Broking. The loan settled on 2 September 2026.',
        '$1,238.25 plus $123.83 GST, $1,362.08 in total,',
        'According to the payer it was paid on 30 September 2026.',
        'Record intact',
        'Signers recognised',
        'Complete, 5 of 5',
        '3 by register, 2 by invitation; register index 41',
        'Later revocations unknown.',
        'Found at export, 6 Nov 2026 11:20 AEDT. A printed verdict is only a claim: page 8 shows how to check it without us.',
        '47 555 222 000',
        '39 900 412 071',
        'Registered, as declared',
        '12,382.50',
        '123.82 + GST 12.38',
        'Check this yourself',
      ]),
    ).toEqual([]);
  });

  it('shows who signed what with the three facts of assurance on page 2', () => {
    expect(
      lacking(pdf, 2, [
        'Rebecca Smith',
        'Partner, referring practice',
        '“I know that I am being referred',
        'passkey, synced,',
        'software key + passkey, synced,',
        'desk of ABC Finance Broking',
        'the signer’s own',
        'by Smith & Partners Accounting, e-mail',
        '4 Aug 2026 18:21:40 AEST',
        '2026-08-04T08:21:40.902Z',
        'skew 41 min 12 s, the desk was offline',
        'stream 11, log 49,',
        'attested by Rebecca Smith',
        'What a passkey signature shows',
      ]),
    ).toEqual([]);
  });

  it('works the sum out on page 3 with a clause a line', () => {
    expect(
      lacking(pdf, 3, [
        '1,238,250 × 1,000 = 1,238,250,000',
        '123,825 remainder 0',
        'remainder 0: exact',
        '1,238.25',
        '12,382 remainder 5',
        'remainder is exactly half: up to 12,383',
        '123.83',
        '1,362.08',
        '12,382 remainder 5,000',
        'exactly half: to the even cent, 12,382',
        '123.82',
        '12.38',
        '11,020.43',
        'difference from line 1: 0.00',
        'GST Act s 9-90',
        'Loan amount: withheld',
      ]),
    ).toEqual([]);
  });

  it('prints the rule, the consent, the money and the exceptions', () => {
    expect(
      lacking(pdf, 4, ['Why this one', 'Author', 'Approved by', goldenPack.ruleVersion.hash, 'Previous version', 'AG-2026-0007']),
    ).toEqual([]);
    expect(pdf.pages[3]).not.toContain('Clawback');
    expect(
      lacking(pdf, 5, [
        'Consent receipt CR-2026-00914',
        'withheld; commitment',
        'Checks refused: withheld',
        'Who told the client about the money',
        '“10 % of the commission',
      ]),
    ).toEqual([]);
    expect(
      lacking(pdf, 6, [
        'PB-2026-0021',
        'reset 29 Sep 2026 10:31 AEST',
        'ABCF-20260930-0021.aba',
        'ABCF-2627-0043',
        '12,278.23',
        'not recorded',
        'account ending 4471',
        'payee’s attestation: not recorded',
      ]),
    ).toEqual([]);
    expect(
      lacking(pdf, 7, [
        'none in this pack, as stated by ABC Finance Broking at log size 56',
        'Disputes None',
        'Step 4 Outcome',
        'Clock of',
        'payer’s clock',
      ]),
    ).toEqual([]);
  });

  it('lists every file but itself and MANIFEST with its hash, all keys, the hand method and the limit', () => {
    const last = pdf.pages.slice(7).join(' ');
    for (const file of goldenPack.files) if (file.kind === 'file') expect(last).toContain(file.sha256);
    for (const key of goldenPack.keys) expect(last).toContain(`${key.fingerprint.slice(0, 4)} ${key.fingerprint.slice(4, 8)}`);
    for (const text of [
      'this document: see MANIFEST',
      'verify.html',
      'flip360 pack verify',
      'sha256sum --strict -c text',
      'It does not show that what people said was true.',
    ])
      expect(last).toContain(text);
  });

  it(
    'marks an interim copy of a test network on every page and calls nothing payable',
    async () => {
      const interim = await readPdf(await renderEvidencePack(interimPack, goldenAt));
      for (const page of interim.pages) {
        expect(page).toContain('INTERIM');
        expect(page).toContain('TEST NETWORK - not a real document');
      }
      expect(
        lacking(interim, 1, [
          'one of five handshakes is missing',
          'Nothing is payable yet: Sarah Chen has not signed the Outcome.',
          'Incomplete, 4 of 5',
          'waiting on Sarah Chen since 7 Sep 2026',
          'Provisional',
          'Would be payable to Smith & Partners Accounting',
        ]),
      ).toEqual([]);
      expect(lacking(interim, 2, ['not signed — waiting on Sarah Chen since 7 Sep 2026'])).toEqual([]);
      expect(lacking(interim, 6, ['Batch none', 'Statement line none'])).toEqual([]);
    },
    patient,
  );

  it(
    'says so when the payer is a sole signatory, and names a broken record',
    async () => {
      const { payment } = goldenPack.money;
      if (payment.kind !== 'known') throw new Error('sample without payment');
      const policy = {
        given: 0,
        needed: 0,
        because: 'the batches of that day stay under $10,000.00',
        soleSignatory: true,
      };
      const sole = await readPdf(
        await renderEvidencePack(
          {
            ...goldenPack,
            money: { ...goldenPack.money, payment: known({ ...payment.value, policy }) },
            verdicts: {
              ...goldenPack.verdicts,
              intact: {
                finding: 'broken',
                eventsIntact: 13,
                eventsInPack: 14,
                firstFailure: known('events/0003.json: signature does not verify'),
              },
            },
            consent: notRecorded,
          },
          goldenAt,
        ),
      );
      expect(lacking(sole, 1, ['Record broken', 'First failure: events/0003.json: signature does not verify'])).toEqual([]);
      expect(lacking(sole, 5, ['Consent receipt: not recorded'])).toEqual([]);
      expect(lacking(sole, 6, ['Sole signatory:'])).toEqual([]);
    },
    patient,
  );

  it(
    'runs over onto more pages without splitting a row, and counts them all',
    async () => {
      const [entry] = goldenPack.entries;
      if (entry === undefined) throw new Error('sample without entries');
      const entries = Array.from({ length: 180 }, (_unused, index) => ({
        ...entry,
        logIndex: known(index),
        what: `Item ${index} with a long name that needs two lines here`,
      }));
      const long = await readPdf(await renderEvidencePack({ ...goldenPack, entries }, goldenAt));
      expect(long.pages.length).toBeGreaterThan(pdf.pages.length + 3);
      entries.forEach((one) => {
        const words = `${one.what.slice(0, one.what.indexOf(' with'))} `;
        expect(long.pages.filter((page) => page.includes(words))).toHaveLength(1);
      });
      const verify = long.pages.findIndex((page) => page.includes('How to verify this pack without us')) + 1;
      expect(lacking(long, 1, [`page ${verify} shows how to check it without us`])).toEqual([]);
    },
    patient,
  );
});
