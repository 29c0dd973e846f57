import { bytesToBase64, bytesToHex, concatBytes, utf8Encode, type Bytes } from '../../core/protocol/bytes.ts';
import { formatVerifierKey, makeVerifierKey, signNote } from '../../core/protocol/note.ts';
import { writeZip } from '../../core/protocol/zip.ts';
import { type NoteSigner, noteSigner, primitives } from '../story/keys.ts';
import { SMITH, trustFile } from '../story/network.ts';
import { logOf } from '../story/pack.ts';
import { formatTlogProof } from '../../core/protocol/tlog-proof.ts';
import { type Vector, vector } from './vector.ts';

const { pack, log } = SMITH;
const note = (text: string, signer: NoteSigner): Bytes => {
  const signed = signNote(text, signer.key, signer.sign);
  if (!signed.ok) throw new Error(signed.error.code);
  return signed.value;
};
const textOf = (bytes: Bytes): string => new TextDecoder().decode(bytes);
const edit = (bytes: Bytes, change: (text: string) => string): Bytes => utf8Encode(change(textOf(bytes)));

const LINES = `${'1'.repeat(64)}  README.txt\n${'2'.repeat(64)}  events/00000000.json\n`;

/** MANIFEST (protocol §12.1, checks 4 to 6): `manifest` in base64, `key` the pack key; `output` the listed paths. */
export const manifestVectors = (): readonly Vector[] => {
  const good = note(LINES, pack);
  const of = (name: string, manifest: Bytes, expect: string): Vector => vector(name, { manifest: bytesToBase64(manifest), key: pack.vkey }, expect);
  const text = (name: string, lines: string): Vector => of(name, note(lines, pack), 'manifest.syntax');
  return [
    vector('two files', { manifest: bytesToBase64(good), key: pack.vkey }, 'ok', ['README.txt', 'events/00000000.json']),
    of('without final line feed', good.slice(0, -1), 'manifest.syntax'),
    of('without signature', edit(good, (lines) => lines.slice(0, lines.indexOf('\n\n') + 1)), 'manifest.syntax'),
    of('with two signatures', concatBytes(good, utf8Encode('— other AAAAAAA=\n')), 'manifest.syntax'),
    of('with a carriage return', edit(good, (lines) => lines.replace('README.txt\n', 'README.txt\r\n')), 'manifest.syntax'),
    of('with a hyphen for the dash', edit(good, (lines) => lines.replace('— ', '- ')), 'manifest.syntax'),
    of('with spare bits in the signature', edit(good, (lines) => lines.replace(/([A-Za-z0-9+/])=\n$/u, (_, last: string) => `${String.fromCodePoint((last.codePointAt(0) ?? 0) + 1)}=\n`)), 'manifest.syntax'),
    of('with bytes that are not UTF-8', concatBytes(Uint8Array.of(0xff), good), 'manifest.syntax'),
    of('with one digit changed', edit(good, (lines) => lines.replace('11', '12')), 'manifest.signature'),
    of('signed by another key', note(LINES, noteSigner('someone')), 'manifest.signature'),
    of('signed by the log key of the desk', note(LINES, log), 'manifest.signature'),
    text('not sorted', LINES.trimEnd().split('\n').toReversed().join('\n').concat('\n')),
    text('a path twice', LINES.replace('events/00000000.json', 'README.txt')),
    text('one space', LINES.replaceAll('  ', ' ')),
    text('capital hex', LINES.replace('1'.repeat(64), 'A'.repeat(64))),
    text('an absolute path', LINES.replace('README.txt', '/README.txt')),
    text('a path above the folder', LINES.replace('README.txt', '../README.txt')),
    text('a path with an empty part', LINES.replace('README.txt', 'a//b')),
    text('a path with a space', LINES.replace('README.txt', 'READ ME.txt')),
    text('a path that begins with a hyphen', LINES.replace('README.txt', '-n')),
    text('a path of 241 bytes', LINES.replace('README.txt', 'R'.repeat(241))),
    text('MANIFEST itself', LINES.replace('README.txt', 'MANIFEST')),
    text('an empty line inside', LINES.replace('\n', '\n\n')),
  ];
};

const HASHES = ['1', '2', '3', '4', '5'].map((digit) => digit.repeat(64));
const LOG = logOf(SMITH, HASHES);

