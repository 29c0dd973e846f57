import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abnOfCompany, abnSchema, acnInsideAbn, checkAbnAgainstAcn, formatAbn, parseAbn } from './abn.ts';
import { acnSchema, formatAcn, parseAcn } from './acn.ts';
import { accountNumberSchema, bsbSchema, formatBsb, maskedAccountNumber, parseAccountNumber, parseBsb } from './bank-account.ts';
import { emailKey, parseEmail } from './email.ts';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { formatE164, formatPhone, isAustralianMobile, parsePhone } from './phone.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

describe('ABN', () => {
  it.each([
    '51824753556',
    '53004085616',
    '83914571673',
    '74172177893',
    '26008672179',
    '59001215354',
    '48123123124',
    '33007457141',
    '12004044937',
    '11005357522',
    '33102417032',
    '11223491505',
    '20561300000',
    '60231941111',
    '65118220001',
    '47555222000',
    '91888222000',
  ])('accepts %s', (text) => {
    expect(parseAbn(text)).toEqual({ ok: true, value: text });
    expect(abnSchema.safeParse(text).success).toBe(true);
  });

  it.each([
    ['51824753557', 'abn-checksum'],
    ['53004085617', 'abn-checksum'],
    ['11223493504', 'abn-checksum'],
    ['15824753556', 'abn-checksum'],
    ['12345678901', 'abn-checksum'],
    ['51123456789', 'abn-checksum'],
    ['00000000000', 'abn-checksum'],
    ['10000000000', 'abn-not-issued'],
    ['99000000000', 'abn-not-issued'],
    ['5182475355', 'abn-length'],
    ['', 'abn-length'],
    ['5182475355X', 'abn-not-digits'],
    ['٥1824753556', 'abn-not-digits'],
  ])('refuses %j as %s', (text, code) => {
    expect(parseAbn(text)).toMatchObject({ ok: false, error: { code } });
    expect(abnSchema.safeParse(text).success).toBe(false);
  });

  it('reads what people type and prints the grouped form', () => {
    const abn = parseAbn(' 51\u00a0824 753-556 ');
    expect(abn.ok && formatAbn(abn.value)).toBe('51 824 753 556');
  });

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const good = '51824753556';
        const wrong = (Number(good.charAt(place)) + shift) % 10;
        expect(parseAbn(`${good.slice(0, place)}${String(wrong)}${good.slice(place + 1)}`).ok).toBe(false);
      }),
    );
  });

  it('crosses a company ABN with its ACN', () => {
    const abn = parseAbn('53 004 085 616');
    const acn = parseAcn('004 085 616');
    const other = parseAcn('001 215 354');
    if (!abn.ok || !acn.ok || !other.ok) throw new Error('samples are valid');
    expect(checkAbnAgainstAcn(abn.value, acn.value)).toEqual({ ok: true, value: '53004085616' });
    expect(checkAbnAgainstAcn(abn.value, other.value)).toEqual({
      ok: false,
      error: { code: 'abn-acn-mismatch', expectedAbn: '59001215354' },
    });
    expect(acnInsideAbn(abn.value)).toBe('004085616');
    const soleTrader = parseAbn('51824753556');
    expect(soleTrader.ok && acnInsideAbn(soleTrader.value)).toBe(undefined);
  });

  it('derives from every ACN an ABN that passes', () => {
    fc.assert(
      fc.property(digits(9), (text) => {
        const acn = parseAcn(text);
        fc.pre(acn.ok);
        if (acn.ok) expect(parseAbn(abnOfCompany(acn.value)).ok).toBe(true);
      }),
    );
  });
});

describe('ACN', () => {
  it.each([
    '004085616',
    '001215354',
    '000000019',
    '000250000',
    '000500005',
    '000750005',
    '001000004',
    '001250004',
    '001500009',
    '001749999',
    '001999999',
    '002249998',
    '002499998',
    '002749993',
    '002999993',
    '003249992',
    '003499992',
    '003749988',
    '003999988',
    '004249987',
    '004499987',
    '005499981',
    '010499966',
    '123123124',
  ])('accepts %s', (text) => {
    expect(parseAcn(text)).toEqual({ ok: true, value: text });
    expect(acnSchema.safeParse(text).success).toBe(true);
  });

  it.each([
    ['004085617', 'acn-checksum'],
    ['010000009', 'acn-checksum'],
    ['123456789', 'acn-checksum'],
    ['000000000', 'acn-not-issued'],
    ['12345678', 'acn-length'],
    ['00408561b', 'acn-not-digits'],
  ])('refuses %j as %s', (text, code) => {
    expect(parseAcn(text)).toMatchObject({ ok: false, error: { code } });
  });

  it('prints groups of three', () => {
    const acn = parseAcn('004085616');
    expect(acn.ok && formatAcn(acn.value)).toBe('004 085 616');
  });
});

