import { formatCents } from '../../domain/money/amount-text.ts';
import { exactCents } from '../../domain/money/cents.ts';
import { type Command, numberOption, readArguments, requiredOption } from '../command.ts';
import { runDemo } from '../demo/run-demo.ts';
import { StoryFailed } from '../demo/stage.ts';
import type { DemoSummary } from '../demo/summary.ts';
import { done, refused } from '../outcome.ts';
import { placeOf } from '../place.ts';

const DEFAULT_SEED = 360;

const money = (cents: number): string => formatCents(exactCents(cents));

const linesOf = (summary: DemoSummary): readonly string[] => [
  summary.sample,
  `Income ${money(summary.figures.income)}, commission ${money(summary.figures.commission)} plus GST ${money(summary.figures.gst)}; ${money(summary.figures.leaves)} left ABC Finance.`,
  ...summary.pack.words.map((line) => `  ${line}`),
  `${summary.files.length} files in ${summary.out}, in ${(summary.ms / 1000).toFixed(1)} s.`,
  `Next: flip360 pack verify ${summary.out}/${summary.pack.zip} --trust ${summary.out}/network.flip360-trust`,
];

export const demo: Command = {
  name: 'demo',
  usage: '--out DIR [--seed N] [--json]',
  summary: 'Plays one whole referral between a sample office and two sample practices, each a desk of its own, on a test network.',
  run: async (args) => {
    const given = readArguments(args, { out: { type: 'string' }, seed: { type: 'string' } }, { min: 0, max: 0 });
    const out = placeOf(requiredOption(given, 'out'));
    const seed = numberOption(given, 'seed', { min: 0, max: 4_294_967_295 }) ?? DEFAULT_SEED;
    const tell = given.values['json'] === true ? () => undefined : (line: string) => console.log(line);
    try {
      const summary = await runDemo({ out, seed, tell });
      return (summary.ok ? done : refused)(linesOf(summary), summary);
    } catch (error) {
      if (!(error instanceof StoryFailed)) throw error;
      return refused([`The story did not go on: ${error.message}.`, `What it left is in ${out}.`], {
        ok: false,
        error: { code: 'story', title: error.message },
        out,
      });
    }
  },
};
