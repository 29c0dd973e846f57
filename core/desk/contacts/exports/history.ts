import { z } from 'zod';
import { type contactExports, EXPORT_FORMATS } from '../../../contract/contact-list.ts';
import { type Filter, isGroup } from '../../../domain/contact/filter/filter.ts';
import { readFilterText } from '../../../domain/contact/filter/filter-text.ts';
import { chipWords } from '../../../domain/contact/filter/filter-words.ts';
import type { DeskContext } from '../../context.ts';
import { deskFields } from '../list/fields.ts';
import { optionName, type Reader } from '../list/options.ts';
import { contactSql } from '../tables.ts';

const MOST = 200;

// Exports of earlier versions keep the import they were narrowed to under `batch`.
const stored = z.object({ q: z.string().default(''), f: z.string().default(''), chosen: z.enum(['all', 'some']).default('all') });
const names = z.array(z.string());

const filterWords = (desk: DeskContext, reader: Reader, filter: Filter): string => {
  const fields = deskFields(desk);
  const word = (chip: Parameters<typeof chipWords>[0]): string => {
    const { field, operator, value } = chipWords(chip, fields.get(chip.field), optionName(desk, reader));
    return `${field} ${operator} ${value}`.trim();
  };
  const [outer, inner] = filter.match === 'all' ? ['; ', ' or '] : [' or ', ' and '];
  return filter.parts.map((part) => (isGroup(part) ? part.chips.map(word).join(inner) : word(part))).join(outer);
};

const wordsOf = (desk: DeskContext, reader: Reader, query: string): string => {
  const { q, f, chosen } = stored.parse(JSON.parse(query));
  if (chosen === 'some') return 'Selected contacts';
  const filter = readFilterText(f);
  const parts = [
    ...(q === '' ? [] : [`“${q}”`]),
    ...(filter.ok && filter.value.parts.length > 0 ? [filterWords(desk, reader, filter.value)] : []),
  ];
  return parts.length === 0 ? 'The whole book' : parts.join('; ');
};

/** Who took which contacts out, newest first. */
export const exportHistory = (desk: DeskContext, reader: Reader): z.infer<typeof contactExports> =>
  desk.db.all(contactSql.selectFrom('contact_export').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(MOST)).map((row) => ({
    id: row.id,
    at: row.at,
    by: row.by_name,
    format: EXPORT_FORMATS.find((format) => format === row.format) ?? 'csv',
    rows: row.rows,
    sha256: row.sha256,
    words: wordsOf(desk, reader, row.query),
    columns: names.parse(JSON.parse(row.columns)),
  }));
