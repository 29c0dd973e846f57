import { bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { referralSql } from './tables.ts';

/** "SPA" from "Smith & Partners Accounting": the issuer's mark before every number it gives. */
export const issuerPrefix = (legalName: string): string => {
  const letters = legalName
    .normalize('NFKD')
    .split(/[^A-Za-z0-9]+/u)
    .filter((word) => word !== '' && !/^(pty|ltd|limited|the|and)$/iu.test(word))
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');
  return letters.slice(0, 4) === '' ? 'X' : letters.slice(0, 4);
};

/** Series of numbers that a practice gives: referrals, batches, packs, tax invoices, commission statements. */
type Series = 'REF' | 'PB' | 'EP' | 'RCTI' | 'CS';

const counterOf = (series: Series, year: string): string => `label.${series}.${year}`;

/** The last number that the counter of a series knows; 0 before the first. */
export const lastGiven = (desk: Pick<DeskContext, 'db'>, series: Series, year: string): number =>
  Number(desk.db.get(referralSql.selectFrom('meta').select('value').where('name', '=', counterOf(series, year)))?.value ?? '0');

const keepLast = (desk: Pick<DeskContext, 'db'>, series: Series, year: string, last: number): void => {
  const value = String(last);
  desk.db.run(
    referralSql
      .insertInto('meta')
      .values({ name: counterOf(series, year), value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
  );
};

const GIVEN = /^([A-Z0-9]+)-(REF|PB|EP|RCTI|CS)-([0-9]{4})-([0-9]{4,})$/u;

const isSeries = (text: string): text is Series => ['REF', 'PB', 'EP', 'RCTI', 'CS'].includes(text);

const LOOKED_AT = 'label.through';

/**
 * Raises every counter to the highest number of this practice that the ledger holds: after a recovery the counters are those of the backup, and
 * the events that came back hold numbers given since; another desk of the practice gives numbers too. Looks at each event once.
 */
export const raiseCounters = (desk: Pick<DeskContext, 'db' | 'ledger' | 'profile'>): void => {
  const own = issuerPrefix(desk.profile.legalName);
  const types = ['referral.intent', 'batch.prepared', 'pack.exported', 'invoice.issued'];
  const through = Number(desk.db.get(referralSql.selectFrom('meta').select('value').where('name', '=', LOOKED_AT))?.value ?? '-1');
  const last = desk.ledger.size() - 1;
  if (last <= through) return;
  for (const { hash } of desk.db.all(
    referralSql.selectFrom('event').select('hash').where('idx', '>', through).where('type', 'in', types),
  )) {
    const event = desk.ledger.known(bytesToHex(hash));
    const text =
      event === undefined ? '' : event.type === 'invoice.issued' ? event.body.number : 'label' in event.body ? event.body.label : '';
    const [, prefix, series = '', year = '', number = '0'] = GIVEN.exec(text) ?? [];
    if (prefix === own && isSeries(series) && Number(number) > lastGiven(desk, series, year)) keepLast(desk, series, year, Number(number));
  }
  desk.db.run(
    referralSql
      .insertInto('meta')
      .values({ name: LOOKED_AT, value: String(last) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(last) })),
  );
};

/** The next label of a kind, for example `SPA-REF-2026-0001`: for people, never an identity. Nobody has it before `takeLabel`. */
export const nextLabel = (desk: DeskContext, kind: 'REF' | 'PB' | 'EP'): string => {
  raiseCounters(desk);
  const year = desk.clock.now().slice(0, 4);
  const next = lastGiven(desk, kind, year) + 1;
  return `${issuerPrefix(desk.profile.legalName)}-${kind}-${year}-${String(next).padStart(4, '0')}`;
};

/**
 * Takes a label, in the transaction that signs it: a draft that nobody signs leaves no gap in the numbers. False where another took the same
 * number first; nothing is written then.
 */
export const takeLabel = (desk: Pick<DeskContext, 'db'>, label: string): boolean => {
  const [, , series = '', year = '', number = '0'] = GIVEN.exec(label) ?? [];
  if (!isSeries(series) || Number(number) <= lastGiven(desk, series, year)) return false;
  keepLast(desk, series, year, Number(number));
  return true;
};

/** Why a draft with this label is not signed any more; null while its number is free. */
export const labelRefusal = (desk: Pick<DeskContext, 'db'>, label: string): Refusal | null => {
  const [, , series = '', year = '', number = '0'] = GIVEN.exec(label) ?? [];
  return isSeries(series) && Number(number) > lastGiven(desk, series, year)
    ? null
    : {
        status: 409,
        code: 'draft-stale',
        title: 'Its number was given in between',
        detail: `${label} was signed by somebody else since this was prepared.`,
        kept: 'Nothing was signed now.',
        next: 'Sign the new draft: it has the next number.',
      };
};
