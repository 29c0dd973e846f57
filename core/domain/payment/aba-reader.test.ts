import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseAccountNumber, parseBsb } from '../identity/bank-account.ts';
import { exactCents } from '../money/cents.ts';
import { localDateFromEpochDay } from '../time/local-date.ts';
import { abaMaxBytes, readAba, type AbaReading } from './aba-reader.ts';
import { writeAba, type AbaBatch, type AbaFile } from './aba.ts';
import { parseBankProfiles, type BankProfile } from './bank-profile.ts';

const root = new URL('../../../', import.meta.url);
const table = parseBankProfiles(JSON.parse(readFileSync(new URL('resources/bank-profiles.json', root), 'utf8')));
const profiles: readonly BankProfile[] = table.ok ? table.value : [];
const sample = (name: string): Uint8Array => readFileSync(new URL(`test/fixtures/samples/aba/${name}`, root));
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const severities = (reading: AbaReading, severity: string): readonly string[] =>
  reading.findings.filter((finding) => finding.severity === severity).map((finding) => finding.code);

const oracleAnswer = z.object({
  faults: z.array(z.string()),
  batches: z.array(
    z.object({
      header: z.record(z.string(), z.string()),
      details: z.array(z.record(z.string(), z.string())),
      total: z.record(z.string(), z.string()),
    }),
  ),
});
type OracleAnswer = z.infer<typeof oracleAnswer>;

/** Puts all files through one process of the Python reader. */
const askOracle = (files: readonly Uint8Array[], strict: boolean): readonly OracleAnswer[] => {
  const input = files.map((file) => JSON.stringify({ file: Buffer.from(file).toString('base64'), strict })).join('\n');
  const oracle = fileURLToPath(new URL('test/oracles/aba/read_aba.py', root));
  const run = spawnSync('python3', ['-B', oracle], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`read_aba.py: ${run.error?.message ?? run.stderr}`);
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => oracleAnswer.parse(JSON.parse(line)));
};

/** What both readers must agree on, in one form. */
const asOracle = (reading: AbaReading): readonly object[] =>
  reading.batches.map((batch) => ({
    header: [batch.header.fi, batch.header.userName, batch.header.userId, batch.header.description, batch.header.processingDate],
    details: batch.details.map((d) => [
      d.bsb,
      d.account,
      d.transactionCode,
      d.cents,
      d.title,
      d.lodgementReference,
      d.traceBsb,
      d.traceAccount,
      d.remitter,
    ]),
    total: [batch.trailer?.netCents, batch.trailer?.creditCents, batch.trailer?.debitCents, batch.trailer?.details],
  }));
const fromOracle = (answer: OracleAnswer): readonly object[] =>
  answer.batches.map(({ header, details, total }) => ({
    header: [
      header['fi'],
      header['user_name']?.trim(),
      header['user_id'],
      header['description']?.trim(),
      header['date']?.replace(/^(..)(..)(..)$/, '20$3-$2-$1'),
    ],
    details: details.map((d) => [
      d['bsb'],
      d['account']?.trim(),
      d['code'],
      Number(d['amount']),
      d['title']?.trim(),
      d['reference']?.trim(),
      d['trace_bsb'],
      d['trace_account']?.trim(),
      d['remitter']?.trim(),
    ]),
    total: [Number(total['net']), Number(total['credit']), Number(total['debit']), Number(total['count'])],
  }));

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: min, maxLength: max });
const valued =
  <T>(parse: (text: string) => { readonly ok: true; readonly value: T } | { readonly ok: false }) =>
  (text: string): readonly T[] => {
    const parsed = parse(text);
    return parsed.ok ? [parsed.value] : [];
  };
const kept = <T>(from: fc.Arbitrary<readonly T[]>): fc.Arbitrary<T> =>
  from
    .filter((found) => found.length > 0)
    .map((found) => found[0])
    .filter((found) => found !== undefined);
const bsb = kept(digits(6, 6).map(valued(parseBsb)));
const account = kept(
  fc
    .oneof(
      digits(1, 9),
      fc.tuple(digits(1, 4), digits(1, 5)).map((parts) => parts.join('-')),
    )
    .map(valued(parseAccountNumber)),
);
const name = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => `N${text}`);
const day = fc.integer({ min: 10_957, max: 36_000 }).map(localDateFromEpochDay);
const payment = fc.record({
  bsb,
  account,
  title: name,
  cents: fc.oneof(fc.integer({ min: 1, max: 50_000_000 }), fc.constantFrom(1, 99, 100)).map(exactCents),
  lodgementReference: fc.tuple(fc.constantFrom('RCTI-', 'COMM ', 'R.', 'X'), digits(1, 10)).map(([prefix, number]) => prefix + number),
  newDetails: fc.boolean(),
});
const anyBatch: fc.Arbitrary<AbaBatch> = fc.record({
  profile: fc
    .tuple(fc.constantFrom(...profiles), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), digits(1, 6))
    .map(([profile, balancing, headerAccount, headerTime, trailingNewline, userId]) => ({
      ...profile,
      balancing,
      headerAccount,
      headerTime,
      trailingNewline,
      userId,
    })),
  payer: fc.record({ bsb, account, title: name }),
  processingDate: day,
  processingTime: fc.constantFrom('0000', '1530', '2359'),
  description: name,
  remitter: name,
  balancingReference: fc.constant('COMM RUN 0007'),
  lines: fc.array(payment, { minLength: 1, maxLength: 25 }),
});

