import { DEFAULT_POLICIES, type FieldPolicy, type ImportField, policiesOf } from '../../../domain/contact/import-policy.ts';
import type { ColumnMapping } from '../../../domain/contact/mapping.ts';
import { looksLikeTfn } from '../../../domain/contact/tax-file-number.ts';
import { applyFixes, type CellFix, type Preview, previewImport } from '../../../domain/contact/preview.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import { bytesToHex } from '../../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import { dateIn } from '../../referrals/calendar.ts';
import { changeMapping, type ColumnChoice } from './change-mapping.ts';
import type { HeldImport } from './held-imports.ts';
import { fileRefused, fixRefused, policyRefused } from './import-refusals.ts';
import { NO_DECISIONS, type RowAct } from './row-acts.ts';
import { mappingsFor, savedMapping, saveMapping } from './saved-mappings.ts';

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

const headersOf = (preview: Preview): readonly string[] => preview.mapping.columns.map((column) => column.header);

/** Reads a file as it would be imported; nothing is stored. A saved mapping for its column names is used. Errors: a file that is refused as a whole. */
export const readFile = (desk: DeskContext, name: string, bytes: Uint8Array): Result<HeldImport, Refusal> => {
  const fileName = plainFileName(name);
  const asOf = dateIn(desk.zone, desk.clock.now());
  const recognised = previewImport(bytes, fileName, { asOf });
  if (!recognised.ok) return err(fileRefused(recognised.error));
  const [mapping] = mappingsFor(desk, headersOf(recognised.value));
  const read = mapping === undefined ? recognised : previewImport(bytes, fileName, { asOf, mapping });
  const preview = read.ok ? read.value : recognised.value;
  return ok({
    id: uuidV7(desk.entropy, desk.clock.now()),
    fileName,
    bytes,
    sha256: bytesToHex(desk.primitives.sha256(Uint8Array.from(bytes))),
    preview,
    fixes: [],
    lostFixes: 0,
    samples: samplesOf(bytes, preview),
    reading: mapping === undefined ? { by: 'recognised', name: preview.recognised } : { by: 'saved', name: mapping.name },
    policies: DEFAULT_POLICIES,
    decisions: NO_DECISIONS,
    unasked: null,
  });
};

/** Reads a file that was held, by the mapping it was held with. `sha256` is that of the file as it was received. Errors: as `readFile`. */
export const readKeptFile = (
  desk: DeskContext,
  kept: { readonly name: string; readonly bytes: Uint8Array; readonly mapping: ColumnMapping; readonly sha256: string },
): Result<HeldImport, Refusal> => {
  const read = readFile(desk, kept.name, kept.bytes);
  if (!read.ok) return read;
  const again = readAgain(read.value, kept.mapping, { by: 'chosen', name: kept.mapping.name });
  return again.ok ? ok({ ...again.value, sha256: kept.sha256 }) : again;
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
  readonly policies?: readonly { readonly field: ImportField; readonly policy: FieldPolicy }[] | undefined;
  readonly duplicates?: RowAct | undefined;
  /** `act` null takes a decision back. */
  readonly decisions?: readonly { readonly row: number; readonly act: RowAct | null }[] | undefined;
};

/** Reads a held file anew: by a mapping, or as the program recognises it. Corrections of columns that are still imported stay. */
const readAgain = (held: HeldImport, mapping: ColumnMapping | null, reading: HeldImport['reading']): Result<HeldImport, Refusal> => {
  const read = previewImport(held.bytes, held.fileName, { asOf: held.preview.asOf, ...(mapping === null ? {} : { mapping }) });
  if (!read.ok) return err(fileRefused(read.error));
  const fixes = usable(held.fixes, read.value);
  const again = applyFixes(read.value, fixes);
  if (!again.ok) return err(fixRefused(again.error));
  return ok({
    ...held,
    reading,
    preview: again.value,
    fixes,
    lostFixes: held.lostFixes + held.fixes.length - fixes.length,
    samples: samplesOf(held.bytes, read.value),
  });
};

const withMapping = (held: HeldImport, choices: readonly ColumnChoice[]): Result<HeldImport, Refusal> => {
  const mapping = changeMapping(held.preview.mapping, choices);
  return mapping.ok ? readAgain(held, mapping.value, { by: 'chosen', name: held.reading.name }) : mapping;
};

/** Reads the columns by a saved mapping, or, without its name, as the program recognises them. Errors: `import.mapping-unknown`. */
export const readBy = (desk: DeskContext, held: HeldImport, name: string | null): Result<HeldImport, Refusal> => {
  if (name === null) return readAgain(held, null, { by: 'recognised', name: held.preview.recognised });
  const mapping = savedMapping(desk, headersOf(held.preview), name);
  return mapping.ok ? readAgain(held, mapping.value, { by: 'saved', name: mapping.value.name }) : mapping;
};

/** Keeps how the columns of a held file are read under a name, for the practice. Errors: those of `saveMapping`. */
export const saveReading = (desk: DeskContext, person: SignedInPerson, held: HeldImport, name: string): Result<HeldImport, Refusal> => {
  const saved = saveMapping(desk, person, held.preview.mapping, name);
  return saved.ok ? ok({ ...held, reading: { by: 'saved', name: saved.value.name } }) : saved;
};

const withFixes = (held: HeldImport, fixes: readonly CellFix[]): Result<HeldImport, Refusal> => {
  const fixed = applyFixes(held.preview, fixes);
  return fixed.ok ? ok({ ...held, preview: fixed.value, fixes: [...held.fixes, ...fixes] }) : err(fixRefused(fixed.error));
};

const withPolicies = (held: HeldImport, policies: NonNullable<Change['policies']>): Result<HeldImport, Refusal> => {
  const wrong = policies.find(({ field, policy }) => !policiesOf(field).includes(policy));
  if (wrong !== undefined) return err(policyRefused(wrong.field));
  return ok({ ...held, policies: { ...held.policies, ...Object.fromEntries(policies.map(({ field, policy }) => [field, policy])) } });
};

const withDecisions = (held: HeldImport, decisions: NonNullable<Change['decisions']>): HeldImport => {
  const rows = new Map(held.decisions.rows);
  for (const { row, act } of decisions)
    if (act === null) rows.delete(row);
    else rows.set(row, act);
  return { ...held, decisions: { ...held.decisions, rows } };
};

/**
 * Reads the columns or cells of a held file anew, and keeps what was decided about its rows. All of the change is taken or none. Errors: unknown
 * columns, fields or rows, a policy that a field does not have.
 */
export const changeHeld = (held: HeldImport, change: Change): Result<HeldImport, Refusal> => {
  const mapped = change.mapping === undefined ? ok(held) : withMapping(held, change.mapping);
  const fixed = mapped.ok && change.fixes !== undefined ? withFixes(mapped.value, change.fixes) : mapped;
  const ruled = fixed.ok && change.policies !== undefined ? withPolicies(fixed.value, change.policies) : fixed;
  if (!ruled.ok) return ruled;
  const decided = change.decisions === undefined ? ruled.value : withDecisions(ruled.value, change.decisions);
  return ok(change.duplicates === undefined ? decided : { ...decided, decisions: { ...decided.decisions, duplicates: change.duplicates } });
};
