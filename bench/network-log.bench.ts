import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePrimitives } from '../core/adapters/crypto/node-primitives.ts';
import { ed25519Signer } from '../core/adapters/crypto/node-signer.ts';
import { formatCheckpoint } from '../core/protocol/checkpoint.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../core/protocol/merkle.ts';
import {
  appendLeaf,
  consistencyProof,
  createPackedNodes,
  EMPTY_FRONTIER,
  type Frontier,
  frontierRoot,
  inclusionProof,
  loadFrontier,
  rootAt,
} from '../core/protocol/merkle-log.ts';
import { makeVerifierKey, signNote } from '../core/protocol/note.ts';
import { type Figure, median, round, timed } from './measure.ts';

const SAMPLES = 1000;
const GOPATH = '/usr/share/gocode';
const primitives = nodePrimitives();

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error('the log of the bench is broken');
  return result.value;
};

/** Microseconds of one of `SAMPLES` runs, median of five. */
const microseconds = async (work: (sample: number) => void): Promise<number> => {
  const runs: number[] = [];
  for (let run = 0; run < 5; run += 1)
    runs.push(
      await timed(() => {
        for (let sample = 0; sample < SAMPLES; sample += 1) work(sample);
      }),
    );
  return (median(runs) * 1000) / SAMPLES;
};

type Go = { readonly appendNs: number; readonly checkNs: number };

/** The same with golang.org/x/mod/sumdb/tlog; null where Go or the package is not there. */
const inGo = (size: number): Go | null => {
  if (!existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog'))) return null;
  const folder = mkdtempSync(join(tmpdir(), 'go-tlog-'));
  try {
    const env = { ...process.env, GO111MODULE: 'off', GOPATH, GOCACHE: process.env['GOCACHE'] ?? join(tmpdir(), 'go-build-cache') };
    const program = join(folder, 'go-tlog');
    const source = join(import.meta.dirname, '..', 'test', 'oracles', 'go-tlog');
    const built = spawnSync('go', ['build', '-o', program, '.'], { cwd: source, env, encoding: 'utf8' });
    if (built.status !== 0) return null;
    const run = spawnSync(program, [], { input: JSON.stringify({ do: 'bench', size, other: SAMPLES }), encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`go-tlog failed: ${run.stderr}`);
    return JSON.parse(run.stdout) as Go;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What a log of 10³ … `most` leaves costs: a signed checkpoint, proofs made and checked, appending; and the same in Go's tlog. */
export const logBench = async (most: number): Promise<readonly Figure[]> => {
  const signer = ed25519Signer(new Uint8Array(32).fill(1));
  const key = must(makeVerifierKey(primitives, 'log.bench/1', 'ed25519', signer.publicKey));
  const nodes = createPackedNodes();
  const figures: Figure[] = [];
  const costs: { readonly size: number; readonly cost: number }[] = [];
  let frontier: Frontier = EMPTY_FRONTIER;
  let appending = 0;
  const sizes = [1000];
  while ((sizes.at(-1) ?? most) * 10 <= most) sizes.push((sizes.at(-1) ?? most) * 10);
  // The first size twice: a program that has just started is slow.
  for (const [turn, size] of [1000, ...sizes].entries()) {
    const from = frontier.size;
    const ms = await timed(() => {
      while (frontier.size < size) {
        const entry = new Uint8Array(32);
        new DataView(entry.buffer).setUint32(0, frontier.size);
        const appended = appendLeaf(primitives, frontier, leafHash(primitives, entry));
        for (const node of appended.nodes) nodes.put(node);
        frontier = appended.frontier;
      }
    });
    if (size > from) appending = (ms * 1000) / (size - from);
    const root = must(rootAt(primitives, nodes, size));
    const checkpoint = await microseconds(() => {
      const state = must(loadFrontier(nodes, size));
      const text = formatCheckpoint({ origin: key.name, size, root: frontierRoot(primitives, state) });
      must(signNote(text, key, signer.sign));
    });
    const inclusion = await microseconds((sample) => {
      const index = (sample * 7919) % size;
      const proof = must(inclusionProof(primitives, nodes, index, size));
      must(verifyInclusion(primitives, { index, size, leafHash: nodes.node(0, index), proof, root }));
    });
    const old = Math.floor(size / 3);
    const oldRoot = must(rootAt(primitives, nodes, old));
    const consistency = await microseconds(() => {
      const proof = must(consistencyProof(primitives, nodes, old, size));
      must(verifyConsistency(primitives, { oldSize: old, newSize: size, oldRoot, newRoot: root, proof }));
    });
    if (turn === 0) continue;
    const cost = checkpoint + inclusion + consistency;
    costs.push({ size, cost });
    figures.push({
      name: `checkpoint signed, inclusion and consistency made and checked, ${size.toLocaleString('en-AU')} leaves`,
      value: round(cost, 0),
      unit: 'µs',
      limit: null,
      detail: `${String(round(checkpoint, 0))}, ${String(round(inclusion, 0))}, ${String(round(consistency, 0))} µs`,
    });
  }
  const [first, last] = [costs[0], costs.at(-1)];
  if (first !== undefined && last !== undefined && last.size > first.size)
    figures.push({
      name: `the same at ${last.size.toLocaleString('en-AU')} leaves, to ${first.size.toLocaleString('en-AU')}`,
      value: round(last.cost / first.cost),
      unit: '×',
      // Logarithmic: not more than the share of their logarithms.
      limit: round(Math.log2(last.size) / Math.log2(first.size)),
      detail: 'limit: log₂ of the one by log₂ of the other',
    });
  const compared = Math.min(most, 1_000_000);
  const go = inGo(compared);
  if (go === null) return figures;
  const checkedRoot = must(rootAt(primitives, nodes, compared));
  const proofs = Array.from({ length: SAMPLES }, (_, sample) => (sample * 7919) % compared).map((index) => ({
    index,
    size: compared,
    leafHash: nodes.node(0, index),
    proof: must(inclusionProof(primitives, nodes, index, compared)),
    root: checkedRoot,
  }));
  const checking = await microseconds((sample) => {
    const claim = proofs[sample];
    if (claim !== undefined) must(verifyInclusion(primitives, claim));
  });
  const detail = (own: number, theirs: number): string =>
    `${String(round(own, 2))} µs against ${String(round(theirs / 1000, 2))} µs in Go, ${compared.toLocaleString('en-AU')} leaves`;
  return [
    ...figures,
    {
      name: 'append of a leaf, to Go x/mod/sumdb/tlog',
      value: round((appending * 1000) / go.appendNs),
      unit: '×',
      limit: null,
      detail: detail(appending, go.appendNs),
    },
    {
      name: 'inclusion proof checked, to Go x/mod/sumdb/tlog',
      value: round((checking * 1000) / go.checkNs),
      unit: '×',
      limit: null,
      detail: detail(checking, go.checkNs),
    },
  ];
};
