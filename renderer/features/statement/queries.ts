import { batchView, statementResult } from '../../../core/contract/money.ts';
import { fileInputOf, request } from '../../client.ts';

/** Hands a bank's CSV export to the desk; `account` says which account it is of, where the file names none. */
export const importStatement = async ({ file, account }: { readonly file: File; readonly account: string | undefined }) =>
  request('POST', '/api/statements', statementResult, {
    body: { ...(await fileInputOf(file)), ...(account === undefined ? {} : { account }) },
  });

/** Says which of several bank lines settled a batch. */
export const chooseLine = (choice: { readonly batch: string; readonly key: string }) =>
  request('POST', '/api/statements/choose', batchView, { body: choice });
