import type { ColumnMapping } from '../../../domain/contact/mapping.ts';
import { looksLikeTfn } from '../../../domain/contact/tax-file-number.ts';
import { applyFixes, type CellFix, type Preview, previewImport } from '../../../domain/contact/preview.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import { bytesToHex } from '../../../protocol/bytes.ts';
import type { DeskContext } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import { dateIn } from '../../referrals/calendar.ts';
import { changeMapping, type ColumnChoice } from './change-mapping.ts';
import type { HeldImport } from './held-imports.ts';
import { fileRefused, fixRefused } from './import-refusals.ts';

/** A file's own name: no folders, no control characters. It is shown and stored, never used as a path. */
export const plainFileName = (name: string): string => {
  const last = name.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  return (
    last
      .replace(/\p{C}+/gu, '')
      .trim()
      .slice(0, 255) || 'file'
  );
};

// Samples of columns that are not imported cost a second reading, so large files show none.
const SAMPLED_BYTES = 262_144;

const samplesOf = (bytes: Uint8Array, preview: Preview): ReadonlyMap<string, string> => {
  const ignored = preview.mapping.columns.filter((column) => column.field === 'ignore');
  if (ignored.length === 0 || bytes.length > SAMPLED_BYTES) return new Map();
  const mapping: ColumnMapping = {
    ...preview.mapping,
    columns: preview.mapping.columns.map((column) => (column.field === 'ignore' ? { ...column, field: 'detail' } : column)),
  };
  const read = previewImport(bytes, preview.fileName, { asOf: preview.asOf, mapping });
  if (!read.ok) return new Map();
  const { columns } = read.value.mapping;
  return new Map(
    ignored.map(({ header }) => {
      const at = columns.findIndex((column) => column.header === header);
      const sample = read.value.rows.map((row) => (row.cells[at] ?? '').trim()).find((cell) => cell !== '' && !looksLikeTfn(cell)) ?? '';
      return [header, sample.slice(0, 200)];
    }),
  );
};

/** Reads a file as it would be imported; nothing is stored. Errors: a file that is refused as a whole. */
export const readFile = (desk: DeskContext, name: string, bytes: Uint8Array): Result<HeldImport, Refusal> => {
  const fileName = plainFileName(name);
  const preview = previewImport(bytes, fileName, { asOf: dateIn(desk.zone, desk.clock.now()) });
  if (!preview.ok) return err(fileRefused(preview.error));
  return ok({
    id: uuidV7(desk.entropy, desk.clock.now()),
    fileName,
    bytes,
    sha256: bytesToHex(desk.primitives.sha256(Uint8Array.from(bytes))),
    preview: preview.value,
    fixes: [],
    lostFixes: 0,
    samples: samplesOf(bytes, preview.value),
  });
};

/** Corrections of the columns that are still imported. */
const usable = (fixes: readonly CellFix[], preview: Preview): readonly CellFix[] => {
  const imported = new Set(
    preview.mapping.columns.filter((column) => column.field !== 'ignore' && column.field !== 'tfn').map((column) => column.header),
  );
  return fixes.filter((fix) => imported.has(fix.column));
};

export type Change = {
  readonly mapping?: readonly ColumnChoice[] | undefined;
  readonly fixes?: readonly CellFix[] | undefined;
};

/** Reads the columns or cells of a held file anew. All of the change is taken or none. Errors: unknown columns, fields or rows. */
export const changeHeld = (held: HeldImport, change: Change): Result<HeldImport, Refusal> => {
  let changed = held;
  if (change.mapping !== undefined) {
    const mapping = changeMapping(held.preview.mapping, change.mapping);
    if (!mapping.ok) return mapping;
    const read = previewImport(held.bytes, held.fileName, {
      asOf: held.preview.asOf,
      mapping: mapping.value,
    });
    if (!read.ok) return err(fileRefused(read.error));
    const fixes = usable(held.fixes, read.value);
    const again = applyFixes(read.value, fixes);
    if (!again.ok) return err(fixRefused(again.error));
    changed = {
      ...held,
      preview: again.value,
      fixes,
      lostFixes: held.lostFixes + held.fixes.length - fixes.length,
      samples: samplesOf(held.bytes, read.value),
    };
  }
  if (change.fixes === undefined) return ok(changed);
  const fixed = applyFixes(changed.preview, change.fixes);
  if (!fixed.ok) return err(fixRefused(fixed.error));
  return ok({ ...changed, preview: fixed.value, fixes: [...changed.fixes, ...change.fixes] });
};
