import type { ReferralRow, ReferralView } from '../../contract/referrals.ts';
import { ruleInWords } from '../../domain/commission/rule-words.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { withdrawalWords } from '../../domain/wording/assurance-words.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { actsNow } from './acts-now.ts';
import { dateIn } from './calendar.ts';
import { clientData } from './client-details.ts';
import { clocksOnPage } from './clocks.ts';
import { handshakeViews } from './handshake-view.ts';
import { type MoneyOfReferral, moneyCard } from './money-view.ts';
import { practiceName, sideOf } from './party.ts';
import { purposeName } from '../verticals.ts';
import { ruleContent } from './rule-content.ts';
import { referralSql } from './tables.ts';
import { verifyReferral } from './verify.ts';
import { waitingLine } from './waiting-view.ts';

const direction = (desk: DeskContext, state: ReferralState): 'sent' | 'received' | 'observed' => {
  const side = sideOf(desk, state);
  return side === 'referrer' ? 'sent' : side === 'receiver' ? 'received' : 'observed';
};

/** What this desk may call the client: the name once the details are here, else nothing more than that there is one. */
export const clientName = (desk: DeskContext, state: ReferralState): string => clientData(desk, state)?.name ?? 'Client not named here';

/** One row of the list of referrals. */
export const referralRowOf = (desk: DeskContext, state: ReferralState, moneyOf: MoneyOfReferral): ReferralRow => {
  const side = sideOf(desk, state);
  const line = waitingLine(desk, state);
  const facts = moneyOf(desk, state);
  return {
    intent: state.intent,
    label: state.terms.label,
    direction: direction(desk, state),
    client: clientName(desk, state),
    counterpart: practiceName(desk, side === 'referrer' ? state.terms.receiver : state.terms.referrer),
    purpose: purposeName(desk, state.terms.purpose),
    signed: state.steps.filter((step) => step !== null).length,
    late: line.late,
    ended: state.ending?.effective === true,
    waiting: line.headline,
    waitingOnYou: line.you,
    due: line.due,
    money: { state: facts.state, commission: state.entitlement?.commission ?? null },
    at: state.steps[0]?.at ?? '',
  };
};

/** Referrals of this desk, newest first, filtered. */
export const listReferrals = (
  desk: DeskContext,
  query: {
    readonly direction?: string | undefined;
    readonly state?: string | undefined;
    readonly q?: string | undefined;
  },
  moneyOf: MoneyOfReferral,
): { readonly rows: ReferralRow[]; readonly total: number } => {
  const all = desk.ledger.referrals();
  const needle = (query.q ?? '').trim().toLowerCase();
  const rows = all
    .filter((state) => query.direction === undefined || direction(desk, state) === query.direction)
    .map((state) => referralRowOf(desk, state, moneyOf))
    .filter(
      (row) =>
        query.state === undefined ||
        (query.state === 'mine' ? row.waitingOnYou : query.state === 'open' ? !row.ended && row.money.state !== 'settled' : row.ended),
    )
    .filter((row) => needle === '' || `${row.client} ${row.counterpart} ${row.label} ${row.purpose}`.toLowerCase().includes(needle));
  return { rows, total: all.length };
};

