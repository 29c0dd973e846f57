import { z } from 'zod';
import type { PackMoney } from '../../adapters/pdf/evidence-pack-document.ts';
import { type Fact, known, none, notRecorded, withheld } from '../../domain/text/fact.ts';
import type { BatchAct } from '../../adapters/pdf/shared-document.ts';
import { daysBetween } from '../../domain/time/local-date.ts';
import { hashesOfEntitlement, type ReferralState } from '../../domain/referral/state.ts';
import type { KnownEvent, Logged } from '../../protocol/event/event.ts';
import { PAYMENT_RECEIVED } from '../../protocol/pack/payments.ts';
import type { PackContents } from '../../protocol/pack/report.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { instant, localDate } from './pack-values.ts';

const lineData = z.looseObject({ account: z.string(), cents: z.int(), reference: z.string(), line: z.int() });

const knownEvents = (contents: PackContents): readonly Logged<KnownEvent>[] =>
  contents.events.map(({ event }) => event).filter((event): event is Logged<KnownEvent> => event.known);

type OfType<T extends KnownEvent['type']> = Extract<Logged<KnownEvent>, { type: T }>;

const ofType = <T extends KnownEvent['type']>(events: readonly Logged<KnownEvent>[], type: T): readonly OfType<T>[] =>
  events.filter((event): event is OfType<T> => event.type === type);

/** Page 6: batch, approvals, tax document and bank line, as far as this pack holds them; the rest is said to be missing. */
export const moneyOf = (desk: DeskContext, state: ReferralState, contents: PackContents): PackMoney => ({
  payment: paymentOf(desk, state, contents),
  taxDocument: taxDocumentOf(desk, state, contents),
  // One debit stands for the whole batch at the bank; what the payer's statement says stays with the payer.
  bank: ofType(knownEvents(contents), 'bankline.matched').length > 0 ? withheld : notRecorded,
});

const paymentOf = (desk: DeskContext, state: ReferralState, contents: PackContents): PackMoney['payment'] => {
  const events = knownEvents(contents);
  const line = contents.pack.lines.at(-1);
  const prepared = ofType(events, 'batch.prepared').find((event) => event.hash === line?.batch);
  const data = lineData.safeParse(contents.openings.find((opening) => opening.commitment === line?.commitment)?.data);
  if (line === undefined || prepared === undefined || !data.success) return notRecorded;
  const released = ofType(events, 'batch.released').find((event) => event.about[0] === prepared.hash);
  const days = contents.rule.coolingOffDays;
  const until = state.completedAt === null ? null : new Date(Date.parse(state.completedAt.seenAt) + days * 86_400_000).toISOString();
  const approvals = ofType(events, 'batch.approved').filter((event) => event.about[0] === prepared.hash);
  return known({
    batch: prepared.body.label,
    line: line.line,
    linesPaid: prepared.body.lines,
    linesTakenOut: withheld,
    rail: 'Bank direct entry (ABA file)',
    processingDate: prepared.body.processingDate as ReturnType<typeof localDate>,
    file:
      released === undefined
        ? notRecorded
        : known({ name: `${prepared.body.label}.aba, by the commitment to it`, hash: released.body.file }),
    payee: practiceName(desk, state.terms.referrer),
    accountLast4: withheld,
    accountChange: none,
    reference: data.data.reference,
    heldUntil: until === null ? notRecorded : known({ until: instant(until), days, clock: 'payer' }),
    acts: [
      actOf(desk, prepared, { kind: 'prepared' }),
      ...approvals.map((event, index) => actOf(desk, event, { kind: 'approval', number: index + 1, needed: approvals.length })),
      ...(released === undefined ? [] : [actOf(desk, released, { kind: 'released' })]),
    ],
    policy: {
      given: approvals.length,
      needed: approvals.length,
      because: 'the rules of the paying practice',
      soleSignatory: released?.body.soleSignatory ?? false,
    },
    changedAfterApproval: none,
    receivedAttestedAt: receivedAt(state, contents),
  });
};

/** When the payee said that the payment arrived (protocol §9); not recorded until it does. */
const receivedAt = (state: ReferralState, contents: PackContents): Fact<ReturnType<typeof instant>> => {
  const said = ofType(knownEvents(contents), 'attestation').findLast(
    (event) => hashesOfEntitlement(state).includes(event.about[0] ?? '') && event.body.agrees && event.body.reason === PAYMENT_RECEIVED,
  );
  return said === undefined ? notRecorded : known(instant(said.at));
};

const actOf = (desk: DeskContext, event: Logged<KnownEvent>, act: BatchAct['act']): BatchAct => {
  const register = registerOf(desk);
  const key = register.keys.get(event.stream);
  const person = key === undefined || key.person === null ? undefined : register.people.get(key.person);
  return {
    act,
    who: person?.name ?? `${practiceName(desk, key?.practice ?? null)}, desk`,
    role: person === undefined ? 'program' : (person.roles.at(-1)?.roles.join(', ') ?? 'not recorded'),
    at: instant(event.at),
    keyFingerprint: event.stream,
    keyKind: event.assertion === undefined ? 'software key' : `software key + passkey${register.test ? ' (test key)' : ''}`,
    reset: none,
  };
};

const taxDocumentOf = (
  desk: DeskContext,
  state: ReferralState,
  contents: PackContents,
): Fact<Extract<PackMoney['taxDocument'], { kind: 'known' }>['value']> => {
  const issued = ofType(knownEvents(contents), 'invoice.issued').findLast((event) =>
    hashesOfEntitlement(state).some((hash) => event.body.entitlements.includes(hash)),
  );
  const outcome = state.steps[4];
  if (issued === undefined || !outcome) return notRecorded;
  const determined = localDate(desk, outcome.at);
  return known({
    kind: issued.body.kind,
    number: issued.body.number,
    issuedAt: instant(issued.at),
    hash: issued.body.document,
    gst: issued.body.gst === 0 ? 'None' : 'Both parties registered, as declared by the practices',
    valueDeterminedOn: determined,
    issuedAfterDays: daysBetween(determined, issued.body.issuedOn as ReturnType<typeof localDate>),
    limitDays: issued.body.kind === 'rcti' ? known(28) : none,
  });
};
