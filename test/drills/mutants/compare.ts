import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyPack } from '../../../core/protocol/pack/verify.ts';
import { primitives } from '../../story/keys.ts';
import { type IndependentVerdict, verdictsBy } from '../../verifiers/run.ts';
import { type Mutant, mutantOf } from './make.ts';

/** A mutant on which the program and an independent verifier say different things. */
export type Difference = {
  readonly seed: number;
  readonly what: string;
  readonly program: string;
  readonly go: string;
  readonly python: string;
};

export type Compared = {
  readonly mutants: number;
  readonly broken: number;
  readonly notRecognised: number;
  readonly interim: number;
  readonly complete: number;
  readonly failures: ReadonlySet<string>;
  readonly differences: readonly Difference[];
};

const BATCH = 300;

const independentWords = ({ intact, recognised, complete, failure }: IndependentVerdict): string =>
  `${intact.ok ? 'intact' : 'broken'}, ${recognised.verdict}, ${complete.verdict}, ${failure ?? 'no failure'}`;

const programWords = ({ zip, trust }: Mutant): readonly [words: string, failure: string | null] => {
  const { intact, recognised, complete, failure } = verifyPack(zip, trust, primitives);
  return [`${intact.verdict}, ${recognised.verdict}, ${complete.verdict}, ${failure ?? 'no failure'}`, failure];
};

/** Makes the mutants of `count` seeds from `from` on and asks the program and both independent verifiers about each. */
export const compareMutants = (from: number, count: number): Compared => {
  const failures = new Set<string>();
  const differences: Difference[] = [];
  const totals = { mutants: 0, broken: 0, notRecognised: 0, interim: 0, complete: 0 };
  for (let start = from; start < from + count; start += BATCH) {
    const folder = mkdtempSync(join(tmpdir(), 'flip360-mutants-'));
    mkdirSync(folder, { recursive: true });
    try {
      const made = Array.from({ length: Math.min(BATCH, from + count - start) }, (_, at) => mutantOf(start + at)).filter(
        (mutant) => mutant !== null,
      );
      const questions = made.map(({ seed, zip, trust }) => {
        const path = join(folder, `${String(seed)}.zip`);
        writeFileSync(path, zip);
        return { path, trust };
      });
      const [go, python] = [verdictsBy('go', questions), verdictsBy('python', questions)].map((verdicts) => verdicts.map(independentWords));
      made.forEach((mutant, at) => {
        const [program, failure] = programWords(mutant);
        totals.mutants += 1;
        if (failure !== null) failures.add(failure);
        if (program.startsWith('broken')) totals.broken += 1;
        else if (program.includes('not-recognised')) totals.notRecognised += 1;
        else if (program.includes(', complete,')) totals.complete += 1;
        else totals.interim += 1;
        const said = { go: go?.[at] ?? '', python: python?.[at] ?? '' };
        if (said.go !== program || said.python !== program) differences.push({ seed: mutant.seed, what: mutant.what, program, ...said });
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { ...totals, failures, differences };
};
