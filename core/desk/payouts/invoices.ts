import { known, none, notRecorded } from '../../domain/text/fact.ts';
import { wordingOn } from '../../adapters/pdf/legal-wording.ts';
import { printPdf } from '../../adapters/pdf/print.ts';
import type { DocumentHead, PaymentOnPaper, YearToDate } from '../../adapters/pdf/shared-document.ts';
import type { Calculation } from '../../domain/commission/calculation.ts';
import { exactCents } from '../../domain/money/cents.ts';
import { issueBy } from '../../domain/payout/document-path.ts';
import { valueDeterminedOn } from '../../domain/payout/money-state.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { financialYear, type FinancialYear } from '../../domain/time/financial-year.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { type LocalDate, parseLocalDate } from '../../domain/time/local-date.ts';
import { parseZone, SYDNEY, type ZoneId } from '../../domain/time/zone.ts';
import { type Bytes, bytesToHex } from '../../protocol/bytes.ts';
import type { Opening } from '../../protocol/commitment.ts';
import type { BodyOf } from '../../protocol/event/catalogue.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { commit } from '../openings/openings.ts';
import { dateIn } from '../referrals/calendar.ts';
import { clientData, initials } from '../referrals/client-details.ts';
import { calculationFor } from '../referrals/entitlements.ts';
import { issuerPrefix, lastGiven, raiseCounters } from '../referrals/labels.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import type { Refusal } from '../refusal.ts';
import { payeeAccount } from './accounts.ts';
import type { OwnBatch } from './batches.ts';
import { commissionWorking, gstWorking, partyOnPaper, platformFee } from './on-paper.ts';
import { rctiAgreement } from './registrations.ts';
import { batchNotNow } from './refusals.ts';
import { type PayoutLineTable, payoutSql } from './tables.ts';

/** A tax invoice or statement that is printed and numbered, ready to be signed with the release. */
export type PrintedDocument = {
  readonly kind: 'rcti' | 'statement';
  readonly year: string;
  readonly seq: number;
  readonly number: string;
  readonly line: PayoutLineTable;
  readonly state: ReferralState;
  readonly body: BodyOf<'invoice.issued'>;
  readonly opening: Opening;
  readonly pdf: Bytes;
};

const SERIES = { rcti: 'RCTI', statement: 'CS' } as const;

/** The next free number of a kind in a financial year; a number once given is never given again, not even after a recovery. */
export const nextSequence = (desk: Pick<DeskContext, 'db'>, kind: 'rcti' | 'statement', year: string): number =>
  Math.max(
    desk.db.get(
      payoutSql
        .selectFrom('tax_number')
        .select(({ fn }) => fn.max('seq').as('last'))
        .where('kind', '=', kind)
        .where('year', '=', year),
    )?.last ?? 0,
    lastGiven(desk, SERIES[kind], year),
  ) + 1;

/** "ABCF-RCTI-2627-0001". */
export const taxNumber = (legalName: string, kind: 'rcti' | 'statement', year: string, seq: number): string =>
  `${issuerPrefix(legalName)}-${SERIES[kind]}-${year}-${String(seq).padStart(4, '0')}`;

type Facts = {
  readonly desk: DeskContext;
  readonly batch: OwnBatch;
  readonly line: PayoutLineTable;
  readonly state: ReferralState;
  readonly calculation: Calculation;
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly year: FinancialYear;
  readonly zone: ZoneId;
  /** Documents of this release that stand before this one. */
  readonly before: readonly PrintedDocument[];
};

/**
 * Prints the document of every commission line that has none yet: recipient created tax invoice, or commission statement for a referrer who is
 * not registered for GST. Numbers are taken in line order. Nothing is stored: the release stores number, document and event together.
 */
