import { z } from 'zod';
import { known, none, notRecorded } from '../../domain/text/fact.ts';
import type { BatchSheetLine } from '../../adapters/pdf/payout-batch-document.ts';
import { printPdf } from '../../adapters/pdf/print.ts';
import type { BatchAct } from '../../adapters/pdf/shared-document.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { exactCents } from '../../domain/money/cents.ts';
import { TWO_APPROVALS_FROM } from '../../domain/payout/approval-policy.ts';
import { type Instant, parseInstant } from '../../domain/time/instant.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { rolesAt } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { storedFile } from './aba-export.ts';
import { accountWords, payeeAccount } from './accounts.ts';
import { computedEntitlement } from './computed-entitlement.ts';
import type { OwnBatch } from './batches.ts';
import { partyOnPaper } from './on-paper.ts';
import { excludedRows } from './revision-rows.ts';

const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error('a signed time is an instant');
  return parsed.value;
};

const lastFour = (desk: DeskContext, practice: string): string =>
  payeeAccount(desk, practice)?.data?.account.replaceAll('-', '').slice(-4) ?? '';

const lastDigits = (bank: string): string => {
  const parsed = z.object({ account: z.string() }).safeParse(JSON.parse(bank));
  return parsed.success ? parsed.data.account.replaceAll('-', '').slice(-4) : '';
};

const becauseWords = ({ policy }: OwnBatch): string => {
  const limit = formatCents(TWO_APPROVALS_FROM);
  if (policy.kind === 'sole') return `the batches of the day stay under ${limit}`;
  return policy.needed === 2 ? `the batch is ${limit} or more` : `the batch is under ${limit}`;
};

/** Name of a person as the register states it. */
export const personName = (desk: DeskContext, person: string): string =>
  registerOf(desk).people.get(person)?.name ?? 'somebody the register does not know';

const actsOf = (desk: DeskContext, batch: OwnBatch): readonly BatchAct[] => {
  const register = registerOf(desk);
  const roles = (person: string): string => rolesAt(register.people.get(person), desk.ledger.size()).join(', ');
  const passkeyWords = register.test ? 'test key' : 'passkey, holder verified';
  return batch.fold.revisions.flatMap((revision, index): BatchAct[] => {
    const superseded = batch.fold.revisions[index + 1];
    const reset = superseded === undefined ? none : known({ at: instant(superseded.at), reason: 'the batch was changed' });
    return [
      {
        act: index === 0 ? { kind: 'prepared' } : { kind: 'changed', what: `version ${String(revision.revision)}` },
        who: personName(desk, revision.person),
        role: roles(revision.person),
        at: instant(revision.at),
        keyFingerprint: revision.key,
        keyKind: 'person key',
        reset: none,
      },
      ...revision.approvals.map((approval, number): BatchAct => ({
        act: { kind: 'approval', number: number + 1, needed: batch.policy.needed },
        who: personName(desk, approval.person),
        role: roles(approval.person),
        at: instant(approval.at),
        keyFingerprint: approval.passkey ?? approval.key,
        keyKind: passkeyWords,
        reset,
      })),
    ];
  });
};

const sheetLines = (
  desk: DeskContext,
  batch: OwnBatch,
  numbers: ReadonlyMap<string, string>,
  abnOf: (practice: string) => BatchSheetLine['abn'],
): readonly BatchSheetLine[] => {
  const paid = batch.lines
    .filter((line) => line.kind === 'commission')
    .map((line): BatchSheetLine => {
      const change = payeeAccount(desk, line.beneficiary)?.change ?? null;
      const number = numbers.get(line.entitlement ?? '');
      return {
        line: line.line + 1,
        payee: practiceName(desk, line.beneficiary),
        abn: abnOf(line.beneficiary),
        document: number === undefined ? notRecorded : known(number),
        accountLast4: lastFour(desk, line.beneficiary),
        accountChange: change === null ? none : known(`before ${accountWords(change.old)}`),
        exGst: exactCents(line.ex_gst),
        gst: line.document === 'statement' ? none : known(exactCents(line.gst)),
        total: exactCents(line.cents),
        takenOut: none,
      };
    });
  const out = excludedRows(desk, batch);
  return [
    ...paid,
    ...out.flatMap((row, index): BatchSheetLine[] => {
      const computed = computedEntitlement(desk, row.entitlement);
      if (computed === undefined) return [];
      const exGst = exactCents(computed.commission);
      const gst = exactCents(computed.gst);
      const practice = computed.beneficiary;
      return [
        {
          line: batch.lines.length + index + 1,
          payee: practiceName(desk, practice),
          abn: abnOf(practice),
          document: none,
          accountLast4: lastFour(desk, practice),
          accountChange: none,
          exGst,
          gst: known(gst),
          total: exactCents(exGst + gst),
          takenOut: known(row.reason),
        },
      ];
    }),
  ];
};

