import type { WelcomeOffered, WelcomeSent, welcomeInput } from '../../contract/membership.ts';
import type { z } from 'zod';
import { maskedPoint } from '../../domain/contact/masked-point.ts';
import { parseEmail } from '../../domain/identity/email.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { filledWelcome } from '../../domain/wording/welcome.ts';
import { membershipOf } from '../../protocol/register/membership.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { exchangeSql, type ExchangeTables } from '../exchange/tables.ts';
import { mailerToPerson, sendersOf } from '../exits/to-person.ts';
import type { Refusal } from '../refusal.ts';
import { settingVersionOf } from '../settings/store.ts';
import { welcomeSetting } from './welcome-setting.ts';

type Row = ExchangeTables['office_welcome'];

/** A message that is on its way for longer than this was cut off: nobody knows whether it left. */
const ON_ITS_WAY_MS = 60_000;

const rowOf = (desk: Pick<DeskContext, 'db'>, event: string): Row | undefined =>
  desk.db.get(exchangeSql.selectFrom('office_welcome').selectAll().where('event', '=', event));

const onItsWay = (desk: Pick<DeskContext, 'clock'>, row: Row): boolean =>
  row.state === 'sending' && Date.parse(desk.clock.now()) - Date.parse(row.at) < ON_ITS_WAY_MS;

const viewOf = (desk: Pick<DeskContext, 'clock'>, row: Row): WelcomeSent =>
  row.state === 'sending' && !onItsWay(desk, row)
    ? { state: 'failed', sentTo: row.sent_to, at: row.at, problem: 'It was cut off while it went out: nobody knows whether it arrived.' }
    : { state: row.state, sentTo: row.sent_to, at: row.at, problem: row.problem };

/** The event that made a practice the active member that it is; undefined for one that is none, or was registered without a decision. */
const activationOf = (desk: Pick<DeskContext, 'ledger'>, practice: string): string | undefined => {
  const register = desk.ledger.register();
  const standing = register === null ? [] : membershipOf(register, practice).standing;
  // A suspension that ended states the status anew; the activation before it is the one that is welcomed.
  return standing.at(-1)?.status === 'active'
    ? standing.findLast(({ event }) => desk.ledger.known(event)?.type === 'membership.activated')?.event
    : undefined;
};

/** Whether a practice can be welcomed, and what became of the welcome of its activation. */
export const welcomeOf = (
  desk: Pick<DeskContext, 'db' | 'clock' | 'ledger'>,
  practice: string,
): { readonly mayWelcome: boolean; readonly welcome: WelcomeSent | null } => {
  const event = activationOf(desk, practice);
  const row = event === undefined ? undefined : rowOf(desk, event);
  return { mayWelcome: event !== undefined, welcome: row === undefined ? null : viewOf(desk, row) };
};

/** The welcome as it would go out to a practice, and whether the office can send mail. */
export const offeredWelcome = (desk: DeskContext, practice: string): WelcomeOffered => {
  const { value } = settingVersionOf(desk, welcomeSetting);
  const register = registerOf(desk);
  const member = register.practices.get(practice)?.legalName ?? membershipOf(register, practice).applied?.legalName ?? '';
  return { ...filledWelcome(value, { member, network: register.network }), mail: sendersOf(desk).mail };
};

const refuse = (status: Refusal['status'], code: string, title: string, detail: string, next: string): Result<never, Refusal> =>
  err({ status, code, title, detail, kept: 'The practice is a member; no welcome was sent.', next });

/**
 * Sends the welcome of an activation by the office's own mail, once: a second call for the same activation changes nothing once the first went out. What
 * did not go out is kept with its reason and its address, and can be tried again; afterwards the address is forgotten. Errors: `activation-unknown`,
 * `email-missing`, `no-mail`.
 */
export const sendWelcome = async (
  desk: DeskContext,
  person: SignedInPerson,
  input: z.infer<typeof welcomeInput>,
): Promise<Result<WelcomeSent, Refusal>> => {
  const { practice } = input;
  const event = activationOf(desk, practice);
  if (event === undefined)
    return refuse(
      404,
      'activation-unknown',
      'This practice was not activated here',
      'A welcome belongs to an activation that counts.',
      'Load the page again.',
    );
  const before = rowOf(desk, event);
  if (before !== undefined && (before.state === 'sent' || onItsWay(desk, before))) return ok(viewOf(desk, before));
  const address = (input.address ?? before?.address ?? '').trim();
  if (!parseEmail(address).ok)
    return refuse(
      422,
      'email-missing',
      'This is no e-mail address',
      'The welcome has nowhere to go.',
      'Enter the address that the practice applied from.',
    );
  const mailer = mailerToPerson(desk, {
    by: person,
    what: 'membership.welcome',
    contact: null,
    identity: 'The address of the applicant, as the office entered it',
  });
  if (mailer === null)
    return refuse(
      503,
      'no-mail',
      'No mail server is set',
      'The welcome goes out through the office’s own mail server.',
      'Open Settings, Mail server.',
    );
  const { value, version } = settingVersionOf(desk, welcomeSetting);
  const register = registerOf(desk);
  const message = filledWelcome(value, {
    member: register.practices.get(practice)?.legalName ?? '',
    network: register.network,
  });
  const keep = (state: Row['state'], problem: string | null): Row => {
    const row: Row = {
      event,
      practice,
      address: state === 'sent' ? null : address,
      sent_to: maskedPoint(address),
      template: version,
      state,
      problem,
      at: desk.clock.now(),
    };
    desk.db.run(
      exchangeSql
        .insertInto('office_welcome')
        .values(row)
        .onConflict((conflict) => conflict.column('event').doUpdateSet(row)),
    );
    return row;
  };
  keep('sending', null);
  const sent = await mailer.send({ to: address, ...message });
  return ok(viewOf(desk, sent.ok ? keep('sent', null) : keep('failed', `The mail server answered: ${sent.why}`)));
};
