import { noBreak } from '../../../domain/text/no-break.ts';
import { printFact } from '../../../domain/text/fact.ts';
import type { EvidencePackDocument, Handshake, KeyKind, MissingHandshake, SignedHandshake } from '../evidence-pack-document.ts';
import { grid, ink, weight } from '../layout/grid.ts';
import { strokeOf } from '../layout/pen.ts';
import { bold, mono, muted, plain, quoted, strong, type, wrap, type Line, type Rich, type TextStyle } from '../layout/rich.ts';
import { drawLines, headed, heightOf, paragraph, paragraphBlock, title, type Area, type Sheet } from '../layout/sheet.ts';
import { stateShape } from '../layout/shapes.ts';
import { sentence } from '../../../domain/legal/wording.ts';
import { legalWording } from '../legal-wording.ts';
import { abnText, day, duration, secondOf, shortHash, skewMs } from '../words.ts';
import { formatWhole } from '../../../domain/money/amount-text.ts';

/** The word for a kind of key. */
export const keyKindWords = (kind: KeyKind): string => {
  switch (kind) {
    case 'attested':
      return 'attested hardware';
    case 'passkey':
      return 'passkey';
    case 'synced':
      return 'passkey, synced';
    case 'software':
      return 'software key';
  }
};

const columns = { name: 24, who: 106, facts: 292, labels: 44 } as const;
// Tighter than elsewhere, so that five handshakes with all their facts fit on one page.
const personStyle: TextStyle = { ...type.table, leading: 11.4 };
const wordsStyle: TextStyle = { ...type.quote, leading: 12.4 };
const factStyle: TextStyle = { ...type.small, leading: 10.4 };
const labelStyle: TextStyle = { ...type.smallQuiet, leading: 10.4 };
const nameArea: Area = { x: grid.left + columns.name, width: columns.who - columns.name - 2 };
const whoArea: Area = { x: grid.left + columns.who, width: columns.facts - columns.who - 10 };
const labelArea: Area = { x: grid.left + columns.facts, width: columns.labels };
const valueArea: Area = {
  x: grid.left + columns.facts + columns.labels,
  width: grid.width - columns.facts - columns.labels,
};

interface Placed {
  readonly lines: readonly Line[];
  readonly style: TextStyle;
  readonly area: Area;
  /** Below the top of the row's text, in points. */
  readonly offset: number;
}

const whoBlock = (signed: SignedHandshake): readonly Placed[] => {
  const person = wrap(
    [
      strong(signed.signer),
      plain(
        `\n${signed.role}\n${
          signed.practice.kind === 'known'
            ? `${signed.practice.value.name}, ${noBreak(`ABN ${abnText(signed.practice.value.abn)}`)}`
            : 'ABN: none, a private person'
        }`,
      ),
    ],
    personStyle,
    whoArea.width,
  );
  const words = wrap([quoted(`“${signed.words}”`)], wordsStyle, whoArea.width);
  return [
    { lines: person, style: personStyle, area: whoArea, offset: 0 },
    { lines: words, style: wordsStyle, area: whoArea, offset: heightOf(person, personStyle) + 4 },
  ];
};

const keyWords = (signed: SignedHandshake): Rich => {
  const presence = signed.assertion.kind === 'known' ? ` + ${keyKindWords(signed.assertion.value)}` : '';
  return [
    plain(`${signed.testKey ? 'test key, ' : ''}${keyKindWords(signed.keyKind)}${presence}, `),
    mono(shortHash(signed.keyFingerprint)),
  ];
};

const recordedWords = (signed: SignedHandshake, pack: EvidencePackDocument): string => {
  if (signed.recordedAt.kind !== 'known') return `${printFact(signed.recordedAt, () => '')}; skew not recorded`;
  const skew = duration(skewMs(signed.signedAt, signed.recordedAt.value));
  const why = signed.skewReason.kind === 'known' ? `, ${signed.skewReason.value}` : '';
  return `${secondOf(signed.recordedAt.value, pack.zone)}, ${noBreak(`skew ${skew}`)}${why}`;
};

const factsOf = (signed: SignedHandshake, pack: EvidencePackDocument): readonly (readonly [string, Rich])[] => [
  ['Status', [strong(signed.status), ...(signed.attestedBy.kind === 'known' ? [plain(`; attested by ${signed.attestedBy.value}`)] : [])]],
  ['Key', keyWords(signed)],
  [
    'Device',
    `${signed.device.kind === 'own' ? 'the signer’s own' : `desk of ${signed.device.practice}`}${
      signed.vouchedBy.kind === 'known' ? `; vouched by ${signed.vouchedBy.value}` : ''
    }`,
  ],
  ['Invited', printFact(signed.invited, ({ by, channel }) => `by ${by}, ${channel}`)],
  ['Signed', [plain(`${secondOf(signed.signedAt, pack.zone)}\n`), mono(signed.signedAt)]],
  ['Recorded', recordedWords(signed, pack)],
  [
    'Entry',
    [
      plain(`stream ${formatWhole(signed.streamPosition)}, log ${printFact(signed.logIndex, formatWhole)}, `),
      mono(shortHash(signed.eventHash)),
    ],
  ],
];

