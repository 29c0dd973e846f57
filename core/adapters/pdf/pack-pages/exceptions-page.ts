import { formatWhole } from '../../../domain/money/amount-text.ts';
import { noBreak } from '../../../domain/text/no-break.ts';
import { printFact } from '../../../domain/text/fact.ts';
import type { EvidencePackDocument, PackEntry } from '../evidence-pack-document.ts';
import { mono, muted, plain, strong, type, type Rich } from '../layout/rich.ts';
import { headed, paragraph, title, type Sheet } from '../layout/sheet.ts';
import { table, type Row } from '../layout/table.ts';
import { minuteOf, shortHash } from '../words.ts';

const exceptionRows = (pack: EvidencePackDocument): readonly Row[] =>
  pack.exceptions.map((line) => ({
    cells: [line.kind, [strong(line.count === 0 ? 'None' : formatWhole(line.count))], line.remark],
  }));

const what = (entry: PackEntry): Rich =>
  entry.step.kind === 'known' ? [strong(`Step ${entry.step.value} `), plain(entry.what)] : entry.what;

const entryRows = (pack: EvidencePackDocument): readonly Row[] =>
  pack.entries.map((entry) => ({
    cells: [
      printFact(entry.logIndex, formatWhole),
      [mono(entry.stream.slice(0, 8)), muted(`, ${formatWhole(entry.streamPosition)}`)],
      what(entry),
      entry.by,
      minuteOf(entry.at, pack.zone),
      [mono(shortHash(entry.eventHash))],
    ],
  }));

const kept = (value: 'yes' | 'no' | 'running'): string => {
  switch (value) {
    case 'yes':
      return 'Yes';
    case 'no':
      return 'No';
    case 'running':
      return 'Running';
  }
};

/** Page 7: what went wrong or was changed, or “none”; every event in the pack by stream and step; the clocks. */
export const exceptionsPage = (sheet: Sheet, pack: EvidencePackDocument): void => {
  sheet.anchor('exceptions');
  title(sheet, 'Disputes, adjustments, reversals');
  sheet.skip(3);
  const size = noBreak(`log size ${formatWhole(pack.log.size)}`);
  paragraph(sheet, `“None” reads: none in this pack, as stated by ${pack.exportedBy} at ${size}.`);
  sheet.skip(5);
  const kinds = [
    { title: 'Kind', width: 118 },
    { title: 'In this pack', width: 70 },
    { title: 'Remark', width: 0 },
  ];
  table(sheet, kinds, exceptionRows(pack), { padding: 2.9 }).draw();
  sheet.skip(12);
  const columns = [
    { title: 'Log', width: 38, align: 'right' },
    { title: 'Stream, n', width: 63 },
    { title: 'Step and what', width: 0 },
    { title: 'By', width: 72 },
    { title: 'Signed or made', width: 108 },
    { title: 'Event hash, first 16', width: 88 },
  ] as const;
  headed(
    sheet,
    'Streams and steps',
    table(sheet, columns, entryRows(pack), {
      padding: 2.3,
      style: { ...type.table, size: 8, leading: 11.6, mono: 7 },
    }),
  );
  sheet.skip(5);
  paragraph(sheet, pack.entriesRemark, type.note);
  sheet.skip(9);
  const clocks = [
    { title: 'Clock', width: 0 },
    { title: 'Limit', width: 86 },
    { title: 'Taken', width: 130 },
    { title: 'Clock of', width: 82 },
    { title: 'Kept', width: 34 },
  ];
  const rows = pack.clocks.map((line) => ({
    cells: [line.clock, line.limit, printFact(line.taken, (text) => text), line.source, kept(line.kept)],
  }));
  headed(sheet, 'Clocks', table(sheet, clocks, rows, { padding: 2.7 }));
};
