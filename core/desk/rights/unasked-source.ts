import type { ContactFields } from '../../domain/contact/contact.ts';
import { nameKey } from '../../domain/contact/name.ts';
import { type UnaskedTables, unaskedSql } from '../contacts/imports/unasked/tables.ts';
import { columnMappingSchema } from '../../domain/contact/mapping.ts';
import { previewImport } from '../../domain/contact/preview.ts';
import { contactById, keysOf } from '../contacts/stored-contact.ts';
import type { DeskContext } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { fact, type PersonalSource } from './source.ts';
import type { Subject } from './subject.ts';

type Row = UnaskedTables['unasked_file'];

const telling = (fields: ContactFields): readonly string[] => [
  `name ${nameKey(fields.displayName)}`,
  ...keysOf(fields).map(({ kind, value }) => `${kind} ${value}`),
];

/** True when a row of the file has the name, or an address, number or ABN of the person. A file that cannot be read is taken to name everybody. */
const names = (desk: DeskContext, row: Row, person: ReadonlySet<string>): boolean => {
  const read = previewImport(Uint8Array.from(row.original ?? []), row.file_name, {
    asOf: dateIn(desk.zone, desk.clock.now()),
    mapping: columnMappingSchema.parse(JSON.parse(row.mapping)),
  });
  return !read.ok || read.value.rows.some(({ contact }) => contact !== null && telling(contact).some((key) => person.has(key)));
};

/** Held files that name a person, or that are the very file to be purged. */
const filesOf = (desk: DeskContext, { contact, ids }: Subject): readonly Row[] => {
  const rows = desk.db.all(unaskedSql.selectFrom('unasked_file').selectAll().where('original', 'is not', null));
  const fields = contactById(desk.db, contact)?.fields;
  const person = new Set(fields === undefined ? [] : telling(fields));
  return rows.filter((row) => ids.includes(row.id) || (person.size > 0 && names(desk, row, person)));
};

/** Files that came unasked and wait outside the book: told to whom they name, and destroyed whole with whom they name. */
export const unaskedSource: PersonalSource = {
  code: 'unasked',
  title: 'Files with your details that nobody asked for',
  tables: ['unasked_file'],
  held: (desk, subject) =>
    filesOf(desk, subject).map((row) => ({
      at: row.at,
      title: 'A file that came unasked and is held out of the book until it is decided whether it may be kept',
      facts: [...fact('How it came', row.came), ...fact('Received', row.received_on), ...fact('Decided by', row.decide_by)],
      source: `held by ${row.by_name}`,
    })),
  erase: (desk, subject, run) => {
    const files = filesOf(desk, subject);
    if (run.act)
      for (const { id, decided_at: decided, decided_by: by, decided_by_name: byName } of files)
        desk.db.run(
          unaskedSql
            .updateTable('unasked_file')
            .set({
              state: 'purged',
              original: null,
              file_name: '',
              came: '',
              decision: 'Purged with a person it named',
              decided_at: decided ?? run.at,
              decided_by: by ?? run.by,
              decided_by_name: byName ?? run.byName,
            })
            .where('id', '=', id),
        );
    return { erased: files.length, kept: 0, why: null };
  },
};
