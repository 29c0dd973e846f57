import type { HeldConsent, PersonHistory, Recipient } from '../../domain/consent/may-disclose.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { activePeople } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { currentContact } from '../merge/redirect.ts';
import { consentSql } from './tables.ts';

/** The stored state of a consent; undefined when this desk holds none with this root. */
export const consentByRoot = (desk: Pick<DeskContext, 'db'>, root: string): ConsentState | undefined => {
  const row = desk.db.get(consentSql.selectFrom('consent_state').select('state').where('root', '=', root));
  return row === undefined ? undefined : (JSON.parse(row.state) as ConsentState);
};

/** What a consent of a referral depends on: it opens with the acknowledgement and closes with the end. */
const dependsOn = (state: ReferralState | undefined): HeldConsent['referral'] =>
  state === undefined
    ? { acknowledged: false, ended: true }
    : { acknowledged: Boolean(state.steps[1]), ended: state.ending?.effective === true };

type ConsentRow = { readonly state: string; readonly intent: string | null; readonly record: string };
type RefusalRow = {
  readonly hash: string;
  readonly at: string;
  readonly purpose: string;
  readonly recipients: string;
  readonly record: string;
};

const heldBy = (desk: DeskContext, rows: readonly ConsentRow[]): PersonHistory['consents'] =>
  rows.map(({ state, intent, record }) => ({
    consent: JSON.parse(state) as ConsentState,
    record,
    referral: intent === null ? null : dependsOn(desk.ledger.referral(intent)),
  }));

const refusedBy = (rows: readonly RefusalRow[]): PersonHistory['refusals'] =>
  rows.map(({ recipients, ...row }) => ({ ...row, recipients: JSON.parse(recipients) as readonly string[] }));

/** When the newest entry of the log came in: a clock before it is behind. */
const heardAt = (desk: DeskContext): string =>
  desk.db.statement<[number], { readonly seen_at: string }>('select seen_at from event where idx = ?').get(desk.ledger.size() - 1)
    ?.seen_at ?? '';

// A label that a merge has moved is linked; every other consent of a referral belongs to the contact of the referral.
const ofContact = (columns: string, table: string): string =>
  `select ${columns}, l.origin as record from consent_link l join ${table} t on t.label = l.label where l.contact = ?
   union all
   select ${columns}, c.contact as record from client_link c join ${table} t on t.intent = c.intent where c.contact = ? and not exists (select 1 from consent_link l where l.label = t.label)`;
const CONSENTS = ofContact('t.state as state, t.intent as intent', 'consent_state');
const REFUSALS = ofContact('t.hash as hash, t.at as at, t.purpose as purpose, t.recipients as recipients', 'consent_refusal');

/** Everything recorded at this desk about sharing a contact; costs what is recorded about that contact and nothing else. */
export const personHistory = (desk: DeskContext, asked: string): PersonHistory => {
  const { db } = desk;
  const contact = currentContact(db, asked);
  const marks = db
    .statement<[string], { readonly deceased: number; readonly dnc: number }>(
      'select deceased, do_not_contact as dnc from contact where id = ?',
    )
    .get(contact);
  const joined = db
    .statement<[string], { readonly record: string; readonly joinedAt: string }>(
      'select origin as record, joined_at as joinedAt from contact_joined where contact = ?',
    )
    .all(contact);
  return {
    deceased: marks?.deceased === 1,
    doNotContact: marks?.dnc === 1,
    consents: heldBy(desk, db.statement<[string, string], ConsentRow>(CONSENTS).all(contact, contact)),
    refusals: refusedBy(db.statement<[string, string], RefusalRow>(REFUSALS).all(contact, contact)),
    records: [{ record: contact, joinedAt: null }, ...joined],
    heardAt: heardAt(desk),
  };
};

/** What is recorded under one label, where the desk knows no contact for it: at a receiver, or after an erasure. */
export const historyOfLabel = (desk: DeskContext, label: string): PersonHistory => ({
  deceased: false,
  doNotContact: false,
  consents: heldBy(
    desk,
    desk.db.statement<[string], ConsentRow>("select state, intent, '' as record from consent_state where label = ?").all(label),
  ),
  refusals: refusedBy(
    desk.db
      .statement<[string], RefusalRow>("select hash, at, purpose, recipients, '' as record from consent_refusal where label = ?")
      .all(label),
  ),
  records: [{ record: '', joinedAt: null }],
  heardAt: heardAt(desk),
});

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
