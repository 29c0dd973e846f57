import type { ContactAddress, ContactFields, ContactPhone, PartialDate } from './contact.ts';

// vCard 4.0 (RFC 6350). What has no property of its own goes as X-ABN; labels beyond home, work and the like as X-ABLABEL of a group, which
// Apple and Google read as well.

/** What a card says beside the contact's fields: a lasting id, and when it was last changed (ISO 8601). */
export type CardFacts = { readonly id: string; readonly changedAt: string };

const encoder = new TextEncoder();
const LINE_OCTETS = 75;

/** Breaks a content line after at most 75 octets, never inside a character (RFC 6350 §3.2). */
const folded = (line: string): string => {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE_OCTETS) {
      lines.push(current);
      // The space that marks a continuation is one octet of its line.
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join('\r\n');
};

const escaped = (text: string): string =>
  text
    .replace(/\r\n?/gu, '\n')
    .replace(/[\\,;]/gu, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`);

const components = (parts: readonly (string | null)[]): string => parts.map((part) => escaped(part ?? '')).join(';');

const TYPES: Readonly<Record<string, string>> = {
  work: 'work',
  home: 'home',
  mobile: 'cell',
  fax: 'fax',
  pager: 'pager',
  'work mobile': 'work,cell',
  'home mobile': 'home,cell',
  'work fax': 'work,fax',
  'home fax': 'home,fax',
};

/** Makes lines with a label: as a type where vCard has one, else as the label of a group of its own. */
const labelled = (): ((name: string, label: string | null, params: string, value: string) => readonly string[]) => {
  let groups = 0;
  return (name, label, params, value) => {
    if (label === null) return [`${name}${params}:${value}`];
    const type = TYPES[label.toLowerCase()];
    if (type !== undefined) return [`${name}${params};TYPE=${type.includes(',') ? `"${type}"` : type}:${value}`];
    groups += 1;
    const group = `item${String(groups)}`;
    return [`${group}.${name}${params}:${value}`, `${group}.X-ABLABEL:${escaped(label)}`];
  };
};

const phoneValue = (phone: ContactPhone): { readonly params: string; readonly value: string } =>
  phone.e164 === null
    ? { params: '', value: escaped(phone.raw) }
    : {
        params: ';VALUE=uri',
        value: `tel:${phone.e164}${phone.extension === null ? '' : `;ext=${phone.extension.replace(/[^\d]/gu, '')}`}`,
      };

const two = (value: number): string => String(value).padStart(2, '0');

/** A date of which parts may be unknown (RFC 6350 §4.3.1); null where nothing of it can be written. */
const dateText = ({ year, month, day }: PartialDate): string | null => {
  if (year !== null && month !== null && day !== null) return `${String(year)}${two(month)}${two(day)}`;
  if (year !== null && month !== null) return `${String(year)}-${two(month)}`;
  if (year !== null) return String(year);
  return month !== null && day !== null ? `--${two(month)}${two(day)}` : null;
};

const addressValue = (address: ContactAddress): string =>
  components([
    null,
    address.attention,
    address.lines.length === 0 ? (address.formatted ?? null) : address.lines.join('\n'),
    address.locality,
    address.region,
    address.postcode,
    address.country,
  ]);

/** One contact as a card, lines ended by CRLF. Everything the import of this program reads comes back the same. */
export const writeVcard = (contact: ContactFields, { id, changedAt }: CardFacts): string => {
  const line = labelled();
  const { name } = contact;
  const born = contact.dateOfBirth === null ? null : dateText(contact.dateOfBirth);
  const tags = contact.tags.map(escaped).join(',');
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `KIND:${contact.kind === 'person' ? 'individual' : 'org'}`,
    `FN:${escaped(contact.displayName)}`,
    ...(name === null ? [] : [`N:${components([name.family, name.given, name.middle, name.prefix, name.suffix])}`]),
    ...(name === null || name.nickname === null ? [] : [`NICKNAME:${escaped(name.nickname)}`]),
    ...(contact.organisationName === null
      ? []
      : [`ORG:${components([contact.organisationName, ...(contact.department === null ? [] : [contact.department])])}`]),
    ...(contact.jobTitle === null ? [] : [`TITLE:${escaped(contact.jobTitle)}`]),
    ...contact.emails.flatMap((email) => line('EMAIL', email.label, '', escaped(email.address))),
    ...contact.phones.flatMap((phone) => {
      const { params, value } = phoneValue(phone);
      return line('TEL', phone.label, params, value);
    }),
    ...contact.addresses.flatMap((address) => line('ADR', address.label, '', addressValue(address))),
    ...contact.websites.map((website) => `URL:${website.replace(/[\r\n]+/gu, '')}`),
    ...(born === null ? [] : [`BDAY:${born}`]),
    ...(contact.abn === null ? [] : [`X-ABN:${contact.abn}`]),
    ...(tags === '' ? [] : [`CATEGORIES:${tags}`]),
    ...(contact.notes === null ? [] : [`NOTE:${escaped(contact.notes)}`]),
    `UID:urn:uuid:${id}`,
    `REV:${changedAt.replace(/[-:]|\.\d+/gu, '')}`,
    'END:VCARD',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
};
