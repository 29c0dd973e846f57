import { explainCalculation } from '../../core/domain/commission/calculation-words.ts';
import { ruleInWords } from '../../core/domain/commission/rule-words.ts';
import { formatCents } from '../../core/domain/money/amount-text.ts';
import { exactCents } from '../../core/domain/money/cents.ts';
import { formatDate, formatDateLong, formatDateTime } from '../../core/domain/time/date-text.ts';
import { parseInstant } from '../../core/domain/time/instant.ts';
import { parseLocalDate } from '../../core/domain/time/local-date.ts';
import { localDate, type ZoneId } from '../../core/domain/time/zone.ts';
import { assuranceWords } from '../../core/domain/wording/assurance-words.ts';
import type { PackCheck, PackContents, PackReport } from '../../core/protocol/pack/report.ts';

/** holds: disc. partly: triangle. fails: square. not-judged: dashed circle. Shape and word differ, not only colour. */
export type Look = 'holds' | 'partly' | 'fails' | 'not-judged';

export interface VerdictView {
  readonly verdict: Look;
  readonly word: string;
  readonly counted: string;
}

export interface StepView {
  readonly name: string;
  readonly state: 'signed' | 'not-yet' | 'not-judged';
  readonly when: string;
}

/** A label with its value and, below, what limits it; folded until asked for. */
export interface FactView {
  readonly label: string;
  readonly value: string;
  readonly note: string | null;
}

export interface SectionView {
  readonly id: 'network' | 'handshakes' | 'arithmetic' | 'consent' | 'money';
  readonly title: string;
  readonly facts: readonly FactView[];
}

/** Everything that a page says of one pack, without how it looks. */
export interface PackView {
  readonly verdicts: readonly [VerdictView, VerdictView, VerdictView];
  readonly tone: 'ok' | 'warn' | 'bad';
  /** Bold first words of the sentence; null where the pack stands. */
  readonly lead: string | null;
  readonly sentence: string;
  /** First failure in words; null when no check failed. */
  readonly failure: string | null;
  readonly steps: readonly StepView[];
  /** Who exported it and when, by the exporter's own clock; null while the pack is not intact. */
  readonly exported: string | null;
  readonly testNetwork: boolean;
  readonly checks: readonly PackCheck[];
  readonly checked: string;
  /** Sources, counts and limits, each a sentence. */
  readonly notes: readonly string[];
  /** What the pack says; empty while it is not intact, since nothing in it is then to be read as fact. */
  readonly sections: readonly SectionView[];
}

export const STEP_NAMES = ['Intent', 'Acknowledgement', 'Intake', 'Settlement', 'Outcome'] as const;

const money = (cents: number): string => formatCents(exactCents(cents));

const dayOfInstant = (at: string, zone: ZoneId, long = false): string => {
  const instant = parseInstant(at);
  if (!instant.ok) return at;
  const day = localDate(instant.value, zone);
  return long ? formatDateLong(day) : formatDate(day);
};

const dayText = (day: string, long = false): string => {
  const read = parseLocalDate(day);
  return read.ok ? (long ? formatDateLong(read.value) : formatDate(read.value)) : day;
};

const momentOf = (at: string, zone: ZoneId): string => {
  const instant = parseInstant(at);
  return instant.ok ? formatDateTime(instant.value, zone) : at;
};

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en-AU')} ${count === 1 ? one : many}`;

const intactVerdict = (report: PackReport, files: number | null): VerdictView =>
  report.intact.verdict === 'intact'
    ? {
        verdict: 'holds',
        word: 'Record intact',
        counted: files === null ? 'Every file as signed' : `${counted(files, 'file', 'files')} as signed`,
      }
    : { verdict: 'fails', word: 'Record not intact', counted: report.intact.failure ?? 'A check failed' };

