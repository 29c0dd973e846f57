import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { paymentState } from '../../core/protocol/pack/payments.ts';
import { verifyPack } from '../../core/protocol/pack/verify.ts';
import { primitives } from '../story/keys.ts';
import {
  DEBIAN_TOOLS,
  independentVerdicts,
  type IndependentVerdict,
  type PackQuestion,
  vectorAnswersBy,
  type VectorAnswer,
  verdictsBy,
  verifierProgram,
  VERIFIERS,
} from './run.ts';

const VECTORS = join(import.meta.dirname, '../../docs/vectors');
const verdictWords = z.object({
  intact: z.string(),
  recognised: z.string(),
  complete: z.string(),
  failure: z.string().nullable(),
  payments: z.array(z.string()).optional(),
});
const vectorSchema = z.object({
  name: z.string(),
  expect: z.union([z.string(), verdictWords]),
  output: z.unknown().optional(),
  trust: z.string().nullish(),
});
const files = readdirSync(VECTORS).filter((name) => name.endsWith('.json'));
const vectorsOf = (file: string) => z.array(vectorSchema).parse(JSON.parse(readFileSync(join(VECTORS, file), 'utf8')));

/** The verdicts; how far the payments are only where the vector says it. */
const words = (verdict: IndependentVerdict, expected?: z.infer<typeof vectorSchema>['expect']): z.infer<typeof verdictWords> => ({
  ...(typeof expected === 'object' && expected.payments !== undefined ? { payments: verdict.payments } : {}),
  intact: verdict.intact.ok ? 'intact' : 'broken',
  recognised: verdict.recognised.verdict,
  complete: verdict.complete.verdict,
  failure: verdict.failure,
});
const isVerdict = (got: VectorAnswer['got']): got is IndependentVerdict => typeof got !== 'string';

describe.each(VERIFIERS)('the independent verifier in %s', (name) => {
  let answers: readonly VectorAnswer[] = [];
  beforeAll(() => {
    answers = vectorAnswersBy(name, VECTORS);
  }, 180_000);

  it.each(files)('agrees with every vector of %s', (file) => {
    const vectors = vectorsOf(file);
    const expected = vectors.map((vector) => ({
      name: vector.name,
      got: vector.expect,
      ...(vector.output === undefined ? {} : { output: vector.output }),
    }));
    const got = answers
      .filter((answer) => answer.file === file)
      .map((answer, index) => ({
        name: answer.name,
        got: isVerdict(answer.got) ? words(answer.got, vectors[index]?.expect) : answer.got,
        ...(vectors[index]?.output === undefined ? {} : { output: answer.output }),
      }));
    expect(got).toEqual(expected);
  });

  it('says of the payments of every pack what the program says', () => {
    const packs = z
      .array(z.object({ name: z.string(), file: z.string() }))
      .parse(JSON.parse(readFileSync(join(VECTORS, 'packs.json'), 'utf8')));
    const said = answers.flatMap(({ file, name: pack, got }) => (file === 'packs.json' && isVerdict(got) ? [[pack, got.payments]] : []));
    expect(said).toEqual(
      packs.map(({ name: pack, file }) => {
        const { contents } = verifyPack(readFileSync(join(VECTORS, file)), null, primitives);
        return [pack, contents === null ? [] : contents.payments.map(paymentState)];
      }),
    );
  });
});

describe('a pack as a folder', () => {
  const work = mkdtempSync(join(tmpdir(), 'flip360-verifiers-'));
  const folder = join(work, 'pack');
  const trust = vectorsOf('packs.json').find((vector) => vector.name === 'complete')?.trust ?? null;
  const contents = (): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  beforeAll(() => {
    const unzip = spawnSync(DEBIAN_TOOLS.python, ['-m', 'zipfile', '-e', join(VECTORS, 'packs/complete.zip'), folder], {
      encoding: 'utf8',
    });
    if (unzip.status !== 0) throw new Error(`complete.zip does not unpack: ${unzip.stderr}`);
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('has the verdicts of its ZIP', () => {
    const fromZip = independentVerdicts(join(VECTORS, 'packs/complete.zip'), trust);
    expect(words(fromZip.go)).toEqual({
      intact: 'intact',
      recognised: 'recognised',
      complete: 'complete',
      failure: null,
    });
    expect(fromZip.python).toMatchObject({ intact: fromZip.go.intact, complete: fromZip.go.complete });
    expect(independentVerdicts(folder, trust)).toEqual(fromZip);
  });

  it('is broken, by the same name in both, when one bit of any file is turned', () => {
    const questions: PackQuestion[] = contents().map((path, index) => {
      const copy = join(work, `mutant-${index}`);
      cpSync(folder, copy, { recursive: true });
      const target = join(copy, path.slice(folder.length + 1));
      const bytes = readFileSync(target);
      const at = Math.floor(bytes.length / 2);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      writeFileSync(target, bytes);
      return { path: copy, trust };
    });
    expect(questions.length).toBeGreaterThan(50);
    const go = verdictsBy('go', questions);
    const python = verdictsBy('python', questions);
    expect(go.map((verdict) => verdict.intact.ok)).not.toContain(true);
    const said = (verdicts: readonly IndependentVerdict[]) => verdicts.map((verdict) => words(verdict));
    expect(said(go)).toEqual(said(python));
  }, 60_000);
});

describe('a machine without the tools', () => {
  it('is told which Debian package is missing', () => {
    const none = '/nonexistent';
    expect(() => verifierProgram('go', { ...DEBIAN_TOOLS, go: none })).toThrow('apt-get install golang-go');
    expect(() => verifierProgram('go', { ...DEBIAN_TOOLS, gopath: none })).toThrow('apt-get install golang-golang-x-mod-dev');
    expect(() => verifierProgram('python', { ...DEBIAN_TOOLS, python: none })).toThrow('apt-get install python3');
    expect(() => verifierProgram('python', { ...DEBIAN_TOOLS, python: '/bin/false' })).toThrow('apt-get install python3-cryptography');
  });
});
