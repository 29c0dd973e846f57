import type { DeskContext } from '../context.ts';
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

/** The next label of a kind, for example `SPA-REF-2026-0001`: for people, never an identity. Counted in the ledger's own meta table. */
export const nextLabel = (desk: DeskContext, kind: 'REF' | 'PB' | 'EP'): string => {
  const year = desk.clock.now().slice(0, 4);
  const name = `label.${kind}.${year}`;
  const row = desk.db.get(referralSql.selectFrom('meta').select('value').where('name', '=', name));
  const next = String(Number(row?.value ?? '0') + 1);
  desk.db.run(referralSql.insertInto('meta').values({ name, value: next }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value: next })));
  return `${issuerPrefix(desk.profile.legalName)}-${kind}-${year}-${next.padStart(4, '0')}`;
};
