import { concatBytes, utf8Decode, utf8Encode, type Bytes } from '../../../core/protocol/bytes.ts';
import { signNote } from '../../../core/protocol/note.ts';
import { formatCheckpoint } from '../../../core/protocol/checkpoint.ts';
import { readZip, writeZip } from '../../../core/protocol/zip.ts';
import { openingOf } from '../../../core/protocol/commitment.ts';
import { noteSigner, primitives } from '../../story/keys.ts';
import { ABC, REFERRAL, SMITH } from '../../story/network.ts';
import { bare, broken, editJson, jsonOf, list, member, type PackCase, tiny } from './case.ts';

const story = tiny();
const text = (bytes: Bytes | undefined): string => {
  const decoded = bytes === undefined ? undefined : utf8Decode(bytes);
  if (decoded?.ok !== true) throw new Error('no text');
  return decoded.value;
};
const rewrite =
  (path: string, edit: (text: string) => string) =>
  (files: Map<string, Bytes>): void => {
    files.set(path, utf8Encode(edit(text(files.get(path)))));
  };
/** Changes files of the archive after it was signed; the archive itself stays canonical. */
const afterSigning =
  (edit: (files: Map<string, Bytes>) => void) =>
  (zip: Bytes): Bytes => {
    const read = readZip(zip);
    if (!read.ok) throw new Error(read.error.code);
    const files = new Map(read.value.map(({ path, bytes }) => [path, bytes]));
    edit(files);
    const written = writeZip([...files].map(([path, bytes]) => ({ path, bytes })));
    if (!written.ok) throw new Error(written.error.code);
    return written.value;
  };
const byte =
  (at: (zip: Bytes) => number, value: number) =>
  (zip: Bytes): Bytes => {
    const copy = zip.slice();
    copy[at(zip)] = value;
    return copy;
  };
const note = (body: string, name: string): Bytes => {
  const signer = noteSigner(name);
  const signed = signNote(body, signer.key, signer.sign);
  if (!signed.ok) throw new Error(signed.error.code);
  return signed.value;
};
const checkpointText = (files: ReadonlyMap<string, Bytes>): string => text(files.get('checkpoint')).split('\n\n')[0] ?? '';

const archives: readonly PackCase[] = [
  { name: 'zip with a changed date', story, archive: byte(() => 12, 0x22), expect: broken('zip.not-canonical') },
  { name: 'a file of the table missing', story, pack: { files: (files) => void files.delete('evidence.pdf') }, expect: broken('pack.file-missing') },
  { name: 'a file that is not in the table', story, pack: { files: (files) => void files.set('notes.txt', utf8Encode('x')) }, expect: broken('pack.file-unknown') },
  { name: 'keys.txt in the other order', story, pack: { files: rewrite('keys.txt', (lines) => `${lines.trimEnd().split('\n').toReversed().join('\n')}\n`) }, expect: broken('keys.syntax') },
];

const manifests: readonly PackCase[] = [
  { name: 'MANIFEST without final line feed', story, archive: afterSigning((files) => void files.set('MANIFEST', (files.get('MANIFEST') ?? new Uint8Array()).slice(0, -1))), expect: broken('manifest.syntax') },
  {
    name: 'MANIFEST with a second signature',
    story,
    archive: afterSigning((files) => void files.set('MANIFEST', concatBytes(files.get('MANIFEST') ?? new Uint8Array(), utf8Encode('— other AAAAAAA=\n')))),
    expect: broken('manifest.syntax'),
  },
  {
    name: 'MANIFEST signed by another desk',
    story,
    archive: afterSigning((files) => void files.set('MANIFEST', note(`${text(files.get('MANIFEST')).split('\n\n')[0] ?? ''}\n`, ABC.pack.key.name))),
    expect: broken('manifest.signature'),
  },
  { name: 'MANIFEST not sorted', story, pack: { manifest: (lines) => `${lines.trimEnd().split('\n').toReversed().join('\n')}\n` }, expect: broken('manifest.syntax') },
  { name: 'MANIFEST lists a file that is not there', story, pack: { manifest: (lines) => lines.replace(/^(.*documents.*)$/mu, `$1\n${'0'.repeat(64)}  documents/x.pdf`) }, expect: broken('manifest.files') },
  { name: 'a file that MANIFEST does not list', story, archive: afterSigning((files) => void files.set('documents/other.pdf', utf8Encode('x'))), expect: broken('manifest.files') },
  { name: 'README.txt changed after signing', story, archive: afterSigning(rewrite('README.txt', (lines) => `${lines} `)), expect: broken('manifest.hash') },
];