describe('BSB and account number', () => {
  it.each(['062-000', '062000', ' 062 000 '])('reads %j', (text) => {
    const bsb = parseBsb(text);
    expect(bsb).toEqual({ ok: true, value: '062000' });
    expect(bsb.ok && formatBsb(bsb.value)).toBe('062-000');
  });

  it.each([
    ['62000', 'bsb-length'],
    ['', 'bsb-length'],
    ['06-2000', 'bsb-not-digits'],
    ['06200O', 'bsb-not-digits'],
    ['000-000', 'bsb-zero'],
  ])('refuses %j as %s', (text, code) => {
    expect(parseBsb(text)).toMatchObject({ ok: false, error: { code } });
  });

  it('holds only the six digits in JSON', () => {
    expect(bsbSchema.safeParse('062000').success).toBe(true);
    expect(bsbSchema.safeParse('062-000').success).toBe(false);
  });

  it.each([
    ['00123456', '00123456'],
    ['1234-5678', '1234-5678'],
    ['12-3456-789', '123456789'],
    [' 12 34 56 ', '123456'],
    ['1', '1'],
  ])('reads account %j', (text, value) => {
    expect(parseAccountNumber(text)).toEqual({ ok: true, value });
    expect(accountNumberSchema.safeParse(value).success).toBe(true);
  });

  it.each([
    ['', 'account-empty'],
    ['12A', 'account-not-digits'],
    ['-12', 'account-not-digits'],
    ['1--2', 'account-not-digits'],
    ['1234567890', 'account-too-long'],
    ['000-000', 'account-zero'],
  ])('refuses account %j as %s', (text, code) => {
    expect(parseAccountNumber(text)).toMatchObject({ ok: false, error: { code } });
  });

  it('shows at most four digits', () => {
    const masked = ['1234-5678', '12345', '1234'].map((text) => {
      const account = parseAccountNumber(text);
      return account.ok ? maskedAccountNumber(account.value) : '';
    });
    expect(masked).toEqual(['\u20265678', '\u20262345', '\u2026']);
  });
});

describe('e-mail', () => {
  it.each([
    ['Sarah.Chen@Example.COM', 'Sarah.Chen@example.com'],
    [" mailto:o'brien+ref@example.com.au ", "o'brien+ref@example.com.au"],
    ['jörg@müller.example', 'jörg@müller.example'],
    ['a@xn--mller-kva.example', 'a@xn--mller-kva.example'],
  ])('reads %j', (text, value) => {
    expect(parseEmail(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'email-empty'],
    ['sarah.example.com', 'email-no-at-sign'],
    ['@example.com', 'email-local-part'],
    ['a..b@example.com', 'email-local-part'],
    ['.a@example.com', 'email-local-part'],
    ['"a b"@example.com', 'email-local-part'],
    ['a@b@example.com', 'email-local-part'],
    ['a,b@example.com', 'email-local-part'],
    ['a\nBcc:x@example.com', 'email-local-part'],
    ['Sarah <sarah@example.com>', 'email-local-part'],
    ['a@localhost', 'email-domain'],
    ['a@example..com', 'email-domain'],
    ['a@-x.com', 'email-domain'],
    ['a@[192.0.2.1]', 'email-domain'],
    ['a@192.0.2.1', 'email-domain'],
    ['a@example.com\r\nX: y', 'email-domain'],
    [`${'a'.repeat(65)}@example.com`, 'email-local-part'],
    [`a@${'b'.repeat(64)}.com`, 'email-domain'],
    [`a@${'b.'.repeat(130)}com`, 'email-too-long'],
  ])('refuses %j as %s', (text, code) => {
    expect(parseEmail(text)).toMatchObject({ ok: false, error: { code } });
  });

  it('compares without regard to case', () => {
    const address = parseEmail('Sarah@Example.com');
    expect(address.ok && emailKey(address.value)).toBe('sarah@example.com');
  });
});

describe('telephone', () => {
  it.each([
    ['0491 570 156', '+61491570156'],
    ['(02) 5550 1234', '+61255501234'],
    ['+61 4 9157 0156', '+61491570156'],
    ['61491570156', '+61491570156'],
    ['1300 975 707', '+611300975707'],
    ['13 20 11', '+61132011'],
    ['+64 21 123 4567', '+64211234567'],
    ['0011 64 21 123 4567', '+64211234567'],
    ['0491-570-156 (mobile)', '+61491570156'],
  ])('reads %j', (text, number) => {
    expect(parsePhone(text)).toMatchObject({ ok: true, value: { number } });
  });

  it.each([
    ['', 'phone-empty'],
    ['n/a', 'phone-not-a-number'],
    ['04915701', 'phone-not-valid'],
    ['0512 345 678', 'phone-not-valid'],
    ['999', 'phone-not-valid'],
  ])('refuses %j as %s', (text, code) => {
    expect(parsePhone(text)).toMatchObject({ ok: false, error: { code } });
  });

  it('names the number that lost its zero in a spreadsheet', () => {
    expect(parsePhone('491570156')).toEqual({
      ok: false,
      error: { code: 'phone-lost-zero', suggestion: '+61491570156' },
    });
    expect(parsePhone('2 5550 1234')).toEqual({
      ok: false,
      error: { code: 'phone-lost-zero', suggestion: '+61255501234' },
    });
  });

  it('keeps the extension apart, knows mobiles and prints national form', () => {
    const office = parsePhone('02 5550 1234 ext 5');
    const mobile = parsePhone('0491 570 156');
    const abroad = parsePhone('+64211234567');
    if (!office.ok || !mobile.ok || !abroad.ok) throw new Error('samples are valid');
    expect(office.value).toEqual({ number: '+61255501234', extension: '5' });
    expect([office, mobile, abroad].map((phone) => isAustralianMobile(phone.value.number))).toEqual([false, true, false]);
    expect(formatPhone(mobile.value.number)).toBe('0491 570 156');
    expect(formatPhone(abroad.value.number)).toBe('+64 21 123 4567');
  });
});

describe('the short way of writing common numbers', () => {
  it('is what the numbering plan writes', () => {
    const digits = (length: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));
    const number = fc.oneof(
      digits(8).map((rest) => `+614${rest}`),
      fc.tuple(fc.constantFrom('2', '3', '7', '8'), digits(8)).map(([area, rest]) => `+61${area}${rest}`),
    );
    fc.assert(
      fc.property(number, (text) => {
        const plan = parsePhoneNumberFromString(text);
        // A number outside the plan has no form of its own.
        fc.pre(plan?.isValid() === true);
        expect(formatE164(text)).toBe(plan?.formatNational());
      }),
    );
  });
});
