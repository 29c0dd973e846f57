import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/browser/esm/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccountNumber, parseBsb } from '../identity/bank-account.ts';
import { parseCents, parseSignedCents } from '../money/amount-text.ts';
import type { Result } from '../result.ts';
import { readStatement, type StatementLine } from '../statement/statement.ts';
import { parseLocalDate, type LocalDate } from '../time/local-date.ts';
import { isSameAccount, matchDebits, type ExpectedDebit, type MatchContext, type MatchOutcome, type MatchReasons } from './match.ts';
import { matchWindowOn, parseMatchWindows, windowDays } from './match-window.ts';
import { referenceIn } from './reference.ts';

const root = new URL('../../../', import.meta.url);
const bytes = (name: string): Uint8Array => readFileSync(new URL(`test/fixtures/samples/bank-csv/SYNTHETIC_${name}.csv`, root));
const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const date = (text: string): LocalDate => must(parseLocalDate(text));
const windows = must(parseMatchWindows(JSON.parse(readFileSync(new URL('resources/matching-windows.json', root), 'utf8'))));
const inForce = matchWindowOn(windows, date('2026-11-12'));
if (inForce === null) throw new Error('no window in force');
const context: MatchContext = { window: inForce, holidays: new Set(), settledBy: new Map() };

const payer = { bsb: must(parseBsb('032-000')), account: must(parseAccountNumber('123456')) };
const written = '032000 123456';
const expectation = (id: string, cents: string, reference: string, change: Partial<ExpectedDebit> = {}): ExpectedDebit => ({
  id,
  kind: 'payment',
  ...payer,
  cents: must(parseCents(cents)),
  reference,
  processingDate: date('2026-11-12'),
  ...change,
});
const run: readonly ExpectedDebit[] = parse(new TextDecoder().decode(bytes('payout_batch_comm_run_0012')), {
  from_line: 2,
}).map((cells) => expectation(cells[1] ?? '', cells[10] ?? '', cells[13] ?? '', { processingDate: date(cells[14] ?? '') }));
const statement = (name: string): readonly StatementLine[] => must(readStatement(bytes(name), { account: written })).lines;
const cba = statement('cba_netbank_comm_run_0012');
const westpac = statement('westpac_live_comm_run_0012');

const told = (outcome: MatchOutcome): string => {
  const { id } = outcome.expected;
  switch (outcome.status) {
    case 'settled':
      return `${id} settled by row ${outcome.candidate.line.row}: ${outcome.candidate.line.narrative}`;
    case 'returned':
      return `${id} returned: row ${outcome.candidate.line.row}, back by row ${outcome.returnedBy.map((line) => line.row).join(' ')}`;
    case 'ambiguous':
      return `${id} ambiguous: rows ${outcome.candidates.map(({ line }) => line.row).join(' ')}, also ${outcome.alsoWantedBy.join(' ')}, back by row ${outcome.returnedBy.map((line) => line.row).join(' ')}`;
    case 'partial':
      return `${id} partial: rows ${outcome.candidates.map(({ line }) => line.row).join(' ')}`;
    case 'unmatched':
      return `${id} unmatched`;
    case 'known':
      return `${id} known, back by row ${outcome.returnedBy.map((line) => line.row).join(' ')}`;
  }
};
const matched = (
  expected: readonly ExpectedDebit[],
  lines: readonly StatementLine[],
  change: Partial<MatchContext> = {},
): readonly string[] => matchDebits(expected, lines, { ...context, ...change }).map(told);

