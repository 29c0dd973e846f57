import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import { entriesIn, type HeldEntry, type HeldSection, type PersonFile } from '../../domain/privacy/person-file.ts';
import { noBreak } from '../../domain/text/no-break.ts';
import { formatDateTime } from '../../domain/time/date-text.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import type { ZoneId } from '../../domain/time/zone.ts';
import { furnitureOf } from './furniture.ts';
import { writePdf } from './layout/file.ts';
import { plain, strong, type, type Rich } from './layout/rich.ts';
import { headed, paragraph, paragraphBlock, title, type Sheet } from './layout/sheet.ts';
import { table, type Row } from './layout/table.ts';
import { count } from './words.ts';

/** Everything held about a person, as a document to print. `fingerprint` is the SHA-256 of the file's JSON. */
export interface PersonFileDocument {
  readonly file: PersonFile;
  readonly network: 'live' | 'test';
  readonly zone: ZoneId;
  readonly fingerprint: string;
}

const when = (at: string | null, zone: ZoneId): string => {
  if (at === null) return 'not recorded';
  const instant = parseInstant(at);
  return instant.ok ? noBreak(formatDateTime(instant.value, zone)) : noBreak(at);
};

const ISO = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/gu;

/** Instants inside a text, in the practice's zone. */
const inZone = (text: string, zone: ZoneId): string => text.replaceAll(ISO, (at) => when(at, zone));

const details = (entry: HeldEntry, zone: ZoneId): Rich => {
  const lines = entry.facts.flatMap((fact, index) => [
    ...(index > 0 ? [plain('\n')] : []),
    strong(`${fact.label}: `),
    plain(inZone(fact.value.replaceAll('\n', ' '), zone)),
  ]);
  return lines.length === 0 ? 'nothing further' : lines;
};

const what = (entry: HeldEntry, zone: ZoneId): Rich => [
  plain(inZone(entry.title, zone)),
  ...(entry.source === null ? [] : [plain(` (${entry.source})`)]),
];

const sectionTable = (sheet: Sheet, section: HeldSection, zone: ZoneId) => {
  const columns = [
    { title: 'When', width: 116 },
    { title: 'What', width: 140 },
    { title: 'Details', width: 0 },
  ];
  const rows = section.entries.map((entry): Row => ({ cells: [when(entry.at, zone), what(entry, zone), details(entry, zone)] }));
  return table(sheet, columns, rows);
};

const contents = (sheet: Sheet, file: PersonFile): void => {
  const columns = [
    { title: 'Part', width: 330 },
    { title: 'Entries', width: 70, align: 'right' as const },
    { title: 'Page', width: 0, align: 'right' as const },
  ];
  const rows = file.sections.map((section): Row => ({
    cells: [section.title, String(section.entries.length), sheet.pageNumberOf(section.code)],
  }));
  table(sheet, columns, [...rows, { kind: 'total', cells: ['Together', String(entriesIn(file)), ''] }]).draw();
};

const recipients = (sheet: Sheet, file: PersonFile, zone: ZoneId): void => {
  sheet.skip(16);
  if (file.recipients.length === 0) {
    headed(sheet, 'Who was given your details', paragraphBlock(sheet, 'Nobody. No disclosure is recorded.'));
    return;
  }
  const columns = [
    { title: 'When', width: 116 },
    { title: 'Who', width: 180 },
    { title: 'What', width: 110 },
    { title: 'Country', width: 0 },
  ];
  const rows = file.recipients.map((one): Row => ({ cells: [when(one.at, zone), one.name, one.what, one.country ?? 'Australia'] }));
  headed(sheet, 'Who was given your details', table(sheet, columns, rows));
};

const rights = (sheet: Sheet, file: PersonFile): void => {
  sheet.skip(16);
  headed(sheet, 'What is not in this file', paragraphBlock(sheet, file.leftOut.join(' ')));
  sheet.skip(12);
  headed(
    sheet,
    'What you can do',
    paragraphBlock(
      sheet,
      `If something is wrong, tell ${file.practice.name}: we correct it, and tell those who received it. If we disagree we say why, and note your statement beside it. You may ask us to erase what we need no longer. Access and correction are free. If you are not satisfied: the Office of the Australian Information Commissioner, ${noBreak('1300 363 992')}, oaic.gov.au.`,
    ),
  );
};

const draw = (sheet: Sheet, { file, zone }: PersonFileDocument): void => {
  title(sheet, 'What we hold about you');
  sheet.skip(4);
  const parts = count(file.sections.length, 'part', 'parts');
  const entries = count(entriesIn(file), 'entry', 'entries');
  paragraph(
    sheet,
    `Dear ${file.name}, this is everything that ${file.practice.name} held about you on ${when(file.madeAt, zone)}: ${entries} in ${parts}.`,
    type.letter,
  );
  sheet.skip(12);
  contents(sheet, file);
  recipients(sheet, file, zone);
  for (const section of file.sections) {
    sheet.skip(18);
    const block = sectionTable(sheet, section, zone);
    headed(sheet, section.title, { ...block, draw: () => (sheet.anchor(section.code), block.draw()) });
  }
  rights(sheet, file);
};

/**
 * The access pack of a person (Privacy Act 1988 Sch 1 APP 12) with the same data as JSON attached. `at` (ISO 8601 UTC) is the only time in the
 * file; the same arguments give the same bytes.
 */
export const renderPersonFile = async (document: PersonFileDocument, at: string): Promise<Uint8Array> => {
  const { file } = document;
  const abn = parseAbn(file.practice.abn);
  return await writePdf({
    title: `What ${file.practice.name} holds about ${file.name}`,
    keywords: [file.contact, document.fingerprint],
    at,
    furniture: furnitureOf(document, 'Access pack', [
      plain(`${file.practice.name}, ${noBreak(`ABN ${abn.ok ? formatAbn(abn.value) : file.practice.abn}`)}`),
    ]),
    attachments: [
      {
        name: 'person-file.json',
        mediaType: 'application/json',
        description: 'The same content for programs',
        bytes: new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`),
      },
    ],
    draw: (sheet) => draw(sheet, document),
  });
};
