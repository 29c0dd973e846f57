/** How the records of a direct-entry file were separated. */
export type LineEnding = 'crlf' | 'lf' | 'cr' | 'mixed' | 'none';

/** One physical line, counted from 1. `text` has one character per byte (Latin-1). */
export interface PhysicalLine {
  readonly line: number;
  readonly text: string;
}

const toLatin1 = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
};

/** Splits bytes at CR LF, LF or CR; a terminator after the last record makes no further line. Never throws. */
export const physicalLines = (bytes: Uint8Array): { readonly lines: readonly PhysicalLine[]; readonly ending: LineEnding } => {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = toLatin1(marked ? bytes.subarray(3) : bytes);
  const crlf = text.includes('\r\n');
  const rest = text.replaceAll('\r\n', '');
  const kinds = [crlf, rest.includes('\n'), rest.includes('\r')].filter(Boolean).length;
  const single: LineEnding = crlf ? 'crlf' : rest.includes('\n') ? 'lf' : 'cr';
  const ending: LineEnding = kinds === 0 ? 'none' : kinds > 1 ? 'mixed' : single;
  const split = text.split(/\r\n|\n|\r/);
  if (split.at(-1) === '') split.pop();
  return { lines: split.map((line, index) => ({ line: index + 1, text: line })), ending };
};
