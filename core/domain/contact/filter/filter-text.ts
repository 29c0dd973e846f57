import { err, ok, type Result } from '../../result.ts';
import { type Chip, chipSchema, type Filter, type FilterPart, filterSchema, isGroup, tidyFilter } from './filter.ts';

// A filter as one line of an address: `stage:any:customer,champion;(tags:any:vip|owner:any:me)`. `;` is "and", `|` is "or", a group
// stands in brackets. Values escape the characters of the grammar as in a URL, so that the line is a legal query value as it stands.

/** Why a line is no filter, and where: the position of the first character that does not fit, from 0. */
export type FilterTextProblem = { readonly code: 'filter-text' | 'filter-too-large'; readonly at: number };

const RESERVED = /[%,:;|()]/gu;

const escaped = (value: string): string => value.replace(RESERVED, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const chipText = ({ field, op, values }: Chip): string =>
  values.length === 0 ? `${field}:${op}` : `${field}:${op}:${values.map(escaped).join(',')}`;

/** The canonical line of a filter; the empty text for none. Two filters that say the same in the same order give the same line. */
export const filterText = (filter: Filter): string => {
  const { match, parts } = tidyFilter(filter);
  const [outer, inner] = match === 'all' ? [';', '|'] : ['|', ';'];
  return parts.map((part) => (isGroup(part) ? `(${part.chips.map(chipText).join(inner)})` : chipText(part))).join(outer);
};

const unescaped = (text: string): string | null => {
  if (/%(?![0-9A-F]{2})/u.test(text)) return null;
  return text.replace(/%([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
};

const readChip = (text: string): Chip | null => {
  const [field, op, list, ...more] = text.split(':');
  if (more.length > 0) return null;
  const values = list === undefined ? [] : list.split(',').map(unescaped);
  const read = chipSchema.safeParse({ field, op, values });
  return read.success ? read.data : null;
};

/** A stretch of the line without brackets, or the inside of a bracket; where it starts. */
type Piece = { readonly text: string; readonly at: number; readonly group: boolean };

/** Cuts the line at its outer word; null with the place where brackets do not fit. */
const pieces = (text: string, outer: string): Result<readonly Piece[], number> => {
  const found: Piece[] = [];
  let from = 0;
  while (from <= text.length) {
    const group = text[from] === '(';
    const close = group ? text.indexOf(')', from) : -1;
    if (group && close < 0) return err(from);
    const end = group ? close + 1 : nextOf(text, outer, from);
    if (group && end < text.length && text[end] !== outer) return err(end);
    found.push({ text: group ? text.slice(from + 1, close) : text.slice(from, end), at: group ? from + 1 : from, group });
    if (end >= text.length) return ok(found);
    from = end + 1;
  }
  return err(text.length);
};

const nextOf = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at;
};

/** The word that stands outside all brackets; "and" where there is none. */
const outerWord = (text: string): ';' | '|' => {
  let depth = 0;
  for (const mark of text) {
    if (mark === '(') depth += 1;
    else if (mark === ')') depth -= 1;
    else if (depth === 0 && (mark === ';' || mark === '|')) return mark;
  }
  return ';';
};

/** Reads the line of a filter. Errors: `filter-text` with the place that does not fit, `filter-too-large` above the limits of the schema. */
export const readFilterText = (text: string): Result<Filter, FilterTextProblem> => {
  if (text === '') return ok({ match: 'all', parts: [] });
  const outer = outerWord(text);
  const inner = outer === ';' ? '|' : ';';
  const cut = pieces(text, outer);
  if (!cut.ok) return err({ code: 'filter-text', at: cut.error });
  const parts: FilterPart[] = [];
  for (const piece of cut.value) {
    const chips: Chip[] = [];
    let at = piece.at;
    for (const one of piece.group ? piece.text.split(inner) : [piece.text]) {
      const chip = readChip(one);
      if (chip === null) return err({ code: 'filter-text', at });
      chips.push(chip);
      at += one.length + 1;
    }
    const [first] = chips;
    parts.push(piece.group || first === undefined ? { chips } : first);
  }
  const read = filterSchema.safeParse({ match: outer === ';' ? 'all' : 'any', parts });
  return read.success ? ok(tidyFilter(read.data)) : err({ code: 'filter-too-large', at: 0 });
};
