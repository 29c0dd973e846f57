import { spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { calculationBytes } from '../../core/domain/commission/calculation.ts';
import { computeEntitlement, type EntitlementInput } from '../../core/domain/commission/compute.ts';
import type { RuleVersion } from '../../core/domain/commission/rule-version.ts';
import { canonicalBytes } from '../../core/protocol/jcs.ts';
import { countSteps, drawFrom, drawInput, drawRule } from './commission/cases.ts';

const CALCULATIONS = 100_000;
const CASES_PER_RULE = 20;
const ORACLE = fileURLToPath(new URL('commission/oracle.py', import.meta.url));

/** Sends inputs as JSON lines, a rule only where it changes, and returns the oracle's lines. Rejects if python3 is absent or fails. */
const askOracle = async (inputs: Iterable<EntitlementInput>, options: readonly string[] = []): Promise<readonly string[]> => {
  const python = spawn('python3', ['-I', ORACLE, ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  python.stdin.on('error', () => python.kill());
  const chunks: Buffer[] = [];
  python.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = once(python, 'close');
  const feed = async (): Promise<void> => {
    let pending = '';
    let current: RuleVersion | undefined;
    for (const input of inputs) {
      const { rule, ...rest } = input;
      pending += `${JSON.stringify(rule === current ? rest : input)}\n`;
      current = rule;
      if (pending.length < 1_000_000) continue;
      if (!python.stdin.write(pending)) await once(python.stdin, 'drain');
      pending = '';
    }
    python.stdin.end(pending);
  };
  await Promise.all([feed(), closed]);
  if (python.exitCode !== 0) throw new Error(`python3 ended with ${String(python.exitCode)}`);
  return Buffer.concat(chunks).toString('utf8').trimEnd().split('\n');
};

const answerBytes = (input: EntitlementInput): Uint8Array => {
  const computed = computeEntitlement(input);
  return computed.ok ? calculationBytes(computed.value) : canonicalBytes({ refused: computed.error.code });
};

describe('commission against an implementation in another language', () => {
  it(`agrees on the bytes of ${CALCULATIONS.toLocaleString('en')} calculations and on every refusal between them`, { timeout: 120_000 }, async () => {
    const given = process.env['COMMISSION_ORACLE_SEED'];
    const seed = given === undefined ? randomInt(2 ** 32) : Number(given);
    process.stdout.write(`commission oracle: seed ${String(seed)} (repeat with COMMISSION_ORACLE_SEED=${String(seed)})\n`);
    const draw = drawFrom(seed);
    const hashes: string[] = [];
    const steps = new Map<string, number>();
    const refusals = new Map<string, number>();
    const cases = function* (): Generator<EntitlementInput> {
      let rule = drawRule(draw);
      for (let calculations = 0; calculations < CALCULATIONS; ) {
        if (hashes.length % CASES_PER_RULE === 0) rule = drawRule(draw);
        const input = drawInput(draw, rule);
        const computed = computeEntitlement(input);
        if (computed.ok) {
          calculations += 1;
          countSteps(steps, computed.value);
        } else refusals.set(computed.error.code, (refusals.get(computed.error.code) ?? 0) + 1);
        const bytes = computed.ok ? calculationBytes(computed.value) : canonicalBytes({ refused: computed.error.code });
        hashes.push(createHash('sha256').update(bytes).digest('hex'));
        yield input;
      }
    };
    const answers = await askOracle(cases());
    expect(answers.length).toBe(hashes.length);
    const differs = answers.findIndex((answer, index) => answer !== hashes[index]);
    if (differs >= 0) {
      const input = nth(seed, differs);
      const shown = await askOracle([input], ['--show']);
      expect(Buffer.from(answerBytes(input)).toString('utf8'), `case ${String(differs)}: ${JSON.stringify(input)}`).toBe(shown[0]);
    }
    expect(differs).toBe(-1);
    process.stdout.write(`  steps ${JSON.stringify(Object.fromEntries([...steps].sort()))}\n  refusals ${JSON.stringify(Object.fromEntries(refusals))}\n`);
    expect([...refusals.keys()].sort()).toEqual([
      'earlier-commission-before-first',
      'net-above-gross',
      'number-out-of-range',
      'rule-needs-income',
      'rule-pays-on-qualification-only',
      'total-over-limit',
      'trigger-does-not-match-rule',
    ]);
    for (const kind of ['commission-share', 'platform-share']) {
      for (const outcome of ['exact', 'down', 'up', 'tie-down', 'tie-up']) expect(steps.get(`${kind}:${outcome}`) ?? 0).toBeGreaterThan(20);
    }
    for (const kind of ['commission-gst:tie-up', 'platform-gst:tie-up', 'commission-cap', 'commission-limit', 'platform-limit', 'commission-flat', 'commission-flat-once', 'no-income']) {
      expect(steps.get(kind) ?? 0, kind).toBeGreaterThan(100);
    }
  });
});

/** The input of one case of a seed, drawn again from the start. */
const nth = (seed: number, wanted: number): EntitlementInput => {
  const draw = drawFrom(seed);
  let rule = drawRule(draw);
  for (let index = 0; ; index += 1) {
    if (index % CASES_PER_RULE === 0) rule = drawRule(draw);
    const input = drawInput(draw, rule);
    if (index === wanted) return input;
  }
};
