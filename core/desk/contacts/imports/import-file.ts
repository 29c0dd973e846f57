import type { ImportPreview } from '../../../contract/imports.ts';
import { ok, type Result } from '../../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import type { ImportResult } from './batches.ts';
import { commitImport } from './commit.ts';
import { FIRST_PAGE, previewView } from './preview-view.ts';
import { readFile } from './read-file.ts';
import type { RowAct } from './row-acts.ts';

export type ImportFileOptions = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Reads and reports only. */
  readonly dryRun: boolean;
  /** Name of the batch; the file's own name unless told. */
  readonly batch?: string;
  /** Imports the rest where rows are blocked; true unless told. The result lists every row either way. */
  readonly skipBlocked?: boolean;
  /** What is done with rows that may be a contact of the book or an earlier row; they stay out unless told. */
  readonly duplicates?: RowAct;
};

/** Imports a whole file without questions, for the command line. `result` is null in a dry run. Errors: those of `readFile` and `commitImport`. */
export const importFile = (
  desk: DeskContext,
  person: SignedInPerson,
  options: ImportFileOptions,
): Result<{ readonly preview: ImportPreview; readonly result: ImportResult | null }, Refusal> => {
  const held = readFile(desk, options.name, options.bytes);
  if (!held.ok) return held;
  const preview = previewView(desk, held.value, FIRST_PAGE);
  if (options.dryRun) return ok({ preview, result: null });
  const name = (options.batch ?? held.value.fileName).slice(0, 120);
  const result = commitImport(desk, person, held.value, {
    name,
    skipBlocked: options.skipBlocked ?? true,
    duplicates: options.duplicates ?? 'leave-out',
  });
  return result.ok ? ok({ preview, result: result.value }) : result;
};
