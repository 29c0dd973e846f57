import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import {
  base64ToBytes,
  bytesToBase64,
  bytesToHex,
  concatBytes,
  hexToBytes,
  utf8Decode,
  utf8Encode,
} from '../../core/protocol/bytes.ts';
import { formatCheckpoint } from '../../core/protocol/checkpoint.ts';
import { cosign, cosignatureVerifier } from '../../core/protocol/cosignature.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../../core/protocol/merkle.ts';
import {
  appendLeaf,
  consistencyProof,
  createPackedNodes,
  EMPTY_FRONTIER,
  frontierRoot,
  inclusionProof,
} from '../../core/protocol/merkle-log.ts';
import {
  ed25519NoteVerifier,
  formatSignatureLine,
  formatVerifierKey,
  makeVerifierKey,
  openNote,
  parseVerifierKey,
  signNote,
} from '../../core/protocol/note.ts';

const SIZES = 65;
const primitives = nodePrimitives();
const hashLists = z.array(z.array(z.array(z.string())));
const answerSchema = z.object({
  ok: z.boolean(),
  error: z.string().default(''),
  roots: z.array(z.string()).default([]),
  inclusion: hashLists.default([]),
  consistency: hashLists.default([]),
  text: z.string().default(''),
  verified: z.array(z.string()).default([]),
  note: z.string().default(''),
  vkey: z.string().default(''),
});
type Answer = z.infer<typeof answerSchema>;
type Request = Readonly<Record<string, string | number | readonly string[]>>;

const folder = mkdtempSync(join(tmpdir(), 'go-tlog-'));
const program = join(folder, 'go-tlog');
const GOPATH = '/usr/share/gocode';

const ask = (requests: readonly Request[]): readonly Answer[] => {
  const input = requests.map((request) => JSON.stringify(request)).join('\n');
  const run = spawnSync(program, [], { input, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (run.status !== 0) throw new Error(`go-tlog failed: ${run.stderr}`);
  const answers = run.stdout.trimEnd().split('\n');
  expect(answers).toHaveLength(requests.length);
  return answers.map((line) => answerSchema.parse(JSON.parse(line)));
};
const first = (request: Request): Answer => at(ask([request]), 0);
const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
};
const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};

beforeAll(() => {
  if (!existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog'))) {
    throw new Error('This test needs the Debian packages golang-go and golang-golang-x-mod-dev: apt-get install them.');
  }
  const build = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: join(import.meta.dirname, 'go-tlog'),
    env: {
      ...process.env,
      GO111MODULE: 'off',
      GOPATH,
      GOCACHE: process.env['GOCACHE'] ?? join(tmpdir(), 'go-build-cache'),
    },
    encoding: 'utf8',
  });
  if (build.error !== undefined) {
    throw new Error(
      `This test needs the Debian package golang-go: the command "go" did not start (${build.error.message}).`,
    );
  }
  if (build.status !== 0) throw new Error(`go-tlog does not build: ${build.stderr}`);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const leaves = Array.from({ length: SIZES }, (_, index) => leafHash(primitives, utf8Encode(`leaf-${index}`)));
const nodes = createPackedNodes();
const roots: Uint8Array[] = [];
let frontier = EMPTY_FRONTIER;
for (const leaf of leaves) {
  const appended = appendLeaf(primitives, frontier, leaf);
  appended.nodes.forEach((node) => nodes.put(node));
  frontier = appended.frontier;
  roots.push(frontierRoot(primitives, frontier));
}
const inclusionHex = (index: number, size: number) =>
  valueOf(inclusionProof(primitives, nodes, index, size)).map(bytesToHex);
const consistencyHex = (oldSize: number, newSize: number) =>
  valueOf(consistencyProof(primitives, nodes, oldSize, newSize)).map(bytesToHex);
const sizes = Array.from({ length: SIZES }, (_, index) => index + 1);
const pairs = sizes.flatMap((size) => sizes.filter((other) => other <= size).map((other) => ({ size, other })));

