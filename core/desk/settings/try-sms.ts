import { maskedPoint } from '../../domain/contact/masked-point.ts';
import { textNumber } from '../../domain/identity/phone.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { textFailure } from '../exits/text-failure.ts';
import { texterToPerson } from '../exits/to-person.ts';
import type { Refusal } from '../refusal.ts';

const notTried = (code: string, title: string, detail: string, next: string, where?: string): Result<never, Refusal> =>
  err({
    status: where === undefined ? 503 : 422,
    code,
    title,
    detail,
    ...(where === undefined ? {} : { where }),
    kept: 'The settings are as they were.',
    next,
  });

/** Sends one text message that says nothing but who sends it, to try what is entered. Errors: no mobile number, nothing is set, it was not sent. */
export const trySms = async (
  desk: DeskContext,
  person: SignedInPerson,
  number: string,
): Promise<Result<{ readonly sentTo: string }, Refusal>> => {
  const to = textNumber(number);
  if (to === undefined)
    return notTried(
      'mobile-missing',
      'This is no mobile number',
      'An Australian mobile begins with 04; a number of another country with + and its code.',
      'Enter your own mobile number.',
      'number',
    );
  const entry = { by: person, what: 'sms.test', contact: null, identity: 'A number entered to try the settings' };
  const texter = texterToPerson(desk, entry);
  if (texter === null)
    return notTried(
      'no-sms',
      'No text messages are set up',
      'The account is not entered, or it was entered at another device.',
      'Enter the account with its token and save it.',
    );
  const sent = await texter.send({ to, text: `Test message of ${desk.profile.legalName}. Nothing is to be done.` });
  if (sent.outcome === 'sent') return ok({ sentTo: maskedPoint(to) });
  const { why, next } = textFailure(sent);
  return notTried('message-failed', 'The test message was not sent', why, next);
};
