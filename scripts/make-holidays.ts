/**
 * Writes resources/holidays/au-<first>-<last>.json from the npm package date-holidays: public holidays of Australia as a
 * whole and of each state and territory. Run it when a year is added: `node scripts/make-holidays.ts 2026 2028`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Holidays from 'date-holidays';

const STATES = ['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'] as const;

const [first, last] = [Number(process.argv[2] ?? 2026), Number(process.argv[3] ?? 2028)];
if (!Number.isInteger(first) || !Number.isInteger(last) || first > last) throw new Error('usage: make-holidays.ts FIRST_YEAR LAST_YEAR');

interface HolidayRow {
  readonly date: string;
  readonly name: string;
  readonly from?: string;
}

const holidaysOf = (source: Holidays): readonly HolidayRow[] => {
  const rows: HolidayRow[] = [];
  for (let year = first; year <= last; year += 1) {
    for (const holiday of source.getHolidays(year)) {
      if (holiday.type !== 'public') continue;
      const [date, time] = [holiday.date.slice(0, 10), holiday.date.slice(11, 16)];
      rows.push(time === '00:00' ? { date, name: holiday.name } : { date, name: holiday.name, from: time });
    }
  }
  return rows.toSorted((a, b) => (a.date + a.name < b.date + b.name ? -1 : 1));
};

const packagePath = createRequire(import.meta.url).resolve('date-holidays/package.json');
const { version } = JSON.parse(readFileSync(packagePath, 'utf8')) as { readonly version: string };

const file = {
  v: 1,
  source: `date-holidays ${version}, public holidays of AU`,
  licence:
    'CC BY-SA 3.0, https://creativecommons.org/licenses/by-sa/3.0/ (README and LICENSE of the source; its package.json says CC-BY-3.0)',
  attribution: 'date-holidays, copyright commenthol and contributors; after https://en.wikipedia.org/wiki/Public_holidays_in_Australia',
  changes: 'Reduced to public holidays of the named years; part-day holidays carry the local time from which they apply.',
  years: { first, last },
  australia: holidaysOf(new Holidays('AU')),
  states: Object.fromEntries(STATES.map((state) => [state, holidaysOf(new Holidays('AU', state))])),
};

writeFileSync(
  new URL(`../resources/holidays/au-${String(first)}-${String(last)}.json`, import.meta.url),
  `${JSON.stringify(file, null, 1)}\n`,
);
