import type { Cents } from '../../../domain/money/cents.ts';
import { absenceWord, printFact, type Fact } from '../../../domain/text/fact.ts';
import type { EvidencePackDocument, Handshake, PackVerdicts } from '../evidence-pack-document.ts';
import { banner, verdictBox, type VerdictCell } from '../layout/boxes.ts';
import { grid } from '../layout/grid.ts';
import { qrCode } from '../layout/qr.ts';
import { rail, type RailStop } from '../layout/rail.ts';
import { bold, plain, strong, type, wrap, type Rich, type Span } from '../layout/rich.ts';
import { beside, drawLines, full, headed, paragraph, ruleAcross, type Area, type Sheet } from '../layout/sheet.ts';
import { table, type Row } from '../layout/table.ts';
import { sentence } from '../../../domain/legal/wording.ts';
import { legalWording } from '../legal-wording.ts';
import { abnText, day, dayLong, dollars, figure, minuteOf } from '../words.ts';
import { gstStatusWords, shareWords } from '../working-words.ts';
import { noBreak } from '../../../domain/text/no-break.ts';

const isMissing = (handshake: Handshake): boolean => handshake.kind === 'missing';

/** A pack is interim while a handshake is missing. */
export const isInterim = (pack: EvidencePackDocument): boolean => pack.handshakes.some(isMissing);

const amountWords = (pack: EvidencePackDocument): string => {
  const { commission, gst, total } = pack.amounts;
  if (commission.kind !== 'known') return `an amount that is ${absenceWord(commission.kind)}`;
  const base = dollars(commission.value.result);
  if (gst.kind !== 'known') return `${base}, GST ${absenceWord(gst.kind)}`;
  return `${base} plus ${dollars(gst.value)} GST${total.kind === 'known' ? `, ${dollars(total.value)} in total` : ''}`;
};

const ruleWords = (pack: EvidencePackDocument): string => `under rule “${pack.rule.name}”, ${noBreak(`version ${pack.rule.version}`)}`;

const dueState = (pack: EvidencePackDocument): string => {
  const { outcome } = pack;
  if (outcome.kind !== 'due') return '';
  const since = printFact(outcome.since, dayLong);
  switch (outcome.state) {
    case 'cooling-off':
      return `It is in its cooling-off period since ${since}.`;
    case 'payable':
      return `It is payable since ${since} and in no payout yet.`;
    case 'reserved':
      return `It is in a payout since ${since} that is not approved yet.`;
    case 'approved':
      return `Its payout was approved on ${since} and is not released yet.`;
    case 'released':
      return `Its payout was released on ${since}; that it was settled is not recorded.`;
  }
};

const outcomeSpans = (pack: EvidencePackDocument): readonly Span[] => {
  const { outcome } = pack;
  const amount = amountWords(pack);
  switch (outcome.kind) {
    case 'paid': {
      const source = outcome.accordingTo === 'payer' ? 'According to the payer it' : 'According to payer and payee it';
      return [
        plain('A commission of '),
        strong(`${amount},`),
        plain(` was due ${ruleWords(pack)}. ${source} was paid on ${dayLong(outcome.on)}.`),
      ];
    }
    case 'due':
      return [plain('A commission of '), strong(`${amount},`), plain(` is due ${ruleWords(pack)}. ${dueState(pack)}`)];
    case 'provisional': {
      const days = outcome.coolingOffDays;
      const after = days.kind === 'known' && days.value > 0 ? ` after a ${days.value}-day cooling-off` : '';
      const provisional =
        pack.amounts.commission.kind === 'known'
          ? ` If it is signed on the record as it stands, ${amount} becomes payable${after} ${ruleWords(pack)}.`
          : ` No amount can be stated yet ${ruleWords(pack)}.`;
      return [strong('Nothing is payable yet: '), plain(`${outcome.awaiting} has not signed the ${outcome.awaitedStep}.${provisional}`)];
    }
    case 'ended':
      return [plain(`It ended on ${dayLong(outcome.on)}: ${outcome.how}. `), strong('Nothing is payable.')];
    case 'disputed':
      return [
        plain(`A dispute, ${outcome.number}, is open since ${dayLong(outcome.since)} about `),
        strong(`${amount}. `),
        strong('Nothing is paid while it is open.'),
      ];
  }
};

const answer = (pack: EvidencePackDocument): Rich => {
  const settled = pack.settledOn.kind === 'known' ? `${pack.settlementWords} on ${dayLong(pack.settledOn.value)}. ` : '';
  return [
    plain(`On ${dayLong(pack.referredOn)} ${pack.referrer.name} referred ${pack.client.name} to ${pack.receiver.name}. ${settled}`),
    ...outcomeSpans(pack),
  ];
};

const failure = (firstFailure: Fact<string>, otherwise: string): string =>
  firstFailure.kind === 'known' ? `First failure: ${firstFailure.value}` : otherwise;

const waitingOn = (handshakes: readonly Handshake[]): string | undefined => {
  const missing = handshakes.find(isMissing);
  if (missing?.kind !== 'missing') return undefined;
  return `${missing.name} not signed: waiting on ${missing.awaiting} since ${printFact(missing.since, day)}.`;
};

