import type { HeldConsent, PersonHistory } from '../../../domain/consent/may-disclose.ts';
import { standingOf } from '../../../domain/consent/standing.ts';
import { type SharingFacts, type SharingSummary, summarise, type SummedConsent } from '../../../domain/contact/sharing/sharing-summary.ts';
import type { ReferralState } from '../../../domain/referral/state.ts';
import type { DeskContext } from '../../context.ts';
import { personHistory } from '../../consents/person.ts';
import { referralsOfContacts } from '../../referrals/of-contact.ts';
import { listSql } from './tables.ts';

const CHUNK = 200;

/**
 * Brings consents and referrals of contacts about which something was said up to date in the list. Everything that reads the list calls it
 * first; it costs one look-up when nothing changed.
 */
export const catchUpStanding = (desk: DeskContext): void => {
  const waiting = desk.db.statement<[], { readonly contact: string }>(`select contact from contact_stale limit ${CHUNK}`);
  for (;;) {
    const contacts = waiting.all().map((row) => row.contact);
    if (contacts.length === 0) return;
    desk.db.transaction(() => {
      const referrals = referralsOfContacts(desk, contacts);
      for (const contact of contacts) writeStanding(desk, contact, referrals.get(contact) ?? []);
      desk.db.run(listSql.deleteFrom('contact_stale').where('contact', 'in', contacts));
    });
  }
};

/** One consent towards one recipient as the gate stands to it now; null where it says nothing any more. */
const summedConsent = (person: PersonHistory, held: HeldConsent, recipient: string, now: string): SummedConsent | null => {
  const { state, reason, until } = standingOf(person, held, recipient, now);
  const { versions, cuts } = held.consent;
  if (state === 'asked' || state === 'superseded' || state === 'not-asked' || reason === 'ended' || reason === 'used-up') return null;
  const validFrom = versions.reduce(
    (first, version) => (version.validFrom < first ? version.validFrom : first),
    versions[0]?.validFrom ?? now,
  );
  const withdrawnAt = state === 'withdrawn' ? cuts.reduce((last, cut) => (cut.at > last ? cut.at : last), '') : null;
  return { recipients: [recipient], validFrom, validUntil: until ?? validFrom, withdrawnAt };
};

/** Everything that was said about sharing one contact: its consents as the gate stands to them, requests, invitations, refusals. */
const sharingFactsOf = (desk: DeskContext, contact: string, states: readonly ReferralState[]): SharingFacts => {
  const person = personHistory(desk, contact);
  const now = desk.clock.now();
  const asked = desk.db
    .statement<[string], { readonly at: string }>('select at from consent_request where contact = ? and closed_at is null')
    .all(contact)
    .map((request) => request.at);
  const invited = states.flatMap((state) =>
    state.ending !== null || state.steps[1] ? [] : state.invitations.filter((one) => one.step === 1).map((one) => one.at),
  );
  return {
    consents: person.consents.flatMap((held) =>
      [...new Set(held.consent.versions.flatMap((version) => version.recipients))]
        .filter((recipient) => recipient !== desk.profile.practice)
        .flatMap((recipient) => summedConsent(person, held, recipient, now) ?? []),
    ),
    asked: [...asked, ...invited],
    refused: [
      ...person.refusals.map((refusal) => refusal.at),
      ...states.flatMap((state) => (state.ending?.kind === 'refused' ? [state.ending.at] : [])),
    ],
  };
};

const RANKS = { given: 1, asked: 2, refused: 3, withdrawn: 4, nothing: 5 } as const satisfies Readonly<
  Record<SharingSummary['said'], number>
>;

const signedOf = (state: ReferralState): number => state.steps.filter((step) => step !== null).length;
const isOpen = (state: ReferralState): boolean => state.ending?.effective !== true && signedOf(state) < state.steps.length;
const lastAt = (state: ReferralState): string =>
  [
    ...state.steps.flatMap((step) => (step === null ? [] : [step.at])),
    ...state.invitations.map((one) => one.at),
    state.ending?.at ?? '',
  ].reduce((last, at) => (at > last ? at : last), '');

/** Writes the line of one contact. `states` are its referrals, newest first. */
const writeStanding = (desk: DeskContext, id: string, states: readonly ReferralState[]): void => {
  const { db } = desk;
  const row = db.statement<[string], { readonly no: number }>('select no from contact_list where id = ?').get(id);
  if (row === undefined) return;
  const facts = sharingFactsOf(desk, id, states);
  const summary = summarise(facts);
  const given = summary.said === 'given' ? summary : null;
  const open = states.filter(isOpen);
  const shown = open[0] ?? states[0];
  const at = states.map(lastAt).reduce((last, one) => (one > last ? one : last), '');
  db.run(
    listSql
      .updateTable('contact_list')
      .set({
        consent_rank: RANKS[summary.said],
        consent_at: summary.said === 'given' || summary.said === 'nothing' ? null : summary.at,
        consent_from: given?.from ?? null,
        consent_until: given?.until ?? null,
        consent_to: JSON.stringify(given?.recipients ?? []),
        referral: shown?.intent ?? null,
        referral_label: shown?.terms.label ?? null,
        referral_signed: shown === undefined ? null : signedOf(shown),
        referral_open: open.length,
        referral_total: states.length,
        referral_at: at === '' ? null : at,
      })
      .where('no', '=', row.no),
  );
  db.statement<[string, string, number], never>(
    "update contact_list set active_at = nullif(max(coalesce((select max(at) from timeline where subject = ?), ''), ?), '') where no = ?",
  ).run(id, at, row.no);
  db.run(listSql.deleteFrom('contact_consent').where('contact', '=', row.no));
  const consent = db.statement<[number, string, string, string], never>(
    'insert into contact_consent (contact, recipient, valid_from, valid_until) values (?, ?, ?, ?) on conflict do nothing',
  );
  for (const { recipients, validFrom, validUntil, withdrawnAt } of facts.consents)
    if (withdrawnAt === null) for (const recipient of recipients) consent.run(row.no, recipient, validFrom, validUntil);
};
