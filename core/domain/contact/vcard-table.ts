import type { Table, TableRow } from './delimited.ts';
import { propertyComponents, propertyList, propertyText, type Vcard, type VcardProperty } from './vcard.ts';

/** What cards become: the same table as a delimited file gives, one row a card, plus what was left out. */
export type VcardTable = {
  readonly table: Table;
  /** Rows whose card has no END:VCARD. */
  readonly damagedRows: readonly number[];
  /** Properties that have no place in a contact, with how often they occurred (pictures, keys, chat names …). */
  readonly leftOut: readonly { readonly name: string; readonly times: number }[];
};

const ADR_PARTS = ['po box', 'extended', 'street', 'locality', 'region', 'postcode', 'country'] as const;
const N_PARTS = ['family', 'given', 'additional', 'prefix', 'suffix'] as const;
const LIST_JOIN = ' ::: ';

const TYPE_WORDS: Readonly<Record<string, string>> = {
  cell: 'mobile',
  mobile: 'mobile',
  iphone: 'mobile',
  work: 'work',
  home: 'home',
  fax: 'fax',
  pager: 'pager',
  main: 'main',
  other: 'other',
  car: 'car',
};

const labelOf = (property: VcardProperty, groupLabels: ReadonlyMap<string, string>): string => {
  const named = groupLabels.get(property.group);
  if (named !== undefined && named !== '') return named;
  const words = new Set(
    (property.params.get('TYPE') ?? []).map((type) => TYPE_WORDS[type.trim().toLowerCase()]).filter((word) => word !== undefined),
  );
  const label = ['work', 'home', 'other', 'main', 'car', 'mobile', 'fax', 'pager'].filter((word) => words.has(word)).join(' ');
  return label === '' ? '' : label.charAt(0).toUpperCase() + label.slice(1);
};

const telText = (value: string): string => {
  const uri = /^tel:([^;]*)(.*)$/i.exec(value);
  if (uri === null) return value;
  const extension = /;ext=([^;]+)/i.exec(uri[2] ?? '')?.[1];
  return `${uri[1] ?? ''}${extension === undefined ? '' : ` ext ${extension}`}`;
};

const birthday = (property: VcardProperty): string => {
  const text = propertyText(property);
  const omitted = property.params.get('X-APPLE-OMIT-YEAR')?.[0];
  return omitted !== undefined && text.startsWith(`${omitted}-`) ? `-${text.slice(omitted.length)}` : text;
};

const cellsOf = (card: Vcard, leftOut: Map<string, number>): ReadonlyMap<string, string> => {
  const cells = new Map<string, string>();
  const counts = new Map<string, number>();
  const put = (column: string, value: string): void => {
    if (value !== '' && !cells.has(column)) cells.set(column, value);
  };
  const add = (column: string, value: string): void => {
    if (value !== '') cells.set(column, cells.has(column) ? `${cells.get(column) ?? ''}\n${value}` : value);
  };
  const numbered = (name: string): string => {
    const next = (counts.get(name) ?? 0) + 1;
    counts.set(name, next);
    return `${name} ${next}`;
  };
  const groupLabels = new Map(
    card.properties.flatMap((property) =>
      property.name === 'X-ABLABEL' && property.group !== ''
        ? [[property.group, propertyText(property).replace(/^_\$!<(.*)>!\$_$/, '$1')] as const]
        : [],
    ),
  );

  for (const property of card.properties) {
    switch (property.name) {
      case 'FN':
      case 'TITLE':
      case 'UID':
        put(property.name, propertyText(property));
        break;
      case 'N':
        propertyComponents(property).forEach((part, at) => put(`N ${N_PARTS[at] ?? 'suffix'}`, part));
        break;
      case 'NICKNAME':
        put('NICKNAME', propertyList(property).join(', '));
        break;
      case 'ORG': {
        const [name = '', ...units] = propertyComponents(property);
        put('ORG name', name);
        put('ORG unit', units.filter((unit) => unit !== '').join(', '));
        break;
      }
      case 'KIND':
        put('KIND', propertyText(property));
        break;
      case 'X-ABN':
        put('ABN', propertyText(property));
        break;
      case 'X-ABSHOWAS':
        if (propertyText(property).toUpperCase() === 'COMPANY') put('KIND', 'org');
        break;
      case 'BDAY':
        put('BDAY', birthday(property));
        break;
      case 'NOTE':
        add('NOTE', propertyText(property));
        break;
      case 'CATEGORIES':
        add('CATEGORIES', propertyList(property).join(LIST_JOIN));
        break;
      case 'EMAIL':
      case 'TEL': {
        const value = property.name === 'TEL' ? telText(propertyText(property)) : propertyText(property);
        if (value === '') break;
        const column = numbered(property.name);
        put(column, value);
        put(`${column} label`, labelOf(property, groupLabels));
        break;
      }
      case 'URL': {
        const value = propertyText(property);
        if (value !== '') put(numbered('URL'), value);
        break;
      }
      case 'ADR': {
        const parts = propertyComponents(property);
        if (parts.every((part) => part === '')) break;
        const column = numbered('ADR');
        put(`${column} label`, labelOf(property, groupLabels));
        ADR_PARTS.forEach((part, at) => put(`${column} ${part}`, parts[at] ?? ''));
        break;
      }
      case 'X-ABLABEL':
      case 'PRODID':
      case 'REV':
      case 'LABEL':
        break;
      default:
        leftOut.set(property.name, (leftOut.get(property.name) ?? 0) + 1);
    }
  }
  return cells;
};

const HEADER_ORDER = [
  'FN',
  'N',
  'NICKNAME',
  'KIND',
  'ORG',
  'TITLE',
  'EMAIL',
  'TEL',
  'ADR',
  'URL',
  'BDAY',
  'ABN',
  'CATEGORIES',
  'NOTE',
  'UID',
];

const byOrder = (left: string, right: string): number => {
  const [leftName = '', leftNumber = '0'] = left.split(' ');
  const [rightName = '', rightNumber = '0'] = right.split(' ');
  const difference = HEADER_ORDER.indexOf(leftName) - HEADER_ORDER.indexOf(rightName);
  if (difference !== 0) return difference;
  const numbers = (Number.parseInt(leftNumber, 10) || 0) - (Number.parseInt(rightNumber, 10) || 0);
  return numbers;
};

// V8 keeps a whole text alive for one slice of it: the pictures of 5,000 cards for their names. Shorter strings are never slices.
const SLICE = 13;
const ownCopy = (text: string): string => (text.length < SLICE ? text : String(JSON.parse(JSON.stringify(text))));

/** Lays cards out as a table (`FN`, `N family`, `EMAIL 1`, `EMAIL 1 label`, `ADR 1 street` …), so that preview and fixes are one path. */
export const vcardTable = (cards: readonly Vcard[]): VcardTable => {
  const leftOut = new Map<string, number>();
  const laidOut = cards.map((card) => cellsOf(card, leftOut));
  const headers = [...new Set(laidOut.flatMap((cells) => [...cells.keys()]))].sort(byOrder);
  const rows: TableRow[] = laidOut.map((cells, at) => ({
    row: at + 1,
    line: cards[at]?.line ?? 1,
    cells: headers.map((header) => ownCopy(cells.get(header) ?? '')),
    extra: [],
    missing: 0,
  }));
  return {
    table: { delimiter: null, headers, headerLine: 0, rows, blankRows: 0, preamble: [] },
    damagedRows: cards.flatMap((card, at) => (card.closed ? [] : [at + 1])),
    leftOut: [...leftOut].map(([name, times]) => ({ name, times })),
  };
};
