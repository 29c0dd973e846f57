import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appendBench } from './append.bench.ts';
import { contactsBench } from './contacts.bench.ts';
import { generateRecords, openBenchDesk } from './bench-desk.ts';
import { duplicatesBench } from './duplicates.bench.ts';
import { type Figure } from './measure.ts';
import { ingestBench } from './network.bench.ts';
import { catchUpBench } from './network-catch-up.bench.ts';
import { liveBench } from './network-live.bench.ts';
import { logBench } from './network-log.bench.ts';
import { peerBench } from './network-peer.bench.ts';
import { packsBench } from './packs.bench.ts';
import { proofsBench } from './proofs.bench.ts';
import { startBench } from './start.bench.ts';
import { storyBench } from './story.bench.ts';
import { verifyBench } from './verify.bench.ts';

/**
 * `npm run bench [-- --events N] [--contacts N] [--only contacts|ledger|network]`: the figures of docs/performance.md in one run, as a table and as
 * build/reports/bench.json. Of the network one part alone by `--network ingest|log|catch-up|peers|live`; `--leaves N` (log), `--desks N --rate N --seconds N --behind N
 * --missed N` (live).
 */
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
};
const events = Number(option('events') ?? 100_000);
const contacts = Number(option('contacts') ?? 100_000);
const only = option('only');

const figures: Figure[] = [];
const add = (more: readonly Figure[]): void => {
  figures.push(...more);
  for (const figure of more) {
    const held =
      figure.limit === null
        ? ''
        : figure.value <= figure.limit
          ? `  met (≤ ${String(figure.limit)})`
          : `  MISSED (≤ ${String(figure.limit)})`;
    console.log(`${figure.name.padEnd(82)} ${String(figure.value).padStart(8)} ${figure.unit.padEnd(3)}${held}  ${figure.detail}`);
  }
};

const ledgerBench = async (): Promise<void> => {
  add(await proofsBench());
  add(await duplicatesBench());
  const small = openBenchDesk();
  add(await appendBench(small));
  const large = openBenchDesk();
  const records = generateRecords(large, events);
  for (let from = 0; from < records.length; from += 5000) large.desk.ledger.accept(records.slice(from, from + 5000), 'bench');
  add(await verifyBench(large));
  const fresh = openBenchDesk();
  add(await packsBench(large, fresh));
  add(await storyBench());
  add(await startBench());
  for (const bench of [small, large, fresh]) bench.close();
};

if (only === undefined || only === 'ledger') await ledgerBench();
if (only === undefined || only === 'contacts') await contactsBench(contacts, add);
/** The parts of the network: all, or the one that `--network` names. */
const networkBench = async (): Promise<void> => {
  const part = option('network');
  const wants = (name: string): boolean => part === undefined || part === name;
  const number = (name: string, otherwise: number): number => Number(option(name) ?? otherwise);
  if (wants('ingest')) add(await ingestBench());
  if (wants('log')) add(await logBench(number('leaves', 1_000_000)));
  if (wants('catch-up')) add(await catchUpBench(events));
  if (wants('peers')) add(await peerBench());
  if (wants('live'))
    add(
      await liveBench({
        desks: number('desks', 1000),
        rate: number('rate', 20),
        seconds: number('seconds', 60),
        behind: number('behind', 100),
        missed: number('missed', 300),
      }),
    );
};

if (only === undefined || only === 'network') await networkBench();
const folder = join(import.meta.dirname, '..', 'build', 'reports');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'bench.json'), `${JSON.stringify({ events, contacts, node: process.version, figures }, null, 2)}\n`);
