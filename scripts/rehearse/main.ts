import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { rehearse } from './rehearsal.ts';

/** `npm run rehearse [-- --tickets N --parcels N]`: loses the database of a server on purpose and looks at what came back. Exit code 1 when a check fails. */
const { values } = parseArgs({ options: { tickets: { type: 'string', default: '5000' }, parcels: { type: 'string', default: '500' } } });
const size = { tickets: Number(values.tickets), parcels: Number(values.parcels) };
if (![size.tickets, size.parcels].every((count) => Number.isInteger(count) && count >= 10)) {
  process.stderr.write('--tickets and --parcels are whole numbers from 10.\n');
  process.exit(2);
}
const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const folder = mkdtempSync(join(tmpdir(), 'flip360-rehearsal-'));
try {
  const { checks, lost, backAgain, seconds, leaves } = await rehearse(folder, size, tell);
  const broken = checks.filter(({ holds }) => !holds);
  tell('');
  for (const [what, figure] of [
    ['RPO, leaves of published checkpoints', `${String(lost.leaves)} lost`],
    ['RPO, published checkpoints', `${String(lost.checkpoints)} lost`],
    [
      'RPO, tickets of no checkpoint yet (held back on purpose)',
      `${String(lost.tickets)} lost, ${String(backAgain.tickets)} proven again after they were handed in`,
    ],
    [
      'RPO, mail',
      `${String(lost.parcels)} parcels of the ${String(seconds.sinceBackup)} s since the backup, ${String(backAgain.parcels)} in the feed after they were posted again`,
    ],
    ['RTO, from the kill to tickets taken', `${String(seconds.toServe)} s with ${String(leaves)} leaves`],
    ['from the start of the restore to everything handed in again', `${String(seconds.toWhole)} s`],
    ['taking the backup', `${String(seconds.backup)} s`],
  ] as const)
    tell(`${what.padEnd(60)} ${figure}`);
  tell(`\n${String(checks.length - broken.length)} of ${String(checks.length)} checks hold.`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