const recognisedVerdict = ({ recognised }: PackReport): VerdictView => {
  switch (recognised.verdict) {
    case 'recognised':
      return {
        verdict: 'holds',
        word: 'Signers recognised',
        counted: `${String(recognised.byRegister)} by register, ${String(recognised.byInvitation)} by invitation`,
      };
    case 'not-recognised':
      return {
        verdict: 'fails',
        word: 'Signers not recognised',
        counted: recognised.failure ?? 'A check failed',
      };
    case 'self-consistent':
      return { verdict: 'partly', word: 'Self-consistent only', counted: 'No trust file to compare with' };
    case 'not-judged':
      return { verdict: 'not-judged', word: 'Signers not judged', counted: 'The record comes first' };
  }
};

const completeVerdict = ({ complete }: PackReport): VerdictView => {
  switch (complete.verdict) {
    case 'complete':
      return { verdict: 'holds', word: 'Chain complete', counted: '5 of 5 handshakes' };
    case 'interim':
      return {
        verdict: 'partly',
        word: `Interim: ${String(complete.steps)} of 5`,
        counted:
          complete.missing[0] === undefined
            ? 'Handshakes so far'
            : `${complete.missing[0].slice(0, 1).toUpperCase()}${complete.missing[0].slice(1)}`,
      };
    case 'not-judged':
      return { verdict: 'not-judged', word: 'Chain not judged', counted: 'The record comes first' };
  }
};

const nameIn = ({ parties }: PackContents, practice: string): string => parties.get(practice)?.name ?? 'a practice not named in this pack';

/** Name of the client where the pack discloses it. */
const clientIn = ({ openings }: PackContents): string | null => {
  const data = openings.find((opening) => opening.for === 'client')?.data;
  const name = typeof data === 'object' && data !== null && !Array.isArray(data) && 'name' in data ? data['name'] : null;
  return typeof name === 'string' && name !== '' ? name : null;
};

const payable = ({ calculation, state, rule }: PackContents): string => {
  if (calculation === null) return '';
  const { commission, gstEstimate } = calculation.result;
  const amount = gstEstimate.commission > 0 ? `${money(commission)} + ${money(gstEstimate.commission)} GST` : money(commission);
  return ` ${amount} ${state.complete ? 'is earned' : 'is worked out'} under ${rule.name}, version ${String(rule.version)}.`;
};

const storyOf = (contents: PackContents, zone: ZoneId): string => {
  const { terms, steps, agreed } = contents.state;
  const on = steps[0] === null || steps[0] === undefined ? '' : `On ${dayOfInstant(steps[0].at, zone, true)} `;
  const settled = agreed === null ? '' : ` It settled on ${dayText(agreed.settledOn, true)}.`;
  return `${on}${nameIn(contents, terms.referrer)} referred ${clientIn(contents) ?? 'a client'} to ${nameIn(contents, terms.receiver)}.${settled}${payable(contents)}`;
};

const failureOf = (report: PackReport): string | null => {
  const failed = report.checks.find((check) => check.state === 'failed');
  if (failed === undefined) return null;
  const compared = failed.compared === '' ? '' : ` Compared was ${failed.compared}.`;
  const where = failed.where === '' ? '' : ` It differs at ${failed.where}.`;
  const after =
    report.intact.verdict === 'broken'
      ? ' Somebody edited it, or it was damaged on its way. Ask the sender for the pack again, from their desk.'
      : ' The files are as they were signed, but this does not fit the network that you trust.';
  return `“${failed.name}” does not hold (${failed.code ?? 'no name'}).${compared}${where}${after}`;
};

const stepsOf = (contents: PackContents | null, zone: ZoneId): readonly StepView[] =>
  STEP_NAMES.map((name, step): StepView => {
    if (contents === null) return { name, state: 'not-judged', when: 'Not judged' };
    const signed = contents.state.steps[step];
    return signed === null || signed === undefined
      ? { name, state: 'not-yet', when: 'Not yet' }
      : { name, state: 'signed', when: dayOfInstant(signed.at, zone) };
  });

