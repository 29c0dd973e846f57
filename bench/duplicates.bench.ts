import { NO_STANDING } from '../core/domain/contact/document.ts';
import { labelledBook } from '../core/domain/duplicate/testing/labelled-book.ts';
import { uuidV7 } from '../core/ports/entropy.ts';
import { blankForm } from '../core/desk/contacts/form.ts';
import type { JobControl } from '../core/desk/jobs.ts';
import { commitRecords } from '../core/desk/records/commit.ts';
import { similarContacts } from '../core/desk/merge/search/similar.ts';
import { searchBook } from '../core/desk/merge/search/search-book.ts';
import { openBenchDesk } from './bench-desk.ts';
import { type Figure, percentile, round, timed } from './measure.ts';

const SIZES = [1_000, 10_000, 100_000] as const;
const SEED = 20_260_804;
const CHUNK = 5_000;
const ASKED = 200;

/** Holds how long the desk was away between two breaths: what another request would have waited. */
const watching = (): { readonly control: JobControl; readonly longest: () => number } => {
  let last = performance.now();
  let longest = 0;
  return {
    longest: () => longest,
    control: {
      progress: () => undefined,
      cancelled: () => false,
      breathe: () =>
        new Promise((resolve) => {
          longest = Math.max(longest, performance.now() - last);
          setImmediate(() => {
            last = performance.now();
            resolve();
          });
        }),
    },
  };
};

/**
 * The search of the whole book at a thousand, ten thousand and a hundred thousand contacts, each contact's share of it against the smallest book's,
 * how long it keeps the desk from answering, and the answer while a contact is typed.
 */
export const duplicatesBench = async (sizes: readonly number[] = SIZES): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  let first = 0;
  for (const size of sizes) {
    const bench = openBenchDesk();
    const { desk, person } = bench;
    const book = labelledBook(SEED, size);
    for (let from = 0; from < book.length; from += CHUNK) {
      const steps = book.slice(from, from + CHUNK).map(({ fields }) => ({
        act: 'create' as const,
        kind: 'contact',
        id: uuidV7(desk.entropy, desk.clock.now()),
        document: { ...fields, source: { kind: 'entered' as const }, ...NO_STANDING },
      }));
      const made = commitRecords(desk, person, { words: 'bench', program: true }, steps);
      if (!made.ok) throw new Error(made.error.code);
    }
    const { control, longest } = watching();
    let pairs = 0;
    const ms = await timed(async () => {
      const done = await searchBook(desk, control);
      if (!done.ok) throw new Error(done.error.code);
      pairs = done.value.pairs;
    });
    const each = (ms * 1000) / book.length;
    if (first === 0) first = each;
    const name = `duplicates searched, ${size.toLocaleString('en-AU')} contacts`;
    figures.push(
      {
        name,
        value: round(ms / 1000, 2),
        unit: 's',
        limit: null,
        detail: `${String(pairs)} pairs, ${String(round(each, 1))} µs a contact`,
      },
      {
        name: `${name}: cost of a contact against the smallest book`,
        value: round(each / first, 2),
        unit: '×',
        limit: size === sizes[0] ? null : 2,
        detail: 'near-linear: little more for each contact in a book a hundred times as large',
      },
      { name: `${name}: longest the desk did not answer`, value: round(longest(), 1), unit: 'ms', limit: 100, detail: '' },
    );
    const asked: number[] = [];
    for (let at = 0; at < ASKED; at += 1) {
      const fields = book[(at * 7919) % book.length]?.fields;
      const form = {
        ...blankForm,
        givenName: fields?.name?.given ?? 'Sarah',
        familyName: fields?.name?.family ?? 'Chen',
        emails: fields?.emails.map(({ address }) => address) ?? [],
        phones: fields?.phones.map(({ raw }) => raw) ?? [],
      };
      asked.push(await timed(() => similarContacts(desk, form, null)));
    }
    figures.push({
      name: `similar contacts while typing, ${size.toLocaleString('en-AU')} contacts, P95`,
      value: round(percentile(asked, 0.95), 1),
      unit: 'ms',
      limit: 100,
      detail: `${String(ASKED)} asked`,
    });
    bench.close();
  }
  return figures;
};