/** Everything about one referral, for its page. */
export const viewReferral = (
  desk: DeskContext,
  person: SignedInPerson,
  intent: string,
  moneyOf: MoneyOfReferral,
): Result<ReferralView, Refusal> => {
  const state = desk.ledger.referral(intent);
  if (state === undefined)
    return err({
      status: 404,
      code: 'referral-unknown',
      title: 'This referral is not held here',
      detail: `No intent ${intent.slice(0, 16)} is in this desk's ledger.`,
      next: 'Import the exchange file that brings it, or go back to the list.',
    });
  const line = waitingLine(desk, state);
  const client = clientData(desk, state);
  const money = moneyOf(desk, state);
  const rule = ruleContent(desk, state.terms.rule.hash);
  const link = desk.db.get(referralSql.selectFrom('client_link').select('contact').where('intent', '=', intent));
  return ok({
    intent,
    referral: state.referral,
    label: state.terms.label,
    direction: direction(desk, state),
    contact: link?.contact ?? null,
    client: {
      name: client?.name ?? 'Client not named here',
      known: client !== undefined,
      emails: client?.emails ?? [],
      phones: client?.phones ?? [],
    },
    purpose: state.terms.purpose,
    purposeName: purposeName(desk, state.terms.purpose),
    purposeWords: client?.purpose ?? null,
    referrer: party(desk, state.terms.referrer),
    receiver: party(desk, state.terms.receiver),
    handshakes: handshakeViews(desk, state, line),
    complete: state.complete,
    duplicates: state.duplicates.map((entry) => ({ ...entry })),
    waiting: line,
    acts: actsNow(desk, person.person, state, money).map((entry) => ({ ...entry })),
    entries: entriesOf(desk, state),
    consents: consentsOf(desk, state),
    disclosures: state.disclosures.map((entry) => ({
      hash: entry.hash,
      recipient: practiceName(desk, entry.recipient),
      fields: [...entry.fields],
      at: entry.at,
      deliveredAt: entry.delivered?.at ?? null,
    })),
    rule: {
      hash: state.terms.rule.hash,
      name: rule?.name ?? 'Not recorded here',
      version: state.terms.rule.version,
      words: rule === undefined ? 'The text of the rule has not arrived at this desk.' : ruleInWords(rule),
      effectiveFrom:
        rule?.effectiveFrom ??
        registerOf(desk).rules.get(state.terms.rule.hash)?.effectiveFrom ??
        dateIn(desk.zone, state.steps[0]?.at ?? desk.clock.now()),
      known: rule !== undefined,
    },
    incomes: state.incomes.map((income) => ({
      hash: income.hash,
      at: income.at,
      gross: income.gross,
      net: income.net,
      settledOn: income.settledOn,
      reason: income.reason,
      attested: income.attestation === null ? 'waiting' : income.attestation.agrees ? 'agrees' : 'disagrees',
    })),
    money: moneyCard(desk, state, money),
    clocks: clocksOnPage(desk, state),
    verified: verifyReferral(desk, state),
  });
};

const party = (desk: DeskContext, practice: string): ReferralView['referrer'] => ({
  practice,
  name: practiceName(desk, practice),
  abn: registerOf(desk).practices.get(practice)?.abn ?? null,
});

const entriesOf = (desk: DeskContext, state: ReferralState): ReferralView['entries'] => {
  const onSpine = new Set(state.steps.map((step) => step?.hash));
  const consents = new Set(state.consents.map((consent) => consent.hash));
  const shared = desk.ledger
    .referralEvents(state.intent)
    .filter((event) => !onSpine.has(event.hash))
    .map((event) => {
      const author = desk.ledger.author(event.hash);
      const by =
        author?.kind === 'person'
          ? (registerOf(desk).people.get(author.person)?.name ?? 'Not recorded')
          : author?.kind === 'desk'
            ? `${practiceName(desk, author.practice)}, program`
            : (clientData(desk, state)?.name ?? 'Client');
      const after = state.steps.filter((step) => step !== null && step.index < event.index).at(-1);
      return {
        hash: event.hash,
        type: event.type,
        words:
          event.type === 'client.invited' && consents.has(event.about[0] ?? '')
            ? 'Client invited to take the consent back'
            : eventWords(event),
        by,
        at: event.at,
        afterStep: after?.step ?? null,
        shared: true,
      };
    });
  const own = desk.db.all(referralSql.selectFrom('private_note').selectAll().where('intent', '=', state.intent)).map((note) => ({
    hash: null,
    type: note.kind,
    words: note.words,
    by: registerOf(desk).people.get(note.person)?.name ?? 'Not recorded',
    at: note.at,
    afterStep: null,
    shared: false,
  }));
  return [...shared, ...own].toSorted((a, b) => (a.at < b.at ? 1 : -1));
};

const consentsOf = (desk: DeskContext, state: ReferralState): ReferralView['consents'] =>
  state.consents.map((consent) => {
    const now = desk.clock.now();
    const standing =
      consent.withdrawn !== null
        ? 'withdrawn'
        : now >= consent.validUntil
          ? 'expired'
          : now < consent.validFrom
            ? 'not-yet-valid'
            : 'given';
    const until = formatDate(dateIn(desk.zone, consent.validUntil));
    return {
      hash: consent.hash,
      by: consent.by,
      recipients: consent.recipients.map((practice) => practiceName(desk, practice)),
      purpose: purposeName(desk, consent.purpose),
      categories: [...consent.categories],
      validFrom: consent.validFrom,
      validUntil: consent.validUntil,
      state: standing,
      stateWords:
        standing === 'given'
          ? `Given, to ${until}`
          : standing === 'expired'
            ? `Expired ${until}`
            : standing === 'withdrawn'
              ? withdrawalWords(consent.withdrawn)
              : 'Not valid yet',
      notice: `${consent.notice.id} version ${consent.notice.version}`,
      channel: consent.channel,
    };
  });
