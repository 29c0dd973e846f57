import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amendedReceipt, goldenReceipt, reminderReceipt, withdrawnReceipt } from '../../../../test/fixtures/documents/golden-receipt.ts';
import { legalWording } from '../../../adapters/pdf/legal-wording.ts';
import { known, notRecorded } from '../../text/fact.ts';
import { smsSize } from '../../text/sms.ts';
import { receiptEmail, receiptSms, SMS_SEGMENTS } from './messages.ts';
import type { ConsentReceipt } from './receipt.ts';
import { parseShortCode, shortCodeOf } from './short-code.ts';

const wording = legalWording('consent-receipt', '2026-2');
const sms = (receipt: ConsentReceipt): string => {
  const made = receiptSms(receipt, wording);
  if (!made.ok) throw new Error(`${String(made.error.segments)} segments`);
  return made.value.text;
};

/** The words of each item that the Consumer Data Standards ask for (product reference 5.3), in the long forms and in a text message. */
const ITEMS: readonly {
  readonly item: string;
  readonly long: (receipt: ConsentReceipt) => string;
  readonly short: (receipt: ConsentReceipt) => string;
}[] = [
  { item: 'the person the consent was given to', long: () => 'Smith & Partners Accounting', short: () => 'Smith & Partners Accounting' },
  { item: 'the purpose', long: () => 'What for: So that the broker can contact you about a home loan', short: () => 'a home loan' },
  {
    item: 'the name of each person the data goes to',
    long: () => 'ABC Finance Broking Pty Ltd, ABN 39 900 412 071, and no one else',
    short: () => 'ABC Finance Broking',
  },
  {
    item: 'a description of the data',
    long: ({ occasion }) => (occasion.kind === 'amended' ? 'Your name, e-mail address' : 'Your name, mobile number, e-mail address'),
    short: ({ occasion }) => (occasion.kind === 'amended' ? 'name, e-mail and "home loan"' : 'name, mobile, e-mail and "home loan"'),
  },
  {
    item: 'duration and expiry',
    long: ({ occasion }) =>
      occasion.kind === 'withdrawn'
        ? 'withdrawn 4 Oct 2026 13:00 AEDT'
        : occasion.kind === 'amended'
          ? '4 Nov 2026 00:00 AEDT'
          : '4 Feb 2027 00:00 AEDT',
    short: ({ occasion }) =>
      occasion.kind === 'withdrawn' ? '4 Oct 2026 you withdrew' : occasion.kind === 'amended' ? 'until 4 Nov 2026' : 'until 4 Feb 2027',
  },
  { item: 'how to review', long: () => 'give the code K7QM-3XVX', short: () => 'code K7QM-3XVX' },
  {
    item: 'how to withdraw, with a simple other way',
    long: ({ occasion }) =>
      occasion.kind === 'withdrawn'
        ? 'call 02 5550 0142'
        : 'Simply call 02 5550 0142, e-mail privacy@smithpartners.example, or tell anyone at our office',
    short: () => 'call 02 5550 0142 or tell us',
  },
  {
    item: 'that protection stops at the recipient',
    long: () => 'Our protection stops there',
    short: ({ occasion }) =>
      ({
        given: 'our protection ends',
        reminder: 'our protection ends',
        amended: 'There our care ends',
        withdrawn: 'What they have stays',
      })[occasion.kind],
  },
  {
    item: 'where to complain',
    long: () => 'Office of the Australian Information Commissioner, 1300 363 992',
    short: () => 'Complain: us, oaic.gov.au',
  },
];

const RECEIPTS: readonly [string, ConsentReceipt][] = [
  ['a grant', goldenReceipt],
  ['an amendment', amendedReceipt],
  ['a withdrawal', withdrawnReceipt],
  ['the notice after 90 days', reminderReceipt],
];

describe.each(RECEIPTS)('the receipt of %s', (_name, receipt) => {
  it.each(ITEMS)('tells by e-mail $item', ({ long }) => {
    expect(receiptEmail(receipt, wording).text).toContain(long(receipt));
  });

  it.each(ITEMS)('tells by text message $item', ({ short }) => {
    expect(sms(receipt)).toContain(short(receipt));
  });

  it('fits two segments as a text message', () => {
    expect(smsSize(sms(receipt)).segments).toBeLessThanOrEqual(SMS_SEGMENTS);
  });

  it('carries the notice, its hash and the hash of the consent by e-mail', () => {
    const { text } = receiptEmail(receipt, wording);
    for (const part of [receipt.notice.text.trimEnd(), receipt.notice.hash, receipt.fingerprint]) expect(text).toContain(part);
  });
});