const fileCount = 2_400;

describe('reading back what was written', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  let files: readonly { readonly entry: AbaBatch; readonly file: AbaFile }[] = [];
  let answers: readonly OracleAnswer[] = [];

  beforeAll(() => {
    files = fc.sample(anyBatch, { numRuns: fileCount, seed }).map((entry) => {
      const written = writeAba(entry);
      if (!written.ok) throw new Error(`seed ${seed}: ${JSON.stringify(written.error)}`);
      return { entry, file: written.value };
    });
    answers = askOracle(
      files.map(({ file }) => file.bytes),
      true,
    );
  });

  it(`finds no fault in ${fileCount} generated files, by the product's reader and by an independent one`, () => {
    expect(answers).toHaveLength(fileCount);
    files.forEach(({ file }, index) => {
      const reading = readAba(file.bytes);
      const answer = answers[index];
      const hint = `seed ${seed}, file ${index}`;
      expect([severities(reading, 'error'), severities(reading, 'warning')], hint).toEqual([[], []]);
      expect(answer?.faults, hint).toEqual([]);
      expect(answer === undefined ? null : fromOracle(answer), hint).toEqual(asOracle(reading));
      expect(
        reading.batches.map((batch) => batch.balances),
        hint,
      ).toEqual([true]);
    });
  });

  it('finds in the file exactly the payments of the batch', () => {
    files.forEach(({ entry, file }, index) => {
      const batch = readAba(file.bytes).batches[0];
      const credits = batch?.details.filter((detail) => detail.transactionCode === '50') ?? [];
      const hint = `seed ${seed}, file ${index}`;
      expect(
        credits.map((d) => [d.bsb.replace('-', ''), d.account, d.cents, d.lodgementReference, d.indicator, d.withholdingCents]),
        hint,
      ).toEqual(
        entry.lines.map((l) => [l.bsb.replace('-', ''), l.account, l.cents, l.lodgementReference, l.newDetails === true ? 'N' : '', 0]),
      );
      const total = entry.lines.reduce((sum, l) => sum + l.cents, 0);
      expect([batch?.creditCents, batch?.debitCents, file.totals.creditCents], hint).toEqual([
        total,
        entry.profile.balancing ? total : 0,
        total,
      ]);
      expect(batch?.header.processingDate, hint).toBe(entry.processingDate);
      for (const record of file.text.split('\r\n')) expect(record === '' ? 120 : record.length, hint).toBe(120);
    });
  });

  it('writes the same bytes for the same batch', () => {
    for (const { entry, file } of files.slice(0, 200)) {
      const again = writeAba(entry);
      expect(again.ok && again.value.text).toBe(file.text);
    }
  });

  it('notices every single changed digit of an amount or a total', () => {
    for (const { file } of files.slice(0, 100)) {
      const lines = file.text.split('\r\n');
      lines.forEach((record, row) => {
        const places = record.startsWith('1') ? [29] : record.startsWith('7') ? [29, 39, 49, 79] : [];
        for (const place of places) {
          const digit = (Number(record.charAt(place)) + 1) % 10;
          const mutant = lines.with(row, record.slice(0, place) + String(digit) + record.slice(place + 1)).join('\r\n');
          expect(readAba(ascii(mutant)).batches.every((batch) => batch.balances)).toBe(false);
        }
      });
    }
  });
});