const verdictCells = (verdicts: PackVerdicts, pack: EvidencePackDocument): readonly VerdictCell[] => {
  const { intact, recognised, complete } = verdicts;
  const index = printFact(recognised.registerIndex, String);
  const at = printFact(recognised.registerAt, (instant) => minuteOf(instant, pack.zone));
  return [
    {
      state: intact.finding,
      question: 'Is the record intact?',
      answer: intact.finding === 'good' ? 'Record intact' : intact.finding === 'missing' ? 'Not established' : 'Record broken',
      detail: failure(
        intact.firstFailure,
        `${intact.eventsIntact} of ${intact.eventsInPack} events: every hash and signature matches; all are in the log.`,
      ),
    },
    {
      state: recognised.finding,
      question: 'Are the signers recognised?',
      answer:
        recognised.finding === 'good' ? 'Signers recognised' : recognised.finding === 'missing' ? 'Self-consistent' : 'Not recognised',
      detail: (recognised.finding === 'missing' ? (text: string) => text : (text: string) => failure(recognised.firstFailure, text))(
        recognised.finding === 'missing'
          ? 'Only self-consistent at export: the trust file says who is recognised.'
          : `${recognised.byRegister} by register, ${recognised.byInvitation} by invitation; register index ${index}, ${at}. Later revocations unknown.`,
      ),
    },
    {
      state: complete.finding,
      question: 'Is the chain complete?',
      answer: `${complete.finding === 'good' ? 'Complete' : 'Incomplete'}, ${complete.signed} of 5`,
      detail: failure(complete.firstFailure, waitingOn(pack.handshakes) ?? 'All five handshakes are signed; each names the one before.'),
    },
  ];
};

const stopOf = (handshake: Handshake, index: number, pack: EvidencePackDocument): RailStop => {
  const name = `${index + 1} ${handshake.name}`;
  if (handshake.kind === 'missing')
    return {
      state: 'missing',
      name,
      lines: [`not signed: waiting on ${handshake.awaiting} since ${printFact(handshake.since, day)}`],
    };
  const [date, month, year, ...clock] = minuteOf(handshake.signedAt, pack.zone).split('\u00a0');
  return {
    state: handshake.finding,
    name,
    lines: [handshake.signer, `${date} ${month} ${year},`, clock.join('\u00a0')],
  };
};

const partyRows = (pack: EvidencePackDocument): readonly Row[] => {
  const practice = (role: string, party: EvidencePackDocument['referrer']): Row => ({
    cells: [
      role,
      party.entity.kind === 'known' ? `${party.legalName} (${party.entity.value})` : party.legalName,
      abnText(party.abn),
      gstStatusWords(party.gst, pack.zone),
    ],
  });
  return [
    practice('Referring practice', pack.referrer),
    practice('Receiving practice', pack.receiver),
    {
      cells: [
        'Client',
        `${pack.client.name}, ${pack.client.kind}`,
        printFact(pack.client.abn, abnText),
        printFact(pack.client.gst, (gst) => gstStatusWords(gst, pack.zone)),
      ],
    },
  ];
};

const money = (fact: Fact<Cents>): string => printFact(fact, figure);

const commissionLabel = (pack: EvidencePackDocument): string => {
  const { commission } = pack.amounts;
  return commission.kind === 'known' ? `Commission, ${shareWords(commission.value)}` : 'Commission';
};

const amountRows = (pack: EvidencePackDocument): readonly Row[] => {
  const { amounts, outcome, referrer } = pack;
  const paid = outcome.kind === 'paid';
  const label = paid
    ? `Paid to ${referrer.name}${outcome.accordingTo === 'payer' ? ', according to the payer' : ''}`
    : isInterim(pack)
      ? `Would be payable to ${referrer.name}`
      : `Due to ${referrer.name}`;
  return [
    { cells: ['Income of the receiving practice, ex GST', money(amounts.base)] },
    { cells: [commissionLabel(pack), printFact(amounts.commission, (working) => figure(working.result))] },
    { cells: ['GST on the commission, 10\u00a0%', money(amounts.gst)] },
    { kind: 'total', cells: [label, money(amounts.total)] },
  ];
};

const feeNote = (pack: EvidencePackDocument): string =>
  pack.amounts.fee.kind === 'known'
    ? `Platform fee, paid by ${pack.receiver.name} and not taken from this amount: ${figure(pack.amounts.fee.value.exGst)} + GST ${figure(pack.amounts.fee.value.gst)}.`
    : `Platform fee: ${absenceWord(pack.amounts.fee.kind)}.`;

const interimNote = (pack: EvidencePackDocument): string => {
  const document =
    pack.money.taxDocument.kind === 'known' ? pack.money.taxDocument.value.number : `${absenceWord(pack.money.taxDocument.kind)} issued`;
  const payment = pack.money.payment.kind === 'known' ? pack.money.payment.value.batch : absenceWord(pack.money.payment.kind);
  return `Tax document: ${document}. Payment: ${payment}.`;
};

