import { fontPath } from './fonts.ts';
import { ink, type Ink } from './grid.ts';
import type { Line, TextStyle } from './rich.ts';

/** Tags of the structure tree in use (ISO 32000-1 §14.8.4). */
export type Tag = 'Document' | 'Sect' | 'H1' | 'H2' | 'H3' | 'P' | 'L' | 'LI' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure' | 'Code';

export interface TagOptions {
  readonly alt?: string;
  readonly scope?: 'Row' | 'Column';
  readonly colSpan?: number;
  /** x1, y1, x2, y2 in points from the top left corner; figures state it. */
  readonly bbox?: readonly [number, number, number, number];
}

export interface Stroke {
  readonly weight: number;
  readonly ink: Ink;
  readonly dash?: readonly [number, number];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Draws on one page at a time, and keeps what is drawn inside the structure tree. Lengths are points from the top left corner. */
export interface Pen {
  /** False in the pass that only counts pages. */
  readonly draws: boolean;
  nextPage(): void;
  /** Opens an element of the structure tree; what `body` adds becomes its children. */
  element(tag: Tag, options: TagOptions, body: () => void): void;
  /** What `body` draws is read aloud as content of the open element. Never spans pages. */
  content(body: () => void): void;
  /** What `body` draws is decoration (rules) or furniture (`running`). Must not stand inside `content`. */
  artifact(kind: 'decoration' | 'running', body: () => void): void;
  /** One line of text; each line ends in a space so that copied text keeps its words apart. */
  line(line: Line, style: TextStyle, x: number, top: number): void;
  rule(from: Point, to: Point, stroke: Stroke): void;
  box(x: number, y: number, width: number, height: number, look: { readonly fill?: Ink; readonly stroke?: Stroke }): void;
  disc(centre: Point, radius: number, fill: Ink): void;
  polyline(points: readonly Point[], stroke: Stroke, closed: boolean): void;
}

/** Distance from the top of a line to its baseline, in points: capitals stand in the middle of the leading. */
export const baselineOffset = (style: TextStyle): number => style.leading / 2 + 0.355 * style.size;

const quietPen: Pen = {
  draws: false,
  nextPage: () => {},
  element: (_tag, _options, body) => body(),
  content: (body) => body(),
  artifact: (_kind, body) => body(),
  line: () => {},
  rule: () => {},
  box: () => {},
  disc: () => {},
  polyline: () => {},
};

/** A pen that draws nothing, for the pass that finds the page numbers. */
export const measuringPen = (): Pen => quietPen;

interface OpenElement {
  readonly tag: Tag;
  readonly element: PDFKit.PDFStructureElement;
}

const structureOptions = (options: TagOptions): PDFKit.Mixins.StructureElementOptions => ({
  ...(options.alt === undefined ? {} : { alt: options.alt }),
  ...(options.scope === undefined ? {} : { scope: options.scope }),
  ...(options.bbox === undefined ? {} : { bbox: [options.bbox[0], options.bbox[1], options.bbox[2], options.bbox[3]] }),
});

// pdfkit has no option for ColSpan, so the table attribute is set on the dictionary (ISO 32000-1 §14.8.5.7).
const setColSpan = (element: PDFKit.PDFStructureElement, options: TagOptions): void => {
  if (options.colSpan === undefined || options.colSpan === 1) return;
  element.dictionary.data['A'] = {
    O: 'Table',
    ColSpan: options.colSpan,
    ...(options.scope === undefined ? {} : { Scope: options.scope }),
  };
};

const stroke = (doc: PDFKit.PDFDocument, look: Stroke): void => {
  doc.lineWidth(look.weight).strokeColor(look.ink);
  if (look.dash === undefined) doc.undash();
  else doc.dash(look.dash[0], { space: look.dash[1] });
  doc.stroke();
};

/** A pen on a pdfkit document whose pages are added by `nextPage`. */
export const documentPen = (doc: PDFKit.PDFDocument): Pen => {
  const root = doc.struct('Document', {});
  doc.addStructure(root);
  const open: OpenElement[] = [{ tag: 'Document', element: root }];
  const current = (): OpenElement => open.at(-1) ?? { tag: 'Document', element: root };
  return {
    draws: true,
    nextPage: () => {
      doc.addPage();
    },
    element: (tag, options, body) => {
      const element = doc.struct(tag, structureOptions(options));
      setColSpan(element, options);
      current().element.add(element);
      open.push({ tag, element });
      body();
      open.pop();
      element.end();
    },
    content: (body) => {
      const { tag, element } = current();
      const content = doc.markStructureContent(tag);
      body();
      doc.endMarkedContent();
      element.add(content);
    },
    artifact: (kind, body) => {
      doc.markContent('Artifact', { type: kind === 'running' ? 'Pagination' : 'Layout' });
      body();
      doc.endMarkedContent();
    },
    line: (line, style, x, top) => {
      const baseline = top + baselineOffset(style);
      let at = x;
      line.runs.forEach((run, index) => {
        const last = index === line.runs.length - 1;
        const text = last && !run.text.endsWith(' ') ? `${run.text} ` : run.text;
        doc.font(fontPath(run.face)).fontSize(run.size).fillColor(run.ink);
        doc.text(text, at, baseline, {
          lineBreak: false,
          baseline: 'alphabetic',
          textWidth: run.width,
          wordCount: 1,
          ...(run.tabular ? { features: ['tnum'] } : {}),
        });
        if (run.strike) {
          const middle = baseline - 0.27 * run.size;
          doc.moveTo(at, middle).lineTo(at + (last ? line.width - (at - x) : run.width), middle);
          stroke(doc, { weight: 0.6, ink: run.ink });
        }
        at += run.width;
      });
    },
    rule: (from, to, look) => {
      doc.moveTo(from.x, from.y).lineTo(to.x, to.y);
      stroke(doc, look);
    },
    box: (x, y, width, height, look) => {
      if (look.fill !== undefined) doc.rect(x, y, width, height).fill(look.fill);
      if (look.stroke !== undefined) {
        doc.rect(x, y, width, height);
        stroke(doc, look.stroke);
      }
    },
    disc: (centre, radius, fill) => {
      doc.circle(centre.x, centre.y, radius).fill(fill);
    },
    polyline: (points, look, closed) => {
      points.forEach((point, index) => (index === 0 ? doc.moveTo(point.x, point.y) : doc.lineTo(point.x, point.y)));
      if (closed) doc.closePath();
      stroke(doc, look);
    },
  };
};

/** The stroke of a decoration rule. */
export const strokeOf = (weight: number, colour: Ink = ink.text): Stroke => ({ weight, ink: colour });
