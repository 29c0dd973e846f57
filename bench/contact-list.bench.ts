import { CONTACT_COLUMNS } from '../core/domain/contact/view/columns.ts';
import { CONTACT_FIELDS } from '../core/domain/contact/filter/fields.ts';
import { OPERATORS } from '../core/domain/contact/filter/operators.ts';
import { sql } from 'kysely';
import { filterOf, sortOf } from '../core/desk/contacts/list/list.ts';
import { optionsOf, ownersOfContacts, stagesOf } from '../core/desk/contacts/list/options.ts';
import { orderOf, orderTerms } from '../core/desk/contacts/list/order.ts';
import { asQuery, everyCondition, selectionOf, whereAll } from '../core/desk/contacts/list/query.ts';
import type { ContactDesk } from './contact-desk.ts';
import { type Figure, median, round, timed } from './measure.ts';

const ROWS = 100;
const RUNS = 3;
/** What the desk may take on top of twice the bare query. */
const ALLOWANCE = 10;

type Asked = { readonly words: string; readonly q: string; readonly f: string; readonly sort: string };
type Taken = { readonly words: string; readonly ms: number; readonly bare: number };

const plain: Asked = { words: '', q: '', f: '', sort: 'name' };

const TYPED: Readonly<Record<string, string>> = {
  name: 'kow',
  organisation: 'holdings',
  email: 'p123',
  phone: '0491570',
  abn: '51824753556',
  suburb: 'marr',
  postcode: '22',
};

/** What follows an operator in the line of a filter; null where the desk has nothing to choose from. */
const valuesOf = (bench: ContactDesk, field: (typeof CONTACT_FIELDS)[number], operand: string): string | null => {
  const day = field.name === 'born' ? '1975-03-1' : '2027-03-1';
  if (operand === 'none') return '';
  if (operand === 'text') return `:${TYPED[field.name] ?? 'a'}`;
  if (operand === 'date') return `:${day}2`;
  if (operand === 'dates') return `:${day}0,${day}9`;
  if (operand === 'days') return ':30';
  const options: readonly { readonly code: string }[] =
    'options' in field ? field.options : optionsOf(bench.desk, bench.person, field.name);
  const codes = options.slice(0, 2).map(({ code }) => encodeURIComponent(code));
  return codes.length === 0 ? null : `:${codes.join(',')}`;
};

/** Every field with every operator, by the type of the field; and filters joined of several. */
const filters = (bench: ContactDesk): ReadonlyMap<string, readonly Asked[]> => {
  const found = new Map<string, Asked[]>();
  const add = (kind: string, f: string, sort = 'name'): void => {
    found.set(kind, [...(found.get(kind) ?? []), { ...plain, words: f, f, sort }]);
  };
  for (const field of CONTACT_FIELDS)
    for (const { code, operand } of OPERATORS[field.type]) {
      const values = valuesOf(bench, field, operand);
      if (values !== null) add(`filter by ${field.type}`, `${field.name}:${code}${values}`);
    }
  add('filters joined', 'region:any:NSW;tags:any:VIP;consent:any:given');
  add('filters joined', 'suburb:has:epp|email:has:p77|stage:any:customer');
  add('filters joined', 'stage:any:customer;(consent:any:expiring|task:yes)', '-active');
  add('filters joined', 'tags:none:VIP;region:none:VIC', 'organisation');
  return found;
};

const sorts: readonly Asked[] = CONTACT_COLUMNS.filter((column) => column.sort).flatMap(({ name }) =>
  [name, `-${name}`].map((sort) => ({ ...plain, words: sort, sort })),
);

const typed: readonly Asked[] = [
  'a',
  'ch',
  'chen',
  'chen 1',
  'mull',
  'kowalczyk',
  '0491',
  '0491 57',
  '0491 570 1',
  'p199',
  'marrick',
  'xyzzy',
  '2204',
  'vip',
].map((q, at) => ({
  ...plain,
  words: `“${q}”`,
  q,
  sort: at % 3 === 0 ? 'suburb' : 'name',
}));

/** The bare query that gives the same rows, in the ways SQLite can be led to run it: by the order of an index, and by reading and sorting. */
const bareForms = (bench: ContactDesk, asked: Asked): readonly (() => unknown)[] => {
  const { desk, person } = bench;
  const filter = filterOf(asked.f);
  if (!filter.ok) throw new Error(filter.error.detail);
  const selection = selectionOf(desk, person, { words: asked.q, filter: filter.value });
  if (selection.nothing || selection.leftOut.length > 0) throw new Error(`the desk cannot judge ${asked.words}`);
  const order = orderOf(sortOf(asked.sort), {
    stages: stagesOf(desk).map((stage) => stage.code),
    people: ownersOfContacts(desk, person).map((owner) => owner.code),
  });
  return [false, true].map((hold) => {
    const raw = sql`select * from contact_list ${whereAll(everyCondition(selection))} order by ${orderTerms(order, hold)} limit ${ROWS}`;
    const { sql: text, parameters } = asQuery(raw).compile();
    const statement = desk.db.statement<never[], unknown>(text);
    return () => statement.all(...(parameters as never[]));
  });
};

/** The best of some runs on either side: other work on the computer makes both longer, and neither shorter. */
const taken = async (bench: ContactDesk, asked: Asked): Promise<Taken> => {
  const forms = bareForms(bench, asked);
  const path = `/contacts?${new URLSearchParams({ q: asked.q, f: asked.f, sort: asked.sort, limit: String(ROWS) }).toString()}`;
  await bench.ask('GET', path);
  const first: number[] = [];
  for (const form of forms) first.push(await timed(form));
  const best = forms[(first[0] ?? 0) <= (first[1] ?? 0) ? 0 : 1] ?? forms[0];
  const [product, bare]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(await timed(() => best?.()));
    product.push(await timed(() => bench.ask('GET', path)));
  }
  return { words: asked.words, ms: Math.min(...product), bare: Math.min(...bare) };
};

const limitOf = ({ bare }: Taken): number => 2 * bare + ALLOWANCE;

const figure = (name: string, all: readonly Taken[]): Figure => {
  const worst = all.toSorted((a, b) => b.ms / limitOf(b) - a.ms / limitOf(a))[0] ?? { words: '', ms: 0, bare: 0 };
  const missed = all.filter((one) => one.ms > limitOf(one));
  return {
    name: `list, ${name}`,
    value: round(worst.ms, 1),
    unit: 'ms',
    limit: round(limitOf(worst), 1),
    detail: `worst of ${String(all.length)}: ${worst.words}, bare ${String(round(worst.bare, 1))} ms; median ${String(round(median(all.map((one) => one.ms)), 1))} ms${missed.length === 0 ? '' : `; missed by ${missed.map((one) => `${one.words} ${String(round(one.ms, 1))} against ${String(round(one.bare, 1))} bare`).join(', ')}`}`,
  };
};

/** First rows of the list through the API, for every order, every field with every operator and every word typed, against the bare query. */
export const contactListBench = async (bench: ContactDesk): Promise<readonly Figure[]> => {
  const kinds = new Map<string, readonly Asked[]>([
    ['first rows', [plain]],
    ['every sort', sorts],
    ...filters(bench),
    ['search as one types', typed],
  ]);
  const figures: Figure[] = [];
  for (const [name, asked] of kinds) {
    const all: Taken[] = [];
    for (const one of asked) all.push(await taken(bench, one));
    figures.push(figure(name, all));
  }
  return figures;
};
