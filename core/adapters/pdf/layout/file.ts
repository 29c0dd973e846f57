import PDFDocument from 'pdfkit';
import { fontPath } from './fonts.ts';
import { measuringWith } from './measure.ts';
import { documentPen, measuringPen } from './pen.ts';
import { openSheet, type Furniture, type Numbering, type Sheet } from './sheet.ts';

/** A file that travels inside the PDF (PDF/A-3 associated file). */
export interface Attachment {
  readonly name: string;
  /** Media type, such as application/json. */
  readonly mediaType: string;
  readonly description: string;
  readonly bytes: Uint8Array;
}

export interface DocumentFile {
  /** Shown by readers in place of the file name. */
  readonly title: string;
  /** Numbers and fingerprints of the document: the file identifier is derived from them. */
  readonly keywords: readonly string[];
  /** Time of the record in ISO 8601 UTC: the only time in the file, so that the same record gives the same bytes. */
  readonly at: string;
  readonly furniture: Furniture;
  readonly attachments: readonly Attachment[];
  readonly draw: (sheet: Sheet) => void;
}

const passes = 5;

const sameNumbering = (a: Numbering, b: Numbering): boolean =>
  a.total === b.total && a.anchors.size === b.anchors.size && [...a.anchors].every(([name, page]) => b.anchors.get(name) === page);

// “Page n of N” and “see page 8” are known only once everything is laid out: measure until the numbers stand still.
const numberPages = (file: DocumentFile): Numbering => {
  let numbering: Numbering = { total: 1, anchors: new Map() };
  for (let pass = 0; pass < passes; pass += 1) {
    const sheet = openSheet(measuringPen(), file.furniture, numbering);
    file.draw(sheet);
    const found = sheet.found();
    if (sameNumbering(found, numbering)) return numbering;
    numbering = found;
  }
  throw new Error(`page numbers of “${file.title}” do not settle`);
};

// pdfkit writes the info values into XMP unescaped; markup there would make the file unreadable.
const forXmp = (text: string): string => text.replace(/[<>&]/g, ' ');

const collect = async (doc: PDFKit.PDFDocument): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  return await new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('error', reject);
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.end();
  });
};

/**
 * Lays a document out and writes it as tagged PDF 1.7 with the settings of PDF/A-3a (ISO 19005-3; conformance is not claimed).
 * The bytes depend on the arguments only. Throws when `at` is no instant.
 */
export const writePdf = async (file: DocumentFile): Promise<Uint8Array> => {
  const created = new Date(Date.parse(file.at));
  if (Number.isNaN(created.getTime())) throw new Error(`not an instant: ${file.at}`);
  const doc = new PDFDocument({
    subset: 'PDF/A-3a',
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-AU',
    displayTitle: true,
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    font: fontPath('sans'),
    info: {
      Title: forXmp(file.title),
      Producer: 'Flip 360 Desk',
      Creator: 'Flip 360 Desk',
      Keywords: forXmp(file.keywords.join(', ')),
      CreationDate: created,
    },
  });
  measuringWith(doc, () => file.draw(openSheet(documentPen(doc), file.furniture, numberPages(file))));
  for (const attachment of file.attachments) {
    doc.file(Buffer.from(attachment.bytes), {
      name: attachment.name,
      type: attachment.mediaType,
      description: attachment.description,
      relationship: 'Data',
      creationDate: created,
      modifiedDate: created,
    });
  }
  return await collect(doc);
};