describe('writing whatever comes', () => {
  it('refuses with a reason or writes a file without fault, and never throws', () => {
    const odd = fc.oneof(fc.constantFrom('', '0', '-', '062000', '999999999', ' 1'), fc.string());
    const oddLine = fc.record({
      bsb: odd,
      account: odd,
      title: odd,
      cents: fc.oneof(fc.double(), fc.integer(), fc.constantFrom(9_999_999_999, 10_000_000_000)),
      lodgementReference: odd,
    });
    const hostile = fc.record({
      profile: fc.constantFrom(...profiles),
      payer: fc.record({ bsb: odd, account: odd, title: odd }),
      processingDate: odd,
      description: odd,
      remitter: odd,
      lines: fc.array(oddLine, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.oneof(hostile, anyBatch), (entry) => {
        // Forged brands: what a caller must never hand over.
        const written = writeAba(entry as AbaBatch);
        if (written.ok) expect(severities(readAba(written.value.bytes), 'error')).toEqual([]);
        else expect(written.error.every((refusal) => refusal.message !== '' && refusal.action !== '')).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('reading sample files', () => {
  const names = [
    'SYNTHETIC_balanced.aba',
    'SYNTHETIC_unbalanced.aba',
    'bql_sample_aba.txt',
    'cba_sample-with-comments.aba',
    'aba_test_multibatch.aba',
  ];

  it('agrees with the independent reader on every sample', () => {
    const answers = askOracle(names.map(sample), false);
    names.forEach((file, index) => {
      const answer = answers[index];
      expect(answer?.faults, file).toEqual([]);
      expect(answer === undefined ? null : fromOracle(answer), file).toEqual(asOracle(readAba(sample(file))));
    });
  });

  it('balances every sample', () => {
    expect(
      names.map((file) => readAba(sample(file)).batches.map((b) => [b.details.length, b.creditCents, b.debitCents, b.balances])),
    ).toEqual([
      [[3, 455_000, 455_000, true]],
      [[2, 455_000, 0, true]],
      [[4, 3_129_247, 0, true]],
      [[1, 1, 0, true]],
      [
        [1, 100_000, 0, true],
        [1, 0, 10_100, true],
        [1, 102_000, 0, true],
        [1, 103_000, 0, true],
        [6, 89_280_029, 0, true],
        [4, 0, 514_198_505, true],
      ],
    ]);
  });

  it('finds nothing wrong with the golden files and says what is odd in the others', () => {
    for (const file of names.slice(0, 2))
      expect([severities(readAba(sample(file)), 'error'), severities(readAba(sample(file)), 'warning')]).toEqual([[], []]);
    expect(severities(readAba(sample('bql_sample_aba.txt')), 'note')).toEqual([
      'blanks-stripped',
      'withholding',
      'withholding',
      'blanks-stripped',
    ]);
    expect(readAba(sample('cba_sample-with-comments.aba')).findings.map((f) => `${f.severity} ${f.code} ${f.line}`)).toEqual([
      'note extension-used 1',
      'warning unrecognised-line 5',
    ]);
    const multi = readAba(sample('aba_test_multibatch.aba'));
    expect(severities(multi, 'warning')).toContain('several-batches');
    expect(severities(multi, 'warning')).toContain('unrecognised-line');
  });

  it.each([
    ['lf', '\n'],
    ['cr', '\r'],
  ] as const)('reads records separated by %s', (ending, separator) => {
    const text = new TextDecoder('latin1').decode(sample('SYNTHETIC_balanced.aba')).replaceAll('\r\n', separator);
    const reading = readAba(ascii(text));
    expect([reading.lineEnding, reading.batches[0]?.balances]).toEqual([ending, true]);
    expect(severities(reading, 'warning')).toEqual(['line-ending']);
  });

  it('reads records without their trailing blanks', () => {
    const text = new TextDecoder('latin1').decode(sample('SYNTHETIC_unbalanced.aba'));
    const stripped = readAba(
      ascii(
        text
          .split('\r\n')
          .map((record) => record.trimEnd())
          .join('\r\n'),
      ),
    );
    expect(stripped.batches[0]?.balances).toBe(true);
    expect(stripped.batches[0]?.details).toEqual(readAba(sample('SYNTHETIC_unbalanced.aba')).batches[0]?.details);
  });
});

describe('reading what is no payment file', () => {
  it('never throws on random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => readAba(bytes).findings.length > 0));
  });

  it('never throws on a damaged file and never calls a damaged total balanced', () => {
    const good = sample('SYNTHETIC_balanced.aba');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (edits) => {
          const bytes = Uint8Array.from(good);
          for (const [at, value] of edits) bytes[at] = value;
          for (const batch of readAba(bytes).batches)
            if (batch.balances)
              expect([batch.trailer?.creditCents, batch.trailer?.debitCents]).toEqual([batch.creditCents, batch.debitCents]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says what is missing', () => {
    const records = new TextDecoder('latin1').decode(sample('SYNTHETIC_unbalanced.aba')).split('\r\n');
    const [header = '', first = '', second = '', total = ''] = records;
    const codes = (rows: readonly string[]): readonly string[] => severities(readAba(ascii(rows.join('\r\n'))), 'error');
    expect(codes([])).toEqual(['no-batch']);
    expect(codes([header, first, second])).toEqual(['batch-not-closed']);
    expect(codes([first, second, total])).toEqual(['record-outside-batch', 'record-outside-batch', 'record-outside-batch', 'no-batch']);
    expect(codes([header, first, total])).toEqual(['credit-total', 'net-total', 'record-count']);
    expect(codes([header, first, `1${'x'.repeat(119)}`, second, total])).toEqual(['unrecognised-line']);
    expect(severities(readAba(new Uint8Array(abaMaxBytes + 1)), 'error')).toEqual(['file-too-large']);
  });
});
