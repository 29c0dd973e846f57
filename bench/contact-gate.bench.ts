import { personHistory } from '../core/desk/consents/person.ts';
import { peekGate } from '../core/desk/exits/gate-log.ts';
import type { ContactDesk } from './contact-desk.ts';
import { contactIds } from './contact-fill.ts';
import { type Figure, round, timed } from './measure.ts';

const ASKED = 1000;
const RUNS = 25;

/** One person's answers, and bare look-ups beside them. */
export type GateTimes = { readonly gate: number; readonly bare: number; readonly ratio: number; readonly others: number };

/** The contact whose consent lasts for two years: the twenty-fourth that was recorded. */
const NUMBER = 23;

/** The gate's answer about one person, warm, against one row read by its key: the consent that the answer rests on. */
export const gateTimes = async (bench: ContactDesk): Promise<GateTimes> => {
  const { desk } = bench;
  const contact = contactIds(bench)[NUMBER * 2] ?? '';
  const found = desk.db
    .statement<[string], { readonly root: string; readonly practice: string; readonly purpose: string }>(
      'select r.root, r.practice, r.purpose from consent_link l join consent_recipient r on r.label = l.label where l.contact = ?',
    )
    .get(contact);
  if (found === undefined) throw new Error('the person of the bench has no consent');
  const { root, practice: recipient, purpose } = found;
  const lookup = desk.db.statement<[string], { readonly state: string }>('select state from consent_state where root = ?');
  const fields = ['name', 'contact-details'];
  const gate = (): boolean => peekGate(desk, { person: personHistory(desk, contact), recipient, purpose, fields }).may;
  if (!gate()) throw new Error('the gate of the bench says no');
  const many = async (work: () => unknown): Promise<number> =>
    timed(() => {
      for (let asked = 0; asked < ASKED; asked += 1) work();
    });
  await many(gate);
  const [asked, looked]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    asked.push(await many(gate));
    looked.push(await many(() => lookup.get(root)));
  }
  // The best of either side: other work on the computer makes both longer, and neither shorter.
  const [best, bare] = [(Math.min(...asked) / ASKED) * 1000, (Math.min(...looked) / ASKED) * 1000];
  const others = desk.db.statement<[], { readonly n: number }>('select count(*) as n from consent_state').get()?.n ?? 0;
  return { gate: best, bare, ratio: best / bare, others: others - 1 };
};

/** One answer of the gate, beside few and beside many consents of others. */
export const gateFigures = (few: GateTimes, many: GateTimes): readonly Figure[] => [
  {
    name: 'one answer of the gate against a bare indexed look-up',
    value: round(many.ratio, 1),
    unit: '×',
    limit: 5,
    detail: `${String(round(many.gate, 1))} µs against ${String(round(many.bare, 1))} µs beside ${many.others.toLocaleString('en-AU')} consents of others`,
  },
  {
    name: 'the same answer beside a hundred times as many consents of others',
    value: round(many.ratio / few.ratio),
    unit: '×',
    limit: 1.25,
    detail: `${String(round(many.ratio, 1))} look-ups beside ${many.others.toLocaleString('en-AU')}, ${String(round(few.ratio, 1))} beside ${few.others.toLocaleString('en-AU')}`,
  },
];
