import PDFDocument from 'pdfkit';
import { faces, fontBytes, fontPath, type Face } from './fonts.ts';

const cap = 50_000;

// Every glyph of Source Code Pro is 600/1000 em wide; hashes are long and all different, so they are not shaped to be measured.
const monoAdvance = 0.6;
const widths = new Map<string, number>();
let ruler: PDFKit.PDFDocument | undefined;

const openRuler = (): PDFKit.PDFDocument => {
  if (ruler !== undefined) return ruler;
  const doc = new PDFDocument({ autoFirstPage: false, font: fontPath('sans') });
  for (const face of faces) doc.registerFont(face, fontBytes(face));
  ruler = doc;
  return doc;
};

/**
 * Width in points of `text` set in `face` at `size` points; `tabular` sets figures of equal width (OpenType tnum).
 * Shaping a string costs more than drawing it, so widths are kept by face and text for all documents of a process.
 */
export const textWidth = (text: string, face: Face, size: number, tabular: boolean): number => {
  if (face === 'mono') return text.length * monoAdvance * size;
  const key = `${face}${tabular ? '#' : ' '}${text}`;
  const held = widths.get(key);
  if (held !== undefined) return held * size;
  const doc = openRuler().font(face).fontSize(1000);
  const unit = doc.widthOfString(text, tabular ? { features: ['tnum'] } : {}) / 1000;
  if (widths.size >= cap) widths.clear();
  widths.set(key, unit);
  return unit * size;
};