const descriptions: readonly PackCase[] = [
  { name: 'pack.json with a member too many', story, pack: { files: editJson('pack.json', (pack) => ({ ...pack, note: 'x' })) }, expect: broken('pack.shape') },
  { name: 'checkpoint with an extension line', story, pack: { files: (files) => void files.set('checkpoint', note(`${checkpointText(files)}\nextra\n`, SMITH.log.key.name)) }, expect: broken('checkpoint.syntax') },
  { name: 'checkpoint signed by the pack key', story, pack: { files: (files) => void files.set('checkpoint', note(`${checkpointText(files)}\n`, SMITH.pack.key.name)) }, expect: broken('checkpoint.signature') },
  {
    name: 'pack.json with another log size',
    story,
    pack: { files: editJson('pack.json', (pack) => ({ ...pack, log: { ...member(pack, 'log'), size: 99 } })) },
    expect: broken('checkpoint.size'),
  },
];

const otherRoot = (files: Map<string, Bytes>): void => {
  const size = Number(member(jsonOf(files.get('pack.json')), 'log')['size']);
  const root = new Uint8Array(32).fill(7);
  const checkpoint = note(formatCheckpoint({ origin: SMITH.log.key.name, size, root }), SMITH.log.key.name);
  files.set('checkpoint', checkpoint);
  editJson('pack.json', (pack) => ({ ...pack, log: { ...member(pack, 'log'), root: '07'.repeat(32) } }))(files);
  for (const [path, bytes] of files) {
    if (path.startsWith('proofs/')) files.set(path, concatBytes(utf8Encode(`${text(bytes).split('\n\n')[0] ?? ''}\n\n`), checkpoint));
  }
};

const proofs: readonly PackCase[] = [
  { name: 'a record without proof', story, pack: { files: (files) => void files.delete('proofs/00000001.tlog-proof') }, expect: broken('proof.files') },
  { name: 'a proof without record', story, pack: { files: (files) => void files.set('proofs/00000099.tlog-proof', files.get('proofs/00000001.tlog-proof') ?? new Uint8Array()) }, expect: broken('proof.files') },
  { name: 'a proof of another version', story, pack: { files: rewrite('proofs/00000001.tlog-proof', (proof) => proof.replace('@v1', '@v2')) }, expect: broken('proof.syntax') },
  { name: 'a proof with another checkpoint', story, pack: { files: rewrite('proofs/00000001.tlog-proof', (proof) => `${proof}— other AAAAAAA=\n`) }, expect: broken('proof.checkpoint') },
  { name: 'a proof of another index', story, pack: { files: rewrite('proofs/00000001.tlog-proof', (proof) => proof.replace('index 1', 'index 0')) }, expect: broken('proof.index') },
  { name: 'a proof of a tree with another root', story, pack: { files: otherRoot }, expect: broken('proof.inclusion') },
];

const openings: readonly PackCase[] = [
  { name: 'openings in another order', story: bare('acknowledgement'), pack: { files: editJson('openings.json', (file) => ({ ...file, openings: list(file, 'openings').toReversed() })) }, expect: broken('opening.syntax') },
  {
    name: 'an opening with other words',
    story,
    pack: { files: editJson('openings.json', (file) => ({ ...file, openings: list(file, 'openings').map((opening, index) => (index === 0 ? { ...(opening as object), data: 'other' } : opening)) })) },
    expect: broken('opening.mismatch'),
  },
  { name: 'an opening that no event holds', story, pack: { input: (input, { net }) => ({ ...input, openings: [...input.openings, openingOf(primitives, net, { for: 'notice', referral: REFERRAL, data: null }, new Uint8Array(32))] }) }, expect: broken('opening.unused') },
];

/** Checks 1 to 10, 15, 16 and 18 of protocol §12.1. */
export const fileCases: readonly PackCase[] = [...archives, ...manifests, ...descriptions, ...proofs, ...openings];
