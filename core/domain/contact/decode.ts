import { err, ok, type Result } from '../result.ts';

/** What the bytes of a text file were read as. */
export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A decoded file: Unicode NFC, line ends `\n`, no byte order mark. */
export type DecodedText = {
  readonly text: string;
  readonly encoding: TextEncoding;
  /** One sentence for the preview: why this encoding. */
  readonly evidence: string;
  /** Up to five words with characters beyond ASCII, so that a person sees at a glance whether the reading is right. */
  readonly samples: readonly string[];
};

export type DecodeError =
  | { readonly code: 'binary-file'; readonly looksLike: string }
  | {
      readonly code: 'unknown-encoding';
      readonly reason: string;
      readonly line: number;
      readonly offset: number;
    };

const MAGIC: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'an Excel workbook or ZIP archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel or Outlook file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
  [[0x1f, 0x8b], 'a compressed file'],
  [[0x21, 0x42, 0x44, 0x4e], 'an Outlook data file (PST)'],
];

// 0x80–0x9F of Windows-1252; 0 marks the five bytes it leaves undefined. Kept here because the C1 range is
// where the platforms' own decoders have differed.
const WINDOWS_1252_HIGH: readonly number[] = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019,
  0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

/** Unicode code point of one Windows-1252 byte, or 0 where the code page leaves it undefined. Source: WHATWG Encoding, index windows-1252. */
export const windows1252CodePoint = (byte: number): number => (byte >= 0x80 && byte <= 0x9f ? (WINDOWS_1252_HIGH[byte - 0x80] ?? 0) : byte);

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, at) => bytes[at] === byte);

const tryDecode = (label: string, bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const lineAt = (bytes: Uint8Array, offset: number): number => {
  let line = 1;
  for (let at = 0; at < offset && at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x0a || (byte === 0x0d && bytes[at + 1] !== 0x0a)) line += 1;
  }
  return line;
};

type ByteSurvey = {
  readonly nul: number;
  readonly evenNul: number;
  readonly control: number;
  readonly high: number;
  readonly firstUndefined: number;
  readonly longRuns: number;
};

const survey = (bytes: Uint8Array): ByteSurvey => {
  let nul = 0;
  let evenNul = 0;
  let control = 0;
  let high = 0;
  let firstUndefined = -1;
  let longRuns = 0;
  let run = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) {
      high += 1;
      run += 1;
      if (run === 3) longRuns += 3;
      else if (run > 3) longRuns += 1;
      if (firstUndefined < 0 && windows1252CodePoint(byte) === 0) firstUndefined = at;
      continue;
    }
    run = 0;
    if (byte === 0) {
      nul += 1;
      if (at % 2 === 0) evenNul += 1;
    } else if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1a) control += 1;
  }
  return { nul, evenNul, control, high, firstUndefined, longRuns };
};

const sequenceLength = (lead: number): number =>
  lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;

/** How far a file that is not UTF-8 is from it: well-formed multi-byte sequences, stray bytes, offset of the first stray byte. */
const utf8Distance = (bytes: Uint8Array): { readonly good: number; readonly bad: number; readonly first: number } => {
  let good = 0;
  let bad = 0;
  let first = -1;
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const length = sequenceLength(lead);
    let whole = length > 0;
    for (let next = 1; next < length; next += 1) whole &&= ((bytes[at + next] ?? 0) & 0xc0) === 0x80;
    if (whole) {
      good += 1;
      at += length;
    } else {
      bad += 1;
      if (first < 0) first = at;
      at += 1;
    }
  }
  return { good, bad, first };
};

/** Decodes Windows-1252; the five undefined bytes become U+FFFD (`decodeText` refuses them before). */
export const decodeWindows1252 = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    const points = Array.from(bytes.subarray(start, start + 8192), (byte) => windows1252CodePoint(byte) || (byte === 0 ? 0 : 0xfffd));
    parts.push(String.fromCharCode(...points));
  }
  return parts.join('');
};