describe('the payout run of 12 November', () => {
  it('has ten payments of $25,365.96', () => {
    expect([run.length, run.reduce((sum, { cents }) => sum + cents, 0)]).toEqual([10, 2_536_596]);
  });

  it('settles nine payments by the CommBank statement and asks about the cut reference', () => {
    expect(matched(run, cba)).toEqual([
      'PAY-0012-01 settled by row 18: Transfer To Harbour Lane Broking NetBank COMM RUN 0012 RCTI-000051',
      'PAY-0012-02 settled by row 17: Transfer To J Nguyen NetBank COMM RUN 0012 RCTI-000052',
      'PAY-0012-03 settled by row 16: Transfer To J Nguyen NetBank COMM RUN 0012 RCTI-000053',
      'PAY-0012-04 settled by row 15: Fast Transfer To BRINDLEWATER ACCTG RCTI 000054',
      'PAY-0012-05 settled by row 14: Transfer To MURRAY AND SORENSEN NetBank RCTI-000055',
      'PAY-0012-06 settled by row 13: Transfer to xx7788 CommBank app RCTI-000056',
      'PAY-0012-07 settled by row 11: Transfer To D PAPADAKIS-HOWE NetBank COMM-000018',
      'PAY-0012-08 settled by row 10: Transfer To D Achterberg NetBank COMM-000019',
      'PAY-0012-09 settled by row 9: Fast Transfer To IRONWICK LENDING RCTI000057',
      'PAY-0012-10 partial: rows 8',
    ]);
  });

  it('settles nine payments by the Westpac statement and asks about the one paid, returned and paid again', () => {
    expect(matched(run, westpac)).toEqual([
      'PAY-0012-01 settled by row 19: WITHDRAWAL ONLINE 1226001 PYMT Harbour Lan RCTI-000051 Comm Run 0012',
      'PAY-0012-02 settled by row 18: WITHDRAWAL ONLINE 1226002 PYMT J Nguyen RCTI-000052 Comm Run 0012',
      'PAY-0012-03 settled by row 17: WITHDRAWAL ONLINE 1226003 PYMT J Nguyen RCTI-000053 Comm Run 0012',
      'PAY-0012-04 settled by row 16: WITHDRAWAL-OSKO PAYMENT 1226004 Brindlewater Accounting RCTI-000054',
      'PAY-0012-05 settled by row 15: WITHDRAWAL ONLINE 1226005 PYMT Murray And RCTI-000055 Comm Run 0012',
      'PAY-0012-06 settled by row 14: WITHDRAWAL ONLINE 1226006 PYMT Obrien Fam RCTI-000056 Comm Run 0012',
      'PAY-0012-07 ambiguous: rows 4 12, also , back by row 7',
      'PAY-0012-08 settled by row 11: WITHDRAWAL ONLINE 1226008 PYMT D Achterbe COMM-000019 Comm Run 0012',
      'PAY-0012-09 settled by row 10: WITHDRAWAL-OSKO PAYMENT 1226009 Ironwick Lending RCTI-000057',
      'PAY-0012-10 settled by row 9: WITHDRAWAL ONLINE 1226010 PYMT Tinkerbird RCTI-000058 Comm Run 0012',
    ]);
  });

  it('leaves every look-alike alone', () => {
    const ours = new Set(
      [...matchDebits(run, cba, context), ...matchDebits(run, westpac, context)].flatMap((outcome) =>
        outcome.status === 'settled' || outcome.status === 'returned'
          ? [outcome.candidate.line]
          : outcome.status === 'ambiguous' || outcome.status === 'partial'
            ? outcome.candidates.map(({ line }) => line)
            : [],
      ),
    );
    for (const line of [...cba, ...westpac])
      expect(ours.has(line), line.narrative).toBe(/(RCTI|COMM)[- ]?0000/.test(line.narrative) && line.cents < 0);
    expect(ours.size).toBe(21);
  });

  it('says why a look-alike is none', () => {
    const nguyen = matchDebits([expectation('X', '1250.00', 'RCTI-000099')], cba, context)[0];
    const misses =
      nguyen?.status === 'unmatched'
        ? nguyen.nearMisses.map(({ line, reasons: r }) => `${line.date} ${r.direction} ${r.reference} ${r.date} ${r.days}`)
        : [];
    expect(misses).toEqual([
      '2026-11-17 credit absent in-window 5',
      '2026-11-12 debit absent in-window 0',
      '2026-11-12 debit absent in-window 0',
      '2026-11-06 debit absent before -6',
    ]);
  });

  it('changes nothing when the same statement comes again', () => {
    const first = matchDebits(run, cba, context);
    const settledBy = new Map(
      first.flatMap((outcome) => (outcome.status === 'settled' ? [[outcome.candidate.line.key, outcome.expected.id] as const] : [])),
    );
    const again = statement('cba_netbank_comm_run_0012');
    expect(matched(run, again, { settledBy })).toEqual([
      ...run.slice(0, 9).map(({ id }) => `${id} known, back by row `),
      'PAY-0012-10 partial: rows 8',
    ]);
    expect(matched(run, [...again, ...again])).toEqual(first.map(told));
  });

  it('follows a payment that came back and was paid again', () => {
    const seventh = run[6];
    const paid = westpac.find((line) => line.row === 12);
    const back = westpac.find((line) => line.row === 7);
    if (seventh === undefined || paid === undefined || back === undefined) throw new Error('sample changed');
    const until16 = westpac.filter((line) => line.date <= '2026-11-16');
    expect(matched([seventh], until16)).toEqual(['PAY-0012-07 returned: row 12, back by row 7']);
    const again = { ...seventh, id: 'PAY-0012-07 again', processingDate: date('2026-11-17') };
    expect(matched([seventh, again], westpac, { settledBy: new Map([[paid.key, seventh.id]]) })).toEqual([
      'PAY-0012-07 known, back by row 7',
      'PAY-0012-07 again settled by row 4: WITHDRAWAL-OSKO PAYMENT 1238864 Papadakis Conveyancing COMM-000018 reissue',
    ]);
    const settledBy = new Map([
      [paid.key, seventh.id],
      [back.key, seventh.id],
    ]);
    expect(matched([seventh], westpac, { settledBy })).toEqual(['PAY-0012-07 known, back by row ']);
    expect(matched([seventh, again], westpac)).toEqual([
      'PAY-0012-07 ambiguous: rows 4 12, also PAY-0012-07 again, back by row 7',
      'PAY-0012-07 again ambiguous: rows 4, also PAY-0012-07, back by row ',
    ]);
  });
});

