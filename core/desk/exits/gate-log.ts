import { type DisclosureAnswer, type DisclosureRefused, mayDisclose, type PersonHistory } from '../../domain/consent/may-disclose.ts';
import { recipientOf } from '../consents/person.ts';
import { consentSql, type Occasion } from '../consents/tables.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';

/** A question to the gate: who, to whom, for what, which fields, and on which occasion it is asked. */
export type GateQuestion = {
  readonly person: PersonHistory;
  readonly contact: string | null;
  readonly recipient: string;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly occasion: Occasion;
};

/** Asks the gate without a trace: for views that show an answer and pass nothing. */
export const peekGate = (desk: DeskContext, question: Omit<GateQuestion, 'occasion' | 'contact'>): DisclosureAnswer =>
  mayDisclose(question.person, recipientOf(desk, question.recipient), question.purpose, question.fields, desk.clock.now());

/** Asks the gate and keeps question and answer privately: who asked, when, what was answered and why (never an event). */
export const askGate = (desk: DeskContext, by: SignedInPerson, question: GateQuestion): DisclosureAnswer => {
  const answer = peekGate(desk, question);
  const last = desk.db.get(consentSql.selectFrom('disclosure_check').select(({ fn }) => fn.max('seq').as('seq')))?.seq ?? 0;
  desk.db.run(
    consentSql.insertInto('disclosure_check').values({
      seq: last + 1,
      at: desk.clock.now(),
      by: by.person,
      by_name: by.name,
      occasion: question.occasion,
      contact: question.contact,
      recipient: question.recipient,
      purpose: question.purpose,
      fields: JSON.stringify(question.fields),
      may: answer.may ? 1 : 0,
      why: answer.may ? null : answer.why,
      consents: JSON.stringify(answer.consents),
    }),
  );
  return answer;
};

/** Why the gate said no, in one sentence. */
export const REFUSED_WORDS: Readonly<Record<DisclosureRefused, string>> = {
  'nothing-asked': 'Nothing was asked for.',
  deceased: 'The contact is marked deceased.',
  'do-not-contact': 'The contact is marked do not contact.',
  'recipient-self': 'That is this practice itself.',
  'recipient-unknown': 'The register does not list this practice as a member.',
  'recipient-suspended': 'Nobody at this practice may act at present.',
  'no-consent': 'The client has not consented.',
  'other-recipient': 'The consent names another practice.',
  'other-purpose': 'The consent is for another purpose.',
  'merged-narrower': 'Two records of this person were merged, and the narrower answer counts until the person is asked again.',
  'other-fields': 'The consent does not cover these details.',
  narrowed: 'The client has taken this out of the consent.',
  'used-up': 'The consent was for one time, and has been used.',
  'not-yet-valid': 'The consent begins later.',
  'no-acknowledgement': 'The client has not signed the acknowledgement yet.',
  expired: 'The consent has expired.',
  ended: 'The referral has ended.',
  withdrawn: 'The client has withdrawn the consent.',
  refused: 'The client has said no.',
};