const qrSize = 92;

const amountsAndCode = (sheet: Sheet, pack: EvidencePackDocument): void => {
  const left: Area = { x: full.x, width: 360 };
  const rightX = grid.right - qrSize;
  const interim = isInterim(pack);
  sheet.room(160);
  const drawAmounts = (): void => {
    const columns = [
      { title: 'AUD', width: 0 },
      { title: interim ? 'Provisional' : 'Amount', width: 90, align: 'right' },
    ] as const;
    headed(
      sheet,
      interim ? 'The amounts, if the chain completes' : 'The amounts',
      table(sheet, columns, amountRows(pack), { area: left }),
      left,
    );
    sheet.skip(4);
    paragraph(sheet, `${feeNote(pack)}${interim ? ` ${interimNote(pack)}` : ''}`, type.note, left);
  };
  const drawCode = (): void => {
    const top = sheet.top() + 1;
    qrCode(
      sheet,
      `FLIP360-PACK ${pack.number} ${pack.fingerprint}`,
      'QR code with the pack number and the full fingerprint',
      rightX,
      top,
      qrSize,
    );
    sheet.moveTo(top + qrSize + 4);
    const area: Area = { x: rightX, width: qrSize };
    paragraph(sheet, 'Check this yourself', bold(type.small), area);
    paragraph(sheet, 'The code holds the pack number and the full fingerprint, no address.', type.small, area);
  };
  beside(sheet, [drawAmounts, drawCode]);
};

const contents = (sheet: Sheet): void => {
  const entries = [
    ['handshakes', 'Five handshakes'],
    ['arithmetic', 'The arithmetic'],
    ['rule', 'The rule version'],
    ['consent', 'Consent'],
    ['money', 'Money'],
    ['exceptions', 'Disputes, adjustments, reversals'],
    ['verify', 'How to verify without us'],
  ] as const;
  sheet.room(75);
  paragraph(sheet, 'In this pack', type.h2, full, 'H2');
  sheet.skip(4);
  ruleAcross(sheet);
  sheet.skip(5);
  const column = grid.width / 3;
  const part = (from: number, to: number, index: number) => (): void => {
    const area: Area = { x: grid.left + index * column, width: column - 6 };
    for (const [anchor, label] of entries.slice(from, to)) {
      paragraph(sheet, [strong(sheet.pageNumberOf(anchor)), plain(`\u2002${label}`)], { ...type.table, leading: 14, tabular: false }, area);
    }
  };
  beside(sheet, [part(0, 3, 0), part(3, 6, 1), part(6, 7, 2)]);
};

/** Page 1: the answer, the three verdicts, the rail, the parties, the amounts and the way to check them. */
export const answerPage = (sheet: Sheet, pack: EvidencePackDocument): void => {
  const interim = isInterim(pack);
  if (interim) {
    const missing = pack.handshakes.filter(isMissing).length;
    banner(
      sheet,
      `INTERIM — ${missing === 1 ? 'one of five handshakes is missing' : `${missing} of five handshakes are missing`}`,
      `This copy shows the record as at ${minuteOf(pack.exportedAt, pack.zone)}. It does not show that anything is payable.`,
    );
    sheet.skip(9);
  }
  const labels = type.question;
  const top = sheet.top();
  paragraph(sheet, interim ? 'Evidence pack, interim copy' : 'Evidence pack', labels, full, 'H1');
  sheet.moveTo(top);
  const right: Area = { x: grid.left + grid.width / 2, width: grid.width / 2 };
  const prepared = `Prepared for the parties to referral ${pack.referral}`;
  sheet.pen.element('P', {}, () => {
    sheet.pen.content(() => drawLines(sheet.pen, wrap(prepared, labels, right.width), labels, right, top, 'right'));
  });
  sheet.moveTo(top + 16);
  paragraph(sheet, answer(pack), type.answer);
  sheet.skip(9);
  verdictBox(sheet, verdictCells(pack.verdicts, pack));
  sheet.skip(5);
  const claim = sentence(legalWording('evidence-pack', pack.wording), 'printedVerdict', {
    page: sheet.pageOf('verify'),
  });
  paragraph(sheet, `Found at export, ${minuteOf(pack.verdicts.foundAt, pack.zone)}. ${claim}`, type.note);
  sheet.skip(10);
  paragraph(sheet, 'The five handshakes', type.h2, full, 'H2');
  sheet.skip(6);
  rail(
    sheet,
    pack.handshakes.map((handshake, index) => stopOf(handshake, index, pack)),
  );
  sheet.skip(9);
  const columns = [
    { title: 'Role', width: 88 },
    { title: 'Name', width: 192 },
    { title: 'ABN', width: 84 },
    { title: 'GST', width: 0 },
  ];
  headed(sheet, 'The parties', table(sheet, columns, partyRows(pack)));
  sheet.skip(12);
  amountsAndCode(sheet, pack);
  sheet.skip(10);
  if (!interim || sheet.top() < 700) contents(sheet);
};
