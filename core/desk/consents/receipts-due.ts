import type { ReceiptDelivery, ReceiptDue } from '../../contract/consent.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import { isOver, ownTerms } from '../../domain/consent/terms.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { daysAfter, REVIEW_DAYS } from './grant-acts.ts';
import { codeOf, nameOf } from './parts.ts';
import { consentByRoot, contactOfLabel } from './person.ts';
import { consentSql, type ReceiptOccasion } from './tables.ts';

/** Consents whose receipts are listed at once, the oldest first: the rest follow as these are delivered. */
const MOST_LISTED = 500;
/** Days in which a receipt should have reached the person. */
const RECEIPT_DAYS = 2;

type Owed = { readonly event: string; readonly occasion: ReceiptOccasion; readonly at: string };

/** Every event of a consent that the person gets a receipt of: the yes, each change, the end (CDR rule 4.18 as the bar). */
const owedBy = (state: ConsentState): readonly Owed[] => [
  ...state.versions.map(({ hash, at }, position): Owed => ({ event: hash, occasion: position === 0 ? 'granted' : 'amended', at })),
  ...[...new Map(state.cuts.map((cut) => [cut.hash, cut])).values()].map(({ hash, at, kind }): Owed => ({
    event: hash,
    occasion: kind,
    at,
  })),
];

// The plus keeps SQLite from looking every row up through an index of the holder, who holds nearly all of them.
// Fewer receipts than owed, or nothing heard for 90 days of what still stands: what is due is then decided consent by consent.
const MAYBE_DUE = `
select s.state as state from (
  select distinct r.root as root, r.changed as changed from consent_recipient r
  left join (select root, count(distinct event || occasion) as n from consent_receipt where outcome = 'delivered' and occasion <> 'review' group by root) d on d.root = r.root
  left join (select root, max(at) as at from consent_receipt where outcome = 'delivered' group by root) h on h.root = r.root
  where +r.holder = ? and (r.owed > coalesce(d.n, 0) or (r.ended = 0 and r.until > ? and r.changed <= ? and coalesce(h.at, '') <= ?))
  order by r.changed, r.root limit ${String(MOST_LISTED)}
) j join consent_state s on s.root = j.root`;

/**
 * Receipts that people still have to get outside the window, and the 90-day notices of what still stands. Derived from the events and from what was
 * delivered; a delivery closes it, a failed one does not. Soonest first.
 */
export const receiptsDue = (desk: DeskContext): readonly ReceiptDue[] => {
  const now = desk.clock.now();
  const before = daysAfter(now, -REVIEW_DAYS);
  return desk.db
    .statement<readonly [string, string, string, string], { readonly state: string }>(MAYBE_DUE)
    .all(desk.profile.practice, now, before, before)
    .map(({ state }) => JSON.parse(state) as ConsentState)
    .flatMap((state) =>
      dueOf(
        desk,
        state,
        desk.db.all(consentSql.selectFrom('consent_receipt').select(['event', 'occasion', 'at', 'outcome']).where('root', '=', state.root)),
      ),
    )
    .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
};

type Delivered = { readonly event: string; readonly occasion: string; readonly at: string; readonly outcome: string };

const dueOf = (desk: DeskContext, state: ConsentState, delivered: readonly Delivered[]): readonly ReceiptDue[] => {
  const now = desk.clock.now();
  const good = delivered.filter((row) => row.outcome === 'delivered');
  const open = owedBy(state)
    .filter((owed) => !good.some((row) => row.event === owed.event && row.occasion === owed.occasion))
    .map((owed) => ({ ...owed, due: daysAfter(owed.at, RECEIPT_DAYS) }));
  const heard = [...good.map((row) => row.at), ...owedBy(state).map((owed) => owed.at)].toSorted().at(-1) ?? now;
  const next = daysAfter(heard, REVIEW_DAYS);
  const stands = !isOver(state) && ownTerms(state).validUntil > now && ownTerms(state).validUntil > next;
  const review = stands && next <= now ? [{ event: state.root, occasion: 'review' as const, at: heard, due: next }] : [];
  if (open.length + review.length === 0) return [];
  const contact = contactOfLabel(desk, state.label, state.intent);
  const name =
    (contact === null ? undefined : contactById(desk.db, contact)?.fields.displayName) ??
    nameOf(desk, state) ??
    'A person who is not in the book';
  return [...open, ...review].map((owed) => ({
    consent: state.root,
    event: owed.event,
    occasion: owed.occasion,
    code: codeOf(state.root),
    contact,
    name,
    at: owed.at,
    due: owed.due,
    late: owed.due < now,
    failed: delivered.filter((row) => row.event === owed.event && row.occasion === owed.occasion && row.outcome === 'failed').length,
  }));
};

/** Notes that a receipt reached the person, or did not. Whoever made and sent it calls this. */
export const logReceipt = (desk: DeskContext, by: SignedInPerson, delivery: ReceiptDelivery): Result<{ readonly id: string }, Refusal> => {
  const state = consentByRoot(desk, delivery.consent);
  const owed =
    state !== undefined &&
    (delivery.occasion === 'review' || owedBy(state).some((one) => one.event === delivery.event && one.occasion === delivery.occasion));
  if (!owed)
    return err({
      status: 404,
      code: 'receipt-unknown',
      title: 'There is no such receipt',
      detail: 'The consent is not held here, or nothing of that kind happened to it.',
      kept: 'Nothing was noted.',
      next: 'Open the list of receipts.',
    });
  const at = desk.clock.now();
  const id = uuidV7(desk.entropy, at);
  const { consent: root, event, occasion, channel, address, document, outcome, detail } = delivery;
  desk.db.run(
    consentSql
      .insertInto('consent_receipt')
      .values({ id, root, event, occasion, channel, address, document, outcome, detail, at, by: by.person, by_name: by.name }),
  );
  return ok({ id });
};