/** Checkpoints (protocol §12.1, check 10): `checkpoint` in base64, `key` the log key, `claim` as `log` of pack.json. */
export const checkpointVectors = (): readonly Vector[] => {
  const [origin = '', size = '', root = ''] = textOf(LOG.checkpoint).split('\n');
  const hex = Buffer.from(root, 'base64').toString('hex');
  const claim = { origin, size: Number(size), root: hex };
  const of = (name: string, checkpoint: Bytes, expect: string, claimed = claim): Vector => vector(name, { checkpoint: bytesToBase64(checkpoint), key: log.vkey, claim: claimed }, expect);
  const text = (name: string, lines: string, expect = 'checkpoint.syntax'): Vector => of(name, note(lines, log), expect);
  return [
    of('plain', LOG.checkpoint, 'ok'),
    of('with a line of an unknown key', concatBytes(LOG.checkpoint, utf8Encode('— witness AAAAAAA=\n')), 'ok'),
    text('an extension line', `${origin}\n${size}\n${root}\nextension\n`),
    text('two lines', `${origin}\n${size}\n`),
    text('a size with a zero before it', `${origin}\n0${size}\n${root}\n`),
    text('a size below zero', `${origin}\n-1\n${root}\n`),
    text('a root of 31 bytes', `${origin}\n${size}\n${Buffer.alloc(31).toString('base64')}\n`),
    text('a root in base64url', `${origin}\n${size}\n${root.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')}\n`),
    text('an empty tree with another root', `${origin}\n0\n${root}\n`),
    text('another origin', `${origin}x\n${size}\n${root}\n`, 'checkpoint.signature'),
    of('signed by another key', note(`${origin}\n${size}\n${root}\n`, noteSigner('someone')), 'checkpoint.signature'),
    of('with one digit of the size changed', edit(LOG.checkpoint, (lines) => lines.replace(`\n${size}\n`, '\n6\n')), 'checkpoint.signature'),
    of('with a second, wrong line of the log key', concatBytes(LOG.checkpoint, utf8Encode(`— ${origin} ${Buffer.concat([Buffer.from(log.key.keyId, 'hex'), Buffer.alloc(64)]).toString('base64')}\n`)), 'checkpoint.signature'),
    of('another size claimed', LOG.checkpoint, 'checkpoint.size', { ...claim, size: 6 }),
    of('another root claimed', LOG.checkpoint, 'checkpoint.size', { ...claim, root: '0'.repeat(64) }),
    of('another origin claimed', LOG.checkpoint, 'checkpoint.size', { ...claim, origin: `${origin}x` }),
  ];
};

/** Proofs (protocol §12.1, check 16): `proof` and `checkpoint` in base64, `event` the hash, `index` that of the file name. */
export const proofVectors = (): readonly Vector[] => {
  const fileOf = (index: number): Bytes => formatTlogProof({ index, hashes: LOG.proofs[index] ?? [], checkpoint: LOG.checkpoint });
  const of = (name: string, proof: Bytes, expect: string, index = 1, event = HASHES[index] ?? ''): Vector =>
    vector(name, { proof: bytesToBase64(proof), checkpoint: bytesToBase64(LOG.checkpoint), event, index }, expect);
  const good = fileOf(1);
  const hashLines = textOf(good).split('\n').slice(2, 5);
  return [
    ...HASHES.map((_, index) => of(`entry ${String(index)} of 5`, fileOf(index), 'ok', index)),
    of('another version', edit(good, (lines) => lines.replace('@v1', '@v2')), 'proof.syntax'),
    of('no header', edit(good, (lines) => lines.slice(lines.indexOf('\n') + 1)), 'proof.syntax'),
    of('an extra line', edit(good, (lines) => lines.replace('index', 'extra AAAA\nindex')), 'proof.syntax'),
    of('an index with a zero before it', edit(good, (lines) => lines.replace('index 1', 'index 01')), 'proof.syntax'),
    of('a hash of 31 bytes', edit(good, (lines) => lines.replace(hashLines[0] ?? '', Buffer.alloc(31).toString('base64'))), 'proof.syntax'),
    of('no checkpoint', edit(good, (lines) => lines.slice(0, lines.indexOf('\n\n') + 1)), 'proof.syntax'),
    of('another checkpoint', concatBytes(good, utf8Encode('— witness AAAAAAA=\n')), 'proof.checkpoint'),
    of('the index of another file', good, 'proof.index', 2, HASHES[1]),
    of('of another event', good, 'proof.inclusion', 1, HASHES[2]),
    of('a hash too few', edit(good, (lines) => lines.replace(`${hashLines[2] ?? ''}\n`, '')), 'proof.inclusion'),
    of('a hash too many', edit(good, (lines) => lines.replace(`${hashLines[2] ?? ''}\n`, `${hashLines[2] ?? ''}\n${hashLines[2] ?? ''}\n`)), 'proof.inclusion'),
    of('an index beyond the tree', edit(good, (lines) => lines.replace('index 1', 'index 5')), 'proof.inclusion', 5, HASHES[1]),
  ];
};

