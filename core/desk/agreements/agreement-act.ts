import { z } from 'zod';
import { authorRuleVersion } from '../../domain/commission/rule-authoring.ts';
import { type RuleVersion, ruleVersionHash, ruleVersionSchema } from '../../domain/commission/rule-version.ts';
import { ruleInWords } from '../../domain/commission/rule-words.ts';
import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import { ok, type Result } from '../../domain/result.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import { localDateSchema } from '../../domain/time/local-date.ts';
import { code } from '../../protocol/event/fields.ts';
import { gstAt, type PracticeFacts } from '../../protocol/register/state.ts';
import type { ActHandler } from '../acts/plan.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { commit, findOpening, keepOpening } from '../openings/openings.ts';
import { sendBusiness } from '../exits/business.ts';
import { practiceOf } from '../payouts/event-lookup.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { agreementSides } from './agreements.ts';
import { keepPartnerContact } from './partner-contact.ts';
import { type AgreementKind, agreementTemplate, fillPlaceholders } from './templates.ts';

/** Data behind an `agreement` commitment: every word that was signed. */
export const agreementDataSchema = z.object({
  template: code,
  version: z.int().min(1).max(9999),
  title: z.string(),
  clauses: z.array(z.object({ ref: z.string(), text: z.string() })),
  parties: z.array(z.object({ abn: z.string(), name: z.string(), practice: z.string() })),
  /** The rule that the parties ask the network office for. */
  rule: ruleVersionSchema.exactOptional(),
});
type Wording = z.infer<typeof agreementDataSchema>;

const abnText = (abn: string): string => {
  const parsed = parseAbn(abn);
  return parsed.ok ? formatAbn(parsed.value) : abn;
};

const ownWording = (desk: DeskContext, kind: AgreementKind, from: string, signer: PracticeFacts, other: PracticeFacts): Wording => {
  const { template, version, title, clauses } = agreementTemplate(desk, kind, from);
  const values = {
    signer: signer.legalName,
    signerAbn: abnText(signer.abn),
    other: other.legalName,
    otherAbn: abnText(other.abn),
    from: formatDateLong(localDateSchema.parse(from)),
  };
  const party = ({ abn, legalName: name, practice }: PracticeFacts): Wording['parties'][number] => ({
    abn,
    name,
    practice,
  });
  return {
    template,
    version,
    title,
    clauses: clauses.map(({ ref, text }) => ({ ref, text: fillPlaceholders(text, values) })),
    parties: [party(signer), party(other)],
  };
};

/** A rule that an agreement asks for: in form, and for referrals between these two practices alone. */
const askedRule = (value: unknown, own: PracticeFacts, other: PracticeFacts): Result<RuleVersion, Refusal> => {
  const authored = authorRuleVersion(value, { rctiMayBeDue: true });
  const parties = authored.ok ? authored.value.parties : undefined;
  const both = [own.practice, other.practice].toSorted().join(' ');
  return authored.ok && parties !== undefined && [parties.referrer, parties.receiver].toSorted().join(' ') === both
    ? authored
    : refuseToSign(
        'agreement-rule',
        422,
        'The rule of this agreement cannot be asked for',
        authored.ok ? 'It has to be for referrals between the two practices alone.' : 'Its figures do not go together.',
        'Change it, or sign without a rule.',
      );
};

/** The wording that the other side signed, word for word; an answer signs the same. */
const theirWording = (desk: DeskContext, text: string): Wording | undefined => {
  const parsed = agreementDataSchema.safeParse(findOpening(desk, text)?.data);
  return parsed.success ? parsed.data : undefined;
};

