import type { Instant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import { noBreak } from '../../domain/text/no-break.ts';
import { footerDot, furnitureOf } from './furniture.ts';
import { writePdf } from './layout/file.ts';
import { mono, plain, strong, type, type Rich } from './layout/rich.ts';
import { headed, paragraph, title, type Sheet } from './layout/sheet.ts';
import { particulars, type Particular } from './layout/table.ts';
import type { DocumentHead, Sha256Hex } from './shared-document.ts';
import { dayLong, minuteOf } from './words.ts';

/** One side of an agreement, and what its signature is known by; null while that side has not signed. */
export interface AgreementSide {
  readonly name: string;
  readonly abn: string;
  readonly signature: {
    readonly who: string;
    readonly at: Instant;
    readonly event: Sha256Hex;
    readonly key: Sha256Hex;
    /** Commitment of the signed text that the event carries; each side salts its own. */
    readonly commitment: Sha256Hex;
    /** The words behind it are those printed here; null where this desk does not hold them. */
    readonly sameWords: boolean | null;
  } | null;
}

/** A signed agreement between two practices. `fingerprint` is the SHA-256 of its words as signed (canonical JSON). */
export interface AgreementDocument extends DocumentHead {
  readonly title: string;
  readonly wording: string;
  readonly from: LocalDate;
  readonly clauses: readonly { readonly ref: string; readonly text: string }[];
  readonly rule: { readonly words: string; readonly hash: Sha256Hex } | null;
  readonly sides: readonly [AgreementSide, AgreementSide];
}

const wordsOf = (same: boolean | null): string => {
  if (same === null) return 'The words behind this signature are not held at the desk that printed this.';
  return same ? 'The words printed here.' : 'Other words than those printed here: this is no signature under this text.';
};

const signatureOf = ({ name, abn, signature }: AgreementSide, document: AgreementDocument): readonly Particular[] => {
  const party: Particular = ['Party', [strong(name), plain(`, ${noBreak(`ABN ${abn}`)}`)]];
  if (signature === null) return [party, ['Signed', 'Not signed yet']];
  return [
    party,
    ['Signed', [strong(signature.who), plain(`, ${minuteOf(signature.at, document.zone)}`)]],
    ['What was signed', wordsOf(signature.sameWords)],
    ['Commitment of the text', [mono(signature.commitment)]],
    ['Entry', [mono(signature.event)]],
    ['Key', [mono(signature.key)]],
  ];
};

const draw = (sheet: Sheet, document: AgreementDocument): void => {
  const [one, other] = document.sides;
  title(sheet, document.title);
  sheet.skip(4);
  paragraph(sheet, `Between ${one.name} and ${other.name}, from ${dayLong(document.from)}.`, type.letter);
  sheet.skip(12);
  for (const clause of document.clauses) {
    const rich: Rich = [strong(`${clause.ref}\u2002`), plain(clause.text)];
    paragraph(sheet, rich, type.large);
    sheet.skip(6);
  }
  if (document.rule !== null) {
    sheet.skip(6);
    paragraph(sheet, [strong('Rule asked for\u2002'), plain(document.rule.words)], type.large);
    paragraph(sheet, [plain('SHA-256 '), mono(document.rule.hash)], type.note);
  }
  sheet.skip(12);
  for (const side of document.sides) {
    const block = particulars(sheet, signatureOf(side, document), {
      labelWidth: 124,
      style: type.table,
      labels: 'strong',
      ruled: 'framed',
    });
    headed(sheet, `Signature of ${side.name}`, { ...block, keep: 100 });
    sheet.skip(14);
  }
  paragraph(
    sheet,
    'The signatures are electronic: each is an entry signed by the named key in the ledger of both practices. This paper shows them and does not replace them. Fingerprint of the words: ',
    type.note,
  );
  paragraph(sheet, [mono(document.fingerprint)], type.note);
};

/** An agreement as each side signed it, with both signatures named. `at` (ISO 8601 UTC) is the only time in the file; same arguments, same bytes. */
export const renderAgreement = async (document: AgreementDocument, at: string): Promise<Uint8Array> =>
  await writePdf({
    title: `${document.title}, ${document.sides[0].name} and ${document.sides[1].name}`,
    keywords: [document.fingerprint],
    at,
    furniture: furnitureOf(document, document.title, [
      plain(`${document.sides[0].name} and ${document.sides[1].name}`),
      footerDot,
      plain(document.wording),
    ]),
    attachments: [],
    draw: (sheet) => draw(sheet, document),
  });
