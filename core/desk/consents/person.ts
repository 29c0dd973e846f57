import type { HeldConsent, PersonHistory, Recipient } from '../../domain/consent/may-disclose.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { activePeople } from '../../protocol/register/state.ts';
import { contactById } from '../contacts/stored-contact.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { currentContact } from '../merge/redirect.ts';
import { consentSql } from './tables.ts';

/** The stored state of a consent; undefined when this desk holds none with this root. */
export const consentByRoot = (desk: Pick<DeskContext, 'db'>, root: string): ConsentState | undefined => {
  const row = desk.db.get(consentSql.selectFrom('consent_state').select('state').where('root', '=', root));
  return row === undefined ? undefined : (JSON.parse(row.state) as ConsentState);
};

type Label = { readonly label: string; readonly record: string };

/** Labels of consents and referrals of a contact, each with the contact that it was given under. */
const labelsOf = (desk: DeskContext, contact: string): readonly Label[] => {
  const linked = desk.db
    .all(consentSql.selectFrom('consent_link').select(['label', 'origin']).where('contact', '=', contact))
    .map(({ label, origin }) => ({ label, record: origin }));
  const known = new Set(linked.map(({ label }) => label));
  const referred = desk.db
    .all(consentSql.selectFrom('client_link').select('intent').where('contact', '=', contact))
    .flatMap(({ intent }) => {
      const label = desk.ledger.known(intent)?.referral;
      return label === undefined || known.has(label) ? [] : [{ label, record: contact }];
    });
  return [...linked, ...referred];
};

/** What a consent of a referral depends on: it opens with the acknowledgement and closes with the end. */
const dependsOn = (state: ReferralState | undefined): HeldConsent['referral'] =>
  state === undefined
    ? { acknowledged: false, ended: true }
    : { acknowledged: Boolean(state.steps[1]), ended: state.ending?.effective === true };

const heldUnder = (desk: DeskContext, { label, record }: Label): readonly HeldConsent[] =>
  desk.db.all(consentSql.selectFrom('consent_state').select(['state', 'intent']).where('label', '=', label)).map(({ state, intent }) => ({
    consent: JSON.parse(state) as ConsentState,
    record,
    referral: intent === null ? null : dependsOn(desk.ledger.referral(intent)),
  }));

/** When the newest entry of the log came in: a clock before it is behind. */
const heardAt = (desk: DeskContext): string => desk.ledger.rows.byIndex(desk.ledger.size() - 1)?.seen_at ?? '';

const historyOf = (
  desk: DeskContext,
  labels: readonly Label[],
  person: Pick<PersonHistory, 'deceased' | 'doNotContact' | 'records'>,
): PersonHistory => ({
  ...person,
  consents: labels.flatMap((label) => heldUnder(desk, label)),
  refusals: labels.flatMap(({ label, record }) =>
    desk.db
      .all(consentSql.selectFrom('consent_refusal').selectAll().where('label', '=', label))
      .map(({ hash, at, purpose, recipients }) => ({ hash, at, purpose, recipients: JSON.parse(recipients) as readonly string[], record })),
  ),
  heardAt: heardAt(desk),
});

/** Everything recorded at this desk about sharing a contact; costs what is recorded about that contact and nothing else. */
export const personHistory = (desk: DeskContext, asked: string): PersonHistory => {
  const contact = currentContact(desk.db, asked);
  const fields = contactById(desk.db, contact)?.fields;
  const joined = desk.db.all(consentSql.selectFrom('contact_joined').select(['origin', 'joined_at']).where('contact', '=', contact));
  return historyOf(desk, labelsOf(desk, contact), {
    deceased: fields?.flags.deceased ?? false,
    doNotContact: fields?.flags.doNotContact ?? false,
    records: [{ record: contact, joinedAt: null }, ...joined.map(({ origin, joined_at }) => ({ record: origin, joinedAt: joined_at }))],
  });
};

/** What is recorded under one label, where the desk knows no contact for it: at a receiver, or after an erasure. */
export const historyOfLabel = (desk: DeskContext, label: string): PersonHistory =>
  historyOf(desk, [{ label, record: '' }], { deceased: false, doNotContact: false, records: [{ record: '', joinedAt: null }] });

/** The contact that a label belongs to; null where this desk knows none. */
export const contactOfLabel = (desk: DeskContext, label: string, intent: string | null): string | null =>
  desk.db.get(consentSql.selectFrom('consent_link').select('contact').where('label', '=', label))?.contact ??
  (intent === null
    ? null
    : (desk.db.get(consentSql.selectFrom('client_link').select('contact').where('intent', '=', intent))?.contact ?? null));

/** A practice as a recipient now: in the register, another one, with somebody there who may act. */
export const recipientOf = (desk: DeskContext, practice: string): Recipient => {
  const register = registerOf(desk);
  if (practice === desk.profile.practice) return { practice, status: 'self' };
  const facts = register.practices.get(practice);
  if (facts === undefined || facts.kind !== 'member') return { practice, status: 'unknown' };
  return { practice, status: activePeople(register, practice, desk.ledger.size()).length === 0 ? 'suspended' : 'active' };
};