/** Trust files (protocol §11) as text. */
export const trustVectors = (): readonly Vector[] => {
  const good = trustFile('a'.repeat(64), false);
  const of = (name: string, change: (text: string) => string, expect = 'trust.syntax'): Vector => vector(name, { trust: change(good) }, expect);
  const second = noteSigner('flip360/root/2').vkey;
  const logKey = noteSigner('flip360/network/log');
  const asWitness = (name: string, { key }: NoteSigner): string => {
    const made = makeVerifierKey(primitives, name, 'cosignature/v1', key.publicKey);
    if (!made.ok) throw new Error(made.error.code);
    return formatVerifierKey(made.value);
  };
  const [one, two, three] = ['one', 'two', 'three'].map((name) => `witness ${name} ${asWitness(`witness.example/${name}`, noteSigner(`witness/${name}`))}\n`);
  const policy = (name: string, lines: string, expect = 'trust.syntax'): Vector => of(name, (text) => text.replace('quorum none\n', lines), expect);
  const witnesses = `log ${logKey.vkey}\n${one ?? ''}${two ?? ''}${three ?? ''}`;
  return [
    of('one root', (text) => text, 'ok'),
    of('two roots', (text) => text.replace('quorum', `root ${second}\nquorum`), 'ok'),
    of('with a network log', (text) => text.replace('quorum', `log ${noteSigner('flip360/network/log').vkey}\nquorum`), 'ok'),
    of('with a comment in the policy', (text) => text.replace('quorum', '# no witnesses yet\nquorum'), 'ok'),
    of('nothing', () => ''),
    of('another version', (text) => text.replace('/1', '/2')),
    of('no root', (text) => text.replace(/root .*\n/u, '')),
    of('a root with another number', (text) => text.replace('root flip360/root/1', 'root flip360/root/2')),
    of('roots in another order', (text) => text.replace('root flip360', `root ${second}\nroot flip360`)),
    of('a root with a wrong key id', (text) => text.replace(/\+[0-9a-f]{8}\+/u, '+00000000+')),
    of('test yes', (text) => text.replace('test false', 'test yes')),
    of('net in capitals', (text) => text.replace('a'.repeat(64), 'A'.repeat(64))),
    of('no quorum', (text) => text.replace('quorum none\n', '')),
    of('two quorums', (text) => `${text}quorum none\n`),
    of('no final line feed', (text) => text.slice(0, -1)),
    of('carriage returns', (text) => text.replaceAll('\n', '\r\n')),
    of('lines in another order', (text) => text.replace(/(test .*\n)(net .*\n)/u, '$2$1')),
    of('an unknown line', (text) => text.replace('quorum', 'colour blue\nquorum')),
    policy('two of three witnesses', `${witnesses}group most 2 one two three\nquorum most\n`, 'ok'),
    policy('groups of groups, addresses, tabs and empty lines', `${witnesses.replace(/^(log .*)$/mu, '$1 https://log.example/')}\ngroup\tpair any  one two\n \ngroup both all pair three\n# both\nquorum both\n`, 'ok'),
    policy('one witness as quorum', `${witnesses}quorum two\n`, 'ok'),
    policy('a log that is its own witness', `log ${logKey.vkey}\nwitness one ${asWitness('witness.example/one', logKey)}\nquorum one\n`),
    policy('a log that is its own witness under its own name', `witness one ${asWitness('flip360/network/log', logKey)}\nlog ${logKey.vkey}\nquorum none\n`),
    policy('one key as two witnesses', `${one ?? ''}witness other ${asWitness('witness.example/other', noteSigner('witness/one'))}\nquorum none\n`),
    policy('a log twice', `log ${logKey.vkey}\nlog ${logKey.vkey}\nquorum none\n`),
    policy('a witness with the key of a log', `witness one ${logKey.vkey}\nquorum none\n`),
    policy('a log with the key of a witness', `log ${asWitness('flip360/network/log', logKey)}\nquorum none\n`),
    policy('two witnesses of one name', `${one ?? ''}${(two ?? '').replace('witness two', 'witness one')}quorum none\n`),
    policy('a witness named none', `${(one ?? '').replace('witness one', 'witness none')}quorum none\n`),
    policy('a group of what comes later', `${one ?? ''}group pair any one two\n${two ?? ''}quorum pair\n`),
    policy('a member of two groups', `${witnesses}group pair any one two\ngroup other any two three\nquorum pair\n`),
    policy('a member twice', `${witnesses}group pair any one one\nquorum pair\n`),
    policy('a group with none in it', `${witnesses}group pair any one none\nquorum pair\n`),
    policy('a group without members', `${witnesses}group pair any\nquorum one\n`),
    policy('more needed than there are', `${witnesses}group most 4 one two three\nquorum most\n`),
    policy('none needed', `${witnesses}group most 0 one two three\nquorum most\n`),
    policy('a number with a zero before it', `${witnesses}group most 02 one two three\nquorum most\n`),
    policy('a quorum of nobody known', `${witnesses}quorum four\n`),
    policy('a quorum before its group', `${witnesses}quorum most\ngroup most 2 one two three\n`),
    policy('a control character', `# \u0001\nquorum none\n`),
    policy('129 witnesses', `${Array.from({ length: 129 }, (_, number) => `witness w${String(number)} ${asWitness('witness.example/w', noteSigner(`witness/${String(number)}`))}\n`).join('')}quorum none\n`),
  ];
};

