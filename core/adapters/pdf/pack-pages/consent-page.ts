import { formatWhole } from '../../../domain/money/amount-text.ts';
import { noBreak } from '../../../domain/text/no-break.ts';
import { absenceWord, printFact } from '../../../domain/text/fact.ts';
import type { EvidencePackDocument, PackConsent } from '../evidence-pack-document.ts';
import { grid, ink } from '../layout/grid.ts';
import { strokeOf } from '../layout/pen.ts';
import { mono, plain, strong, type, wrap, type Rich, type Span } from '../layout/rich.ts';
import { drawLines, headed, paragraph, paragraphBlock, title, type Area, type Sheet } from '../layout/sheet.ts';
import { particulars, table, type Particular, type Row } from '../layout/table.ts';
import { abnText, day, minuteOf, shortHash } from '../words.ts';

const named = (party: { readonly name: string; readonly abn: Parameters<typeof abnText>[0] }): string =>
  `${party.name}, ${noBreak(`ABN ${abnText(party.abn)}`)}`;

const detailSpans = (consent: PackConsent): Rich => {
  const values = consent.details.map((detail) => `${detail.field}: ${printFact(detail.value, (value) => value)}`).join('; ');
  const spans: Span[] = [plain(values === '' ? absenceWord('none') : values)];
  if (consent.detailsCommitment.kind === 'known') spans.push(plain('; commitment '), mono(shortHash(consent.detailsCommitment.value)));
  return spans;
};

const receiptEntries = (consent: PackConsent, pack: EvidencePackDocument): readonly Particular[] => {
  const { zone } = pack;
  return [
    ['Given by', `${consent.givenBy}, ${consent.capacity}. Identity: ${printFact(consent.identifiedBy, (how) => how)}`],
    ['Given to', named(consent.givenTo)],
    ['Details may go to', `${consent.recipients.map(named).join('; ')}. No one else`],
    ['Purpose', consent.purpose],
    ['Details covered', consent.categories.join('; ')],
    ['The details themselves', detailSpans(consent)],
    ['Not covered', printFact(consent.notCovered, (text) => text)],
    [
      'Duration',
      `Given ${minuteOf(consent.givenAt, zone)}. Ends ${printFact(consent.endsAt, (at) => minuteOf(at, zone))}. Review: ${printFact(consent.reviewOn, day)}`,
    ],
    ['Benefit disclosed', printFact(consent.benefit, (text) => `“${text}”, shown before the yes`)],
    [
      'Withdrawal',
      `${consent.withdrawalMeans}. ${
        consent.withdrawn.kind === 'known'
          ? `Withdrawn ${minuteOf(consent.withdrawn.value.at, zone)}, ${consent.withdrawn.value.method}`
          : 'Not withdrawn'
      }`,
    ],
    ['Notice shown', [plain(`${consent.notice.version}, ${consent.notice.language}, SHA-256\n`), mono(consent.notice.hash)]],
    [
      'Delivered',
      printFact(
        consent.delivered,
        ({ channel, at, confirmation }) => `${channel}, ${minuteOf(at, zone)}; confirmation ${printFact(confirmation, (text) => text)}`,
      ),
    ],
  ];
};

const frame: Area = { x: grid.left + 14, width: grid.width - 28 };

const receipt = (sheet: Sheet, consent: PackConsent, pack: EvidencePackDocument): void => {
  const top = sheet.top();
  sheet.skip(11);
  const at = sheet.top();
  const state = wrap([plain('State at export: '), strong(consent.state)], type.table, frame.width / 2);
  paragraph(sheet, `Consent receipt ${consent.receiptNumber}`, type.h3, { ...frame, width: frame.width / 2 }, 'H2');
  sheet.pen.element('P', {}, () => {
    sheet.pen.content(() => drawLines(sheet.pen, state, type.table, { x: frame.x + frame.width / 2, width: frame.width / 2 }, at, 'right'));
  });
  sheet.moveTo(at + Math.max(15, state.length * type.table.leading + 3));
  particulars(sheet, receiptEntries(consent, pack), { area: frame, labelWidth: 112, padding: 2.6 }).draw();
  sheet.skip(9);
  // The frame closes on the page it opened on; a receipt that runs over keeps its rows and loses only the frame.
  if (sheet.top() > top) {
    const height = sheet.top() - top;
    sheet.pen.artifact('decoration', () => sheet.pen.box(grid.left, top, grid.width, height, { stroke: strokeOf(0.75, ink.text) }));
  }
};

const uses = (consent: PackConsent, pack: EvidencePackDocument): readonly Row[] =>
  consent.uses.length === 0
    ? [
        {
          cells: [absenceWord('none'), absenceWord('none'), 'No disclosure in this pack', absenceWord('none')],
        },
      ]
    : consent.uses.map((use) => ({
        cells: [printFact(use.logIndex, formatWhole), minuteOf(use.at, pack.zone), use.what, use.outcome],
      }));

/** Page 5: the receipt as reproduced for these readers, what was done under it, and who told the client about the money. */
export const consentPage = (sheet: Sheet, pack: EvidencePackDocument): void => {
  sheet.anchor('consent');
  title(sheet, 'Consent');
  sheet.skip(3);
  if (pack.consent.kind !== 'known') {
    paragraph(sheet, [plain('Consent receipt: '), strong(absenceWord(pack.consent.kind)), plain('.')]);
    return;
  }
  const consent = pack.consent.value;
  paragraph(
    sheet,
    'The receipt as delivered to the client, reproduced for the parties to this referral. What they do not need is withheld and marked so; nothing is left out without a mark.',
  );
  sheet.skip(9);
  receipt(sheet, consent, pack);
  sheet.skip(12);
  const columns = [
    { title: 'Log index', width: 52 },
    { title: 'When', width: 112 },
    { title: 'What happened', width: 0 },
    { title: 'Outcome', width: 65 },
  ];
  headed(sheet, 'How the consent was used', table(sheet, columns, uses(consent, pack)));
  sheet.skip(5);
  paragraph(sheet, `Checks refused: ${printFact(consent.checksRefused, (text) => text)}.`, type.note);
  sheet.skip(9);
  const told =
    consent.benefitDisclosures.length === 0
      ? `Disclosure of the benefit: ${absenceWord('not-recorded')}.`
      : consent.benefitDisclosures.join(' ');
  headed(sheet, 'Who told the client about the money', paragraphBlock(sheet, told));
};
