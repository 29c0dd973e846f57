import { fieldsOf } from '../../domain/contact/document.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import type { DeskContext } from '../context.ts';
import { consentSql } from '../consents/tables.ts';
import { moneyFor } from '../payouts/money.ts';
import { readRecord } from '../records/stored-record.ts';
import { recordSql } from '../records/tables.ts';
import { referralSql } from '../referrals/tables.ts';

/** A person of the book with everything that leads to what is held about them. */
export type Subject = {
  readonly contact: string;
  /** The contact and those that were merged into it: operations and consents keep the number they were made under. */
  readonly ids: readonly string[];
  /** Referrals about the person, by the hash of their intent. */
  readonly intents: readonly string[];
  /** Of these, those that are not finished or not paid. */
  readonly openIntents: readonly string[];
  /** Labels that commitments about the person are bound to. */
  readonly labels: readonly string[];
  readonly openLabels: readonly string[];
  /** Names, addresses and numbers by which the person can be told in free text; longest first. */
  readonly identifiers: readonly string[];
  /** A legal hold is set. */
  readonly held: boolean;
};

/** Money of a referral that still has to move, or may yet. */
const MONEY_OPEN = new Set(['accruing', 'cooling-off', 'payable', 'blocked', 'reserved', 'approved', 'released', 'failed']);

/** True while a referral still needs its client's details: not all handshakes are signed and it has not ended, or its money has not settled. */
export const isOpenReferral = (desk: DeskContext, state: ReferralState): boolean =>
  state.ending?.effective === true ? false : !state.complete || MONEY_OPEN.has(moneyFor(desk, state).state);

/** Names, addresses and numbers of every contact that the person is made of: those that were merged say them under their own. */
const identifiersOf = (desk: DeskContext, ids: readonly string[]): readonly string[] => {
  const found = ids.flatMap((id) => {
    const held = readRecord(desk.db, contactDefinition, id);
    if (held === undefined) return [];
    const fields = fieldsOf(held.document);
    return [
      fields.displayName,
      fields.legalName,
      ...fields.emails.map((email) => email.address),
      ...fields.phones.flatMap((phone) => [phone.raw, phone.e164 ?? '']),
    ];
  });
  // Shorter words would meet others than this person.
  return [...new Set(found.flatMap((text) => (text === null || text.length < 5 ? [] : [text])))].toSorted((a, b) => b.length - a.length);
};

const HOLD = 'legal-hold';

/** True while a hold that nobody has lifted names one of these contacts. */
const isHeld = (desk: DeskContext, ids: readonly string[]): boolean =>
  desk.db
    .all(
      recordSql
        .selectFrom('record')
        .select('document')
        .where('kind', '=', HOLD)
        .where('subject', 'in', ids)
        .where('removed_at', 'is', null),
    )
    .some((row) => (JSON.parse(row.document) as { readonly lifted: unknown }).lifted === null);

/** Everything that leads to what is held about a contact; also for one that is no longer in the book. */
export const subjectOf = (desk: DeskContext, contact: string): Subject => {
  const joined = desk.db.all(consentSql.selectFrom('contact_joined').select('origin').where('contact', '=', contact));
  const ids = [contact, ...joined.map((row) => row.origin)];
  const intents = desk.db.all(referralSql.selectFrom('client_link').select('intent').where('contact', 'in', ids)).map((row) => row.intent);
  const states = intents.flatMap((intent) => desk.ledger.referral(intent) ?? []);
  const open = states.filter((state) => isOpenReferral(desk, state));
  const consents = desk.db.all(
    consentSql
      .selectFrom('consent_link')
      .select('label')
      .where((where) => where.or([where('contact', 'in', ids), where('origin', 'in', ids)])),
  );
  return {
    contact,
    ids,
    intents,
    openIntents: open.map((state) => state.intent),
    labels: [...new Set([...states.map((state) => state.referral), ...consents.map((row) => row.label)])],
    openLabels: open.map((state) => state.referral),
    identifiers: identifiersOf(desk, ids),
    held: isHeld(desk, ids),
  };
};
