import type { z } from 'zod';
import type { contactExport, contactExportInput } from '../../../contract/contact-list.ts';
import type { FileAnswer } from '../../../contract/scalars.ts';
import { CONTACT_COLUMNS } from '../../../domain/contact/view/columns.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import { bytesToHex } from '../../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import { fileInside } from '../../exits/files.ts';
import type { JobControl } from '../../jobs.ts';
import { notPermitted } from '../../permitted.ts';
import { dateIn } from '../../referrals/calendar.ts';
import type { Refusal } from '../../refusal.ts';
import { chosenContacts } from '../list/choice.ts';
import { ownFields } from '../list/fields.ts';
import { sortOf } from '../list/list.ts';
import { conditionFacts } from '../list/query.ts';
import { rowsOf } from '../list/rows.ts';
import { contactById, documentOf } from '../stored-contact.ts';
import { contactSql } from '../tables.ts';
import { exportWriter, FILE_KINDS } from './formats.ts';
import { keptUntil, putOnShelf, takeFromShelf } from './shelf.ts';

type Input = z.infer<typeof contactExportInput>;
type Made = z.infer<typeof contactExport>;

const CHUNK = 200;

const stopped: Refusal = {
  status: 409,
  code: 'export-cancelled',
  title: 'The export was stopped',
  detail: 'You stopped it before the file was whole.',
  kept: 'No file was made.',
  next: 'Start it again when you want to.',
};

const columnsOf = (desk: DeskContext, names: Input['columns']): readonly { readonly name: string; readonly title: string }[] | null => {
  if (names === null) return null;
  const known = new Map<string, string>([
    ...CONTACT_COLUMNS.map((column) => [column.name, column.title] as const),
    ...ownFields(desk).map((field) => [field.name, field.title] as const),
  ]);
  return names.flatMap((name) => {
    const title = known.get(name);
    return title === undefined ? [] : [{ name, title }];
  });
};

/**
 * Writes chosen contacts as CSV in which no cell can start a formula, as vCard 4.0 or as JSON, and records who took how many out. The file
 * waits in memory for its maker. Errors: `not-permitted`, those of `chosenContacts`, `export-cancelled`.
 */
export const exportContacts = async (
  desk: DeskContext,
  person: SignedInPerson,
  input: Input,
  control: JobControl,
): Promise<Result<Made, Refusal>> => {
  const refused = notPermitted(desk, person.person, 'export-contacts');
  if (refused !== null) return err(refused);
  const chosen = chosenContacts(desk, person, input.choice, sortOf(input.sort));
  if (!chosen.ok) return chosen;
  const { numbers } = chosen.value;
  const columns = columnsOf(desk, input.columns);
  const writer = exportWriter(input.format, columns);
  const facts = conditionFacts(desk, person);
  let rows = 0;
  for (let from = 0; from < numbers.length; from += CHUNK) {
    if (control.cancelled()) return err(stopped);
    for (const row of rowsOf(desk, person, facts, numbers.slice(from, from + CHUNK))) {
      const contact = contactById(desk.db, row.id);
      if (contact === undefined) continue;
      writer.add({ id: row.id, document: documentOf(contact), row });
      rows += 1;
    }
    control.progress(Math.min(from + CHUNK, numbers.length), numbers.length, `Writing contact ${rows.toLocaleString('en-AU')}`);
    await control.breathe();
  }
  const bytes = writer.end();
  const at = desk.clock.now();
  const { ending, mediaType } = FILE_KINDS[input.format];
  const made: Made = {
    id: uuidV7(desk.entropy, at),
    at,
    by: person.name,
    format: input.format,
    name: `contacts-${dateIn(desk.zone, at)}.${ending}`,
    rows,
    bytes: bytes.length,
    sha256: bytesToHex(desk.primitives.sha256(Uint8Array.from(bytes))),
  };
  desk.db.run(
    contactSql.insertInto('contact_export').values({
      id: made.id,
      at,
      by: person.person,
      by_name: person.name,
      query: JSON.stringify({ q: chosen.value.words, f: chosen.value.filter, chosen: 'ids' in input.choice ? 'some' : 'all' }),
      rows,
      sha256: made.sha256,
      format: input.format,
      columns: JSON.stringify(columns?.map((column) => column.name) ?? []),
    }),
  );
  putOnShelf(desk.db, made.id, { person: person.person, name: made.name, mediaType, bytes, until: keptUntil(at) }, at);
  return ok(made);
};

const gone: Refusal = {
  status: 404,
  code: 'export-gone',
  title: 'This file does not wait any more',
  detail: 'Exports of contacts are kept for ten minutes and for the person who made them.',
  kept: 'The book is as it was.',
  next: 'Export the list again.',
};

/** The file of an export, while it waits. Errors: `export-gone`. */
export const exportedFile = (desk: DeskContext, person: SignedInPerson, id: string): Result<FileAnswer, Refusal> => {
  const file = takeFromShelf(desk.db, id, person.person, desk.clock.now());
  if (file === undefined) return err(gone);
  const { name, mediaType, bytes } = file;
  return ok(fileInside(desk, person, { name, mediaType, bytes: Uint8Array.from(bytes) }, { what: 'contacts.export', detail: name }));
};
