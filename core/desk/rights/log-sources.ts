import { categoryWords } from '../../domain/consent/categories.ts';
import { consentSql } from '../consents/tables.ts';
import { contactSql } from '../contacts/tables.ts';
import type { DeskContext } from '../context.ts';
import { privateFileSql } from '../files/private-files.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { blank, clear, fact, marks, NOTHING, type PersonalSource } from './source.ts';
import type { Subject } from './subject.ts';
import { ERASED_WORDS } from '../records/erased-words.ts';

/** Rows of imports that made or changed the person's entry, and the files they came in. */
export const importSource: PersonalSource = {
  code: 'imports',
  title: 'Files your details came in',
  tables: ['import_row', 'import_batch'],
  held: (desk, { ids }) =>
    desk.db
      .all(
        contactSql
          .selectFrom('import_row')
          .innerJoin('import_batch', 'import_batch.id', 'import_row.import')
          .select([
            'import_batch.name',
            'import_batch.file_name',
            'import_batch.at',
            'import_batch.by_name',
            'import_batch.original_kind',
            'import_row.row',
            'import_row.result',
            'import_row.why',
          ])
          .where('import_row.contact', 'in', ids)
          .orderBy('import_batch.at'),
      )
      .map((row) => ({
        at: row.at,
        title: `Import “${row.name}”, row ${String(row.row)}`,
        facts: [
          ...fact('File', row.file_name),
          ...fact('Result', row.result),
          ...fact('Why', row.why),
          ...fact('Original file', row.original_kind === 'removed' ? 'no longer kept' : 'kept, with the rows of other people'),
        ],
        source: `imported by ${row.by_name}`,
      })),
  erase: (desk, { ids }, { act }) => {
    const inBatches = `id in (select import from import_row where contact in (${marks(ids)})) and original is not null`;
    const originals = blank(desk.db, act, 'import_batch', "original = null, original_kind = 'removed'", inBatches, ids);
    const rows = blank(desk.db, act, 'import_row', 'why = null', `contact in (${marks(ids)}) and why is not null`, ids);
    return { erased: originals + rows, kept: 0, why: null };
  },
};

const NOT_HERE = 'not exists (select 1 from private_file where private_file.id = shared_file.id)';

/** Files kept about the person. */
export const fileSource: PersonalSource = {
  code: 'files',
  title: 'Files kept about you',
  tables: ['private_file', 'shared_file', 'shared_file_part'],
  held: (desk, { ids }) => [
    ...desk.db
      .all(
        privateFileSql
          .selectFrom('private_file')
          .select(['name', 'at', 'by_name', 'bytes', 'sha256'])
          .where('subject', 'in', ids)
          .orderBy('at'),
      )
      .map((row) => ({
        at: row.at,
        title: row.name,
        facts: [...fact('Size in bytes', String(row.bytes)), ...fact('SHA-256', row.sha256)],
        source: `kept by ${row.by_name}`,
      })),
    ...desk.db
      .statement<readonly string[], { readonly name: string; readonly bytes: number; readonly sha256: string }>(
        `select name, bytes, sha256 from shared_file where subject in (${marks(ids)}) and ${NOT_HERE}`,
      )
      .all(...ids)
      .map(({ name, bytes, sha256 }) => ({
        at: null,
        title: name,
        facts: [...fact('Size in bytes', String(bytes)), ...fact('SHA-256', sha256)],
        source: 'kept at another desk of the practice, not brought here yet',
      })),
  ],
  erase: (desk, { ids }, { act }) => {
    const theirs = `subject in (${marks(ids)})`;
    const named = clear(desk.db, false, 'shared_file', `${theirs} and ${NOT_HERE}`, ids);
    if (act) {
      clear(desk.db, act, 'shared_file_part', `file in (select id from shared_file where ${theirs})`, ids);
      clear(desk.db, act, 'shared_file', theirs, ids);
    }
    return { erased: named + clear(desk.db, act, 'private_file', theirs, ids), kept: 0, why: null };
  },
};

