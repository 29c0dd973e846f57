import { printFact } from '../../../domain/text/fact.ts';
import type { EvidencePackDocument, PackFile } from '../evidence-pack-document.ts';
import { codeBox, heavyBox } from '../layout/boxes.ts';
import { mono, plain, type, type Rich } from '../layout/rich.ts';
import { headed, paragraph, paragraphBlock, title, type Sheet } from '../layout/sheet.ts';
import { table, type Row } from '../layout/table.ts';
import { sentence } from '../../../domain/legal/wording.ts';
import { legalWording } from '../legal-wording.ts';
import { localDate } from '../../../domain/time/zone.ts';
import { day, shortHash } from '../words.ts';

const hashOf = (file: PackFile): Rich => {
  switch (file.kind) {
    case 'file':
      return [mono(file.sha256)];
    case 'group':
      return 'listed one by one in MANIFEST';
    case 'self':
      return 'this document: see MANIFEST';
  }
};

const fileRows = (pack: EvidencePackDocument): readonly Row[] =>
  pack.files.map((file) => ({
    cells: [file.kind === 'group' ? `${file.path} (${file.count})` : file.path, hashOf(file)],
  }));

const keyRows = (pack: EvidencePackDocument): readonly Row[] =>
  pack.keys.map((key) => {
    const since = printFact(key.since, (at) => `since ${day(localDate(at, pack.zone))}`);
    const until = key.revokedAt.kind === 'known' ? `, revoked ${day(localDate(key.revokedAt.value, pack.zone))}` : '';
    return { cells: [`${key.whose}, ${key.use}`, `${since}${until}`, [mono(shortHash(key.fingerprint))]] };
  });

/** The hand method: coreutils and openssl only, as docs/protocol.md explains byte by byte. */
export const handMethod: readonly string[] = [
  `awk '{l[NR]=$0} END{for(i=NR;i>0&&l[i]!="";i--); for(j=1;j<i;j++) print l[j]}' MANIFEST > text`,
  'sha256sum --strict -c text',
  `K=\${V#*+}; K=\${K#*+}   # V is the pack key (vkey) from outside the pack`,
  '{ printf 302a300506032b6570032100 | xxd -r -p; printf %s "$K" | base64 -d | tail -c +2; } |',
  '  openssl pkey -pubin -inform DER -out k.pem',
  `awk -v n="\${V%%+*}" '$1=="—" && $2==n {print $3}' MANIFEST | base64 -d | tail -c +5 > sig`,
  'openssl pkeyutl -verify -pubin -inkey k.pem -rawin -in text -sigfile sig',
];

/** Last page: the files with their hashes, the program and the hand method, all keys, and the limit. */
export const verifyPage = (sheet: Sheet, pack: EvidencePackDocument): void => {
  sheet.anchor('verify');
  title(sheet, 'How to verify this pack without us');
  sheet.skip(3);
  paragraph(
    sheet,
    `You need the ZIP file this document came in, a computer without a network, and the key fingerprints below from a source other than this pack: ${pack.trustSource}.`,
  );
  sheet.skip(6);
  const files = [
    { title: 'File', width: 165 },
    { title: 'SHA-256', width: 0 },
  ];
  const tight = { ...type.table, size: 8, leading: 11.6, mono: 7.4 };
  headed(sheet, 'The files', table(sheet, files, fileRows(pack), { padding: 2, style: tight }), undefined, 3);
  sheet.skip(3);
  paragraph(
    sheet,
    'The fingerprint on every page is the first 16 digits of the SHA-256 of pack.json, which is also attached to this PDF. A document cannot print its own hash; that of this PDF is in MANIFEST, which lists every file and is signed.',
    type.note,
  );
  sheet.skip(6);
  const quick: Rich = [
    plain('Open verify.html in any browser and drop the ZIP on it. Nothing leaves the computer. Or: '),
    mono(`flip360 pack verify ${pack.number}.zip --trust trust.txt`),
  ];
  headed(sheet, 'The quick way', paragraphBlock(sheet, quick, type.table), undefined, 3);
  sheet.skip(6);
  headed(sheet, 'By hand, with common tools', { keep: 90, draw: () => codeBox(sheet, handMethod) }, undefined, 3);
  sheet.skip(3);
  paragraph(
    sheet,
    'Then recompute each event’s hash, its signature, its place in its stream and step, and its proof in the log; docs/protocol.md gives every byte.',
    type.note,
  );
  sheet.skip(6);
  const keys = [
    { title: 'Key', width: 0 },
    { title: 'Valid', width: 150 },
    { title: 'Fingerprint, first 16', width: 108 },
  ];
  headed(sheet, 'The keys', table(sheet, keys, keyRows(pack), { padding: 2, style: tight }), undefined, 3);
  sheet.skip(8);
  heavyBox(sheet, 'The limit of this pack', sentence(legalWording('evidence-pack', pack.wording), 'limit'));
};
