import { formatBsb, maskedAccountNumber, parseAccountNumber, parseBsb } from '../../domain/identity/bank-account.ts';
import { err, ok } from '../../domain/result.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import type { ActHandler } from '../acts/plan.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { accountWords, payeeAccount } from '../payouts/accounts.ts';
import { eventsOf, practiceOf } from '../payouts/event-lookup.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { Refusal } from '../refusal.ts';

const refuse = (
  code: string,
  status: Refusal['status'],
  title: string,
  detail: string,
  where: string | null,
  next: string,
): { readonly ok: false; readonly error: Refusal } =>
  err({
    status,
    code,
    title,
    detail,
    kept: 'Nothing was signed.',
    next,
    ...(where === null ? {} : { where }),
  });

/** States where this practice is to be paid. Only a commitment enters the event; the number itself goes, sealed, to those who owe money. */
export const payeeAccountAct: ActHandler<'payee-account'> = (desk, _person, act) => {
  const bsb = parseBsb(act.bsb);
  if (!bsb.ok)
    return refuse(
      bsb.error.code,
      422,
      'This is not a BSB',
      bsb.error.code === 'bsb-length' ? `A BSB has 6 digits; this has ${bsb.error.digits}.` : 'A BSB has 6 digits.',
      'bsb',
      'Compare it with a statement of the account.',
    );
  const account = parseAccountNumber(act.account);
  if (!account.ok)
    return refuse(
      account.error.code,
      422,
      'This is not an account number',
      'An account number has at most 9 digits, and not only zeros.',
      'account',
      'Compare it with a statement of the account.',
    );
  const before = payeeAccount(desk, desk.profile.practice);
  const data = { account: account.value, bsb: bsb.value, title: act.title };
  if (before?.data?.account === data.account && before.data.bsb === data.bsb && before.data.title === data.title)
    return refuse(
      'account-same',
      409,
      'This account is stated already',
      `${accountWords(before.data)} was stated on ${formatDateLong(dateIn(desk.zone, before.at))}.`,
      null,
      'Nothing needs to be signed.',
    );
  const opening = commit(desk, { for: 'account', referral: desk.profile.practice, data });
  return ok({
    words: `${desk.profile.legalName} is to be paid into the account ${formatBsb(bsb.value)}, ending ${maskedAccountNumber(account.value)}, in the name of ${act.title}.`,
    facts: [
      { label: 'BSB', value: formatBsb(bsb.value) },
      { label: 'Account', value: account.value },
      { label: 'Name', value: act.title },
      ...(before === undefined ? [] : [{ label: 'Replaces', value: accountWords(before.data) }]),
    ],
    ticks: [{ id: 'own', text: 'This account belongs to the practice' }],
    warnings: before === undefined ? [] : ['Payers wait 3 business days and call you back before they pay into a changed account.'],
    events: [
      () => ({
        type: 'payee.account',
        body: { account: opening.commitment, replaces: before?.event ?? null },
      }),
    ],
    assertion: { need: 'offered', why: 'Where money goes is a high-value act.' },
    store: () => {
      keepOpening(desk, opening);
    },
  });
};

/** Records that a payee was called back about a changed account, on a number that this practice already had. */
export const payeeConfirmAct: ActHandler<'payee-confirm'> = (desk, _person, act) => {
  const stated = accountEvent(desk, act.account);
  const practice = stated === undefined ? null : practiceOf(desk, stated.hash);
  const payee = practice === null ? undefined : registerOf(desk).practices.get(practice);
  if (stated === undefined || payee === undefined || practice === desk.profile.practice)
    return refuse(
      'account-unknown',
      404,
      'This account is not one to confirm',
      'No other practice has stated it.',
      null,
      'Import the payee’s newest file.',
    );
  const current = payeeAccount(desk, payee.practice);
  if (current?.event !== stated.hash)
    return refuse(
      'account-superseded',
      409,
      'This account was replaced',
      `${payee.legalName} has stated a newer one.`,
      null,
      'Call back about the newest account.',
    );
  if (current.data === null)
    return refuse(
      'account-not-held',
      409,
      'The account itself has not arrived',
      'Only its fingerprint is held here: there is nothing to read back to the payee.',
      null,
      `Ask ${payee.legalName} for a new exchange file.`,
    );
  const how = act.method === 'call-back' ? 'on a call back to a number that was known before' : 'in person';
  return ok({
    words: `${payee.legalName} has confirmed ${how} that it is to be paid into the account ${accountWords(current.data)}.`,
    facts: [
      { label: 'Payee', value: payee.legalName },
      { label: 'Account', value: accountWords(current.data) },
      ...(current.change === null ? [] : [{ label: 'Before', value: accountWords(current.change.old) }]),
    ],
    ticks: [
      {
        id: 'known-number',
        text: act.method === 'call-back' ? 'I called a number that we had before the change' : 'I know the person who confirmed it',
      },
    ],
    warnings: [],
    events: [
      () => ({
        type: 'payee.confirmed',
        about: [stated.hash],
        body: { account: stated.body.account, method: act.method },
      }),
    ],
    assertion: { need: 'offered', why: 'Where money goes is a high-value act.' },
  });
};

/** The statement of an account, by its event or by its commitment. */
const accountEvent = (desk: DeskContext, hash: string) =>
  eventsOf(desk, 'payee.account').findLast((event) => event.hash === hash || event.body.account === hash);
