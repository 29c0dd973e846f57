import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ledgerEvent, ledgerPage } from '../../../core/contract/desk.ts';
import { payeeAccountView } from '../../../core/contract/money.ts';
import { hash } from '../../../core/contract/scalars.ts';
import { request } from '../../client.ts';

/** Where this practice is paid; null while it has not said. */
export const payeeAccountQuery = queryOptions({
  queryKey: ['payee-account'],
  queryFn: ({ signal }) => request('GET', '/api/payee-account', payeeAccountView.nullable(), { signal }),
});

/** A statement of another practice that replaces the account before it. */
export interface ChangedAccount {
  readonly event: string;
  readonly by: string;
  readonly at: string;
}

/** How many of the newest entries are looked through for changed accounts. */
export const LOOKED_THROUGH = 600;

const stated = z.object({ body: z.object({ replaces: hash.nullable() }) });

/** Changed payout accounts of other practices among the newest entries, newest of each practice only. */
export const changedAccountsQuery = (ownName: string) =>
  queryOptions({
    queryKey: ['changed-accounts', ownName],
    queryFn: async ({ signal }): Promise<readonly ChangedAccount[]> => {
      const rows: z.infer<typeof ledgerPage>['rows'] = [];
      let before: number | null | undefined;
      for (let looked = 0; looked < LOOKED_THROUGH && before !== null; looked += 200) {
        const page = await request('GET', `/api/ledger?limit=200${before === undefined ? '' : `&before=${before}`}`, ledgerPage, {
          signal,
        });
        rows.push(...page.rows);
        before = page.next;
      }
      const practiceOf = (by: string): string => by.slice(by.indexOf(', ') + 2);
      const theirs = rows.filter((row) => row.type === 'payee.account' && practiceOf(row.by) !== ownName);
      const newest = theirs.filter((row, index) => theirs.findIndex((other) => practiceOf(other.by) === practiceOf(row.by)) === index);
      const details = await Promise.all(newest.map((row) => request('GET', `/api/ledger/${row.hash}`, ledgerEvent, { signal })));
      return details.flatMap((detail) => {
        const read = stated.safeParse(JSON.parse(detail.payload));
        return read.success && read.data.body.replaces !== null ? [{ event: detail.row.hash, by: detail.row.by, at: detail.row.at }] : [];
      });
    },
  });
