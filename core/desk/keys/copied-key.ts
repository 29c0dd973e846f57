import type { Database } from '../../adapters/sqlite/database.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { peopleSql } from './tables.ts';

/**
 * Why this desk signs nothing with the keys it has: something that one of them signed here does not count, because the network log holds another event in
 * its place. A copy of the desk, or a backup that was opened, has signed with the key too (protocol §5.6). Null for any other desk.
 */
export const copiedKey = (db: Database, ledger: Pick<Ledger, 'forked' | 'rows'>): { readonly why: string } | null => {
  const forked = ledger.forked().flatMap((index) => {
    const row = ledger.rows.byIndex(index);
    return row?.source === 'own' ? [row.stream] : [];
  });
  if (forked.length === 0) return null;
  const own = [
    ...db.all(peopleSql.selectFrom('person_key').select('key').where('state', '=', 'current')),
    ...db.all(peopleSql.selectFrom('desk_key').select('key').where('use', '=', 'desk').where('state', '=', 'current')),
  ];
  return own.some(({ key }) => forked.includes(key))
    ? {
        why: 'The network log holds another event than this desk signed at the same place of one of its keys: a copy of this desk, or a backup, has signed with it. Ask for fresh keys.',
      }
    : null;
};
