import { decodeText } from '../../../domain/contact/decode.ts';
import type { Preview } from '../../../domain/contact/preview.ts';
import { looksLikeTfn, redactTfns } from '../../../domain/contact/tax-file-number.ts';
import { parseAcn } from '../../../domain/identity/acn.ts';
import { writeCsv } from '../../../domain/export/csv.ts';

const NUMBER = /(?<![\d.])\d(?:[ .-]?\d){7,8}(?!\d)/gu;

/** Whether a file holds, or may hold, a tax file number that the preview took out or never looked at. */
export const mayHoldTfn = (bytes: Uint8Array, preview: Preview): boolean => {
  if (preview.mapping.columns.some((column) => column.field === 'tfn')) return true;
  if (preview.rows.some((row) => row.problems.some((problem) => problem.code === 'tfn-removed'))) return true;
  const decoded = decodeText(bytes);
  if (!decoded.ok || redactTfns(decoded.value.text).removed > 0) return true;
  // Cells of columns that are not imported were read by nobody.
  const unread = preview.findings.some(
    (finding) =>
      finding.code === 'columns-not-imported' ||
      finding.code === 'properties-left-out' ||
      finding.code === 'text-outside-cards' ||
      finding.code === 'lines-before-header',
  );
  return unread && (decoded.value.text.match(NUMBER) ?? []).some((number) => looksLikeTfn(number) && !parseAcn(number).ok);
};

/**
 * The file as it is kept with its batch: the bytes as received, or, where they may hold a tax file number (never stored: Privacy (Tax
 * File Number) Rule 2015), the imported columns written anew as CSV.
 */
export const originalToKeep = (
  bytes: Uint8Array,
  preview: Preview,
): { readonly kind: 'as-received' | 'cleaned'; readonly bytes: Uint8Array } => {
  if (!mayHoldTfn(bytes, preview)) return { kind: 'as-received', bytes };
  const imported = preview.mapping.columns.flatMap((column, at) =>
    column.field === 'ignore' || column.field === 'tfn' ? [] : [{ header: column.header, at }],
  );
  return {
    kind: 'cleaned',
    bytes: writeCsv(
      imported.map((column) => column.header),
      preview.rows.map((row) => imported.map(({ at }) => row.cells[at] ?? '')),
    ),
  };
};
