import { exportPack } from '../core/desk/packs/export.ts';
import { verifyPack } from '../core/protocol/pack/verify.ts';
import { renderEvidencePack } from '../core/adapters/pdf/evidence-pack.ts';
import { goldenPack } from '../test/fixtures/documents/golden-pack.ts';
import type { BenchDesk } from './bench-desk.ts';
import { type Figure, paired, round, timed } from './measure.ts';

const control = { progress: () => undefined, cancelled: () => false, breathe: async () => undefined };

const roundTrip = (bench: BenchDesk) => async (): Promise<number> =>
  timed(async () => {
    const made = await exportPack(bench.desk, bench.person, bench.story.intent, { withholdClient: false }, control);
    if (!made.ok) throw new Error(`${made.error.code}: ${made.error.detail}`);
    if (verifyPack(made.value.zip, bench.story.trust, bench.desk.primitives).intact.verdict !== 'intact')
      throw new Error('the pack of the bench is not intact');
  });

/** Export and verification of one pack beside a large ledger, against the same beside an almost empty one; and its PDF alone. */
export const packsBench = async (large: BenchDesk, small: BenchDesk): Promise<readonly Figure[]> => {
  await roundTrip(small)();
  const both = await paired(5, roundTrip(large), roundTrip(small));
  const pdf = await timed(() => renderEvidencePack(goldenPack, '2026-11-06T00:20:00.000Z'));
  return [
    {
      name: `pack export and verify beside ${large.desk.ledger.size().toLocaleString('en-AU')} events, against ${small.desk.ledger.size()}`,
      value: round(both.ratio),
      unit: '×',
      limit: 2,
      detail: `${round(both.a)} ms against ${round(both.b)} ms`,
    },
    {
      name: 'pack export and verify, its PDF included',
      value: round(both.a / 1000, 2),
      unit: 's',
      limit: 1,
      detail: 'the limit is for a pack without its PDF',
    },
    {
      name: 'evidence PDF',
      value: round(pdf / 1000, 2),
      unit: 's',
      limit: 3,
      detail: 'the sample of nine pages',
    },
  ];
};
