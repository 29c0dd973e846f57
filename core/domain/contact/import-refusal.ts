/** Bounds of one import. Bytes of the file, data rows (or cards), bytes of UTF-8 in one cell. */
export type ImportLimits = { readonly bytes: number; readonly rows: number; readonly cellBytes: number };

/** 50 MB, 200,000 rows, 64 KiB a cell. */
export const DEFAULT_LIMITS: ImportLimits = { bytes: 50_000_000, rows: 200_000, cellBytes: 65_536 };

/** Why a whole file is refused; nothing of it is kept. */
export type ImportRefusal =
  | { readonly code: 'file-too-large'; readonly file: string; readonly bytes: number; readonly limit: number }
  | { readonly code: 'too-many-rows'; readonly file: string; readonly rows: number; readonly limit: number }
  | { readonly code: 'binary-file'; readonly file: string; readonly looksLike: string }
  | {
      readonly code: 'unknown-encoding';
      readonly file: string;
      readonly reason: string;
      readonly line: number;
      readonly offset: number;
    }
  | { readonly code: 'no-rows'; readonly file: string; readonly headers: readonly string[] }
  | { readonly code: 'no-header'; readonly file: string; readonly line: number; readonly text: string }
  | {
      readonly code: 'duplicate-headers';
      readonly file: string;
      readonly line: number;
      readonly names: readonly { readonly name: string; readonly columns: readonly number[] }[];
    }
  | { readonly code: 'quote-not-closed'; readonly file: string; readonly line: number };

/** A refusal in words: what was wrong, where, what was kept, what to do. */
export type RefusalText = {
  readonly what: string;
  readonly where: string;
  readonly kept: string;
  readonly todo: string;
};

const count = new Intl.NumberFormat('en-AU');

/** Words a refusal for a person. */
export const describeRefusal = (refusal: ImportRefusal): RefusalText => {
  const kept = 'Nothing was imported.';
  const { file } = refusal;
  switch (refusal.code) {
    case 'file-too-large':
      return {
        what: `The file has ${count.format(refusal.bytes)} bytes; the limit is ${count.format(refusal.limit)}.`,
        where: file,
        kept,
        todo: 'Split the list into several files and import them one after another.',
      };
    case 'too-many-rows':
      return {
        what: `The file has ${count.format(refusal.rows)} rows; the limit is ${count.format(refusal.limit)}.`,
        where: file,
        kept,
        todo: 'Split the list into several files and import them one after another.',
      };
    case 'binary-file':
      return {
        what: `This is ${refusal.looksLike}, not a text file.`,
        where: file,
        kept,
        todo: 'Open it in the program that made it and save or export it as CSV (UTF-8) or vCard.',
      };
    case 'unknown-encoding':
      return {
        what: refusal.reason,
        where: `${file}, line ${refusal.line}, byte ${refusal.offset + 1}`,
        kept,
        todo: 'Export the list again as “CSV UTF-8”. Guessing would damage names.',
      };
    case 'no-rows':
      return {
        what: refusal.headers.length === 0 ? 'The file holds no rows.' : 'The file holds column names but no rows under them.',
        where: file,
        kept,
        todo: 'Check that the export chose the right list, and export it again.',
      };
    case 'no-header':
      return {
        what: 'The first line looks like a contact, not like column names.',
        where: `${file}, line ${refusal.line}: ${refusal.text}`,
        kept,
        todo: 'Export with column names, or add a first line that names each column.',
      };
    case 'duplicate-headers':
      return {
        what: `Column names occur more than once: ${refusal.names.map(({ name, columns }) => `“${name}” (columns ${columns.join(', ')})`).join('; ')}.`,
        where: `${file}, line ${refusal.line}`,
        kept,
        todo: 'Give each column a name of its own: nothing says which one is meant.',
      };
    case 'quote-not-closed':
      return {
        what: 'A quotation mark is opened and never closed.',
        where: `${file}, line ${refusal.line}`,
        kept,
        todo: 'Close the quotation mark on that line, or export the list again.',
      };
  }
};
