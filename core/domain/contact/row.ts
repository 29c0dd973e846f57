import { checkAbnAgainstAcn, parseAbn, type Abn } from '../identity/abn.ts';
import { parseAcn, type Acn } from '../identity/acn.ts';
import { readBirthDate } from './birth-date.ts';
import type { ContactFields, ContactFlags, PartialDate } from './contact.ts';
import type { TableRow } from './delimited.ts';
import type { ColumnMapping } from './mapping.ts';
import type { CellProblem } from './problem.ts';
import { readAddresses, readEmails, readPhones } from './row-channels.ts';
import { collectCells, type RowCells } from './row-cells.ts';
import { identify, type Identity } from './row-identity.ts';

/** What one row gives: the contact to be made (null where a problem blocks it) and everything found on the way. */
export type RowReading = {
  readonly contact: ContactFields | null;
  readonly problems: readonly CellProblem[];
};

export type RowContext = {
  readonly mapping: ColumnMapping;
  /** ISO date of today, given by the caller. */
  readonly asOf: string;
  /** Largest cell in bytes of UTF-8. */
  readonly cellLimit: number;
};

const abnText = (text: string): string => text.replace(/^a\.?\s?b\.?\s?n\.?\s*[:#-]?\s*/i, '');
const acnText = (text: string): string => text.replace(/^a\.?\s?c\.?\s?n\.?\s*[:#-]?\s*/i, '');

const readNumbers = (cells: RowCells): { readonly abn: Abn | null; readonly acn: Acn | null } => {
  let abn: Abn | null = null;
  let acn: Acn | null = null;
  for (const cell of cells.of('abn')) {
    const read = parseAbn(abnText(cell.text));
    if (read.ok) {
      abn ??= read.value;
      continue;
    }
    const company = parseAcn(acnText(cell.text));
    if (company.ok) {
      acn ??= company.value;
      cells.report(
        cell.column.header,
        'acn-in-abn-column',
        'This is an ACN (nine digits), not an ABN (eleven).',
        `ACN ${company.value}; no ABN.`,
      );
      continue;
    }
    const why =
      read.error.code === 'abn-length'
        ? `has ${read.error.digits} digits instead of 11`
        : read.error.code === 'abn-not-digits'
          ? 'holds more than digits'
          : 'fails the ABN check';
    cells.leaveUnread(
      cell,
      'abn-not-valid',
      `“${cell.text.slice(0, 40)}” ${why}. Compare it with the client's papers and correct it here.`,
    );
  }
  for (const cell of cells.of('acn')) {
    const read = parseAcn(acnText(cell.text));
    if (read.ok) acn ??= read.value;
    else cells.leaveUnread(cell, 'acn-not-valid', `“${cell.text.slice(0, 40)}” is not an ACN (nine digits with a check digit).`);
  }
  if (abn !== null && acn !== null && !checkAbnAgainstAcn(abn, acn).ok) {
    const column = cells.of('acn')[0]?.column.header ?? cells.of('abn')[0]?.column.header ?? '';
    cells.report(
      column,
      'abn-acn-mismatch',
      'The ABN of a company normally ends in its ACN; these two do not go together.',
      'Both numbers.',
    );
  }
  return { abn, acn };
};

const readDate = (cells: RowCells, asOf: string): PartialDate | null => {
  const cell = cells.of('dateOfBirth')[0];
  if (cell === undefined) return null;
  const read = readBirthDate(cell.text, asOf);
  if (read === null) {
    cells.leaveUnread(cell, 'date-not-valid', `“${cell.text.slice(0, 40)}” is not a date of birth. Write it as day/month/year.`);
    return null;
  }
  if (read.twoDigitYear) {
    const { year, month, day } = read.date;
    cells.report(
      cell.column.header,
      'two-digit-year',
      `The year has two digits: read as ${year ?? ''}.`,
      `${day ?? ''}/${month ?? ''}/${year ?? ''}.`,
    );
  }
  return read.date;
};

const YES = /^(y|yes|true|1|x|t|ja|oui)$/i;
const DO_NOT_CONTACT = /\bdo not (contact|call|e-?mail)\b|\bnot to be contacted\b|\bno (further )?contact\b/i;
const ASSURANCE = /\b(audit|assurance) client\b|\bno commissions?\b/i;
const DECEASED = /\bdeceased\b|^estate of\b/i;

const readFlags = (cells: RowCells, identity: Identity): ContactFlags => {
  const flag = (field: 'doNotContact' | 'assuranceClient' | 'deceased', pattern: RegExp): boolean => {
    if (cells.of(field).some((cell) => YES.test(cell.text))) return true;
    if ([...cells.of('tags'), ...cells.of('status')].some((cell) => pattern.test(cell.text))) return true;
    const note = cells.of('notes').find((cell) => pattern.test(cell.text));
    if (note === undefined) return false;
    const words =
      field === 'doNotContact' ? '“do not contact”' : field === 'assuranceClient' ? '“assurance client, no commission”' : '“deceased”';
    cells.report(
      note.column.header,
      'flag-read-from-text',
      `The note reads like ${words}; the mark was set. Take it off on the contact if that is wrong.`,
      `The mark ${words}, and the note.`,
    );
    return true;
  };
  return {
    assuranceClient: flag('assuranceClient', ASSURANCE),
    doNotContact: flag('doNotContact', DO_NOT_CONTACT),
    deceased: flag('deceased', DECEASED) || identity.entity === 'estate',
  };
};

// Google's own groups begin with a star ("* myContacts").
const readTags = (cells: RowCells): readonly string[] => [
  ...new Set(
    cells
      .of('tags')
      .flatMap((cell) => cell.text.split(/\s*:::\s*|\s*;\s*/))
      .filter((tag) => tag !== '' && !tag.startsWith('* ')),
  ),
];

/** Reads one row of a table under its mapping. Pure; every cell that is not taken as it stands is reported. */
export const readRow = (row: TableRow, context: RowContext): RowReading => {
  const { mapping, asOf, cellLimit } = context;
  const cells = collectCells(row, mapping, cellLimit);
  if (row.extra.length > 0) {
    cells.report(
      '',
      'too-many-cells',
      `The row has ${row.extra.length} filled cells more than there are column names. A separator outside quotes probably shifted it: correct the file.`,
      'Nothing: a shifted row would put values under wrong names.',
    );
  } else if (row.missing > 0) {
    cells.report('', 'too-few-cells', `The row ends ${row.missing} cells before the last column.`, 'The missing cells count as empty.');
  }

  const emails = readEmails(cells);
  const phones = readPhones(cells);
  const numbers = readNumbers(cells);
  const stand = emails[0]?.address ?? phones[0]?.raw;
  let identity = identify(cells, mapping.source);
  if (identity === null && stand !== undefined) {
    cells.report('', 'name-missing', 'The row has no name.', `A contact called “${stand}”.`);
    identity = {
      kind: 'person',
      entity: 'unknown',
      displayName: stand,
      name: null,
      organisationName: null,
      contactPersons: [],
    };
  }
  if (identity === null) {
    cells.report(
      '',
      'nothing-to-identify',
      'The row has no name, no e-mail address and no telephone number.',
      'Nothing: the row is left out.',
    );
    return { contact: null, problems: cells.problems };
  }

  const contact: ContactFields = {
    kind: identity.kind,
    entity: identity.entity,
    displayName: identity.displayName,
    name: identity.name,
    organisationName: identity.organisationName,
    legalName: cells.first('legalName'),
    jobTitle: cells.first('jobTitle'),
    department: cells.first('department'),
    emails,
    phones,
    addresses: readAddresses(cells),
    websites: cells.of('website').map((cell) => cell.text),
    abn: numbers.abn,
    acn: numbers.acn,
    dateOfBirth: readDate(cells, asOf),
    notes:
      cells
        .of('notes')
        .map((cell) => cell.text)
        .join('\n') || null,
    tags: readTags(cells),
    flags: readFlags(cells, identity),
    contactPersons: identity.contactPersons,
    externalIds: cells.of('externalId').map((cell) => ({ system: mapping.source, id: cell.text })),
    details: [...cells.of('status'), ...cells.of('detail')].map((cell) => ({
      label: cell.column.header,
      value: cell.text,
    })),
    unread: cells.unread,
  };
  const blocked = cells.problems.some((problem) => problem.severity === 'blocks');
  return { contact: blocked ? null : contact, problems: cells.problems };
};
