import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { verifyPack } from '../../protocol/pack/verify.ts';
import { FIGURES, SAMPLE_PIN } from './cast.ts';
import type { StepTime, Written } from './stage.ts';
import type { StoryEnd } from './story.ts';

/** What the demo leaves as `summary.json` and prints with `--json`. */
export type DemoSummary = {
  readonly ok: boolean;
  readonly sample: string;
  readonly out: string;
  readonly seed: number;
  readonly network: { readonly net: string; readonly test: boolean };
  readonly figures: {
    readonly wrongIncome: number;
    readonly income: number;
    readonly commission: number;
    readonly gst: number;
    readonly leaves: number;
  };
  readonly contacts: { readonly rows: number; readonly imported: number };
  readonly referral: string;
  readonly rule: string;
  readonly pack: {
    readonly label: string;
    readonly zip: string;
    readonly sha256: string;
    readonly withoutTrust: string;
    readonly withTrust: string;
    readonly complete: string;
    readonly words: readonly string[];
    readonly failure: string | null;
  };
  readonly files: readonly Written[];
  readonly signIn: { readonly pin: string };
  readonly times: readonly StepTime[];
  readonly ms: number;
};

/** Verifies the pack as a stranger would and gathers what the story left. */
export const summarise = (
  end: StoryEnd,
  run: {
    readonly out: string;
    readonly seed: number;
    readonly files: readonly Written[];
    readonly times: readonly StepTime[];
    readonly ms: number;
  },
): DemoSummary => {
  const primitives = nodePrimitives();
  const alone = verifyPack(end.pack.bytes, null, primitives);
  const trusted = verifyPack(end.pack.bytes, end.trust.text, primitives);
  const test = /^test true$/mu.test(end.trust.text);
  return {
    ok:
      test &&
      trusted.failure === null &&
      trusted.recognised.verdict === 'recognised' &&
      trusted.complete.verdict === 'complete' &&
      alone.recognised.verdict === 'self-consistent',
    sample: 'Sample data on a test network. Nothing here is a real client, practice or payment.',
    out: run.out,
    seed: run.seed,
    network: { net: end.net, test },
    figures: {
      wrongIncome: FIGURES.wrongIncome,
      income: FIGURES.income,
      commission: end.commission,
      gst: end.gst,
      leaves: end.paid,
    },
    contacts: end.contacts,
    referral: end.referral,
    rule: end.rule,
    pack: {
      label: end.pack.label,
      zip: end.pack.zip.path,
      sha256: end.pack.zip.sha256,
      withoutTrust: alone.recognised.verdict,
      withTrust: trusted.recognised.verdict,
      complete: trusted.complete.verdict,
      words: [...trusted.intact.words, ...trusted.recognised.words, ...trusted.complete.words, ...trusted.network.words],
      failure: trusted.failure,
    },
    files: run.files,
    signIn: { pin: SAMPLE_PIN },
    times: run.times,
    ms: run.ms,
  };
};

/** SHA-256 of every file below a folder by path, sorted; for comparing two runs. */
export const hashesBelow = (folder: string): ReadonlyMap<string, string> => {
  const hashes = new Map<string, string>();
  if (!existsSync(folder)) return hashes;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    hashes.set(path.slice(folder.length + 1).replaceAll('\\', '/'), createHash('sha256').update(readFileSync(path)).digest('hex'));
  }
  return new Map([...hashes].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