const factBlock = (signed: SignedHandshake, pack: EvidencePackDocument): readonly Placed[] => {
  let offset = 0;
  return factsOf(signed, pack).flatMap(([label, value]) => {
    const lines = wrap(value, factStyle, valueArea.width);
    const at = offset;
    offset += heightOf(lines, factStyle);
    return [
      {
        lines: wrap([muted(label)], labelStyle, labelArea.width),
        style: labelStyle,
        area: labelArea,
        offset: at,
      },
      { lines, style: factStyle, area: valueArea, offset: at },
    ];
  });
};

const missingBlock = (missing: MissingHandshake): readonly Placed[] => {
  const style = bold(type.table);
  return [
    {
      lines: wrap(
        `not signed — waiting on ${missing.awaiting} since ${printFact(missing.since, day)}`,
        style,
        grid.width - columns.who - 24,
      ),
      style,
      area: { x: whoArea.x + 10, width: grid.width - columns.who - 24 },
      offset: 10,
    },
  ];
};

const depth = (placed: readonly Placed[]): number =>
  placed.reduce((most, piece) => Math.max(most, piece.offset + heightOf(piece.lines, piece.style)), 0);

const padding = 5.5;

const drawRow = (sheet: Sheet, pack: EvidencePackDocument, handshake: Handshake, index: number): void => {
  const cells = handshake.kind === 'signed' ? [whoBlock(handshake), factBlock(handshake, pack)] : [missingBlock(handshake)];
  const height = Math.max(38, ...cells.map(depth)) + 2 * padding;
  sheet.room(height);
  const top = sheet.top() + padding;
  const state = handshake.kind === 'missing' ? 'missing' : handshake.finding;
  if (handshake.kind === 'missing') {
    sheet.pen.artifact('decoration', () => {
      sheet.pen.box(whoArea.x, top, grid.right - whoArea.x, height - 2 * padding, {
        stroke: { weight: 0.9, ink: ink.text, dash: [2.4, 1.9] },
      });
    });
  }
  sheet.pen.element('TR', {}, () => {
    sheet.pen.element('TH', { scope: 'Row' }, () => {
      stateShape(sheet.pen, state, { x: grid.left + 9, y: top + 10 }, 9);
      const style = { ...bold(type.table), tabular: false };
      sheet.pen.content(() => drawLines(sheet.pen, wrap(`${index + 1}\n${handshake.name}`, style, nameArea.width), style, nameArea, top));
    });
    for (const cell of cells) {
      sheet.pen.element('TD', cells.length === 1 ? { colSpan: 2 } : {}, () => {
        sheet.pen.content(() => {
          for (const piece of cell) drawLines(sheet.pen, piece.lines, piece.style, piece.area, top + piece.offset);
        });
      });
    }
  });
  sheet.skip(height);
};

/** Page 2: who signed what, with which key, when; a missing handshake is an empty dashed box. */
export const handshakesPage = (sheet: Sheet, pack: EvidencePackDocument): void => {
  sheet.anchor('handshakes');
  title(sheet, 'The five handshakes');
  sheet.skip(3);
  paragraph(
    sheet,
    'Each was signed by the person named. Times are the signer’s device; “recorded” is when the exporter’s desk or log took the entry in. Stream and log positions start at 0.',
  );
  sheet.skip(5);
  sheet.pen.element('Table', {}, () => {
    pack.handshakes.forEach((handshake, index) => {
      const y = sheet.top();
      sheet.pen.artifact('decoration', () => {
        const look = index === 0 ? strokeOf(weight.strong) : strokeOf(weight.hair, ink.hair);
        sheet.pen.rule({ x: grid.left, y }, { x: grid.right, y }, look);
      });
      drawRow(sheet, pack, handshake, index);
    });
  });
  const y = sheet.top();
  sheet.pen.artifact('decoration', () => sheet.pen.rule({ x: grid.left, y }, { x: grid.right, y }, strokeOf(weight.strong)));
  sheet.skip(5);
  paragraph(
    sheet,
    'Assurance is three recorded facts: kind of key, whose device, who invited by which channel. A step is never signed by the system; a reminder or a read receipt is not a signature.',
    type.note,
  );
  sheet.skip(7);
  const text = sentence(legalWording('evidence-pack', pack.wording), 'passkey');
  headed(sheet, 'What a passkey signature shows', paragraphBlock(sheet, text, type.table));
};