export const printDocuments = async (desk: DeskContext, batch: OwnBatch): Promise<Result<readonly PrintedDocument[], Refusal>> => {
  raiseCounters(desk);
  const issuedOn = dateIn(desk.zone, desk.clock.now());
  const year = financialYear(issuedOn);
  const place = parseZone(desk.zone);
  const zone = place.ok ? place.value : SYDNEY;
  const next = {
    rcti: nextSequence(desk, 'rcti', year.short),
    statement: nextSequence(desk, 'statement', year.short),
  };
  const printed: PrintedDocument[] = [];
  for (const line of batch.lines) {
    if (line.document !== 'rcti' && line.document !== 'statement') continue;
    const state = line.intent === null ? undefined : desk.ledger.referral(line.intent);
    const calculation = state?.agreed === null || state === undefined ? undefined : calculationFor(desk, state, state.agreed);
    if (state === undefined || calculation?.ok !== true || calculation.value.result.commission !== line.ex_gst)
      return err(
        batchNotNow(
          `This desk’s own calculation for ${state?.terms.label ?? 'a referral'} does not give the amount of the line.`,
          'Take the line out and open the referral: a difference is a dispute.',
        ),
      );
    const seq = next[line.document];
    next[line.document] += 1;
    const number = taxNumber(desk.profile.legalName, line.document, year.short, seq);
    const facts: Facts = {
      desk,
      batch,
      line,
      state,
      calculation: calculation.value,
      number,
      issuedOn,
      year,
      zone,
      before: [...printed],
    };
    const body = bodyOf(facts, line.document);
    if (line.document === 'rcti' && body.agreement === null)
      return err(batchNotNow(`The RCTI agreement for ${state.terms.label} is not current any more.`, 'Prepare the batch again.'));
    const pdf = Uint8Array.from(line.document === 'rcti' ? await printRcti(facts, body) : await printStatement(facts, body));
    const sha256 = bytesToHex(desk.primitives.sha256(pdf));
    const opening = commit(desk, { for: 'document', referral: state.referral, data: { number, sha256 } });
    printed.push({
      kind: line.document,
      year: year.short,
      seq,
      number,
      line,
      state,
      body: { ...body, document: opening.commitment },
      opening,
      pdf,
    });
  }
  return ok(printed);
};

const bodyOf = (
  { desk, line, number, issuedOn, state }: Facts,
  kind: 'rcti' | 'statement',
): Omit<BodyOf<'invoice.issued'>, 'document'> => ({
  kind,
  number,
  supplier: state.terms.referrer,
  recipient: desk.profile.practice,
  entitlements: [line.entitlement ?? ''],
  exGst: line.ex_gst,
  gst: line.gst,
  total: line.cents,
  gstMethod: kind === 'rcti' ? 'taxable-supply' : 'none',
  agreement: kind === 'rcti' ? (rctiAgreement(desk, desk.profile.practice, state.terms.referrer, issuedOn)?.event ?? null) : null,
  issuedOn,
});

const headOf = ({ desk, zone }: Facts, body: Omit<BodyOf<'invoice.issued'>, 'document'>): DocumentHead => ({
  network: registerOf(desk).test ? 'test' : 'live',
  zone,
  fingerprint: bytesToHex(desk.primitives.sha256(canonicalBytes(body))),
});

const supplyWords = ({ state }: Facts): string => `Referral of a client: ${state.terms.product.replaceAll(/[.-]/gu, ' ')}`;

const detailsOf = ({ desk, state }: Facts): readonly string[] => {
  const client = clientData(desk, state);
  const settled = parseLocalDate(state.agreed?.settledOn ?? '');
  return [
    `Settled ${settled.ok ? formatDate(settled.value) : 'not recorded'}, client ${client === undefined ? 'withheld' : initials(client.name)}`,
  ];
};

const paymentOf = ({ desk, batch, line }: Facts): PaymentOnPaper => {
  const on = parseLocalDate(batch.row.processing_date);
  const digits = payeeAccount(desk, line.beneficiary)?.data?.account.replaceAll('-', '') ?? '';
  if (!on.ok) throw new Error('a stored processing date is a date');
  return {
    rail: 'Direct entry',
    on: on.value,
    accountLast4: digits.slice(-4),
    reference: line.reference,
    batch: batch.row.label,
  };
};

