import { parseEmail } from '../identity/email.ts';
import { parsePhone } from '../identity/phone.ts';
import type { ContactAddress, ContactEmail, ContactPhone } from './contact.ts';
import type { MappedField } from './mapping.ts';
import type { FilledCell, RowCells } from './row-cells.ts';

// Google and Outlook mark the preferred label with a star.
const plainLabel = (label: string): string | null => {
  const plain = label.replace(/^\*\s*/, '').trim();
  return plain === '' ? null : plain;
};

const labelFor = (cell: FilledCell, cells: RowCells, field: MappedField): string | null =>
  plainLabel((cell.column.group === '' ? undefined : cells.inGroup(field, cell.column.group)[0]) ?? cell.column.label);

/** E-mail addresses of a row; several in one cell are told apart. A cell that is not an address stays as unread text. */
export const readEmails = (cells: RowCells): readonly ContactEmail[] => {
  const emails = new Map<string, ContactEmail>();
  for (const cell of cells.of('email')) {
    const label = labelFor(cell, cells, 'emailLabel');
    const parts =
      cell.text.split('@').length > 2
        ? cell.text.split(/\s*:::\s*|[;,]\s*|\s+or\s+|\s+\/\s+|\s+/i).filter((part) => part !== '')
        : [cell.text];
    for (const part of parts) {
      const named = /^.*<([^<>]+)>$/.exec(part)?.[1] ?? part;
      const email = parseEmail(named);
      if (email.ok) {
        const key = email.value.toLowerCase();
        if (!emails.has(key)) emails.set(key, { address: email.value, label });
      } else
        cells.leaveUnread(
          { ...cell, text: part },
          'email-not-valid',
          `“${part.slice(0, 80)}” is not an e-mail address. Correct it here, or import it as unread text.`,
        );
    }
  }
  return [...emails.values()];
};

const SHORT_LABELS: Readonly<Record<string, string>> = {
  m: 'Mobile',
  mob: 'Mobile',
  mobile: 'Mobile',
  w: 'Work',
  wk: 'Work',
  work: 'Work',
  h: 'Home',
  home: 'Home',
  bh: 'Work',
  ah: 'Home',
  f: 'Fax',
  fax: 'Fax',
  p: 'Phone',
  ph: 'Phone',
  t: 'Phone',
  tel: 'Phone',
};

/** Takes what people write around a number ("M:", "(mob)", "(after 3pm)") apart from it. */
const bareNumber = (text: string): { readonly number: string; readonly remark: string | null } => {
  let remark: string | null = null;
  const note = (word: string): void => {
    remark = SHORT_LABELS[word.toLowerCase()] ?? word;
  };
  const number = text
    .replace(/^([a-z]{1,6})[.:]?\s+(?=[+(\d])/i, (_, word: string) => {
      note(word);
      return '';
    })
    .replace(/\s*\(([^()\d]*[a-z][^()]*)\)\s*$/i, (_, word: string) => {
      note(word.trim());
      return '';
    })
    // "+61 (0)7": the trunk zero is not dialled from abroad.
    .replace(/^(\+\d{1,3})\s*\(0\)\s*/, '$1 ')
    .trim();
  return { number, remark };
};

const splitPhones = (text: string): readonly string[] => {
  const parts = text.split(/\s*:::\s*|\s+\/\s+|\s+or\s+|\s*[;,]\s*|\s*\n\s*/i).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => part.replace(/\D/g, '').length >= 6) ? parts : [text];
};