describe('a batch that the bank books as one debit', () => {
  const bulk = expectation('COMM RUN 0011', '7319.44', 'COMM RUN 0011', {
    kind: 'batch',
    processingDate: date('2026-11-03'),
  });
  it('settles by its own bulk line only', () => {
    expect(matched([bulk], cba)).toEqual(['COMM RUN 0011 settled by row 27: Direct Debit 412778 COMM RUN 0011 BULK 7 ITEMS']);
    expect(matched([bulk], westpac)).toEqual(['COMM RUN 0011 settled by row 26: WITHDRAWAL PAYMENTS BATCH 1194410 COMM RUN 0011']);
    expect(matched([{ ...bulk, reference: 'COMM RUN 0012' }], cba)).toEqual(['COMM RUN 0011 unmatched']);
    expect(matched([expectation('COMM RUN 0012', '25365.96', 'COMM RUN 0012', { kind: 'batch' })], cba)).toEqual([
      'COMM RUN 0012 unmatched',
    ]);
  });

  it('asks when two expectations want one line', () => {
    expect(matched([bulk, { ...bulk, id: 'other' }], cba)).toEqual([
      'COMM RUN 0011 ambiguous: rows 27, also other, back by row ',
      'other ambiguous: rows 27, also COMM RUN 0011, back by row ',
    ]);
  });
});

describe('every point must agree', () => {
  const line = westpac.find(({ row }) => row === 19);
  if (line === undefined) throw new Error('sample changed');
  const good = expectation('P', '3300.00', 'RCTI-000051');
  const status = (expected: ExpectedDebit, entry: StatementLine = line): string | undefined =>
    matchDebits([expected], [entry], context)[0]?.status;
  it.each<[string, ExpectedDebit, Partial<StatementLine>, string]>([
    ['all agree', good, {}, 'settled'],
    ['another account', { ...good, account: must(parseAccountNumber('123457')) }, {}, 'unmatched'],
    ['another BSB', { ...good, bsb: must(parseBsb('032-001')) }, {}, 'unmatched'],
    ['no account known', good, { account: null }, 'unmatched'],
    ['a cent more', { ...good, cents: must(parseCents('3300.01')) }, {}, 'unmatched'],
    ['a cent less', { ...good, cents: must(parseCents('3299.99')) }, {}, 'unmatched'],
    ['another reference', { ...good, reference: 'RCTI-000050' }, {}, 'unmatched'],
    ['a longer reference', { ...good, reference: 'RCTI-0000511' }, {}, 'partial'],
    ['a shorter reference', { ...good, reference: 'RCTI-00005' }, {}, 'unmatched'],
    ['no reference', { ...good, reference: '' }, {}, 'unmatched'],
    ['the day before', { ...good, processingDate: date('2026-11-13') }, {}, 'unmatched'],
    ['the fifth day', { ...good, processingDate: date('2026-11-07') }, {}, 'settled'],
    ['the sixth day', { ...good, processingDate: date('2026-11-06') }, {}, 'unmatched'],
    ['the reference in its own column', good, { narrative: 'PAYMENT', reference: 'RCTI000051' }, 'settled'],
  ])('%s', (_name, expected, change, wanted) => {
    expect(status(expected, { ...line, ...change })).toBe(wanted);
  });

  it('a credit never settles', () => {
    const credit = westpac.find(({ row }) => row === 7);
    expect(credit === undefined ? null : status(expectation('P', '660.00', 'COMM-000018'), credit)).toBe('unmatched');
  });

  it('whatever the order of lines and expectations', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...run], { minLength: run.length }),
        fc.shuffledSubarray([...westpac], { minLength: westpac.length }),
        (expected, lines) => {
          const plain = (text: readonly string[]): readonly string[] => text.map((t) => t.replace('12 4', '4 12')).toSorted();
          expect(plain(matched(expected, lines))).toEqual(plain(matched(run, westpac)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('settled always means that all five points agree', () => {
    const anyLine = fc.record({
      amount: fc.constantFrom('-3300.00', '3300.00', '-3300.01'),
      day: fc.integer({ min: 8, max: 20 }),
      account: fc.constantFrom('032000123456', '123456', '99', null),
      narrative: fc.constantFrom('RCTI-000051', 'rcti 000051 X', 'RCTI-0000', 'RCTI-0000511', ''),
    });
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 4 }), (facts) => {
        const lines = facts.map(({ amount, ...fact }, index): StatementLine => ({
          ...line,
          ...fact,
          cents: must(parseSignedCents(amount)),
          date: date(`2026-11-${String(fact.day).padStart(2, '0')}`),
          reference: null,
          key: String(index),
        }));
        const outcome = matchDebits([good], lines, context)[0];
        const agreeing = lines.filter(
          (l) =>
            l.cents === -330_000 &&
            l.account?.endsWith('123456') === true &&
            /^RCTI.000051( |$)/i.test(l.narrative) &&
            l.date >= '2026-11-12' &&
            l.date <= '2026-11-17',
        );
        const reasons: MatchReasons = {
          account: 'agrees',
          direction: 'debit',
          amount: 'agrees',
          reference: 'full',
          date: 'in-window',
          days: 0,
        };
        if (outcome?.status === 'settled') {
          expect(agreeing).toEqual([outcome.candidate.line]);
          expect({ ...outcome.candidate.reasons, days: 0 }).toEqual(reasons);
        } else expect(agreeing.length !== 1 || outcome?.status === 'returned').toBe(true);
      }),
    );
  });
});