const SAMPLES = 5;
const SAMPLE_LENGTH = 40;
const BESIDE_WORD = /[\s,;"]/u;

/** The first words with a character beyond ASCII, each once. Looks no further than a word is shown, so that a cell without spaces costs its length. */
const sampleWords = (text: string): readonly string[] => {
  const found = new Set<string>();
  const beyond = /[^\u0000-\u007f\s]/gu;
  for (let match = beyond.exec(text); match !== null && found.size < SAMPLES; match = beyond.exec(text)) {
    let [from, to] = [match.index, beyond.lastIndex];
    while (from > 0 && match.index - from < SAMPLE_LENGTH && !BESIDE_WORD.test(text.charAt(from - 1))) from -= 1;
    while (to < text.length && to - from < SAMPLE_LENGTH && !BESIDE_WORD.test(text.charAt(to))) to += 1;
    found.add(text.slice(from, Math.min(to, from + SAMPLE_LENGTH)));
    beyond.lastIndex = to;
  }
  return [...found];
};

const finish = (text: string, encoding: TextEncoding, evidence: string): DecodedText => {
  const clean = (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
    .replace(/\r\n?/g, '\n')
    .replace(/\u001a+$/, '')
    .normalize('NFC');
  return { text: clean, encoding, evidence, samples: sampleWords(clean) };
};

/**
 * Reads the bytes of a text file: strict UTF-8 (with or without mark), UTF-16 with a mark, else Windows-1252 where
 * nothing speaks against it. The result is NFC with `\n` line ends. Nothing is ever replaced by U+FFFD.
 * Errors: `binary-file`; `unknown-encoding` with the line (from 1) and byte offset (from 0) of the first unreadable place.
 */
export const decodeText = (bytes: Uint8Array): Result<DecodedText, DecodeError> => {
  for (const [magic, looksLike] of MAGIC) if (startsWith(bytes, magic)) return err({ code: 'binary-file', looksLike });

  for (const [mark, label, encoding] of [
    [[0xff, 0xfe], 'utf-16le', 'utf-16le'],
    [[0xfe, 0xff], 'utf-16be', 'utf-16be'],
  ] as const) {
    if (!startsWith(bytes, mark)) continue;
    const text = tryDecode(label, bytes);
    if (text === null) {
      return err({
        code: 'unknown-encoding',
        reason: 'The file starts like UTF-16 but is cut or damaged.',
        line: 1,
        offset: 0,
      });
    }
    if (text.includes('\u0000')) return err({ code: 'binary-file', looksLike: 'a binary file' });
    return ok(finish(text, encoding, 'The file starts with a UTF-16 mark.'));
  }

  const seen = survey(bytes);
  if (seen.nul > 0) {
    const oneSided = seen.nul > bytes.length / 3 && (seen.evenNul === 0 || seen.evenNul === seen.nul);
    return oneSided
      ? err({
          code: 'unknown-encoding',
          reason: 'The file looks like UTF-16 without its mark.',
          line: 1,
          offset: 0,
        })
      : err({ code: 'binary-file', looksLike: 'a binary file' });
  }
  if (seen.control > bytes.length / 20) return err({ code: 'binary-file', looksLike: 'a binary file' });

  const utf8 = tryDecode('utf-8', bytes);
  if (utf8 !== null) {
    const marked = startsWith(bytes, [0xef, 0xbb, 0xbf]);
    const evidence = marked
      ? 'The file starts with a UTF-8 mark.'
      : seen.high === 0
        ? 'Only plain ASCII characters.'
        : 'Every character beyond ASCII is well-formed UTF-8.';
    return ok(finish(utf8, marked ? 'utf-8-bom' : 'utf-8', evidence));
  }

  const distance = utf8Distance(bytes);
  const refuse = (reason: string, offset: number): Result<DecodedText, DecodeError> =>
    err({ code: 'unknown-encoding', reason, line: lineAt(bytes, offset), offset });
  if (startsWith(bytes, [0xef, 0xbb, 0xbf]) || distance.good > distance.bad) {
    return refuse('The file is UTF-8 with damaged characters.', distance.first);
  }
  if (seen.firstUndefined >= 0) return refuse('A byte has no meaning in UTF-8 or in Windows-1252.', seen.firstUndefined);
  if (seen.control > 0) return refuse('Control characters stand beside bytes that are not UTF-8.', distance.first);
  if (seen.high > bytes.length * 0.4 || seen.longRuns > seen.high * 0.2) {
    return refuse('The characters beyond ASCII are not those of a Western European text.', distance.first);
  }
  return ok(
    finish(
      decodeWindows1252(bytes),
      'windows-1252',
      `Not UTF-8 (line ${lineAt(bytes, distance.first)}); read as Windows-1252, as older Excel and practice software writes. Check the accents below.`,
    ),
  );
};
