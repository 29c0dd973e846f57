// Options that pdfkit 0.20.2 reads and its published types leave out.
declare namespace PDFKit {
  interface PDFStructureElement {
    readonly dictionary: { readonly data: Record<string, unknown> };
  }
}
declare namespace PDFKit.Mixins {
  interface StructureElementOptions {
    scope?: 'Row' | 'Column' | 'Both';
    bbox?: [number, number, number, number];
  }
  interface TextOptions {
    textWidth?: number;
    wordCount?: number;
  }
  interface PDFAttachmentOptions {
    relationship?: 'Alternative' | 'Data' | 'Source' | 'Supplement' | 'Unspecified';
  }
}
