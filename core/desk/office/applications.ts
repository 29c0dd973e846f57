import type { Application } from '../../contract/membership.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { readKeyRequest, type ReadKeyRequest } from '../../protocol/register/key-request.ts';
import { membershipOf, type MembershipStatus } from '../../protocol/register/membership.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { HandedIn } from '../exchange/handed-in.ts';
import { exchangeSql } from '../exchange/tables.ts';
import { appendOwn } from '../ledger/compose.ts';
import { eventsOf } from '../payouts/event-lookup.ts';
import { reasonWords } from '../referrals/reasons.ts';
import type { Refusal } from '../refusal.ts';
import { appliesAgain, readRequest } from './requests.ts';
import { welcomeOf } from './welcome.ts';

/** Status of an application or member as the office sees it now; `active` for a practice that was registered without an application. */
export const statusNow = (desk: DeskContext, practice: string): MembershipStatus =>
  membershipOf(registerOf(desk), practice).standing.at(-1)?.status ?? 'active';

/**
 * Takes in a practice's request as an application: it is kept, and `membership.applied` says so to everybody. The same request again changes
 * nothing, unless it was declined or has resigned: then it is applied for anew, with the keys that the register states. Errors: as
 * `registerPractice`; a request for fresh keys.
 */
export const takeInApplication = (desk: DeskContext, file: HandedIn): Result<Application, Refusal> => {
  const found = readRequest(desk, file);
  if (!found.ok) return found;
  const { registrar, register, read } = found.value;
  const { request, hash } = read;
  const again = appliesAgain(register, request);
  const { applied, standing } = membershipOf(register, request.practice);
  if (request.replaces !== undefined && !again && applied?.request !== hash)
    return err({
      status: 422,
      code: 'application-recovery',
      title: 'This request asks for fresh keys',
      detail: `${request.legalName} is a member and has lost its keys; it does not apply.`,
      kept: 'Nothing was changed.',
      next: 'State the fresh keys once you have called the practice.',
    });
  const status = standing.at(-1)?.status;
  if (again || (found.value.answered === null && (status === undefined || status === 'declined'))) {
    const { practice, legalName, abn, verticals } = request;
    const answered = eventsOf(desk, 'practice.registered').find(({ body }) => body.practice === practice)?.hash ?? null;
    appendOwn(
      desk,
      register.net,
      registrar,
      [() => ({ type: 'membership.applied', body: { practice, legalName, abn, verticals, request: hash } })],
      () => {
        const values = { practice, legal_name: legalName, abn, received_at: desk.clock.now(), answered, record: file.bytes };
        desk.db.run(
          exchangeSql
            .insertInto('office_request')
            .values({ request: hash, ...values })
            .onConflict((conflict) => conflict.column('request').doUpdateSet({ received_at: values.received_at })),
        );
      },
    );
  }
  const taken = applicationsOf(desk).find((one) => one.request === hash);
  if (taken === undefined) throw new Error('an application was taken in and is not there');
  return ok(taken);
};

/** Applications that this office holds, newest first: what was declared and what was decided. A practice’s last application counts; requests for fresh keys are none. */
export const applicationsOf = (desk: DeskContext): readonly Application[] => {
  const register = registerOf(desk);
  return desk.db
    .all(exchangeSql.selectFrom('office_request').selectAll().orderBy('received_at', 'desc').orderBy('request'))
    .flatMap((row) => {
      const read = readKeyRequest(row.record, desk.primitives);
      if (!read.ok) return [];
      const { request } = read.value;
      const { applied, standing } = membershipOf(register, row.practice);
      if (applied === null ? request.replaces !== undefined : applied.request !== row.request) return [];
      const last = standing.at(-1);
      return [
        {
          request: row.request,
          practice: row.practice,
          legalName: row.legal_name,
          abn: row.abn,
          gst: { registered: request.gst.registered, from: request.gst.from },
          verticals: [...request.verticals],
          person: request.person.name,
          personKey: request.personKey.key,
          receivedAt: row.received_at,
          status: last?.status ?? 'active',
          decided:
            last === undefined || last.by === null
              ? null
              : {
                  at: last.at,
                  by: register.people.get(last.by)?.name ?? 'Not recorded',
                  reason: last.reason === null ? null : reasonWords(last.reason),
                },
          registered: register.practices.has(row.practice),
          ...welcomeOf(desk, row.practice),
        },
      ];
    });
};

/** The key request behind an application that waits; undefined where this desk holds none. */
export const requestBehind = (desk: DeskContext, practice: string): ReadKeyRequest | undefined => {
  const rows = desk.db.all(
    exchangeSql.selectFrom('office_request').select('record').where('practice', '=', practice).orderBy('received_at', 'desc'),
  );
  for (const row of rows) {
    const read = readKeyRequest(row.record, desk.primitives);
    if (read.ok && read.value.request.replaces === undefined) return read.value;
  }
  return undefined;
};

/** Marks the request of a practice as answered by an event; runs inside the transaction that signs it. */
export const markAnswered = (desk: DeskContext, request: string, event: string): void => {
  desk.db.run(exchangeSql.updateTable('office_request').set({ answered: event }).where('request', '=', request));
};