describe('Merkle log against Go x/mod/sumdb/tlog', () => {
  it('gives the same roots and all the same inclusion and consistency proofs for sizes 1 to 65', () => {
    const go = first({ do: 'proofs', sizes: SIZES });
    expect(roots.map(bytesToHex)).toEqual(go.roots);
    expect(pairs).toHaveLength(2145);
    for (const { size, other } of pairs) {
      expect(inclusionHex(other - 1, size)).toEqual(go.inclusion[size - 1]?.[other - 1]);
      expect(consistencyHex(other, size)).toEqual(go.consistency[size - 1]?.[other - 1]);
    }
  });

  it('judges true and damaged proofs as Go does', () => {
    const claims = pairs
      .filter(({ size }) => size <= 17 || size >= 63)
      .flatMap(({ size, other }) => {
        const included = {
          kind: 'inclusion',
          size,
          other: other - 1,
          hash: bytesToHex(at(leaves, other - 1)),
        } as const;
        const extended = { kind: 'consistency', size, other, hash: bytesToHex(at(roots, other - 1)) } as const;
        return [
          ...damage(size, other - 1).map((change) => change({ ...included, proof: inclusionHex(other - 1, size) })),
          ...damage(size, other).map((change) => change({ ...extended, proof: consistencyHex(other, size) })),
        ];
      });
    const go = ask(
      claims.map(({ kind, ...claim }) => ({ do: kind, root: bytesToHex(at(roots, claim.size - 1)), ...claim })),
    );
    const differing = claims.filter((claim, index) => judge(claim) !== at(go, index).ok);
    expect(differing).toEqual([]);
    expect(go.filter((answer) => answer.ok).length).toBeGreaterThan(600);
    expect(go.filter((answer) => !answer.ok).length).toBeGreaterThan(2000);
  });
});

interface Claim {
  readonly kind: 'inclusion' | 'consistency';
  readonly size: number;
  readonly other: number;
  readonly hash: string;
  readonly proof: readonly string[];
}

/** A claim left as it is, and what may be wrong with one. */
const damage = (size: number, other: number): readonly ((claim: Claim) => Claim)[] => [
  (claim) => claim,
  (claim) => ({ ...claim, proof: claim.proof.slice(0, -1) }),
  (claim) => ({ ...claim, proof: claim.proof.slice(1) }),
  (claim) => ({ ...claim, proof: [...claim.proof, claim.hash] }),
  (claim) => ({ ...claim, proof: [claim.hash, ...claim.proof] }),
  (claim) => ({ ...claim, proof: claim.proof.toReversed() }),
  (claim) => ({
    ...claim,
    proof:
      claim.proof.length === 0
        ? [claim.hash]
        : claim.proof.with(
            -1,
            claim.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
          ),
  }),
  (claim) => ({ ...claim, other: other <= 1 ? size - 1 : other - 1 }),
];

const judge = ({ kind, size, other, hash, proof }: Claim): boolean => {
  const root = at(roots, size - 1);
  const own = valueOf(hexToBytes(hash));
  const hashes = proof.map((hex) => valueOf(hexToBytes(hex)));
  return kind === 'inclusion'
    ? verifyInclusion(primitives, { index: other, size, leafHash: own, proof: hashes, root }).ok
    : verifyConsistency(primitives, { oldSize: other, newSize: size, oldRoot: own, newRoot: root, proof: hashes }).ok;
};

const actor = (name: string, type: 'ed25519' | 'cosignature/v1', seedByte: number) => {
  const seed = new Uint8Array(32).fill(seedByte);
  const key = valueOf(makeVerifierKey(primitives, name, type, ed25519.getPublicKey(seed)));
  return { key, seed, vkey: formatVerifierKey(key), sign: (message: Uint8Array) => ed25519.sign(message, seed) };
};
const log = actor('log.example/1', 'ed25519', 2);
const witness = actor('witness.example/w1', 'cosignature/v1', 3);
const text = formatCheckpoint({ origin: log.key.name, size: 65, root: at(roots, 64) });
const signed = valueOf(signNote(text, log.key, log.sign));
const line = valueOf(cosign(utf8Encode(text), witness.key, 1767323045n, witness.sign));
const checkpoint = concatBytes(signed, utf8Encode(formatSignatureLine(line)));
const known = [ed25519NoteVerifier(primitives, log.key), cosignatureVerifier(primitives, witness.key)];
const openInGo = (note: Uint8Array): Request => ({
  do: 'open',
  note: bytesToBase64(note),
  keys: [log.vkey, witness.vkey],
});

