import type { ReferralState } from '../../domain/referral/state.ts';
import type { Opening } from '../commitment.ts';
import type { KnownEvent, Logged } from '../event/event.ts';
import type { JsonObject, JsonValue } from '../jcs.ts';
import type { PackEvents } from './pack-events.ts';
import type { PackJson, PackLine } from './pack-json.ts';
import type { Payment } from './report.ts';

/** Reason code by which a payee says that a payment arrived (protocol §9). */
export const PAYMENT_RECEIVED = 'payment.received';

const isObject = (value: JsonValue): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The prepared batch that an event leads to by the first of `about`; undefined when it leads to none. */
const batchOf = (event: Logged<KnownEvent>, byHash: PackEvents['byHash']): string | undefined => {
  let at: Logged<KnownEvent> | undefined = event;
  for (let hops = 0; at !== undefined && hops < 16; hops += 1) {
    if (at.type === 'batch.prepared') return at.hash;
    const [next]: readonly (string | undefined)[] = at.about;
    at = next === undefined ? undefined : byHash(next);
  }
  return undefined;
};

/** Every event that states the entitlement of the referral: desks of the payer may have computed it apart, and what names either names it (protocol §8). */
const statementsOf = ({ entitlement }: ReferralState, events: PackEvents): ReadonlySet<unknown> =>
  new Set(
    events.known.flatMap((event) =>
      event.type === 'entitlement.computed' && entitlement !== null && event.body.key === entitlement.key ? [event.hash] : [],
    ),
  );

const paymentOf = (
  line: PackLine,
  {
    events,
    openings,
    stated,
  }: { readonly events: PackEvents; readonly openings: readonly Opening[]; readonly stated: ReadonlySet<unknown> },
): Payment => {
  const ofBatch = events.known.filter((event) => batchOf(event, events.byHash) === line.batch);
  const prepared = events.byHash(line.batch);
  const released = ofBatch.find((event) => event.type === 'batch.released');
  const settled = ofBatch.find((event) => event.type === 'line.settled' && event.body.line === line.line);
  const failed = ofBatch.findLast((event) => event.type === 'line.failed' && event.body.line === line.line);
  const data = openings.find((opening) => opening.commitment === line.commitment)?.data ?? null;
  const cents = isObject(data) ? data['cents'] : null;
  const payee = isObject(data) ? data['beneficiary'] : null;
  const confirmed = events.known.some((event) => {
    if (event.type !== 'attestation' || !stated.has(event.about[0]) || !event.body.agrees || event.body.reason !== PAYMENT_RECEIVED)
      return false;
    const author = events.statedAuthor(event.hash);
    return author?.kind === 'person' && author.practice === payee;
  });
  return {
    line: line.line,
    label: prepared?.type === 'batch.prepared' ? prepared.body.label : '',
    ofReferral: isObject(data) && stated.has(data['entitlement']),
    cents: typeof cents === 'number' ? cents : null,
    released: released?.at ?? null,
    settled: settled?.type === 'line.settled' ? { on: settled.body.on, at: settled.at } : null,
    failed: failed?.type === 'line.failed' ? { on: failed.body.on, reason: failed.body.reason } : null,
    confirmedByPayee: confirmed,
  };
};

/** What the pack shows of the referral's payment, line by line (protocol §9). */
export const paymentsOf = (pack: PackJson, events: PackEvents, openings: readonly Opening[], state: ReferralState): readonly Payment[] => {
  const stated = statementsOf(state, events);
  return pack.lines.map((line) => paymentOf(line, { events, openings, stated }));
};

/** How far a payment is (protocol §9). */
export type PaymentState = 'other' | 'prepared' | 'released' | 'failed' | 'paid' | 'confirmed';

/** `other`: the line names no entitlement of this referral, so it says nothing of its payment. */
export const paymentState = ({ ofReferral, settled, confirmedByPayee, failed, released }: Payment): PaymentState => {
  if (!ofReferral) return 'other';
  if (settled !== null) return confirmedByPayee ? 'confirmed' : 'paid';
  if (failed !== null) return 'failed';
  return released === null ? 'prepared' : 'released';
};

/** One sentence a payment: paid is the payer's word until the payee attests it. */
export const paymentWords = (payments: readonly Payment[]): readonly string[] =>
  payments.map((payment) => {
    const name = `Line ${String(payment.line)} of ${payment.label}`;
    if (!payment.ofReferral) return `${name}: names an entitlement that is not this referral’s.`;
    if (payment.settled !== null)
      return payment.confirmedByPayee
        ? `${name}: paid on ${payment.settled.on}, confirmed by the payee.`
        : `${name}: paid on ${payment.settled.on}, according to the payer.`;
    if (payment.failed !== null) return `${name}: failed on ${payment.failed.on}, according to the payer.`;
    return payment.released === null ? `${name}: prepared, not released.` : `${name}: released, no settlement in this pack.`;
  });
