import { z } from 'zod';
import type { settingsInput } from '../../contract/money.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { bytesToBase64url, base64urlToBytes, utf8Encode } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';

/** The practice's account for text messages as it is stored; the token is sealed by this device. */
export const smsStored = z.object({ host: z.string(), account: z.string(), from: z.string(), token: z.string() });
type SmsStored = z.infer<typeof smsStored>;

const TOKEN_PURPOSE = 'sms-token';
const LOCAL = /^(localhost|127\.0\.0\.1)(:\d{1,5})?$/u;
const TWILIO = /^api(\.[a-z0-9-]+){0,2}\.twilio\.com$/u;
/** A number in E.164, the id of a messaging service, or a name of letters, digits and spaces with one letter at least. */
const SENDER = /^(\+[1-9]\d{6,14}|MG[0-9a-f]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/u;

const refused = (where: string, detail: string): Result<never, Refusal> =>
  err({
    status: 422,
    code: 'sms-setting',
    title: 'Check the settings of text messages',
    detail,
    where: `sms.${where}`,
    kept: 'The settings are as they were.',
    next: 'Correct the entry and save again.',
  });

/**
 * The account as it will be stored. A token that is kept goes to no other address or account than the one it was entered for. Errors: an address that is
 * not Twilio's or this computer's, an account or sender that has not the form of one, no token.
 */
export const checkedSms = (
  desk: Pick<DeskContext, 'vault'>,
  input: NonNullable<z.infer<typeof settingsInput>['sms']>,
  before: SmsStored | null,
): Result<SmsStored, Refusal> => {
  const host = input.host.trim().toLowerCase();
  const account = input.account.trim();
  const from = input.from.trim();
  if (!TWILIO.test(host) && !LOCAL.test(host))
    return refused('host', 'The address is not one of Twilio’s, such as api.sydney.au1.twilio.com.');
  if (!/^AC[0-9a-f]{32}$/u.test(account))
    return refused('account', 'The account begins with AC and has 32 more digits and letters a to f.');
  if (!SENDER.test(from))
    return refused(
      'from',
      'The sender is a number such as +61480000000, a name of at most 11 letters and digits, or a messaging service (MG…).',
    );
  const isSame = before !== null && before.host === host && before.account === account;
  const given =
    input.token === null || input.token === '' ? null : bytesToBase64url(desk.vault.wrap(TOKEN_PURPOSE, utf8Encode(input.token)));
  const token = given ?? (isSame ? before.token : null);
  return token === null ? refused('token', 'The token of this account is missing.') : ok({ host, account, from, token });
};

/** Where text messages are handed over, with the token, which only this device can read; null where it cannot. */
export const smsAccount = (
  desk: Pick<DeskContext, 'vault'>,
  { host, account, from, token }: SmsStored,
): { readonly url: string; readonly user: string; readonly secret: string; readonly from: string } | null => {
  const wrapped = base64urlToBytes(token);
  const secret = wrapped.ok ? desk.vault.unwrap(TOKEN_PURPOSE, wrapped.value) : undefined;
  if (secret === undefined) return null;
  return { url: `${LOCAL.test(host) ? 'http' : 'https'}://${host}`, user: account, secret: new TextDecoder().decode(secret), from };
};
