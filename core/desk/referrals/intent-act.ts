import { ruleInWords } from '../../domain/commission/rule-words.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { toCents } from '../../domain/money/cents.ts';
import { ok } from '../../domain/result.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { statusAt } from '../../protocol/register/membership.ts';
import type { ActHandler } from '../acts/plan.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { AnyDraft } from '../ledger/compose.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { DISCLOSED_FIELDS, type FindClient } from './client-details.ts';
import { duplicatesOf } from './duplicates.ts';
import { governingRule, refuseIntent as refuse } from './governing-rule.ts';
import { labelRefusal, nextLabel, takeLabel } from './labels.ts';
import { NOTICE } from './notice.ts';
import { choiceFacts } from './rule-terms.ts';
import { referralSql } from './tables.ts';
import { today } from './today.ts';

/** Step 0: the referrer's intent, with rule version and hash pinned, and a commitment in the place of the client. */
export const intentAct =
  (findClient: FindClient): ActHandler<'intent'> =>
  (desk, _person, act) => {
    const register = registerOf(desk);
    const client = findClient(desk, act.contact);
    const receiver = register.practices.get(act.receiver);
    if (client === undefined)
      return refuse(
        'contact-unknown',
        'This contact is not in the book',
        'It may have been removed or an import reverted.',
        'Choose the client again.',
      );
    if (receiver === undefined || receiver.kind !== 'member' || act.receiver === desk.profile.practice)
      return refuse(
        'receiver-unknown',
        'This practice cannot receive referrals',
        'The register does not list it as another member.',
        'Choose a practice from the list.',
      );
    const barred = [register.practices.get(desk.profile.practice), receiver].find(
      (practice) => practice !== undefined && statusAt(register, practice.practice, desk.ledger.size()) !== 'active',
    );
    if (barred !== undefined)
      return refuse(
        'not-active',
        `${barred.legalName} is no active member`,
        'A practice that is suspended or has resigned starts nothing new; what is open is finished.',
        barred === receiver ? 'Choose another practice.' : 'Write to the network office.',
      );
    if (client.assuranceClient)
      return refuse(
        'assurance-client',
        'No commission on an audit client',
        'APES 110 section 330 prohibits a referral fee for an assurance client, whatever is disclosed.',
        'Make this introduction outside Flip 360, or clear the mark if it is wrong.',
      );
    const found = governingRule(desk, act);
    if (!found.ok) return found;
    const { choice, verticals } = found.value;
    const { rule } = choice.chosen;
    const duplicates = duplicatesOf(desk, act.contact, act.receiver, rule.duplicateWindowDays);
    if (duplicates.length > 0 && !act.duplicateConfirmed)
      return refuse(
        'duplicate-referral',
        'This client was referred there before',
        `${duplicates.length} referral of this client to ${receiver.legalName} in the last ${rule.duplicateWindowDays} days.`,
        'Open the earlier one, or confirm that this is another matter.',
      );
    const referral = uuidV7(desk.entropy, desk.clock.now());
    const label = nextLabel(desk, 'REF');
    const clientOpening = commit(desk, {
      for: 'client',
      referral,
      data: {
        emails: client.emails,
        givenName: client.givenName,
        name: client.name,
        phones: client.phones,
        purpose: act.purposeWords,
      },
    });
    const benefit = commit(desk, {
      for: 'benefit',
      referral,
      data: { estimate: act.estimate, words: ruleInWords(rule) },
    });
    const agreement = agreementWith(desk, act.receiver);
    const events: ((hashes: readonly string[]) => AnyDraft)[] = [
      () => ({
        type: 'referral.intent',
        referral,
        step: 0,
        body: {
          label,
          referrer: desk.profile.practice,
          receiver: act.receiver,
          purpose: act.purpose,
          verticals,
          product: act.product,
          client: clientOpening.commitment,
          rule: { id: rule.rule, version: rule.version, hash: act.rule },
          benefit: benefit.commitment,
          agreement,
        },
      }),
    ];
    const consent = act.recordedConsent;
    const notice = commit(desk, { for: 'notice', referral, data: { words: NOTICE.text } });
    const artefact = consent === null ? null : commit(desk, { for: 'artefact', referral, data: { words: consent.artefact } });
    if (consent !== null)
      events.push((hashes) => ({
        type: 'consent.granted',
        referral,
        about: [hashes[0] ?? ''],
        body: {
          client: clientOpening.commitment,
          recipients: [act.receiver],
          purpose: act.purpose,
          categories: [...DISCLOSED_FIELDS],
          validFrom: desk.clock.now(),
          validUntil: monthsAfter(desk.clock.now(), consent.months),
          notice: { id: NOTICE.id, version: NOTICE.version, text: notice.commitment },
          benefit: benefit.commitment,
          capacity: 'self',
          channel: consent.channel,
          artefact: artefact?.commitment ?? null,
          invite: null,
          inviteProof: null,
        },
      }));
    const estimate = act.estimate === null ? null : toCents(act.estimate);
    return ok({
      words: `On ${formatDateLong(today(desk))} ${desk.profile.legalName} refers one client to ${receiver.legalName} for ${act.purpose.replaceAll('-', ' ')}, under ${rule.name} version ${rule.version}.`,
      facts: [
        { label: 'Client', value: client.name },
        { label: 'Receiver', value: `${receiver.legalName}, ABN ${receiver.abn}` },
        { label: 'Rule', value: ruleInWords(rule) },
        ...choiceFacts(choice),
        { label: 'Agreement', value: agreement === null ? 'Not recorded' : 'Referral agreement on file' },
        ...(estimate?.ok === true ? [{ label: 'Estimated income', value: formatCents(estimate.value) }] : []),
      ],
      ticks: [],
      warnings: agreement === null ? ['No written referral agreement with this practice is recorded.'] : [],
      events,
      assertion: { need: 'offered', why: null },
      check: () => labelRefusal(desk, label),
      store: (hashes) => {
        takeLabel(desk, label);
        const found = findClient(desk, act.contact);
        if (found === undefined) throw new Error('the contact was removed while the intent was being signed');
        keepOpening(desk, clientOpening, found.contact);
        keepOpening(desk, benefit);
        if (consent !== null) keepOpening(desk, notice);
        if (artefact !== null) keepOpening(desk, artefact, found.contact);
        desk.db.run(
          referralSql.insertInto('client_link').values({ intent: hashes[0] ?? '', contact: found.contact, at: desk.clock.now() }),
        );
      },
    });
  };

/** The referral agreement that both practices signed and nobody ended; null when none is held. */
export const agreementWith = (desk: DeskContext, other: string): string | null => {
  const rows = desk.db.all(
    referralSql.selectFrom('event').select(['hash', 'idx']).where('type', '=', 'agreement.signed').orderBy('idx', 'desc'),
  );
  for (const row of rows) {
    const event = desk.ledger.known(Buffer.from(row.hash).toString('hex'));
    if (event?.type !== 'agreement.signed' || event.body.kind !== 'referral') continue;
    const author = desk.ledger.author(event.hash);
    if (author?.kind !== 'person') continue;
    if (
      (author.practice === other && event.body.with === desk.profile.practice) ||
      (author.practice === desk.profile.practice && event.body.with === other)
    )
      return event.hash;
  }
  return null;
};

/** The same time of day some months later, UTC; the last day of the month where the day does not exist. */
export const monthsAfter = (instant: string, months: number): string => {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(Math.min(day, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()));
  return date.toISOString();
};
