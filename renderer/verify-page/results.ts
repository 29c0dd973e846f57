import type { CsvCell } from '../../core/domain/export/csv.ts';
import type { PackReport } from '../../core/protocol/pack/report.ts';

/** One checked pack, for the table of results and its export. */
export interface Result {
  readonly name: string;
  /** Size of the archive, or of all files of a folder. */
  readonly bytes: number;
  /** SHA-256 of the archive, 64 hex digits; empty for a folder, which has no bytes of its own. */
  readonly fingerprint: string;
  readonly report: PackReport;
}

/** Head of the exported table. Each verdict has a column of its own; they are never merged. */
export const RESULT_COLUMNS = [
  'Pack',
  'Label',
  'Bytes',
  'SHA-256',
  'Record',
  'Signers',
  'Chain',
  'Handshakes',
  'Test network',
  'First failure',
  'Failed check',
  'Where',
] as const;

/** One row of the exported table, for `writeCsv`, which keeps cells from being read as formulas. */
export const resultRow = ({ name, bytes, fingerprint, report }: Result): readonly CsvCell[] => {
  const failed = report.checks.find((check) => check.state === 'failed');
  const test = report.contents === null ? null : report.contents.pack.test ? 'yes' : 'no';
  return [
    name,
    report.contents?.pack.label ?? null,
    bytes,
    fingerprint,
    report.intact.verdict,
    report.recognised.verdict,
    report.complete.verdict,
    report.contents === null ? null : report.complete.steps,
    test,
    report.failure,
    failed?.name ?? null,
    failed?.where ?? null,
  ];
};
