import PDFDocument from 'pdfkit';
import { fontPath, type Face } from './fonts.ts';

/** The document whose fonts measure, and what it has measured. */
interface Ruler {
  readonly doc: PDFKit.PDFDocument;
  readonly widths: Map<string, number>;
}

// Every glyph of Source Code Pro is 600/1000 em wide; hashes are long and all different, so they are not shaped to be measured.
const monoAdvance = 0.6;

let current: Ruler | undefined;

const openRuler = (doc: PDFKit.PDFDocument): Ruler => ({ doc, widths: new Map() });

/**
 * Runs `body`, measuring with the fonts of `doc`. Opening a font costs more than a page, so a document measures with the
 * fonts it prints with; and what it has shaped depends on nothing but itself, which keeps its bytes the same in any process.
 */
export const measuringWith = <T>(doc: PDFKit.PDFDocument, body: () => T): T => {
  const before = current;
  current = openRuler(doc);
  try {
    return body();
  } finally {
    current = before;
  }
};

/**
 * Width in points of `text` set in `face` at `size` points; `tabular` sets figures of equal width (OpenType tnum).
 * Shaping a string costs more than drawing it, so widths are kept by face and text.
 */
export const textWidth = (text: string, face: Face, size: number, tabular: boolean): number => {
  if (face === 'mono') return text.length * monoAdvance * size;
  current ??= openRuler(new PDFDocument({ autoFirstPage: false, font: fontPath('sans') }));
  const { doc, widths } = current;
  const key = `${face}${tabular ? '#' : ' '}${text}`;
  const held = widths.get(key);
  if (held !== undefined) return held * size;
  const unit =
    doc
      .font(fontPath(face))
      .fontSize(1000)
      .widthOfString(text, tabular ? { features: ['tnum'] } : {}) / 1000;
  widths.set(key, unit);
  return unit * size;
};
