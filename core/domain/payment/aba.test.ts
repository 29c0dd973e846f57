import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAccountNumber, parseBsb, type AccountNumber, type Bsb } from '../identity/bank-account.ts';
import { exactCents } from '../money/cents.ts';
import { parseLocalDate, type LocalDate } from '../time/local-date.ts';
import { writeAba, type AbaBatch } from './aba.ts';
import { bankProfileOn, overrideBankProfile, parseBankProfiles, type BankProfile } from './bank-profile.ts';

const root = new URL('../../../', import.meta.url);
const table = parseBankProfiles(JSON.parse(readFileSync(new URL('resources/bank-profiles.json', root), 'utf8')));

const bsb = (text: string): Bsb => {
  const parsed = parseBsb(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
};
const account = (text: string): AccountNumber => {
  const parsed = parseAccountNumber(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
};
const date = (text: string): LocalDate => {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
};

const profile = (id: string): BankProfile => {
  if (!table.ok) throw new Error(table.error.message);
  const found = bankProfileOn(table.value, id, '2026-10-30');
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
};

const batch = (change: Partial<AbaBatch> = {}): AbaBatch => ({
  profile: profile('cba-commbiz'),
  payer: { bsb: bsb('062-001'), account: account('10101010'), title: 'EXAMPLE ADVISORY PTY LTD' },
  processingDate: date('2026-10-30'),
  description: 'COMMISSIONS',
  remitter: 'EXAMPLE ADVISORY',
  balancingReference: 'COMM RUN 0007',
  lines: [
    {
      bsb: bsb('062-000'),
      account: account('12345678'),
      title: 'NGUYEN. JULIE',
      cents: exactCents(125_000),
      lodgementReference: 'RCTI-000041',
    },
    {
      bsb: bsb('083-047'),
      account: account('594481031'),
      title: 'HARBOUR BROKING PTY LTD',
      cents: exactCents(330_000),
      lodgementReference: 'RCTI-000042',
    },
  ],
  ...change,
});

const line = (change: object): AbaBatch =>
  batch({ lines: batch().lines.map((entry, index) => (index === 0 ? { ...entry, ...change } : entry)) });
const codes = (entry: AbaBatch): readonly string[] => {
  const written = writeAba(entry);
  return written.ok ? [] : written.error.map((refusal) => refusal.code);
};
const golden = (name: string): string => readFileSync(new URL(`test/fixtures/samples/aba/${name}`, root), 'latin1');

describe('writing a direct-entry file', () => {
  it('writes the balanced golden file byte for byte', () => {
    const written = writeAba(batch());
    expect(written.ok && written.value.text).toBe(golden('SYNTHETIC_balanced.aba'));
    expect(written.ok && written.value.totals).toEqual({
      creditCents: 455_000,
      debitCents: 455_000,
      netCents: 0,
      details: 3,
    });
    expect(written.ok && written.value.changes).toEqual([]);
  });

  it('writes the unbalanced golden file byte for byte', () => {
    const unbalanced = overrideBankProfile(profile('cba-commbiz'), { balancing: false });
    const written = unbalanced.ok ? writeAba(batch({ profile: unbalanced.value })) : null;
    expect(written?.ok === true && new TextDecoder().decode(written.value.bytes)).toBe(golden('SYNTHETIC_unbalanced.aba'));
  });

  it('writes the header account, the time and the last line end where a profile wants them', () => {
    const custom = overrideBankProfile(profile('cba-netbank'), {
      headerTime: true,
      trailingNewline: true,
      userName: 'Smith John Allan',
    });
    const written = custom.ok ? writeAba(batch({ profile: custom.value, processingTime: '1530' })) : null;
    const text = written?.ok === true ? written.value.text : '';
    expect(text.slice(0, 120)).toBe(
      `0062-001 10101010 01CBA       ${'Smith John Allan'.padEnd(26)}000000${'COMMISSIONS'.padEnd(12)}3010261530${' '.repeat(36)}`,
    );
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('reports every text it folds or shortens and never cuts a reference', () => {
    const written = writeAba(
      line({
        title: 'Zoë O’Brien & Sørensen Family Superannuation Trust',
        lodgementReference: 'RCTI_000041',
      }),
    );
    expect(written.ok && written.value.changes).toEqual([
      {
        line: 1,
        field: 'title',
        from: 'Zoë O’Brien & Sørensen Family Superannuation Trust',
        to: "Zoe O'Brien & Sorensen Family Su",
        why: 'characters-and-shortened',
      },
      { line: 1, field: 'lodgementReference', from: 'RCTI_000041', to: 'RCTI 000041', why: 'characters' },
    ]);
    expect(codes(line({ lodgementReference: 'COMMISSION RCTI-000041' }))).toEqual(['reference-too-long']);
  });

  it('keeps the leading zeros and hyphens of an account number', () => {
    const numbers = ['000123', '01-23-456', '01-234-5678'].map((text) => {
      const written = writeAba(line({ account: account(text) }));
      return written.ok ? written.value.text.split('\r\n')[1]?.slice(8, 17) : null;
    });
    expect(numbers).toEqual(['   000123', '01-23-456', '012345678']);
  });

  it('marks new payee details', () => {
    const written = writeAba(line({ newDetails: true }));
    expect(written.ok && written.value.text.split('\r\n')[1]?.charAt(17)).toBe('N');
  });

  it.each<[string, AbaBatch, string]>([
    ['no lines', batch({ lines: [] }), 'no-lines'],
    ['a zero amount', line({ cents: 0 }), 'amount-not-positive'],
    ['a negative amount', line({ cents: -5 }), 'amount-not-positive'],
    ['a fraction of a cent', line({ cents: 111.5 }), 'amount-not-whole-cents'],
    ['no number', line({ cents: Number.NaN }), 'amount-not-whole-cents'],
    ['an amount over the field', line({ cents: 10_000_000_000 }), 'amount-over-limit'],
    ['a total over the field', line({ cents: 9_999_999_999 }), 'total-over-limit'],
    ['a short BSB', line({ bsb: '62-000' }), 'bsb-not-valid'],
    ['letters in an account', line({ account: 'ABC12345' }), 'account-not-valid'],
    ['an account of zeros', line({ account: '000-000' }), 'account-not-valid'],
    ['a ten-digit account', line({ account: '1234567890' }), 'account-not-valid'],
    ['a title of another script', line({ title: '株式会社' }), 'field-blank'],
    ['an empty reference', line({ lodgementReference: ' \u00a0' }), 'field-blank'],
    ['a reference starting with zero', line({ lodgementReference: '000041' }), 'reference-start'],
    ['a reference starting with a hyphen', line({ lodgementReference: '-41' }), 'reference-start'],
    ['a day that does not exist', { ...batch(), ...JSON.parse('{"processingDate":"2026-02-30"}') }, 'date-not-valid'],
    ['a blank remitter', batch({ remitter: '' }), 'field-blank'],
    ['a user ID the bank allocates', batch({ profile: profile('nab-connect') }), 'field-missing'],
    ['a missing time', batch({ profile: { ...profile('cba-commbiz'), headerTime: true } }), 'time-not-valid'],
  ])('refuses %s', (_name, entry, code) => {
    expect(codes(entry)).toEqual([code]);
  });

  it('counts the balancing line against the limit of details', () => {
    const limited = { ...profile('cba-commbiz'), maxDetails: 2 };
    expect(codes(batch({ profile: limited }))).toEqual(['too-many-lines']);
    expect(codes(batch({ profile: { ...limited, balancing: false } }))).toEqual([]);
  });

  it('names every refusal of a batch at once, with the payment it is about', () => {
    const written = writeAba(
      batch({
        remitter: '',
        lines: [
          ...batch().lines,
          {
            ...JSON.parse('{"bsb":"1","account":"0"}'),
            title: '',
            cents: exactCents(0),
            lodgementReference: '',
          },
        ],
      }),
    );
    expect(written.ok ? [] : written.error.map((refusal) => `${refusal.line ?? 'file'} ${refusal.field}`)).toEqual([
      'file remitter',
      '3 bsb',
      '3 account',
      '3 cents',
      '3 title',
      '3 lodgementReference',
    ]);
  });
});

describe('bank profiles', () => {
  it('hold the banks of the reference and take the row in force', () => {
    expect(table.ok && table.value.map((row) => row.fi)).toEqual([
      'CBA',
      'CBA',
      'NAB',
      'NAB',
      'ANZ',
      'ANZ',
      'WBC',
      'BQL',
      'MBL',
      'BBL',
      'STG',
      'MET',
    ]);
    const later = { ...profile('boq'), validFrom: '2027-01-01', maxDetails: 900 };
    const rows = [profile('boq'), later];
    const on = (date: string): number | string => {
      const found = bankProfileOn(rows, 'boq', date);
      return found.ok ? found.value.maxDetails : found.error.code;
    };
    expect([on('2026-12-31'), on('2027-01-01'), on('2009-01-01')]).toEqual([500, 900, 'profile-unknown']);
  });

  it('take values of the practice and say so, and refuse what no bank could use', () => {
    const set = overrideBankProfile(profile('nab-connect'), { userId: '334303' });
    expect(set.ok && [set.value.userId, set.value.source.endsWith('set by the practice: userId')]).toEqual(['334303', true]);
    for (const bad of [{ userId: '1234567' }, { fi: 'cba' }, { charset: 'é' }, { maxDetails: 0 }, { colour: 1 }, 7])
      expect(overrideBankProfile(profile('boq'), bad).ok).toBe(false);
    expect(parseBankProfiles({ version: 2 }).ok).toBe(false);
  });
});
