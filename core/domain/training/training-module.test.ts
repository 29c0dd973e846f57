import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAnswers, moduleOn, questionsOf, trainingFileSchema } from './training-module.ts';

const shipped = trainingFileSchema.parse(
  JSON.parse(readFileSync(new URL('../../../resources/training/first-steps.json', import.meta.url), 'utf8')),
);
const module = moduleOn(shipped, '2026-11-29');

describe('the shipped module', () => {
  it('is short, has a question after each part, and does not put the right answer always in one place', () => {
    expect(module).toMatchObject({ module: 'first-steps', version: 1 });
    expect(questionsOf(module).length).toBeLessThanOrEqual(12);
    expect(new Set(questionsOf(module).map((question) => question.right)).size).toBeGreaterThan(2);
  });

  it('is in use by its version on the day', () => {
    const [first] = shipped.versions;
    if (first === undefined) throw new Error('no version');
    const file = { ...shipped, versions: [{ ...first, version: 2, effectiveFrom: '2027-01-01' }, first] };
    expect(moduleOn(file, '2026-12-31').version).toBe(1);
    expect(moduleOn(file, '2027-01-01').version).toBe(2);
    expect(moduleOn(file, '2020-01-01').version).toBe(1);
  });
});

describe('answers', () => {
  const right = questionsOf(module).map((question) => question.right);
  it('pass with as many right as the module asks for', () => {
    expect(judgeAnswers(module, right)).toEqual({ ok: true, value: { right: 8, of: 8, passed: true } });
    fc.assert(
      fc.property(fc.subarray([...right.keys()]), (wrong) => {
        const answers = right.map((option, at) => (wrong.includes(at) ? (option + 1) % 3 : option));
        expect(judgeAnswers(module, answers)).toEqual({
          ok: true,
          value: { right: 8 - wrong.length, of: 8, passed: 8 - wrong.length >= module.pass },
        });
      }),
    );
  });
  it('are refused where one is missing or is no option', () => {
    expect(judgeAnswers(module, right.slice(1))).toEqual({ ok: false, error: { code: 'answers-count' } });
    for (const strange of [-1, 3, 0.5]) expect(judgeAnswers(module, [...right.slice(1), strange])).toMatchObject({ ok: false });
  });
});

it('refuses a file whose right answer is none of the options, or that nobody can pass', () => {
  const [first] = shipped.versions;
  const [part] = first?.parts ?? [];
  if (first === undefined || part === undefined) throw new Error('no part');
  const wrong = { ...part, questions: part.questions.map((question) => ({ ...question, right: 9 })) };
  expect(trainingFileSchema.safeParse({ ...shipped, versions: [{ ...first, parts: [wrong] }] }).success).toBe(false);
  expect(trainingFileSchema.safeParse({ ...shipped, versions: [{ ...first, pass: 9 }] }).success).toBe(false);
});