/** Telephone numbers of a row. Each keeps what was written; E.164 is null where the number cannot be read with certainty. */
export const readPhones = (cells: RowCells): readonly ContactPhone[] => {
  const phones: ContactPhone[] = [];
  for (const cell of cells.of('phone')) {
    const { header } = cell.column;
    for (const raw of splitPhones(cell.text)) {
      const { number, remark } = bareNumber(raw);
      if (/^0*$/.test(number.replace(/\D/g, '')) && !/[a-z]/i.test(number)) {
        cells.report(header, 'phone-not-valid', `“${raw.slice(0, 60)}” stands for no number.`, 'Nothing.');
        continue;
      }
      const label = remark ?? labelFor(cell, cells, 'phoneLabel');
      const read = parsePhone(number);
      const keep = (e164: string | null, extension: string | null): void => {
        if (e164 === null || !phones.some((phone) => phone.e164 === e164 && phone.extension === extension))
          phones.push({ raw, e164, extension, label });
      };
      if (read.ok) {
        keep(read.value.number, read.value.extension ?? null);
        continue;
      }
      if (read.error.code === 'phone-lost-zero') {
        keep(read.error.suggestion, null);
        cells.report(
          header,
          'phone-zero-restored',
          'The leading 0 was lost, as spreadsheets do. It was put back: check the number.',
          `${read.error.suggestion}, and “${raw}” as written.`,
        );
        continue;
      }
      const digits = number.replace(/\D/g, '');
      if (digits.length < 3) {
        cells.leaveUnread({ ...cell, text: raw }, 'phone-not-valid', `“${raw.slice(0, 60)}” is not a telephone number.`);
        continue;
      }
      keep(null, null);
      if (/^[2-9]\d{7}$/.test(digits)) {
        cells.report(
          header,
          'phone-no-area-code',
          'The area code is missing. Add it, such as 02 or 03.',
          `“${raw}” as written; it is not compared or dialled.`,
        );
      } else {
        cells.report(
          header,
          'phone-not-valid',
          `“${raw.slice(0, 60)}” is not a number that can be dialled.`,
          `“${raw.slice(0, 60)}” as written; it is not compared or dialled.`,
        );
      }
    }
  }
  return phones;
};

const STATES: Readonly<Record<string, string>> = {
  'new south wales': 'NSW',
  victoria: 'VIC',
  queensland: 'QLD',
  'south australia': 'SA',
  'western australia': 'WA',
  tasmania: 'TAS',
  'northern territory': 'NT',
  'australian capital territory': 'ACT',
  nsw: 'NSW',
  vic: 'VIC',
  qld: 'QLD',
  sa: 'SA',
  wa: 'WA',
  tas: 'TAS',
  nt: 'NT',
  act: 'ACT',
};

const ADDRESS_FIELDS = [
  'addressLine',
  'addressPoBox',
  'addressLocality',
  'addressRegion',
  'addressPostcode',
  'addressFormatted',
  'addressAttention',
] as const;

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Postal addresses of a row, one a group. Australian states get their short form; a postcode that lost its 0 gets it back. */
export const readAddresses = (cells: RowCells): readonly ContactAddress[] => {
  const groups = new Map<string, string>();
  for (const field of ADDRESS_FIELDS)
    for (const cell of cells.of(field)) if (!groups.has(cell.column.group)) groups.set(cell.column.group, cell.column.label);

  return [...groups].map(([group, label]): ContactAddress => {
    const one = (field: MappedField): string | null => cells.inGroup(field, group)[0] ?? null;
    const country = one('addressCountry');
    const writtenRegion = one('addressRegion');
    const state =
      writtenRegion === null
        ? undefined
        : STATES[
            writtenRegion
              .toLowerCase()
              .replace(/[.\s]+/g, ' ')
              .trim()
          ];
    const australian = country === null ? writtenRegion === null || state !== undefined : /^(au|aus|australia)$/i.test(country);
    const region = australian ? (state ?? writtenRegion) : writtenRegion;
    const lines = [...cells.inGroup('addressPoBox', group), ...cells.inGroup('addressLine', group).flatMap(linesOf)];
    const locality = one('addressLocality');
    const formatted = one('addressFormatted');
    const plain = lines.length > 0 || locality !== null;
    return {
      label: plainLabel(one('addressLabel') ?? label),
      attention: one('addressAttention'),
      lines,
      locality,
      region,
      postcode: readPostcode(cells, group, region, australian),
      country,
      formatted: plain || formatted === null ? null : linesOf(formatted).join('\n'),
    };
  });
};

const readPostcode = (cells: RowCells, group: string, region: string | null, australian: boolean): string | null => {
  const cell = cells.of('addressPostcode').find((candidate) => candidate.column.group === group);
  if (cell === undefined) return null;
  const { text, column } = cell;
  if (!australian || /^\d{4}$/.test(text)) return text;
  if (
    /^\d{3}$/.test(text) &&
    (region === 'NT' ? /^[89]/.test(text) : region === 'ACT' ? text.startsWith('2') : region === null && /^[89]/.test(text))
  ) {
    cells.report(column.header, 'postcode-zero-restored', 'The leading 0 was lost, as spreadsheets do. It was put back.', `0${text}.`);
    return `0${text}`;
  }
  cells.report(
    column.header,
    'postcode-not-valid',
    `“${text.slice(0, 40)}” is not an Australian postcode.`,
    `“${text.slice(0, 40)}” as written.`,
  );
  return text;
};