describe('signed notes against Go x/mod/sumdb/note', () => {
  it('are opened by Go, cosignature included', () => {
    const go = first(openInGo(checkpoint));
    expect(go.error).toBe('');
    expect(go.text).toBe(text);
    expect(go.verified).toEqual([`${log.key.name}+${log.key.keyId}`, `${witness.key.name}+${witness.key.keyId}`]);
  });

  it('signed by Go are the same bytes', () => {
    const name = fc.stringMatching(/^[a-z0-9./-]{1,20}$/);
    const letters = fc.string({ unit: fc.constantFrom('a', 'Z', '—', ' ', '\n', 'é', '😀', '+', '='), maxLength: 60 });
    const note = fc.record({
      name,
      text: letters.map((content) => `${content}\n`),
      seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    });
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const list = fc.sample(note, { seed, numRuns: 50 });
        const go = ask(
          list.map((item) => ({ do: 'sign', name: item.name, text: item.text, seed: bytesToHex(item.seed) })),
        );
        for (const [index, item] of list.entries()) {
          const { vkey, note: expected } = at(go, index);
          const key = valueOf(makeVerifierKey(primitives, item.name, 'ed25519', ed25519.getPublicKey(item.seed)));
          expect(formatVerifierKey(key)).toBe(vkey);
          expect(parseVerifierKey(primitives, vkey)).toEqual({ ok: true, value: key });
          const own = valueOf(signNote(item.text, key, (message) => ed25519.sign(message, item.seed)));
          expect(bytesToBase64(own)).toBe(expected);
          const opened = valueOf(openNote(valueOf(base64ToBytes(expected)), [ed25519NoteVerifier(primitives, key)]));
          expect(utf8Decode(opened.text)).toEqual({ ok: true, value: item.text });
        }
      }),
      { numRuns: 4 },
    );
  });

  it('accepted here are accepted by Go with the same text; what only Go accepts is refused for a stated reason', () => {
    const edit = fc.record({ place: fc.nat(), kind: fc.nat(3), byte: fc.nat(255), bit: fc.nat(7) });
    const special = [0x0a, 0x20, 0x2b, 0x3d, 0x41, 0xe2];
    const onlyInGo = new Set<string>();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const list = fc.sample(fc.array(edit, { minLength: 1, maxLength: 2 }), { seed, numRuns: 500 });
        const mutants = list.map((edits) =>
          edits.reduce((note, { place, kind, byte, bit }) => {
            const where = place % note.length;
            const flippedByte = at([...note], where) ^ (1 << bit);
            const inserted = at(special, byte % special.length);
            const [start, rest] = [note.subarray(0, where), note.subarray(where)];
            if (kind === 0) return concatBytes(start, Uint8Array.of(flippedByte), rest.subarray(1));
            if (kind === 1) return concatBytes(start, rest.subarray(1));
            return concatBytes(start, Uint8Array.of(inserted), rest.subarray(kind === 2 ? 0 : 1));
          }, checkpoint),
        );
        const go = ask(mutants.map(openInGo));
        for (const [index, mutant] of mutants.entries()) {
          const own = openNote(mutant, known);
          const theirs = at(go, index);
          if (own.ok) {
            expect(theirs.ok, theirs.error).toBe(true);
            expect(utf8Encode(theirs.text)).toEqual(own.value.text);
            expect(theirs.verified).toEqual(own.value.verified.map(({ name, keyId }) => `${name}+${keyId}`));
          } else if (theirs.ok) {
            onlyInGo.add(own.error.code);
          }
        }
      }),
      { numRuns: 6 },
    );
    // Go's decoder skips line feeds and spare bits in base64; this one has one spelling for each value.
    expect([...onlyInGo].filter((code) => code !== 'bad-base64')).toEqual([]);
  });
});
