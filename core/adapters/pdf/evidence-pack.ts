import { formatWhole } from '../../domain/money/amount-text.ts';
import type { EvidencePackDocument } from './evidence-pack-document.ts';
import { footerDot, furnitureOf } from './furniture.ts';
import { writePdf } from './layout/file.ts';
import { mono, plain } from './layout/rich.ts';
import { answerPage, isInterim } from './pack-pages/answer-page.ts';
import { arithmeticPage } from './pack-pages/arithmetic-page.ts';
import { consentPage } from './pack-pages/consent-page.ts';
import { exceptionsPage } from './pack-pages/exceptions-page.ts';
import { handshakesPage } from './pack-pages/handshakes-page.ts';
import { moneyPage } from './pack-pages/money-page.ts';
import { rulePage } from './pack-pages/rule-page.ts';
import { verifyPage } from './pack-pages/verify-page.ts';
import { minuteOf, shortHash } from './words.ts';

const pages = [answerPage, handshakesPage, arithmeticPage, rulePage, consentPage, moneyPage, exceptionsPage, verifyPage] as const;

/**
 * The human part of an evidence pack as PDF: eight sections, each on a page of its own or more, with pack.json attached.
 * `at` (ISO 8601 UTC) is the only time in the file; the same arguments give the same bytes.
 */
export const renderEvidencePack = async (pack: EvidencePackDocument, at: string): Promise<Uint8Array> => {
  const head = pack.log.kind === 'network' ? 'Chain head at export' : 'Chain head at export (this desk’s own log)';
  return await writePdf({
    title: `Evidence pack ${pack.number}`,
    keywords: [pack.number, pack.referral, pack.fingerprint],
    at,
    furniture: furnitureOf(
      pack,
      `Evidence pack ${pack.number}`,
      [
        plain(`${head}: size ${formatWhole(pack.log.size)}, `),
        mono(shortHash(pack.log.root)),
        footerDot,
        plain(`Exported ${minuteOf(pack.exportedAt, pack.zone)}`),
      ],
      isInterim(pack),
    ),
    attachments: [
      {
        name: 'pack.json',
        mediaType: 'application/json',
        description: 'The record of this evidence pack',
        bytes: pack.packJson,
      },
    ],
    draw: (sheet) => {
      pages.forEach((page, index) => {
        if (index > 0) sheet.newPage();
        page(sheet, pack);
      });
    },
  });
};