describe('what only some receipts tell', () => {
  it('shows old and new of data, uses and duration on an amendment', () => {
    const changed: ConsentReceipt = {
      ...amendedReceipt,
      occasion: {
        kind: 'amended',
        at: amendedReceipt.givenAt,
        changes: [
          { what: 'Which details', before: 'name, mobile number', after: 'name' },
          { what: 'What for', before: 'any number of times', after: 'once' },
          { what: 'How long', before: 'until 4 Feb 2027', after: 'until 4 Nov 2026' },
        ],
      },
    };
    const { text } = receiptEmail(changed, wording);
    expect(text).toContain('- Which details: before: name, mobile number; now: name');
    expect(text).toContain('- What for: before: any number of times; now: once');
    expect(text).toContain('- How long: before: until 4 Feb 2027; now: until 4 Nov 2026');
    expect(sms(amendedReceipt)).toContain('Was: name, mobile, e-mail, "home loan"; until 4 Feb 2027. Now: name, e-mail and "home loan"');
  });

  it('says what follows a withdrawal and offers deletion, or says that it was asked for', () => {
    const { text } = receiptEmail(withdrawnReceipt, wording);
    expect(text).toContain('We pass on nothing more and tell ABC Finance Broking, who must confirm.');
    expect(text).toContain('Already passed on: Name, mobile number, e-mail address to ABC Finance Broking, 4 Aug 2026');
    expect(text).toContain('You can ask now: call 02 5550 0142');
    expect(sms(withdrawnReceipt)).toContain('unless you ask us to have it deleted');
    if (withdrawnReceipt.occasion.kind !== 'withdrawn') throw new Error('the golden withdrawal is one');
    const asked = receiptEmail({ ...withdrawnReceipt, occasion: { ...withdrawnReceipt.occasion, deletionRequested: true } }, wording).text;
    expect(asked).toContain('You have asked that it is deleted.');
  });

  it('says “not recorded” rather than nothing', () => {
    const { text } = receiptEmail({ ...goldenReceipt, where: notRecorded, benefit: notRecorded }, wording);
    expect(text).toContain('for yourself; place not recorded');
    expect(text).toContain('Who is paid: not recorded');
  });

  it('names the page where there is one', () => {
    const online = { ...goldenReceipt, lookUp: known({ address: 'flip360.example/c' }) };
    expect(receiptEmail(online, wording).text).toContain('Open flip360.example/c and enter the code K7QM-3XVX');
    expect(sms(online)).toContain('flip360.example/c or call 02 5550 0142');
  });

  it('is refused as a text message rather than cut', () => {
    const many = {
      ...goldenReceipt,
      recipients: Array.from({ length: 9 }, () => goldenReceipt.recipients[0]).filter((one) => one !== undefined),
    };
    expect(receiptSms(many, wording)).toEqual({ ok: false, error: { code: 'sms-too-long', segments: 3, most: 2 } });
    expect(receiptSms({ ...goldenReceipt, subject: '住房贷款' }, wording)).toMatchObject({ ok: false, error: { code: 'sms-too-long' } });
  });
});

describe('a short code', () => {
  const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const codes = fc.uint8Array({ minLength: 7, maxLength: 7 }).map(shortCodeOf);

  it('reads back however it is typed', () => {
    fc.assert(
      fc.property(codes, (code) => {
        for (const typed of [
          code,
          code.toLowerCase(),
          code.replace('-', ''),
          ` ${code.replace('-', ' ')} `,
          code.replaceAll('0', 'o').replaceAll('1', 'l'),
        ])
          expect(parseShortCode(typed)).toEqual({ ok: true, value: code });
      }),
    );
  });

  it('finds every wrong character and every two that changed places', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const characters = [...code.replace('-', '')];
        characters.forEach((was, at) => {
          for (const other of ALPHABET)
            if (other !== was)
              expect(parseShortCode(characters.with(at, other).join(''))).toEqual({ ok: false, error: { code: 'code-mistyped' } });
          characters.forEach((there, to) => {
            if (there !== was) expect(parseShortCode(characters.with(at, there).with(to, was).join('')).ok).toBe(false);
          });
        });
      }),
      { numRuns: 20 },
    );
  });

  it('is not read from another length or alphabet', () => {
    for (const typed of ['', 'K7QM-3XV', 'K7QM-3XVXX', 'K7QM-3XVU'])
      expect(parseShortCode(typed)).toEqual({ ok: false, error: { code: 'code-form' } });
    expect(() => shortCodeOf(new Uint8Array(6))).toThrow(RangeError);
  });
});

describe('the size of a text message', () => {
  it('follows 3GPP TS 23.038', () => {
    expect(smsSize('a'.repeat(160))).toEqual({ alphabet: 'gsm-7', units: 160, segments: 1 });
    expect(smsSize('a'.repeat(161)).segments).toBe(2);
    expect(smsSize('a'.repeat(306)).segments).toBe(2);
    expect(smsSize('a'.repeat(307)).segments).toBe(3);
    expect(smsSize('€'.repeat(80))).toEqual({ alphabet: 'gsm-7', units: 160, segments: 1 });
    expect(smsSize('住'.repeat(70))).toEqual({ alphabet: 'ucs-2', units: 70, segments: 1 });
    expect(smsSize('住'.repeat(134)).segments).toBe(2);
    expect(smsSize('😀'.repeat(36))).toEqual({ alphabet: 'ucs-2', units: 72, segments: 2 });
  });
});
