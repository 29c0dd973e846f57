import { useQuery } from '@tanstack/react-query';
import { ME } from '../../../core/domain/contact/filter/fields.ts';
import { type Chip, type Filter, isGroup } from '../../../core/domain/contact/filter/filter.ts';
import { readFilterText } from '../../../core/domain/contact/filter/filter-text.ts';
import { chipWords } from '../../../core/domain/contact/filter/filter-words.ts';
import { fieldsQuery } from '../contacts/list/listQueries.ts';

type Fields = Parameters<typeof chipWords>[1];

const said = (filter: Filter, fieldOf: (name: string) => Fields): string => {
  const [outer, inner] = filter.match === 'all' ? [' and ', ' or '] : [' or ', ' and '];
  const one = (chip: Chip): string => {
    const { field, operator, value } = chipWords(chip, fieldOf(chip.field), (_, code) => (code === ME ? 'me' : undefined));
    return [field, operator, value].filter((part) => part !== '').join(' ');
  };
  return filter.parts.map((part) => (isGroup(part) ? part.chips.map(one).join(inner) : one(part))).join(outer);
};

/** A segment in words, from the line of its filter: "Tags is any of VIP and Stage is Customer". */
export const SegmentWords = ({ line }: { readonly line: string }) => {
  const { data } = useQuery(fieldsQuery);
  const read = readFilterText(line);
  if (!read.ok) return <span>{line}</span>;
  if (read.value.parts.length === 0) return <span>Everybody in the book</span>;
  if (data === undefined) return null;
  const fields = new Map(data.fields.map((field) => [field.name, field]));
  const words = said(read.value, (name) => fields.get(name));
  return <span title={words}>{words}</span>;
};
