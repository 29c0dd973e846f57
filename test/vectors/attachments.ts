import { type Bytes, bytesToBase64, bytesToHex, hexToBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { type CommitmentPurpose, type Opening, openingOf } from '../../core/protocol/commitment.ts';
import { EXCHANGE_INFO } from '../../core/protocol/exchange/file.ts';
import { x25519KeyPair } from '../../core/adapters/exchange/x25519.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../core/protocol/jcs.ts';
import { leafHash, rootOfLeaves } from '../../core/protocol/merkle.ts';
import { primitives, seedOf, uuidOf } from '../story/keys.ts';
import { ABC, SMITH } from '../story/network.ts';
import { logOf } from '../story/pack.ts';
import { NET, RECIPIENT, sealAttachment } from './exchange.ts';
import { type Vector, vector } from './vector.ts';

const open = (purpose: CommitmentPurpose, data: JsonValue): Opening => openingOf(primitives, NET, { for: purpose, referral: uuidOf('vector referral'), data }, seedOf(`salt ${purpose} ${JSON.stringify(data)}`));
const bytesOf = (hex: string): Bytes => {
  const bytes = hexToBytes(hex);
  if (!bytes.ok) throw new Error(hex);
  return bytes.value;
};

const PDF = utf8Encode('a document');
const DOCUMENT = { bytes: bytesToBase64(PDF), kind: 'tax-invoice', mediaType: 'application/pdf', name: 'invoice.pdf' };
const STATES = open('document', { sha256: bytesToHex(primitives.sha256(PDF)) });
const CLIENT = open('client', { name: 'Zoë' });
const LINES = [0, 1, 2].map((line) => open('batch-line', { line }));
const COMMITMENTS = LINES.map(({ commitment }) => commitment);
const BATCH = { lines: 3, root: bytesToHex(rootOfLeaves(primitives, COMMITMENTS.map((commitment) => leafHash(primitives, bytesOf(commitment))))) };
const PROOFS = logOf(SMITH, COMMITMENTS).proofs.map((proof) => proof.map(bytesToHex));
const line = (index: number, changes: JsonObject = {}): JsonObject => ({ commitment: COMMITMENTS[index] ?? '', index, proof: PROOFS[index] ?? [], size: 3, ...changes });

type Given = { readonly plaintext: JsonObject | Bytes; readonly named?: readonly string[]; readonly batch?: JsonObject | null; readonly sealed?: Parameters<typeof sealAttachment>[1]; readonly members?: JsonObject };
type Counting = { readonly documents: readonly string[]; readonly openings: readonly string[] };

const NOTHING: Counting = { documents: [], openings: [] };
const counting = (openings: readonly Opening[], documents: readonly string[] = []): Counting => ({ documents, openings: openings.map(({ commitment }) => commitment) });

/** Attachments (protocol §10.2): `output` holds the commitments of the openings and the names of the documents that count. */
export const attachmentVectors = async (): Promise<readonly Vector[]> => {
  const of = async (name: string, given: Given, expect: string, output?: Counting): Promise<Vector> => {
    const plaintext = given.plaintext instanceof Uint8Array ? given.plaintext : canonicalBytes(given.plaintext);
    const attachment = { ...(await sealAttachment(plaintext, given.sealed)), ...given.members };
    const input = { attachment, batch: given.batch ?? null, from: SMITH.id, named: given.named ?? [], net: NET, sealKey: bytesToHex(RECIPIENT.privateKey), to: ABC.id };
    return vector(name, input, expect, output === undefined ? undefined : { documents: output.documents, openings: output.openings });
  };
  const counts = (name: string, given: Given, output: Counting): Promise<Vector> => of(name, given, 'ok', output);
  const openings = (...list: readonly Opening[]): JsonObject => ({ openings: list.map((opening) => ({ ...opening })) });
  const named = [CLIENT.commitment, STATES.commitment];
  const form = (name: string, plaintext: JsonObject | Bytes): Promise<Vector> => of(name, { plaintext, named }, 'attachment.body');
  const document = (changes: JsonObject = {}): JsonObject => ({ documents: [{ ...DOCUMENT, ...changes }], ...openings(STATES) });
  const inBatch = (name: string, lines: readonly JsonObject[], output: Counting, batch: JsonObject | null = BATCH): Promise<Vector> =>
    counts(name, { plaintext: { lines: [...lines], ...openings(...LINES.slice(1, 2)) }, batch }, output);
  const counted = counting(LINES.slice(1, 2));
  return [
    await counts('nothing in it', { plaintext: openings() }, NOTHING),
    await counts('an opening that is named', { plaintext: openings(CLIENT), named }, counting([CLIENT])),
    await counts('an opening that nothing names', { plaintext: openings(CLIENT) }, NOTHING),
    await counts('an opening with other data', { plaintext: openings({ ...CLIENT, data: { name: 'Zoe' } }), named }, NOTHING),
    await counts('an opening for another purpose', { plaintext: openings({ ...CLIENT, for: 'shown' }), named }, NOTHING),
    await counts('an opening whose salt has spare bits', { plaintext: openings({ ...CLIENT, salt: `${CLIENT.salt.slice(0, -1)}_` }), named }, NOTHING),
    await counts('one that counts beside one that does not', { plaintext: openings(LINES[0] ?? CLIENT, CLIENT), named }, counting([CLIENT])),
    await inBatch('a batch line with its proof', [line(1)], counted),
    await inBatch('the last of two proofs of one line', [line(1, { index: 0 }), line(1)], counted),
    await inBatch('an earlier proof of one line', [line(1), line(1, { index: 0 })], NOTHING),
    await inBatch('a batch line without proof', [], NOTHING),
    await inBatch('the proof of another line', [line(2)], NOTHING),
    await inBatch('a proof at another place', [line(1, { index: 0 })], NOTHING),
    await inBatch('a proof beyond the batch', [line(1, { index: 3 })], NOTHING),
    await inBatch('a proof with a hash too few', [line(1, { proof: (PROOFS[1] ?? []).slice(1) })], NOTHING),
    await inBatch('a proof for another number of lines', [line(1, { size: 4 })], NOTHING),
    await inBatch('a batch of another number of lines', [line(1)], NOTHING, { ...BATCH, lines: 4 }),
    await inBatch('another batch', [line(1)], NOTHING, { ...BATCH, root: '0'.repeat(64) }),
    await inBatch('a line without batch', [line(1)], NOTHING, null),
    await counts('a batch line that is named needs no proof', { plaintext: openings(...LINES.slice(1, 2)), named: COMMITMENTS }, counted),
    await counts('an opening of another purpose is no batch line', { plaintext: { lines: [{ commitment: CLIENT.commitment, index: 0, proof: [], size: 1 }], ...openings(CLIENT) }, batch: { lines: 1, root: bytesToHex(leafHash(primitives, bytesOf(CLIENT.commitment))) } }, NOTHING),
    await counts('a document that its opening states', { plaintext: document(), named }, counting([STATES], ['invoice.pdf'])),
    await counts('another document', { plaintext: document({ bytes: 'AAAA' }), named }, counting([STATES])),
    await counts('a document whose opening does not count', { plaintext: document() }, NOTHING),
    await counts('a document without opening', { plaintext: { ...document(), openings: [] }, named }, NOTHING),
    await counts('a document that an opening of another purpose states', { plaintext: { documents: [DOCUMENT], ...openings(open('evidence', STATES.data)) }, named: [open('evidence', STATES.data).commitment] }, counting([open('evidence', STATES.data)])),
    await counts('a document in base64 with spare bits', { plaintext: document({ bytes: DOCUMENT.bytes.replace(/(.)==$/u, (_, last: string) => `${String.fromCodePoint((last.codePointAt(0) ?? 0) + 1)}==`) }), named }, counting([STATES])),

    await of('sealed to another key', { plaintext: openings(), sealed: { to: x25519KeyPair(seedOf('vector other seal key')).publicKey } }, 'attachment.seal'),
    await of('sealed for another event', { plaintext: openings(), sealed: { event: 'f'.repeat(64) } }, 'attachment.seal'),
    await of('sealed by another sender', { plaintext: openings(), sealed: { from: ABC.id } }, 'attachment.seal'),
    await of('sealed as a file', { plaintext: openings(), sealed: { info: EXCHANGE_INFO } }, 'attachment.seal'),
    await of('a key share with spare bits', { plaintext: openings(), members: { enc: `${'A'.repeat(42)}B` } }, 'attachment.seal'),
    await of('a body with spare bits', { plaintext: openings(), members: { body: 'AB==' } }, 'attachment.seal'),
    await of('a body of three bytes', { plaintext: openings(), members: { body: 'AAAA' } }, 'attachment.seal'),

    await form('no text under the seal', new Uint8Array()),
    await form('a text that is not canonical', utf8Encode('{"openings":[] }')),
    await form('no openings', {}),
    await form('a member too many', { ...openings(), more: true }),
    await form('an opening in another form', { openings: [{ ...CLIENT, note: 'x' }] }),
    await form('an opening for an unknown purpose', { openings: [{ ...CLIENT, for: 'other' }] }),
    await form('a document of another media type', document({ mediaType: 'text/html' })),
    await form('a document whose name has a line feed', document({ name: 'a\nb' })),
    await form('a document that is not base64', document({ bytes: 'A A' })),
    await form('a proof of 65 hashes', { lines: [line(1, { proof: Array<string>(65).fill('0'.repeat(64)) })], ...openings() }),
    await form('a proof in capitals', { lines: [line(1, { proof: ['A'.repeat(64)] })], ...openings() }),
    await form('a proof below zero', { lines: [line(1, { index: -1 })], ...openings() }),
  ];
};