const handshakesIn = (contents: PackContents, zone: ZoneId): SectionView => ({
  id: 'handshakes',
  title: 'Five handshakes',
  facts: contents.state.steps.map((step, index): FactView => {
    const label = STEP_NAMES[index] ?? '';
    if (step === null) return { label, value: 'Not signed', note: null };
    const words = assuranceWords(step.assurance, (practice) => nameIn(contents, practice), contents.pack.test);
    const who = step.signer.kind === 'person' ? nameIn(contents, step.signer.practice) : 'The client';
    const notes = [
      words.keyWords,
      words.deviceWords,
      ...(step.assurance.invited === null ? [] : [`Invited ${words.invitedWords.slice(0, 1).toLowerCase()}${words.invitedWords.slice(1)}`]),
      ...(words.limits === null ? [] : [words.limits]),
    ];
    return {
      label,
      value: `${who}, ${momentOf(step.at, zone)}, log entry ${String(step.index)}`,
      note: notes.join(' · '),
    };
  }),
});

const arithmeticIn = ({ calculation, rule }: PackContents): SectionView | null =>
  calculation === null
    ? null
    : {
        id: 'arithmetic',
        title: 'Arithmetic',
        facts: [
          { label: 'Rule', value: `${rule.name}, version ${String(rule.version)}`, note: ruleInWords(rule) },
          ...explainCalculation(calculation).map((row): FactView => ({
            label: row.step,
            value: row.cents === null ? row.working : `${money(row.cents)}`,
            note: row.cents === null ? row.clause : [row.working, row.clause].filter((text) => text !== '').join(' · '),
          })),
        ],
      };

const consentIn = (contents: PackContents, zone: ZoneId): SectionView => ({
  id: 'consent',
  title: 'Consent',
  facts: contents.state.consents.flatMap((consent): FactView[] => [
    {
      label: consent.by === 'client' ? 'Given by the client' : 'Recorded by the practice',
      value: `For ${consent.recipients.map((practice) => nameIn(contents, practice)).join(', ')}, ${momentOf(consent.validFrom, zone)} to ${momentOf(consent.validUntil, zone)}`,
      note:
        consent.withdrawn === null
          ? `Notice ${consent.notice.id}, version ${String(consent.notice.version)}; ${consent.categories.join(', ')}`
          : `Withdrawn ${momentOf(consent.withdrawn.at, zone)}`,
    },
  ]),
});

const moneyIn = (contents: PackContents, zone: ZoneId): SectionView | null =>
  contents.payments.length === 0
    ? null
    : {
        id: 'money',
        title: 'Money',
        facts: contents.payments.map((payment): FactView => {
          const amount = payment.cents === null ? 'Amount not disclosed' : money(payment.cents);
          const released = payment.released === null ? 'Release not recorded' : `Released ${momentOf(payment.released, zone)}`;
          const paid =
            payment.failed !== null
              ? `Failed ${dayText(payment.failed.on)}`
              : payment.settled === null
                ? 'Payment not recorded'
                : `Paid ${dayText(payment.settled.on)}, ${payment.confirmedByPayee ? 'confirmed by the payee' : 'according to the payer'}`;
          return {
            label: `${payment.label}, payment ${String(payment.line + 1)}`,
            value: amount,
            note: `${released}. ${paid}.`,
          };
        }),
      };