/** Archives (protocol §12): `zip` in base64; `output` maps path to bytes in hex. */
export const zipVectors = (): readonly Vector[] => {
  const written = writeZip([
    { path: 'a.txt', bytes: utf8Encode('a') },
    { path: 'b/c.txt', bytes: utf8Encode('bc') },
  ]);
  if (!written.ok) throw new Error(written.error.code);
  const good = written.value;
  const view = new DataView(good.buffer, good.byteOffset, good.byteLength);
  const central = view.getUint32(good.length - 6, true);
  const put = (at: number, value: number): Bytes => good.map((byte, index) => (index === at ? value : byte));
  const of = (name: string, zip: Bytes): Vector => vector(name, { zip: bytesToBase64(zip) }, 'zip.not-canonical');
  return [
    vector('two files', { zip: bytesToBase64(good) }, 'ok', { 'a.txt': bytesToHex(utf8Encode('a')), 'b/c.txt': bytesToHex(utf8Encode('bc')) }),
    of('nothing', new Uint8Array()),
    of('a byte before', concatBytes(Uint8Array.of(0), good)),
    of('a byte after', concatBytes(good, Uint8Array.of(0))),
    of('cut short', good.slice(0, -1)),
    of('another date in a local header', put(12, 0x22)),
    of('another date in the directory', put(central + 14, 0x22)),
    of('another time', put(10, 1)),
    of('another version made by', put(central + 4, 20)),
    of('another version needed', put(4, 20)),
    of('the UTF-8 flag', put(7, 8)),
    of('encrypted', put(central + 8, 1)),
    of('deflated', put(central + 10, 8)),
    of('an external attribute', put(central + 38, 1)),
    of('an internal attribute', put(central + 36, 1)),
    of('another CRC', put(14, (good[14] ?? 0) ^ 1)),
    of('content that does not fit its CRC', put(35, 0x62)),
    of('another name in the directory', put(central + 46, 0x7a)),
    of('a comment', put(good.length - 2, 1)),
    of('a wrong number of entries', put(good.length - 12, 1)),
    of('a wrong offset', put(central + 42, 1)),
  ];
};

