import { randomBytes, randomInt } from 'node:crypto';

type Change = (bytes: Buffer) => Buffer;

const at = (bytes: Buffer): number => randomInt(0, bytes.length + 1);
const piece = (bytes: Buffer): Buffer => {
  const from = at(bytes);
  return bytes.subarray(from, from + randomInt(1, 200));
};
const splice = (bytes: Buffer, from: number, drop: number, put: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);

/** What readers of text trip over: separators, line ends, quotes, other encodings, numbers beyond every limit. */
const AWKWARD = [
  '"',
  '\u0000',
  '\r',
  '\n\n',
  ',',
  ';',
  '\t',
  '=',
  '=0D=0A',
  '\uFEFF',
  '\u2028',
  '-',
  '9'.repeat(30),
  '0x10',
  '1e400',
  'NaN',
  '__proto__',
  '{"',
  '[[[[[[[[[[[[[[[[[[[[[[[[',
  '../../etc/passwd',
  "' or 1=1 --",
  '=HYPERLINK("x")',
  'BEGIN:VCARD\r\n',
  'END:VCARD\r\n',
  'Zoë 😀',
].map((text) => Buffer.from(text));

const linesOf = (bytes: Buffer): string[] => bytes.toString('latin1').split('\n');
const ofLines = (lines: readonly string[]): Buffer => Buffer.from(lines.join('\n'), 'latin1');
const lineAt = (lines: readonly string[]): number => randomInt(0, lines.length);

const CHANGES: readonly Change[] = [
  (bytes) => {
    const changed = Buffer.from(bytes);
    const byte = randomInt(0, Math.max(1, changed.length));
    if (byte < changed.length) changed[byte] = (changed[byte] ?? 0) ^ (1 << randomInt(0, 8));
    return changed;
  },
  (bytes) => splice(bytes, at(bytes), 1, randomBytes(1)),
  (bytes) => bytes.subarray(0, at(bytes)),
  (bytes) => bytes.subarray(at(bytes)),
  (bytes) => splice(bytes, at(bytes), randomInt(1, 60), Buffer.alloc(0)),
  (bytes) => splice(bytes, at(bytes), 0, piece(bytes)),
  (bytes) => splice(bytes, at(bytes), 0, randomBytes(randomInt(1, 40))),
  (bytes) => splice(bytes, at(bytes), randomInt(0, 4), AWKWARD[randomInt(0, AWKWARD.length)] ?? Buffer.alloc(0)),
  (bytes) => {
    const lines = linesOf(bytes);
    const [from, to] = [lineAt(lines), lineAt(lines)];
    [lines[from], lines[to]] = [lines[to] ?? '', lines[from] ?? ''];
    return ofLines(lines);
  },
  (bytes) => ofLines(linesOf(bytes).toSpliced(lineAt(linesOf(bytes)), 1)),
  (bytes) => {
    const lines = linesOf(bytes);
    const line = lineAt(lines);
    return ofLines(lines.toSpliced(line, 0, ...Array<string>(randomInt(1, 50)).fill(lines[line] ?? '')));
  },
  (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le'),
];

/** A file that is spoilt by one to four random changes: always other bytes than it had. */
export const mutated = (bytes: Buffer): Buffer => {
  let changed = bytes;
  for (let times = randomInt(1, 5); times > 0 || changed.equals(bytes); times -= 1)
    changed = (CHANGES[randomInt(0, CHANGES.length)] ?? ((same) => same))(changed);
  return changed;
};