const yearToDate = ({ desk, state, year, number, issuedOn, line, before }: Facts, kind: 'rcti' | 'statement'): YearToDate => {
  const earlier = desk.db.all(
    payoutSql
      .selectFrom('tax_number')
      .selectAll()
      .where('supplier', '=', state.terms.referrer)
      .where('year', '=', year.short)
      .where('kind', '=', kind)
      .orderBy('seq'),
  );
  const sameRelease = before
    .filter((document) => document.kind === kind && document.body.supplier === state.terms.referrer)
    .map(({ body }) => ({
      number: body.number,
      issued_on: body.issuedOn,
      ex_gst: body.exGst,
      gst: body.gst,
    }));
  const rows = [...earlier, ...sameRelease, { number, issued_on: issuedOn, ex_gst: line.ex_gst, gst: line.gst }];
  const gst = (cents: number) => (kind === 'rcti' ? known(exactCents(cents)) : none);
  const sum = (pick: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  return {
    firstDay: year.first,
    lines: rows.map((row) => {
      const on = parseLocalDate(row.issued_on);
      return {
        number: row.number,
        issuedOn: on.ok ? on.value : issuedOn,
        exGst: exactCents(row.ex_gst),
        gst: gst(row.gst),
        total: exactCents(row.ex_gst + row.gst),
      };
    }),
    count: rows.length,
    exGst: exactCents(sum((row) => row.ex_gst)),
    gst: gst(sum((row) => row.gst)),
    total: exactCents(sum((row) => row.ex_gst + row.gst)),
  };
};

const ruleName = ({ desk, state }: Facts): { readonly name: string; readonly version: number } => {
  const rule = ruleContent(desk, state.terms.rule.hash);
  return { name: rule?.name ?? 'not recorded', version: state.terms.rule.version };
};

const printRcti = async (facts: Facts, body: Omit<BodyOf<'invoice.issued'>, 'document'>): Promise<Uint8Array> => {
  const { desk, batch, line, state, calculation, number, issuedOn, zone } = facts;
  const at = parseInstant(desk.clock.now());
  const agreement = rctiAgreement(desk, desk.profile.practice, state.terms.referrer, issuedOn);
  const agreedOn = parseLocalDate(agreement?.from ?? '');
  const determined = valueDeterminedOn(state, zone) ?? issuedOn;
  const made = parseLocalDate(state.agreed?.settledOn ?? '');
  if (!at.ok || agreement === null || !agreedOn.ok) throw new Error('checked before: clock and agreement');
  const amounts = {
    exGst: exactCents(line.ex_gst),
    gst: exactCents(line.gst),
    total: exactCents(line.cents),
  };
  return printPdf({
    kind: 'rcti',
    document: {
      ...headOf(facts, body),
      number,
      issuedOn,
      issuedAt: at.value,
      recipient: partyOnPaper(desk, desk.profile.practice, issuedOn),
      supplier: partyOnPaper(desk, state.terms.referrer, issuedOn),
      referral: state.terms.label,
      lines: [{ supply: supplyWords(facts), details: detailsOf(facts), quantity: 1, taxable: 'fully', ...amounts }],
      ...amounts,
      gstWorkings: [gstWorking(amounts.exGst, true)],
      gstMethod: 'taxable-supply',
      commissions: [commissionWorking(calculation)],
      rule: ruleName(facts),
      supplyMadeOn: made.ok ? made.value : determined,
      valueDeterminedOn: determined,
      issueBy: issueBy(determined),
      payment: known(paymentOf(facts)),
      adjustments: none,
      fee: platformFee(desk, calculation, issuedOn),
      feeInvoice: notRecorded,
      agreement: { kind: 'separate', number: agreement.label, on: agreedOn.value, clause: none },
      yearToDate: yearToDate(facts, 'rcti'),
      soleSignatory: batch.policy.kind === 'sole',
      event: notRecorded,
      wording: wordingOn('rcti', issuedOn).version,
    },
    at: at.value,
  });
};

const printStatement = async (facts: Facts, body: Omit<BodyOf<'invoice.issued'>, 'document'>): Promise<Uint8Array> => {
  const { desk, batch, line, state, calculation, number, issuedOn } = facts;
  const base = ruleContent(desk, state.terms.rule.hash)?.base ?? 'gross';
  return printPdf({
    kind: 'commission-statement',
    document: {
      ...headOf(facts, body),
      number,
      issuedOn,
      payer: partyOnPaper(desk, desk.profile.practice, issuedOn),
      payee: partyOnPaper(desk, state.terms.referrer, issuedOn),
      referral: state.terms.label,
      lines: [
        {
          supply: supplyWords(facts),
          details: detailsOf(facts),
          working: commissionWorking(calculation),
          baseWords: `${base} income of the receiving practice, ex GST`,
          amount: exactCents(line.ex_gst),
        },
      ],
      rule: ruleName(facts),
      withheld: none,
      total: exactCents(line.cents),
      payment: known(paymentOf(facts)),
      fee: platformFee(desk, calculation, issuedOn),
      adjustments: none,
      yearToDate: yearToDate(facts, 'statement'),
      soleSignatory: batch.policy.kind === 'sole',
      event: notRecorded,
      wording: wordingOn('commission-statement', issuedOn).version,
    },
    at: desk.clock.now(),
  });
};