/** What log, witnesses and time-stamp say, each in a line of its own; none for a pack without network proof. */
const networkIn = ({ network }: PackReport, zone: ZoneId): SectionView | null =>
  network.log === null
    ? null
    : {
        id: 'network',
        title: 'Network log, witnesses and time-stamp',
        facts: [
          {
            label: 'Network log',
            value: `${counted(network.proven, 'record', 'records')} of ${network.events.toLocaleString('en-AU')}`,
            note: `${network.log.origin}, at ${counted(network.log.size, 'entry', 'entries')}`,
          },
          {
            label: 'Witnesses',
            value:
              network.verdict === 'stated'
                ? 'Not judged'
                : network.witnesses.length === 0
                  ? 'Not enough'
                  : String(network.witnesses.length),
            note:
              network.verdict === 'stated'
                ? 'No trust file here names this log.'
                : network.witnesses.map(({ name, at }) => `${name}, ${momentOf(at, zone)}`).join(' · '),
          },
          {
            label: 'Time-stamp',
            value: network.timeStamp === null ? 'None that is believed' : momentOf(network.timeStamp.at, zone),
            note: network.timeStamp === null ? null : `${network.timeStamp.authority}: existed by then`,
          },
        ],
      };

const toneOf = ({ intact, recognised, complete, network }: PackReport): PackView['tone'] => {
  if (intact.verdict === 'broken' || recognised.verdict === 'not-recognised' || network.verdict === 'refused') return 'bad';
  return recognised.verdict === 'recognised' && complete.verdict === 'complete' ? 'ok' : 'warn';
};

const leadOf = ({ intact, recognised, network }: PackReport): string | null => {
  if (intact.verdict === 'broken') return 'Do not rely on this pack.';
  if (recognised.verdict !== 'not-recognised' && network.verdict === 'refused') return 'Do not rely on when this was logged.';
  return recognised.verdict === 'not-recognised' ? 'Do not rely on who signed.' : null;
};

const sentenceOf = (report: PackReport, zone: ZoneId): string => {
  if (report.contents === null) return 'It is not as it was signed, so this page does not say what was signed.';
  const story = storyOf(report.contents, zone);
  return report.recognised.verdict === 'not-recognised' ? `The record says: ${story}` : story;
};

const sentences = (texts: readonly string[], zone: ZoneId): readonly string[] =>
  [...new Set(texts)].map((text) =>
    text
      .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/gu, (at) => momentOf(at, zone))
      .replaceAll(/\b\d{4}-\d{2}-\d{2}\b(?!T)/gu, (day) => dayText(day)),
  );

/** What is said of a pack that was judged: three verdicts never merged, the first failure in words, and only what an intact pack shows. */
export const viewOfReport = (report: PackReport, zone: ZoneId): PackView => {
  const { contents } = report;
  const ok = report.checks.filter((check) => check.state === 'ok').length;
  const failed = report.checks.findIndex((check) => check.state === 'failed');
  const files = contents === null ? null : Number(/(\d+) files/u.exec(report.intact.words[0] ?? '')?.[1] ?? Number.NaN);
  const sections =
    contents === null
      ? []
      : [handshakesIn(contents, zone), arithmeticIn(contents), consentIn(contents, zone), moneyIn(contents, zone), networkIn(report, zone)]
          .filter((section) => section !== null)
          .filter((section) => section.facts.length > 0);
  return {
    verdicts: [
      intactVerdict(report, files === null || Number.isNaN(files) ? null : files),
      recognisedVerdict(report),
      completeVerdict(report),
    ],
    tone: toneOf(report),
    lead: leadOf(report),
    sentence: sentenceOf(report, zone),
    failure: failureOf(report),
    steps: stepsOf(contents, zone),
    exported:
      contents === null
        ? null
        : `Exported ${momentOf(contents.pack.exportedAt, zone)} by ${nameIn(contents, contents.pack.exporter.practice)}, by its own clock`,
    testNetwork: contents?.pack.test === true,
    checks: report.checks,
    checked:
      failed === -1
        ? `${String(ok)} of ${String(report.checks.length)} steps hold`
        : `First failure in step ${String(failed + 1)} of ${String(report.checks.length)}`,
    notes: sentences(
      contents === null
        ? report.limits
        : [...report.intact.words, ...report.recognised.words, ...report.complete.words, ...report.network.words, ...report.limits],
      zone,
    ),
    sections,
  };
};