describe('references', () => {
  it.each<[string, string, string]>([
    ['RCTI-000054', 'Fast Transfer To BRINDLEWATER ACCTG RCTI 000054', 'full'],
    ['RCTI-000057', 'IRONWICK LENDING RCTI000057', 'full'],
    ['RCTI-000057', 'rcti_000057.', 'full'],
    ['RCTI-000058', 'COMM RUN 0012 RCTI-0000', 'partial'],
    ['RCTI-000058', 'RCTI', 'absent'],
    ['RCTI-000058', 'RCTI-0000581', 'absent'],
    ['RCTI-000058', 'XRCTI-000058', 'absent'],
    ['RCTI-000058', 'RCTI-000051', 'absent'],
    ['RCTI-000058', 'RCTI INVOICE NUMBER 000058', 'absent'],
    ['COMM-000019', 'COMM RUN 0012', 'absent'],
    ['COMM RUN 0012', 'COMM RUN 001', 'partial'],
    ['COMM RUN 0012', 'Comm Run 0012', 'full'],
    ['---', 'RCTI', 'absent'],
    ['(.*)+1', 'anything 1', 'partial'],
    ['COMMISSION', 'COMMISSION NOV', 'partial'],
  ])('%s in “%s” is %s', (reference, narrative, agreement) => {
    expect(referenceIn(reference, narrative)).toBe(agreement);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (reference, narrative) =>
        ['full', 'partial', 'absent'].includes(referenceIn(reference, narrative)),
      ),
    );
  });
});

describe('accounts and days', () => {
  it('knows an account with and without BSB and zeros', () => {
    const account = must(parseAccountNumber('0012-3456'));
    const known = ['032000123456', '0320000123456', '32000123456', '00123456', '123456', '03200000123456'].map((text) =>
      isSameAccount(text, payer.bsb, account),
    );
    expect(known).toEqual([true, true, true, true, true, true]);
    expect(['032001123456', '3456', '032000', '', '1123456'].map((text) => isSameAccount(text, payer.bsb, account))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('counts calendar and business days', () => {
    const from = date('2026-12-23');
    const days = (to: string, holidays: readonly string[]): readonly number[] => [
      windowDays('calendar', from, date(to), new Set()),
      windowDays('business', from, date(to), new Set(holidays.map(date))),
    ];
    expect(days('2026-12-23', [])).toEqual([0, 0]);
    expect(days('2026-12-29', ['2026-12-25', '2026-12-28'])).toEqual([6, 2]);
    expect(days('2026-12-22', [])).toEqual([-1, -1]);
    expect(matchWindowOn(windows, date('2019-12-31'))).toBeNull();
    expect(
      parseMatchWindows({
        version: 1,
        note: '',
        windows: [{ validFrom: '2026-01-01', fromDays: 3, toDays: 1, basis: 'calendar', source: 'x' }],
      }).ok,
    ).toBe(false);
  });
});
