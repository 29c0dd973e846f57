import { parseShortCode } from '../../domain/consent/receipt/short-code.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { consentSql } from '../consents/tables.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { shortCodesOf } from './short-codes.ts';

const refuse = (code: string, detail: string, next: string): { readonly ok: false; readonly error: Refusal } =>
  err({ status: 404, code, title: 'No consent has this code', detail, where: 'code', next });

/**
 * The consent whose receipts carry a short code. The codes follow from secrets of the practice and of this device, so each consent's are made and compared: some ten
 * microseconds each. Errors: `code-form`, `code-mistyped`, `code-unknown`.
 */
export const consentOfCode = (desk: DeskContext, typed: string): Result<{ readonly consent: string }, Refusal> => {
  const code = parseShortCode(typed);
  if (!code.ok)
    return code.error.code === 'code-form'
      ? refuse('code-form', 'A code has eight characters, such as K7QM-3XVX.', 'Read it on the receipt again.')
      : refuse('code-mistyped', 'Its last character shows that one is wrong, or that two changed places.', 'Read it on the receipt again.');
  const codesOf = shortCodesOf(desk);
  const found = desk.db.all(consentSql.selectFrom('consent_state').select('root')).find(({ root }) => codesOf(root).includes(code.value));
  return found === undefined
    ? refuse('code-unknown', 'The code is written right, but this desk holds no consent with it.', 'Ask which practice gave the receipt.')
    : ok({ consent: found.root });
};
