import { describe, expect, it } from 'vitest';

import { readBirthDate } from './birth-date.ts';
import { nameKey, readEntity, readsLikeOrganisation, splitSurnameFirst } from './name.ts';
import { isTfnHeader, looksLikeTfn, redactTfns, REMOVED_TFN } from './tax-file-number.ts';

const AS_OF = '2026-11-21';

describe('readBirthDate', () => {
  it.each([
    ['1982-01-18', 1982, 1, 18],
    ['19820321', 1982, 3, 21],
    ['9/12/1945', 1945, 12, 9],
    ['14.10.49', 1949, 10, 14],
    ['9-Oct-1972', 1972, 10, 9],
    ['3rd March 2001', 2001, 3, 3],
    ['21/11/26', 2026, 11, 21],
    ['22/11/26', 1926, 11, 22],
    ['29/02/2000', 2000, 2, 29],
    ['--02-29', null, 2, 29],
    ['--0203', null, 2, 3],
    ['1980-05', 1980, 5, null],
    ['1980', 1980, null, null],
    ['1980-03-22T00:00:00Z', 1980, 3, 22],
  ])('reads %s', (text, year, month, day) => expect(readBirthDate(text, AS_OF)?.date).toEqual({ year, month, day }));

  it.each(['29/02/2001', '03/25/1980', '31/4/1990', '22/11/2026', '0/1/1990', 'soon', '29345', '1/1/1700', '--13-01'])(
    'does not read %s',
    (text) => expect(readBirthDate(text, AS_OF)).toBeNull(),
  );

  it('says when the century was chosen', () => {
    expect(readBirthDate('1/2/03', AS_OF)).toEqual({
      date: { year: 2003, month: 2, day: 1 },
      twoDigitYear: true,
    });
    expect(readBirthDate('1/2/2003', AS_OF)?.twoDigitYear).toBe(false);
  });
});

describe('tax file numbers', () => {
  it('are known by header and by check digit', () => {
    expect(['TFN', 'tfn_number', 'Tax File No.', 'Client T.F.N.'].map(isTfnHeader)).toEqual([true, true, true, true]);
    expect(['ABN', 'Notes', 'Tax Number', 'Platform'].map(isTfnHeader)).toEqual([false, false, false, false]);
    expect(looksLikeTfn('123 456 782')).toBe(true);
    expect(looksLikeTfn('123 456 783')).toBe(false);
  });

  it('are taken out of running text where they are announced', () => {
    expect(redactTfns('His TFN: 123 456 782, call 0491 570 156')).toEqual({
      text: `His TFN: ${REMOVED_TFN}, call 0491 570 156`,
      removed: 1,
    });
    expect(redactTfns('tax file number is 123456789 and tfn 12 345 678').removed).toBe(2);
    expect(redactTfns('TFN not given; order 123456782')).toMatchObject({ removed: 0 });
  });
});

describe('names', () => {
  it('split surname first, generations apart', () => {
    expect(splitSurnameFirst('McAllister, Bruce (Jnr)')).toEqual({
      given: 'Bruce',
      family: 'McAllister',
      suffix: 'Jnr',
    });
    expect(splitSurnameFirst('A, B, C')).toBeNull();
    expect(splitSurnameFirst('Ng,')).toBeNull();
  });

  it('compare without case, accents, apostrophes and order', () => {
    expect(nameKey("O'Brien, Aoife")).toBe(nameKey('aoife o’brien'));
    expect(nameKey('José Núñez')).toBe(nameKey('Nunez, Jose'));
    expect(nameKey('王丽娜')).not.toBe('');
  });

  it('tell organisations by their words', () => {
    expect(['Ng & Partners', 'Mallee Unit Trust', 'Dusty Trails P/L', 'Lanyon SMSF'].map(readsLikeOrganisation)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['Julie Nguyen', 'Grace Trustwell'].map(readsLikeOrganisation)).toEqual([false, false]);
    expect(['Individual', 'SMSF', 'Family trust', 'Company', 'Sole Trader', 'xyz'].map(readEntity)).toEqual([
      'individual',
      'superFund',
      'trust',
      'company',
      'soleTrader',
      null,
    ]);
  });
});
