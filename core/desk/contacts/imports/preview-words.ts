import type { FileFinding, Preview } from '../../../domain/contact/preview.ts';

const count = new Intl.NumberFormat('en-AU');
const listed = (names: readonly string[]): string =>
  `${names
    .slice(0, 20)
    .map((name) => `“${name}”`)
    .join(', ')}${names.length > 20 ? ` and ${count.format(names.length - 20)} more` : ''}`;
const many = (number: number, one: string, more: string): string => `${count.format(number)} ${number === 1 ? one : more}`;

const sentence = (finding: FileFinding, preview: Preview): string => {
  switch (finding.code) {
    case 'encoding-fallback':
      return `The file is not UTF-8; it was read as Windows-1252 (${finding.evidence}).${preview.encodingSamples.length > 0 ? ` Check these words: ${preview.encodingSamples.slice(0, 8).join(', ')}.` : ''}`;
    case 'tfn-column-dropped':
      return `Column “${finding.column}” holds tax file numbers: ${many(finding.cells, 'cell was', 'cells were')} dropped and nothing of them is kept.`;
    case 'lines-before-header':
      return `${many(finding.lines.length, 'line', 'lines')} before the column names ${finding.lines.length === 1 ? 'is' : 'are'} not imported.`;
    case 'columns-not-imported':
      return `Not imported: ${listed(finding.columns)}. Say what they hold to import them.`;
    case 'mapping-columns-absent':
      return `The file lacks columns of the chosen mapping: ${listed(finding.columns)}.`;
    case 'properties-left-out':
      return `Not imported from the cards: ${finding.names.map(({ name, times }) => `${name} (${count.format(times)})`).join(', ')}.`;
    case 'text-outside-cards':
      return `Text outside cards is not imported: ${finding.lines.length === 1 ? 'line' : 'lines'} ${finding.lines.slice(0, 20).join(', ')}.`;
  }
};

/** What a person should know of the whole file before importing, in sentences. */
export const findingWords = (preview: Preview): readonly string[] => [
  ...(preview.mappingConfidence < 100
    ? [`The columns were read as “${preview.mapping.name}” with ${preview.mappingConfidence} % certainty. Look them over.`]
    : []),
  ...preview.findings.map((finding) => sentence(finding, preview)),
  ...(preview.counts.blank > 0 ? [`${many(preview.counts.blank, 'blank row is', 'blank rows are')} not counted.`] : []),
];