/** Signs an agreement with another practice, or answers the one that it has signed: the same words, each side its own event. */
export const agreementAct: ActHandler<'agreement'> = (desk, person, act) => {
  const register = registerOf(desk);
  const own = register.practices.get(desk.profile.practice);
  const other = register.practices.get(act.with);
  if (own === undefined || other === undefined || act.with === desk.profile.practice)
    return refuseToSign(
      'practice-unknown',
      404,
      'This practice is not in the register',
      'An agreement is signed with another practice that the register states.',
      'Choose a practice from the list.',
    );
  const unregistered = [own, other].find(
    (practice) => act.kind === 'rcti' && gstAt(register, practice.practice, desk.ledger.size())?.registered !== true,
  );
  if (unregistered !== undefined)
    return refuseToSign(
      'agreement-gst',
      422,
      'This agreement needs two practices registered for GST',
      `The register states ${unregistered.legalName} as not registered for GST (LI 2023/20 s 6).`,
      'Commissions then come with a commission statement; no agreement is needed.',
    );
  const sides = agreementSides(desk, act.with, act.kind);
  const answered = act.answers === null ? null : answering(desk, act.answers, act.with, act.kind);
  if (answered !== null && !answered.ok) return answered;
  if (sides.here !== null && (answered === null || sides.here.about.includes(act.answers ?? '')))
    return refuseToSign(
      'agreement-signed',
      409,
      'Your practice has signed this agreement',
      `It was signed on ${sides.here.at.slice(0, 10)} and has not ended.`,
      sides.there === null
        ? `Send ${other.legalName} your next exchange file and wait for its signature.`
        : 'It is in force; nothing needs to be signed.',
    );
  const asked = answered === null && act.rule !== undefined && act.rule !== null ? askedRule(act.rule, own, other) : null;
  if (asked !== null && !asked.ok) return asked;
  const wording: Wording =
    answered === null
      ? { ...ownWording(desk, act.kind, act.from, own, other), ...(asked === null ? {} : { rule: asked.value }) }
      : answered.value.wording;
  const from = answered === null ? act.from : answered.value.from;
  const opening = commit(desk, {
    for: 'agreement',
    referral: desk.profile.practice,
    data: { ...wording, from, kind: act.kind },
  });
  return ok({
    words: `On ${formatDateLong(localDateSchema.parse(from))} begins the ${wording.title.toLowerCase()} between ${own.legalName} and ${other.legalName}, and ${own.legalName} signs it.`,
    facts: [
      { label: 'Agreement', value: `${wording.title}, wording ${wording.version}` },
      { label: 'With', value: `${other.legalName}, ABN ${abnText(other.abn)}` },
      { label: 'From', value: formatDateLong(localDateSchema.parse(from)) },
      ...wording.clauses.map((clause) => ({ label: `Clause ${clause.ref}`, value: clause.text })),
      ...(wording.rule === undefined
        ? []
        : [
            { label: 'Rule asked for', value: ruleInWords(wording.rule) },
            { label: 'Its SHA-256', value: ruleVersionHash(wording.rule) },
          ]),
    ],
    ticks: [{ id: 'read', text: 'I have read every clause' }],
    warnings:
      wording.rule === undefined
        ? []
        : ['The rule counts once the network office has proposed, approved and published it; until then the published rule does.'],
    events: [
      () => ({
        type: 'agreement.signed',
        body: {
          kind: act.kind,
          with: act.with,
          template: wording.template,
          templateVersion: wording.version,
          text: opening.commitment,
          from,
        },
        ...(act.answers === null ? {} : { about: [act.answers] }),
      }),
    ],
    assertion: { need: 'offered', why: 'An agreement is a high-value act.' },
    store: ([hash = '']) => {
      keepOpening(desk, opening);
      sendBusiness(desk, hash, act.with, [opening]);
      // The office reads what rule it is asked for, and nothing of an agreement that asks for none.
      if (wording.rule !== undefined) sendBusiness(desk, hash, register.office, [opening]);
    },
    after: () => {
      keepPartnerContact(desk, person, other);
      return Promise.resolve();
    },
  });
};

const answering = (
  desk: DeskContext,
  hash: string,
  practice: string,
  kind: AgreementKind,
): Result<{ readonly wording: Wording; readonly from: string }, Refusal> => {
  const event = desk.ledger.known(hash);
  if (
    event?.type !== 'agreement.signed' ||
    event.body.kind !== kind ||
    event.body.with !== desk.profile.practice ||
    practiceOf(desk, hash) !== practice
  )
    return refuseToSign(
      'agreement-unknown',
      404,
      'There is no such signature to answer',
      'The event is not held here, or not addressed to this practice.',
      'Import the other practice’s newest file.',
    );
  const wording = theirWording(desk, event.body.text);
  return wording === undefined
    ? refuseToSign(
        'agreement-text',
        409,
        'The wording of this agreement has not arrived',
        'Only its fingerprint is held here; nobody signs what was not shown.',
        'Ask the other practice for a new exchange file.',
      )
    : ok({ wording, from: event.body.from });
};
