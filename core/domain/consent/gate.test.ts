import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type DisclosureAnswer, mayDisclose } from './may-disclose.ts';
import { type Case, makeCase, numbersFrom } from './testing/histories.ts';
import { MUTANTS } from './testing/mutants.ts';
import { oracle } from './testing/oracle.ts';

const HISTORIES = 120_000;
const SEED = 20_260_804;

type Gate = typeof mayDisclose;

const ask = (gate: Gate, { person, recipient, purpose, fields, at }: Case): DisclosureAnswer =>
  gate(person, recipient, purpose, fields, at);

const cases = (count: number): readonly Case[] => {
  const number = numbersFrom(SEED);
  return Array.from({ length: count }, () => makeCase(number));
};

/** What each kind of history is called, and which histories are of it. */
const KINDS: readonly (readonly [string, (given: Case) => boolean])[] = [
  ['grants', ({ person }) => person.consents.length > 0],
  ['amendments', ({ person }) => person.consents.some(({ consent }) => consent.versions.length > 1)],
  [
    'forks of amendments',
    ({ person }) =>
      person.consents.some(({ consent }) => new Set(consent.versions.map(({ names }) => names[0])).size < consent.versions.length),
  ],
  ['narrowings', ({ person }) => person.consents.some(({ consent }) => consent.cuts.some((cut) => cut.kind === 'narrowed'))],
  ['withdrawals', ({ person }) => person.consents.some(({ consent }) => consent.cuts.some((cut) => cut.kind === 'withdrawn'))],
  ['refusals', ({ person }) => person.refusals.length > 0],
  ['merges', ({ person }) => person.records.length > 1],
  ['expiries', ({ person, at }) => person.consents.some(({ consent }) => consent.versions.some(({ validUntil }) => validUntil <= at))],
  ['clock jumps', ({ person, at }) => person.heardAt > at],
  ['consents of referrals', ({ person }) => person.consents.some(({ referral }) => referral !== null)],
  ['one-off consents', ({ person }) => person.consents.some(({ consent }) => consent.versions.some(({ oneOff }) => oneOff))],
];

const percent = (part: number, whole: number): string => `${String(Math.round((1000 * part) / whole) / 10)} %`;

describe('mayDisclose', () => {
  it(`agrees with a naive oracle on ${String(HISTORIES)} histories`, () => {
    const counts = new Map<string, number>(KINDS.map(([name]) => [name, 0]));
    const reasons = new Map<string, number>();
    let yes = 0;
    const differ: number[] = [];
    const number = numbersFrom(SEED);
    for (let index = 0; index < HISTORIES; index += 1) {
      const given = makeCase(number);
      for (const [name, is] of KINDS) if (is(given)) counts.set(name, (counts.get(name) ?? 0) + 1);
      const answer = ask(mayDisclose, given);
      if (answer.may !== oracle(given)) differ.push(index);
      if (answer.may) {
        yes += 1;
        // What it says holds until the instant it names, and each version that it names is there.
        const last = answer.until;
        const known = new Set(given.person.consents.flatMap(({ consent }) => consent.versions.map(({ hash }) => hash)));
        if (last <= given.at || last <= given.person.heardAt || !answer.consents.every((hash) => known.has(hash))) differ.push(index);
        const later = new Date(Date.parse(last) - 1).toISOString();
        if (!oracle({ ...given, at: later })) differ.push(index);
      } else reasons.set(answer.why, (reasons.get(answer.why) ?? 0) + 1);
    }
    const shares = [...counts].map(([name, count]) => `${name} ${percent(count, HISTORIES)}`).join(', ');
    const whys = [...reasons].toSorted(([, a], [, b]) => b - a).map(([why, count]) => `${why} ${percent(count, HISTORIES)}`);
    process.stdout.write(
      `gate: seed ${String(SEED)}, ${String(HISTORIES)} histories with ${shares}; answers yes ${percent(yes, HISTORIES)}, no ${percent(HISTORIES - yes, HISTORIES)} (${whys.join(', ')})\n`,
    );
    expect(differ.slice(0, 5)).toEqual([]);
    for (const [name, count] of counts) expect(count / HISTORIES, name).toBeGreaterThan(0.01);
    expect(yes / HISTORIES).toBeGreaterThan(0.05);
    expect(reasons.size).toBeGreaterThan(15);
  }, 120_000);

  it('is found out whenever a bug is planted', async () => {
    const source = readFileSync(new URL('may-disclose.ts', import.meta.url), 'utf8');
    const list = cases(60_000);
    const truth = list.map(oracle);
    const table: string[] = [];
    const missed: string[] = [];
    for (const { name, from, to } of MUTANTS) {
      expect(source.split(from).length, `"${from}" stands once in the gate`).toBe(2);
      const code = stripTypeScriptTypes(source.replace(from, () => to));
      const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
      const mutant = ((await import(/* @vite-ignore */ url)) as { mayDisclose: Gate }).mayDisclose;
      const found = list.findIndex((given, index) => {
        const answer = ask(mutant, given);
        return (
          answer.may !== truth[index] || (answer.may && !oracle({ ...given, at: new Date(Date.parse(answer.until) - 1).toISOString() }))
        );
      });
      if (found === -1) missed.push(name);
      table.push(`${found === -1 ? 'missed' : `history ${String(found + 1)}`.padEnd(15)} ${name}`);
    }
    process.stdout.write(
      `gate: ${String(MUTANTS.length - missed.length)} of ${String(MUTANTS.length)} planted bugs found\n${table.join('\n')}\n`,
    );
    expect(missed).toEqual([]);
  }, 120_000);
});
