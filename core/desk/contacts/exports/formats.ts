import type { ContactRow, EXPORT_FORMATS } from '../../../contract/contact-list.ts';
import type { ContactFields } from '../../../domain/contact/contact.ts';
import { fieldsOf, type ContactDocument } from '../../../domain/contact/document.ts';
import { customCodeOf } from '../../../domain/contact/filter/fields.ts';
import { CONTACT_COLUMNS, type ContactColumnName } from '../../../domain/contact/view/columns.ts';
import { writeVcard } from '../../../domain/contact/vcard-write.ts';
import { type CsvCell, writeCsv } from '../../../domain/export/csv.ts';
import { formOf } from '../form.ts';

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** One contact as an export reads it. */
export type ExportedContact = {
  readonly id: string;
  readonly document: ContactDocument;
  readonly row: ContactRow;
};

/** Builds the file of one export, contact by contact. */
export type ExportWriter = {
  readonly add: (contact: ExportedContact) => void;
  readonly end: () => Uint8Array;
};

const yes = (flag: boolean): string => (flag ? 'yes' : '');

/** Every field of a contact as columns of a table. */
const EVERY: readonly (readonly [head: string, cell: (contact: ExportedContact, form: ReturnType<typeof formOf>) => string | null])[] = [
  ['Name', ({ document }) => document.displayName],
  ['Kind', (_, form) => form.kind],
  ['Given Name', (_, form) => form.givenName],
  ['Family Name', (_, form) => form.familyName],
  ['Organisation', (_, form) => form.organisation],
  ['Email', (_, form) => form.emails[0] ?? null],
  ['Other Emails', (_, form) => form.emails.slice(1).join('; ')],
  ['Phone', (_, form) => form.phones[0] ?? null],
  ['Other Phones', (_, form) => form.phones.slice(1).join('; ')],
  ['ABN', (_, form) => form.abn],
  ['Street', (_, form) => form.street],
  ['Suburb', (_, form) => form.suburb],
  ['State', (_, form) => form.state],
  ['Postcode', (_, form) => form.postcode],
  ['Tags', ({ document }) => document.tags.join('; ')],
  ['Stage', ({ row }) => row.stage?.name ?? null],
  ['Owner', ({ row }) => row.owner?.name ?? null],
  ['Audit or Assurance Client', (_, form) => yes(form.assuranceClient)],
  ['Do Not Contact', (_, form) => yes(form.doNotContact)],
  ['Deceased', ({ document }) => yes(document.flags.deceased)],
  ['Note', (_, form) => form.note],
  ['Added', ({ row }) => row.addedAt],
];

const COLUMN_CELLS: Readonly<Record<ContactColumnName, (row: ContactRow) => string | null>> = {
  name: (row) => row.name,
  organisation: (row) => row.organisation,
  suburb: (row) => row.suburb,
  stage: (row) => row.stage?.name ?? null,
  consent: ({ sharing }) => (sharing.rest === null ? sharing.words : `${sharing.words}: ${sharing.rest}`),
  referral: ({ referral }) => (referral === null ? null : `${referral.label}, ${String(referral.signed)} of 5`),
  active: (row) => row.activeAt,
  owner: (row) => row.owner?.name ?? null,
  phone: (row) => row.phone,
  email: (row) => row.email,
  tags: (row) => row.tags.join('; '),
  abn: (row) => row.abn,
  region: (row) => row.region,
  postcode: (row) => row.postcode,
  added: (row) => row.addedAt,
  changed: (row) => row.changedAt,
};

const csvWriter = (columns: readonly { readonly name: string; readonly title: string }[] | null): ExportWriter => {
  const lines: (readonly CsvCell[])[] = [];
  const cellOf = (row: ContactRow, name: string): string | null => {
    const known = CONTACT_COLUMNS.find((column) => column.name === name);
    return known === undefined ? (row.own[customCodeOf(name) ?? ''] ?? null) : COLUMN_CELLS[known.name](row);
  };
  return {
    add: (contact) => {
      const form = columns === null ? formOf(fieldsOf(contact.document)) : undefined;
      lines.push(
        form === undefined
          ? (columns ?? []).map((column) => cellOf(contact.row, column.name))
          : EVERY.map(([, cell]) => cell(contact, form)),
      );
    },
    end: () => writeCsv(columns?.map((column) => column.title) ?? EVERY.map(([head]) => head), lines, { mark: true }),
  };
};

const joined = (): { readonly put: (text: string) => void; readonly bytes: () => Uint8Array } => {
  const parts: Buffer[] = [];
  return { put: (text) => void parts.push(Buffer.from(text, 'utf8')), bytes: () => Uint8Array.from(Buffer.concat(parts)) };
};

const vcardWriter = (): ExportWriter => {
  const file = joined();
  return {
    add: ({ id, document, row }) => file.put(writeVcard(fieldsOf(document), { id, changedAt: row.changedAt })),
    end: file.bytes,
  };
};

type JsonContact = ContactFields & { readonly id: string };

const jsonWriter = (): ExportWriter => {
  const file = joined();
  let count = 0;
  return {
    add: ({ id, document, row }) => {
      const contact: JsonContact = { id, ...fieldsOf(document) };
      const text = JSON.stringify({
        ...contact,
        owner: row.owner?.name ?? null,
        stage: row.stage?.name ?? null,
        own: row.own,
        addedAt: row.addedAt,
        changedAt: row.changedAt,
      });
      file.put(count === 0 ? `{"contacts":[\n${text}` : `,\n${text}`);
      count += 1;
    },
    end: () => {
      file.put(count === 0 ? '{"contacts":[]}\n' : '\n]}\n');
      return file.bytes();
    },
  };
};

/** The writer of a format. `columns` holds for CSV alone: those of the list, or null for every field. */
export const exportWriter = (
  format: ExportFormat,
  columns: readonly { readonly name: string; readonly title: string }[] | null,
): ExportWriter => (format === 'csv' ? csvWriter(columns) : format === 'vcard' ? vcardWriter() : jsonWriter());

export const FILE_KINDS = {
  csv: { ending: 'csv', mediaType: 'text/csv; charset=utf-8' },
  vcard: { ending: 'vcf', mediaType: 'text/vcard; charset=utf-8' },
  json: { ending: 'json', mediaType: 'application/json' },
} as const satisfies Readonly<Record<ExportFormat, { readonly ending: string; readonly mediaType: string }>>;
