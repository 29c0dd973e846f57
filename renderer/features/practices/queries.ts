import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { changedAccount, payeeAccountView } from '../../../core/contract/money.ts';
import { request } from '../../client.ts';

/** Where this practice is paid; null while it has not said. */
export const payeeAccountQuery = queryOptions({
  queryKey: ['payee-account'],
  queryFn: ({ signal }) => request('GET', '/api/payee-account', payeeAccountView.nullable(), { signal }),
});

export type ChangedAccount = z.infer<typeof changedAccount>;

/** Every account of another practice that was changed and is not paid to yet, newest first. */
export const changedAccountsQuery = queryOptions({
  queryKey: ['changed-accounts'],
  queryFn: ({ signal }) => request('GET', '/api/changed-accounts', z.array(changedAccount), { signal }),
});