/** The approval sheet of a batch at its release: every line, who did what with which key, and the file. `numbers` maps entitlement to document number. */
export const printBatchSheet = async (desk: DeskContext, batch: OwnBatch, numbers: ReadonlyMap<string, string>): Promise<Bytes> => {
  const now = instant(desk.clock.now());
  const today = dateIn(desk.zone, now);
  const zone = parseZone(desk.zone);
  const date = parseLocalDate(batch.row.processing_date);
  if (!date.ok) throw new Error('a stored processing date is a date');
  const payer = partyOnPaper(desk, desk.profile.practice, today);
  const fee = batch.lines.find((line) => line.kind === 'platform-fee');
  const commissions = batch.lines.filter((line) => line.kind === 'commission');
  const sum = (pick: (line: (typeof commissions)[number]) => number) =>
    exactCents(commissions.reduce((total, line) => total + pick(line), 0));
  const abnOf = (practice: string) => partyOnPaper(desk, practice, today).abn;
  const lines = sheetLines(desk, batch, numbers, abnOf);
  const statements = commissions.filter((line) => line.document === 'statement').length;
  const invoices = commissions.length - statements;
  const sole = batch.policy.kind === 'sole';
  const pdf = await printPdf({
    kind: 'payout-batch',
    document: {
      network: registerOf(desk).test ? 'test' : 'live',
      zone: zone.ok ? zone.value : SYDNEY,
      fingerprint: batch.fold.current.hash,
      number: batch.row.label,
      state: 'released',
      payer,
      accountLast4: lastDigits(batch.row.bank),
      rail: 'Direct entry',
      cutOff: notRecorded,
      processingDate: date.value,
      policy: {
        given: batch.counting.length,
        needed: batch.policy.needed,
        because: becauseWords(batch),
        soleSignatory: sole,
      },
      lines,
      fee:
        fee === undefined
          ? none
          : known({
              line: fee.line + 1,
              payee: practiceName(desk, fee.beneficiary),
              abn: abnOf(fee.beneficiary),
              accountLast4: lastFour(desk, fee.beneficiary),
              exGst: exactCents(fee.ex_gst),
              gst: exactCents(fee.gst),
              total: exactCents(fee.cents),
            }),
      linesPaid: commissions.length,
      linesTakenOut: lines.length - commissions.length,
      documentsInWords: [
        invoices === 0 ? null : `${String(invoices)} ${invoices === 1 ? 'RCTI' : 'RCTIs'}`,
        statements === 0 ? null : `${String(statements)} ${statements === 1 ? 'statement' : 'statements'}`,
      ]
        .filter((part) => part !== null)
        .join(', '),
      commission: {
        exGst: sum((line) => line.ex_gst),
        gst: sum((line) => line.gst),
        total: sum((line) => line.cents),
      },
      total: exactCents(batch.row.total),
      remarks: [`Payment file as approved: SHA-256 ${storedFile(desk, batch.row.batch, batch.row.revision).sha256}`],
      acts: [
        ...actsOf(desk, batch),
        {
          act: { kind: 'released' },
          who: desk.profile.legalName,
          role: 'till',
          at: now,
          keyFingerprint: desk.keys.desk.key,
          keyKind: 'device key',
          reset: none,
        },
      ],
      batchHash: batch.fold.current.hash,
      file: notRecorded,
      printedAt: now,
    },
    at: now,
  });
  return Uint8Array.from(pdf);
};
