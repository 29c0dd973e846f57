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

/**
 * Receipts that people still have to get outside the window, and the 90-day notices of what still stands. Derived from the events and from what was
 * delivered; a delivery closes it, a failed one does not. Soonest first.
 */
export const receiptsDue = (desk: DeskContext): readonly ReceiptDue[] => {
  const delivered = desk.db.all(consentSql.selectFrom('consent_receipt').select(['root', 'event', 'occasion', 'at', 'outcome']));
  const byRoot = Map.groupBy(delivered, (row) => row.root);
  return desk.db
    .all(consentSql.selectFrom('consent_state').select('state').where('holder', '=', desk.profile.practice))
    .map(({ state }) => JSON.parse(state) as ConsentState)
    .flatMap((state) => dueOf(desk, state, byRoot.get(state.root) ?? []))
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
