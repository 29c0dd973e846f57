import { formatWhole } from '../../../domain/money/amount-text.ts';
import { absenceWord, printFact } from '../../../domain/text/fact.ts';
import type { EvidencePackDocument } from '../evidence-pack-document.ts';
import { mono, plain, type Rich, type Span } from '../layout/rich.ts';
import { headed, paragraph, title, type Sheet } from '../layout/sheet.ts';
import { particulars, table, type Particular } from '../layout/table.ts';
import { day, minuteOf, shortHash } from '../words.ts';

const approvals = (pack: EvidencePackDocument): Rich => {
  const { approvers } = pack.ruleVersion;
  if (approvers.length === 0) return absenceWord('none');
  return approvers.flatMap((approver, index): readonly Span[] => [
    plain(`${index > 0 ? '\n' : ''}${approver.who}, ${minuteOf(approver.at, pack.zone)}, key `),
    mono(shortHash(approver.keyFingerprint)),
  ]);
};

const entries = (pack: EvidencePackDocument): readonly Particular[] => {
  const rule = pack.ruleVersion;
  const until =
    rule.inForceUntil.kind === 'known'
      ? `until ${minuteOf(rule.inForceUntil.value, pack.zone)}`
      : 'End: none; no later version existed at export';
  return [
    ['Rule', `${pack.rule.name}, version ${pack.rule.version} (${rule.id})`],
    ['In force', `From ${minuteOf(rule.inForceFrom, pack.zone)}. ${until}`],
    ['Why this one', rule.why],
    ['Author', printFact(rule.author, (author) => `${author.who}, ${author.practice}, ${day(author.on)}`)],
    ['Approved by', approvals(pack)],
    [
      'Published',
      printFact(rule.published, ({ at, logIndex }) => `${minuteOf(at, pack.zone)}, log index ${printFact(logIndex, formatWhole)}`),
    ],
    ['Hash (SHA-256)', [mono(rule.hash)]],
    [
      'Previous version',
      rule.previous.kind === 'known'
        ? [
            plain(
              `Version ${rule.previous.value.version}, in force ${day(rule.previous.value.from)} to ${day(rule.previous.value.until)}\n`,
            ),
            mono(rule.previous.value.hash),
          ]
        : absenceWord(rule.previous.kind),
    ],
    [
      'Agreement',
      rule.agreement.kind === 'known'
        ? [plain(`${rule.agreement.value.words}\n`), mono(rule.agreement.value.hash)]
        : absenceWord(rule.agreement.kind),
    ],
  ];
};

/** Page 4: the pinned rule version, whole. */
export const rulePage = (sheet: Sheet, pack: EvidencePackDocument): void => {
  sheet.anchor('rule');
  title(sheet, 'The rule version');
  sheet.skip(3);
  paragraph(
    sheet,
    `Rule “${pack.rule.name}”, version ${pack.rule.version}, as it stood when the referral was signed. Its number and hash are inside the signed Intent; no later version can change this commission.`,
  );
  sheet.skip(4);
  particulars(sheet, entries(pack), { labelWidth: 104 }).draw();
  sheet.skip(12);
  const columns = [
    { title: 'Clause', width: 45 },
    { title: 'Subject', width: 92 },
    { title: 'Text', width: 0 },
  ];
  const rows = pack.ruleVersion.clauses.map((clause) => ({
    cells: [clause.number, clause.subject, clause.text],
  }));
  headed(sheet, `Text of version ${pack.rule.version}`, table(sheet, columns, rows));
};
