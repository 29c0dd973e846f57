import type { EvidencePackDocument, PackFile, PackOutcome } from '../../adapters/pdf/evidence-pack-document.ts';
import { doesNotApply, type Fact, known, none, notRecorded } from '../../domain/text/fact.ts';
import { wordingOn } from '../../adapters/pdf/legal-wording.ts';
import type { PartyOnPaper } from '../../adapters/pdf/shared-document.ts';
import type { exactCents } from '../../domain/money/cents.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import type { PackDraft } from '../../protocol/pack/build.ts';
import type { PackContents, PackReport } from '../../protocol/pack/report.ts';
import { gstAt } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { businessDaysLeft, dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { arithmeticOf, commissionWorking, gstWorking } from './pack-arithmetic.ts';
import { consentOf } from './pack-consent.ts';
import { entriesOf, exceptionsOf, keysOf } from './pack-entries.ts';
import { handshakesOf } from './pack-handshakes.ts';
import { moneyOf } from './pack-money.ts';
import { abnOf, clientOpening, instant, localDate, zoneOf } from './pack-values.ts';
import { ruleOf } from './pack-rule.ts';

export type PackDocumentInput = {
  readonly label: string;
  readonly draft: PackDraft;
  readonly report: PackReport;
  readonly withholdClient: boolean;
};

/**
 * The human part of a pack, made from what the verifier found in its other files: nothing stands here that they do not hold
 * (documents reference, rules 1 and 3).
 */
export const packDocument = (desk: DeskContext, state: ReferralState, input: PackDocumentInput): EvidencePackDocument => {
  const { draft, report } = input;
  const { contents } = report;
  if (contents === null) throw new Error(`a pack of this desk is not intact: ${report.failure ?? 'unknown'}`);
  const { pack } = draft;
  const packJson = canonicalBytes(pack);
  const client = clientOpening(contents);
  const calculation = contents.calculation;
  return {
    network: pack.test ? 'test' : 'live',
    zone: zoneOf(desk),
    fingerprint: bytesToHex(desk.primitives.sha256(packJson)),
    number: input.label,
    referral: pack.label,
    exportedAt: instant(pack.exportedAt),
    exportedBy: desk.profile.legalName,
    log: { origin: pack.log.origin, size: pack.log.size, root: pack.log.root, kind: 'desk', witness: none },
    verdicts: verdictsOf(report, contents, pack.exportedAt),
    referrer: partyOnPaper(desk, state.terms.referrer),
    receiver: partyOnPaper(desk, state.terms.receiver),
    client: {
      name: client?.name ?? (input.withholdClient ? 'Withheld from this pack' : 'Not recorded'),
      kind: 'a private person',
      abn: none,
      gst: doesNotApply,
    },
    referredOn: localDate(desk, state.steps[0]?.at ?? pack.exportedAt),
    settlementWords: state.trigger === 'qualified' ? 'The client qualified' : 'The business settled',
    settledOn: state.agreed === null ? notRecorded : known(dateOf(state.agreed.settledOn)),
    rule: { name: contents.rule.name, version: contents.rule.version },
    outcome: outcomeOf(desk, state, contents),
    amounts: {
      base: calculation === null ? notRecorded : known(calculation.result.base),
      commission: calculation === null ? notRecorded : known(commissionWorking(calculation)),
      gst: calculation === null ? notRecorded : gstFact(calculation),
      total: calculation === null ? notRecorded : known(calculation.result.referrerTotal),
      fee: calculation === null ? notRecorded : known({ exGst: calculation.result.platform, gst: calculation.result.gstEstimate.platform }),
    },
    handshakes: handshakesOf(desk, state, contents, client?.name ?? null),
    arithmetic: calculation === null ? notRecorded : known(arithmeticOf(desk, state, contents, calculation)),
    ruleVersion: ruleOf(desk, state, contents),
    consent: consentOf(desk, state, contents, client),
    money: moneyOf(desk, state, contents),
    exceptions: exceptionsOf(desk, state, contents),
    entries: entriesOf(desk, state, contents, client?.name ?? null),
    entriesRemark: `${String(contents.events.length)} events in this pack. Steps 0 to 4 each name the hash of the step before inside what was signed; where two neighbours of one stream are present, their numbers and hashes agree.`,
    clocks: clocksOf(desk, state),
    files: filesOf(draft, desk),
    keys: keysOf(desk, state, contents, client?.name ?? null),
    trustSource: `the trust file of ${registerOf(desk).network}, compared out of band`,
    wording: wordingOn('evidence-pack', dateIn(desk.zone, pack.exportedAt)).version,
    packJson,
  };
};

const dateOf = (text: string): ReturnType<typeof localDate> => text as ReturnType<typeof localDate>;

const gstFact = (calculation: NonNullable<PackContents['calculation']>): Fact<ReturnType<typeof exactCents>> => {
  const working = gstWorking(calculation, 'commission-gst');
  return working === null ? none : known(working.result);
};

/** A practice as the register states it; registration for GST reads "as declared" until a business register is asked. */
export const partyOnPaper = (desk: DeskContext, practice: string): PartyOnPaper => {
  const register = registerOf(desk);
  const gst = gstAt(register, practice, desk.ledger.size());
  const name = practiceName(desk, practice);
  return {
    legalName: name,
    name: name.replace(/ (Pty Ltd|Limited|Ltd)$/u, ''),
    entity: notRecorded,
    abn: abnOf(desk, practice),
    gst: {
      registered: gst?.registered === true,
      source: {
        kind: 'declared',
        on: gst === undefined || gst.from === null ? notRecorded : known(dateOf(gst.from)),
      },
    },
    address: notRecorded,
  };
};

const verdictsOf = (report: PackReport, contents: PackContents, at: string): EvidencePackDocument['verdicts'] => ({
  foundAt: instant(at),
  intact: {
    finding: 'good',
    eventsIntact: contents.events.length,
    eventsInPack: contents.events.length,
    firstFailure: none,
  },
  recognised: {
    // The exporter holds no trust file of another hand: a pack cannot recognise its own signers.
    finding: 'missing',
    byRegister: report.recognised.byRegister,
    byInvitation: report.recognised.byInvitation,
    registerIndex: known(contents.pack.register.index),
    registerAt: known(instant(contents.pack.register.at)),
    firstFailure: none,
  },
  complete: {
    finding: report.complete.verdict === 'complete' ? 'good' : 'missing',
    signed: report.complete.steps,
    firstFailure: report.complete.missing[0] === undefined ? none : known(report.complete.missing[0]),
  },
});

const outcomeOf = (desk: DeskContext, state: ReferralState, contents: PackContents): PackOutcome => {
  const payment = contents.payments.find((entry) => entry.settled !== null);
  if (payment?.settled)
    return {
      kind: 'paid',
      on: dateOf(payment.settled.on),
      accordingTo: payment.confirmedByPayee ? 'payee' : 'payer',
    };
  if (state.ending?.effective === true) return { kind: 'ended', how: state.ending.kind, on: localDate(desk, state.ending.at) };
  const current = state.incomes.at(-1);
  if (current?.attestation?.agrees === false)
    return { kind: 'disputed', since: localDate(desk, current.attestation.at), number: state.terms.label };
  if (state.complete) {
    const released = contents.payments.find((entry) => entry.released !== null);
    const since = state.completedAt === null ? notRecorded : known(localDate(desk, state.completedAt.seenAt));
    return { kind: 'due', state: released === undefined ? 'cooling-off' : 'released', since };
  }
  const next = state.steps.findIndex((step) => step === null);
  const names = ['Intent', 'Acknowledgement', 'Intake', 'Settlement', 'Outcome'];
  const who =
    state.waiting.on === 'client'
      ? 'the client'
      : state.waiting.on === 'nobody'
        ? 'nobody'
        : practiceName(desk, state.waiting.on === 'referrer' ? state.terms.referrer : state.terms.receiver);
  return {
    kind: 'provisional',
    awaiting: who,
    awaitedStep: names[next] ?? 'an attestation',
    coolingOffDays: known(contents.rule.coolingOffDays),
  };
};

/** The two clocks that run between the practices, in business days of the practice's zone, counted from what was signed. */
const clocksOf = (desk: DeskContext, state: ReferralState): EvidencePackDocument['clocks'] => {
  const passed = state.disclosures.find((entry) => entry.recipient === state.terms.receiver);
  const line = (clock: string, limit: number, from: string | null, to: string | null): EvidencePackDocument['clocks'][number] => {
    const first = from === null ? null : dateIn(desk.zone, from);
    const last = to === null ? null : dateIn(desk.zone, to);
    const days = first === null || last === null ? null : businessDaysLeft(desk, first, last);
    return {
      clock,
      limit: `${String(limit)} business days`,
      taken:
        first === null || last === null || days === null
          ? notRecorded
          : known(`${String(days)} business days: from ${formatDate(first)} to ${formatDate(last)}`),
      kept: days === null ? 'running' : days <= limit ? 'yes' : 'no',
      source: 'signers’ own clocks',
    };
  };
  return [
    line('Client’s details passed to the receiver', 5, state.steps[1]?.at ?? null, passed?.at ?? null),
    line('Receiver’s first contact and Intake', 10, passed?.delivered?.at ?? null, state.steps[2]?.at ?? null),
  ];
};

/** Every file with its SHA-256, but the page itself and MANIFEST, which list each other. */
const filesOf = (draft: PackDraft, desk: DeskContext): readonly PackFile[] => {
  const rows: PackFile[] = [];
  let events = 0;
  let proofs = 0;
  for (const [path, bytes] of [...draft.files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (path === 'evidence.pdf') rows.push({ kind: 'self', path });
    else if (path.startsWith('events/')) events += 1;
    else if (path.startsWith('proofs/')) proofs += 1;
    else rows.push({ kind: 'file', path, sha256: bytesToHex(desk.primitives.sha256(bytes)) });
  }
  rows.push({ kind: 'group', path: 'events/', count: events }, { kind: 'group', path: 'proofs/', count: proofs });
  return rows;
};
