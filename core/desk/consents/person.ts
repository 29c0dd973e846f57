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

// A label that a merge has moved is linked; every other consent of a referral belongs to the contact of the referral. One statement for all of it:
// the gate is asked for every row of a board and every field of a page.
const LINKED = 'from p join consent_link l on l.contact = p.contact join';
const REFERRED = 'from p join client_link c on c.contact = p.contact join';
const UNMOVED = 'not exists (select 1 from consent_link l where l.label = t.label)';
const HISTORY = `with p as materialized (select ? as contact, ? as newest)
select 'marks' as fact, c.deceased as a, c.do_not_contact as b, null as c, null as d, null as record from p join contact c on c.id = p.contact
union all select 'heard', e.seen_at, null, null, null, null from p join event e on e.idx = p.newest
union all select 'joined', j.joined_at, null, null, null, j.origin from p join contact_joined j on j.contact = p.contact
union all select 'consent', t.state, t.intent, null, null, l.origin ${LINKED} consent_state t on t.label = l.label
union all select 'consent', t.state, t.intent, null, null, c.contact ${REFERRED} consent_state t on t.intent = c.intent where ${UNMOVED}
union all select 'refusal', t.hash, t.at, t.purpose, t.recipients, l.origin ${LINKED} consent_refusal t on t.label = l.label
union all select 'refusal', t.hash, t.at, t.purpose, t.recipients, c.contact ${REFERRED} consent_refusal t on t.intent = c.intent where ${UNMOVED}`;

type Fact =
  | { readonly fact: 'marks'; readonly a: number; readonly b: number }
  | { readonly fact: 'heard'; readonly a: string }
  | { readonly fact: 'joined'; readonly a: string; readonly record: string }
  | { readonly fact: 'consent'; readonly a: string; readonly b: string | null; readonly record: string }
  | {
      readonly fact: 'refusal';
      readonly a: string;
      readonly b: string;
      readonly c: string;
      readonly d: string;
      readonly record: string;
    };

const factsOf = (desk: DeskContext, contact: string): readonly Fact[] =>
  desk.db.statement<[string, number], Fact>(HISTORY).all(contact, desk.ledger.size() - 1);

/** Everything recorded at this desk about sharing a contact; costs what is recorded about that contact and nothing else. */
export const personHistory = (desk: DeskContext, asked: string): PersonHistory => {
  let contact = asked;
  let facts = factsOf(desk, contact);
  if (!facts.some(({ fact }) => fact === 'marks')) {
    // Not in the book under this id: it may have become part of another.
    contact = currentContact(desk.db, asked);
    if (contact !== asked) facts = factsOf(desk, contact);
  }
  const consents: ConsentRow[] = [];
  const refusals: RefusalRow[] = [];
  const records: { readonly record: string; readonly joinedAt: string | null }[] = [{ record: contact, joinedAt: null }];
  let [deceased, doNotContact, heard] = [false, false, ''];
  for (const row of facts)
    switch (row.fact) {
      case 'marks':
        deceased = row.a === 1;
        doNotContact = row.b === 1;
        break;
      case 'heard':
        heard = row.a;
        break;
      case 'joined':
        records.push({ record: row.record, joinedAt: row.a });
        break;
      case 'consent':
        consents.push({ state: row.a, intent: row.b, record: row.record });
        break;
      case 'refusal':
        refusals.push({ hash: row.a, at: row.b, purpose: row.c, recipients: row.d, record: row.record });
        break;
    }
  return { deceased, doNotContact, consents: heldBy(desk, consents), refusals: refusedBy(refusals), records, heardAt: heard };
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
