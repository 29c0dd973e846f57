import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');
const BUILD = join(ROOT, 'build/verifiers');
const SCHEMAS = join(ROOT, 'docs/schemas/events.v1.json');

/** Where the tools of the independent verifiers are on a Debian machine. */
export const DEBIAN_TOOLS = {
  go: '/usr/bin/go',
  gopath: '/usr/share/gocode',
  python: '/usr/bin/python3',
};
export type Tools = typeof DEBIAN_TOOLS;

const verdictSchema = z.object({
  intact: z.object({ ok: z.boolean(), code: z.string().nullable() }),
  recognised: z.object({
    verdict: z.enum(['recognised', 'not-recognised', 'self-consistent', 'not-judged']),
    code: z.string().nullable(),
  }),
  complete: z.object({
    verdict: z.enum(['complete', 'interim', 'not-judged']),
    signed: z.array(z.number().int()),
  }),
  failure: z.string().nullable(),
  payments: z.array(z.string()),
  why: z.string(),
});

/** What an independent verifier says about one pack; `code` and `failure` are named failures of docs/protocol.md. */
export type IndependentVerdict = z.infer<typeof verdictSchema>;

const answerSchema = z.object({
  file: z.string(),
  index: z.number().int(),
  name: z.string(),
  got: z.union([z.string(), verdictSchema]),
  output: z.unknown().optional(),
});

/** What an independent verifier says about one vector. */
export type VectorAnswer = z.infer<typeof answerSchema>;

export type VerifierName = 'go' | 'python';
export const VERIFIERS: readonly VerifierName[] = ['go', 'python'];

type Command = { readonly file: string; readonly arguments: readonly string[] };

const missing = (what: string, debianPackage: string): Error =>
  new Error(`The independent verifiers need ${what}: apt-get install ${debianPackage}`);

const goProgram = (tools: Tools): Command => {
  if (!existsSync(tools.go)) throw missing(`the Go compiler (${tools.go})`, 'golang-go');
  if (!existsSync(join(tools.gopath, 'src/golang.org/x/mod/sumdb/tlog'))) {
    throw missing(`golang.org/x/mod in ${tools.gopath}`, 'golang-golang-x-mod-dev');
  }
  const source = join(HERE, 'go');
  const hash = createHash('sha256');
  for (const name of readdirSync(source).sort()) hash.update(name).update(readFileSync(join(source, name)));
  const program = join(BUILD, `verify-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(program)) {
    mkdirSync(BUILD, { recursive: true });
    const made = `${program}.${process.pid}`;
    const build = spawnSync(tools.go, ['build', '-o', made, '.'], {
      cwd: source,
      env: { ...process.env, GO111MODULE: 'off', GOPATH: tools.gopath, GOCACHE: join(BUILD, 'go-cache') },
      encoding: 'utf8',
    });
    if (build.status !== 0) throw new Error(`The Go verifier does not build: ${build.stderr}`);
    renameSync(made, program);
  }
  return { file: program, arguments: [] };
};

const pythonProgram = (tools: Tools): Command => {
  if (!existsSync(tools.python)) throw missing(`Python (${tools.python})`, 'python3');
  const probe = spawnSync(tools.python, ['-c', 'import cryptography'], { encoding: 'utf8' });
  if (probe.status !== 0) throw missing('the Python module cryptography', 'python3-cryptography');
  return { file: tools.python, arguments: [join(HERE, 'python/verify.py')] };
};

/** Finds or builds one verifier; throws with the name of the Debian package when a tool is missing. */
export const verifierProgram = (name: VerifierName, tools: Tools = DEBIAN_TOOLS): Command =>
  name === 'go' ? goProgram(tools) : pythonProgram(tools);

const programs = new Map<VerifierName, Command>();

const linesOf = (name: VerifierName, extra: readonly string[], input: string): readonly unknown[] => {
  const program = programs.get(name) ?? verifierProgram(name);
  programs.set(name, program);
  const run = spawnSync(program.file, [...program.arguments, ...extra], {
    input,
    encoding: 'utf8',
    env: { ...process.env, FLIP360_SCHEMAS: SCHEMAS },
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`The ${name} verifier failed: ${run.stderr}`);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
};

/** A pack on disk (ZIP or folder) and the text of the reader's trust file, null for none. */
export type PackQuestion = { readonly path: string; readonly trust: string | null };

/** The verdicts of one independent verifier on many packs, in order, by one process. */
export const verdictsBy = (name: VerifierName, packs: readonly PackQuestion[]): readonly IndependentVerdict[] => {
  if (packs.length === 0) return [];
  const verdicts = linesOf(name, ['packs'], packs.map((pack) => JSON.stringify(pack)).join('\n') + '\n').map((line) =>
    verdictSchema.parse(line),
  );
  if (verdicts.length !== packs.length) throw new Error(`The ${name} verifier gave ${verdicts.length} verdicts`);
  return verdicts;
};

/** The verdicts of both independent verifiers on one pack (ZIP or folder); `trust` is the text of a trust file or null. */
export const independentVerdicts = (path: string, trust: string | null): Readonly<Record<VerifierName, IndependentVerdict>> => {
  const one = (name: VerifierName): IndependentVerdict => {
    const [verdict] = verdictsBy(name, [{ path, trust }]);
    if (verdict === undefined) throw new Error(`The ${name} verifier gave no verdict`);
    return verdict;
  };
  return { go: one('go'), python: one('python') };
};

/** The answers of one independent verifier to every vector in a folder, by one process. */
export const vectorAnswersBy = (name: VerifierName, folder: string): readonly VectorAnswer[] =>
  linesOf(name, ['vectors', folder], '').map((line) => answerSchema.parse(line));
