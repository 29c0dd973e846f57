import { ink, type Ink } from './grid.ts';
import type { Face } from './fonts.ts';
import { textWidth } from './measure.ts';

/** How a span differs from the text around it. */
export type Mark = 'strong' | 'mono' | 'quiet' | 'struck' | 'quote';

export interface Span {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** Plain text, or text with marked spans. A line feed ends a line; a no-break space never does. */
export type Rich = string | readonly Span[];

/** A typographic style: sizes and leading in points. `mono` is the size of hashes inside it. */
export interface TextStyle {
  readonly family: 'sans' | 'serif';
  readonly bold: boolean;
  readonly size: number;
  readonly leading: number;
  readonly mono: number;
  readonly ink: Ink;
  readonly tabular: boolean;
}

const style = (given: Partial<TextStyle>): TextStyle => ({
  family: 'sans',
  bold: false,
  size: 8.25,
  leading: 12,
  mono: 7.65,
  ink: ink.text,
  tabular: false,
  ...given,
});

/** The type scale of the printed documents; nothing stands under 7 pt. */
export const type = {
  title: style({ family: 'serif', bold: true, size: 20, leading: 25 }),
  answer: style({ family: 'serif', size: 14, leading: 20.5 }),
  letter: style({ family: 'serif', size: 12, leading: 18 }),
  quote: style({ family: 'serif', size: 9.5, leading: 13 }),
  h2: style({ bold: true, size: 10.5, leading: 14 }),
  h3: style({ bold: true, size: 9.5, leading: 13 }),
  body: style({ size: 9, leading: 13.5, mono: 8.2 }),
  large: style({ size: 9.5, leading: 14, mono: 8.6 }),
  table: style({ tabular: true }),
  head: style({ bold: true, size: 7.25, leading: 10, ink: ink.quiet }),
  note: style({ size: 7.5, leading: 11, mono: 7, ink: ink.quiet }),
  small: style({ size: 7.5, leading: 11.1, mono: 7, tabular: true }),
  smallQuiet: style({ size: 7.5, leading: 11.1, mono: 7, ink: ink.quiet }),
  verdict: style({ bold: true, size: 12, leading: 15 }),
  question: style({ bold: true, size: 7.25, leading: 10, ink: ink.quiet }),
  figure: style({ bold: true, size: 13, leading: 17, tabular: true }),
  party: style({ bold: true, size: 9.5, leading: 13 }),
  code: style({ size: 7.2, leading: 11.2, mono: 7.2 }),
  running: style({ size: 7.75, leading: 11, mono: 7 }),
} as const;

/** A style in bold. */
export const bold = (base: TextStyle): TextStyle => ({ ...base, bold: true });
/** A style in the secondary ink. */
export const quiet = (base: TextStyle): TextStyle => ({ ...base, ink: ink.quiet });

/** A span in bold. */
export const strong = (text: string): Span => ({ text, marks: ['strong'] });
/** A span in the face of hashes, keys and UTC times. */
export const mono = (text: string): Span => ({ text, marks: ['mono'] });
/** A span without marks. */
export const plain = (text: string): Span => ({ text, marks: [] });
/** A span in the secondary ink. */
export const muted = (text: string): Span => ({ text, marks: ['quiet'] });
/** A span struck through: visible and not counted. */
export const struck = (text: string): Span => ({ text, marks: ['struck', 'quiet'] });
/** The words of a signer, in the serif of quoted words. */
export const quoted = (text: string): Span => ({ text, marks: ['quote'] });

/** A piece of one line in one face. */
export interface Run {
  readonly text: string;
  readonly face: Face;
  readonly size: number;
  readonly ink: Ink;
  readonly strike: boolean;
  readonly tabular: boolean;
  readonly width: number;
}

export interface Line {
  readonly runs: readonly Run[];
  /** Width in points without the space at the end. */
  readonly width: number;
}

type Look = Omit<Run, 'text' | 'width'>;

const faceOf = (base: TextStyle, marks: readonly Mark[]): Face => {
  if (marks.includes('mono')) return 'mono';
  const heavy = base.bold || marks.includes('strong');
  if (marks.includes('quote') || base.family === 'serif') return heavy ? 'serifBold' : 'serif';
  return heavy ? 'sansBold' : 'sans';
};

// Inter's tabular figures also widen the hyphen, so a run with one keeps the proportional figures.
const wantsTabular = (base: TextStyle, face: Face, text: string): boolean =>
  base.tabular && (face === 'sans' || face === 'sansBold') && /\d/.test(text) && !text.includes('-');

const lookOf = (base: TextStyle, span: Span): Look => {
  const face = faceOf(base, span.marks);
  const size = face === 'mono' ? base.mono : span.marks.includes('quote') ? 9.5 : base.size;
  return {
    face,
    size,
    ink: span.marks.includes('quiet') ? ink.quiet : base.ink,
    strike: span.marks.includes('struck'),
    tabular: wantsTabular(base, face, span.text),
  };
};

interface Atom {
  readonly text: string;
  readonly look: Look;
  readonly width: number;
}
type Word = readonly Atom[];
const newLine = 'new-line';

const atomOf = (text: string, look: Look): Atom => ({
  text,
  look,
  width: textWidth(text, look.face, look.size, look.tabular),
});

const wordsOf = (rich: Rich, base: TextStyle): readonly (Word | typeof newLine)[] => {
  const spans = typeof rich === 'string' ? [plain(rich)] : rich;
  const words: (Word | typeof newLine)[] = [];
  let open: Atom[] = [];
  const close = (): void => {
    if (open.length > 0) words.push(open);
    open = [];
  };
  for (const span of spans) {
    const look = lookOf(base, span);
    for (const piece of span.text.split(/(?<= )|(?=\n)|(?<=\n)/)) {
      if (piece === '\n') {
        close();
        words.push(newLine);
        continue;
      }
      if (piece === '') continue;
      open.push(atomOf(piece, look));
      if (piece.endsWith(' ')) close();
    }
  }
  close();
  return words;
};

const inked = (word: Word): number => {
  const last = word.at(-1);
  if (last === undefined) return 0;
  const before = word.slice(0, -1).reduce((sum, atom) => sum + atom.width, 0);
  const trimmed = last.text.replace(/ +$/, '');
  return before + (trimmed === last.text ? last.width : textWidth(trimmed, last.look.face, last.look.size, last.look.tabular));
};

// A word wider than its column (a long name or path) is cut between characters rather than run into the next column.
const cut = (word: Word, room: number): readonly Word[] => {
  if (inked(word) <= room) return [word];
  const parts: Atom[][] = [];
  let part: Atom[] = [];
  let used = 0;
  for (const atom of word) {
    for (const character of atom.text) {
      const next = atomOf(character, atom.look);
      if (used + next.width > room && part.length > 0) {
        parts.push(part);
        part = [];
        used = 0;
      }
      part.push(next);
      used += next.width;
    }
  }
  if (part.length > 0) parts.push(part);
  return parts;
};

const lineOf = (words: readonly Word[]): Line => {
  const runs: Run[] = [];
  let before = 0;
  words.forEach((word, index) => {
    if (index < words.length - 1) before += word.reduce((sum, atom) => sum + atom.width, 0);
    for (const atom of word) {
      const last = runs.at(-1);
      const same =
        last !== undefined &&
        last.face === atom.look.face &&
        last.size === atom.look.size &&
        last.ink === atom.look.ink &&
        last.strike === atom.look.strike &&
        last.tabular === atom.look.tabular;
      if (same) runs[runs.length - 1] = { ...last, text: last.text + atom.text, width: last.width + atom.width };
      else runs.push({ text: atom.text, ...atom.look, width: atom.width });
    }
  });
  return { runs, width: before + inked(words.at(-1) ?? []) };
};

/** Breaks text into lines of at most `room` points, at spaces and line feeds. */
export const wrap = (rich: Rich, base: TextStyle, room: number): readonly Line[] => {
  const lines: Line[] = [];
  let held: Word[] = [];
  let used = 0;
  const close = (): void => {
    lines.push(lineOf(held));
    held = [];
    used = 0;
  };
  for (const entry of wordsOf(rich, base)) {
    if (entry === newLine) {
      close();
      continue;
    }
    for (const word of cut(entry, room)) {
      // The tolerance keeps text that was measured to fit exactly from breaking on the last bit of a float.
      if (held.length > 0 && used + inked(word) > room + 0.01) close();
      held.push(word);
      used += word.reduce((sum, atom) => sum + atom.width, 0);
    }
  }
  if (held.length > 0 || lines.length === 0) close();
  return lines;
};