/** Questions that were put to the person: may we share. */
export const requestSource: PersonalSource = {
  code: 'consent-requests',
  title: 'Consents you were asked for',
  tables: ['consent_request'],
  held: (desk, { ids }) =>
    desk.db.all(consentSql.selectFrom('consent_request').selectAll().where('contact', 'in', ids).orderBy('at')).map((row) => ({
      at: row.at,
      title: 'Asked for your consent',
      facts: [
        ...fact('For', (JSON.parse(row.recipients) as readonly string[]).map((practice) => practiceName(desk, practice)).join(', ')),
        ...fact('What for', purposeName(desk, row.purpose)),
        ...fact('By', row.channel),
        ...fact('To', row.address),
        ...fact('Answered', row.closed_at),
      ],
      source: `asked by ${row.by_name}`,
    })),
  erase: (desk, { ids }, { act }) => ({
    erased: clear(desk.db, act, 'consent_request', `contact in (${marks(ids)})`, ids),
    kept: 0,
    why: null,
  }),
};

/** Questions to the gate about the person, with their answers. Append-only: they stay under a number that leads to nobody. */
export const checkSource: PersonalSource = {
  code: 'checks',
  title: 'Questions whether your details may be shared',
  tables: ['disclosure_check'],
  held: (desk, { ids }) =>
    desk.db.all(consentSql.selectFrom('disclosure_check').selectAll().where('contact', 'in', ids).orderBy('seq')).map((row) => ({
      at: row.at,
      title: `${row.by_name} asked: may it go to ${practiceName(desk, row.recipient)}?`,
      facts: [
        ...fact('What for', purposeName(desk, row.purpose)),
        ...fact('Details', (JSON.parse(row.fields) as readonly string[]).map(categoryWords).join(', ')),
        ...fact('Answer', row.may === 1 ? 'yes' : `no: ${row.why ?? ''}`),
      ],
      source: null,
    })),
  erase: (desk, { ids }) => {
    const kept = clear(desk.db, false, 'disclosure_check', `contact in (${marks(ids)})`, ids);
    return kept === 0 ? NOTHING : { erased: 0, kept, why: 'log' };
  },
};

/** What was handed to the person or printed about them, and how they were known. */
export const exitSource: PersonalSource = {
  code: 'exits',
  title: 'What was handed to you',
  tables: ['exit_log'],
  held: (desk, { ids }) =>
    desk.db.all(consentSql.selectFrom('exit_log').selectAll().where('contact', 'in', ids).orderBy('seq')).map((row) => ({
      at: row.at,
      title: row.what,
      facts: [...fact('Details', row.detail), ...fact('How we knew it was you', row.identity)],
      source: `by ${row.by_name}`,
    })),
  erase: (desk, { ids, identifiers }, { act }) => {
    const quoted = identifiers.map(() => 'instr(lower(detail), lower(?)) > 0');
    const where = [`contact in (${marks(ids)})`, ...quoted].join(' or ');
    return { erased: clear(desk.db, act, 'exit_log', where, [...ids, ...identifiers]), kept: 0, why: null };
  },
};

const mentions = (desk: DeskContext, act: boolean, { identifiers }: Subject, table: string, column: string, blanked: string): number =>
  identifiers.reduce(
    (sum, words) => sum + blank(desk.db, act, table, `"${column}" = '${blanked}'`, `instr(lower("${column}"), lower(?)) > 0`, [words]),
    0,
  );

/** Free words of logs that name the person: searches of an export, words of a group of changes. */
export const mentionSource: PersonalSource = {
  code: 'mentions',
  title: 'Logs that quote your name',
  tables: ['contact_export', 'operation_group'],
  held: () => [],
  erase: (desk, subject, { act }) => {
    if (subject.openIntents.length > 0) return NOTHING;
    return {
      erased:
        mentions(desk, act, subject, 'contact_export', 'query', '{}') +
        mentions(desk, act, subject, 'operation_group', 'words', ERASED_WORDS),
      kept: 0,
      why: null,
    };
  },
};

/** An address that wants no messages: it stays, or the next campaign would write to it again. */
export const suppressionSource: PersonalSource = {
  code: 'suppression',
  title: 'That you want no messages',
  tables: ['marketing_suppression'],
  held: (desk, { identifiers }) =>
    identifiers.flatMap((address) =>
      clear(desk.db, false, 'marketing_suppression', 'address = ?', [address.toLowerCase()]) === 0
        ? []
        : [{ at: null, title: 'On the list of addresses that get no messages', facts: fact('Address', address), source: null }],
    ),
  erase: (desk, { identifiers }) => {
    const kept = identifiers.reduce(
      (sum, address) => sum + clear(desk.db, false, 'marketing_suppression', 'address = ?', [address.toLowerCase()]),
      0,
    );
    return kept === 0 ? NOTHING : { erased: 0, kept, why: 'suppression' };
  },
};
