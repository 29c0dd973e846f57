import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, utf8Decode, utf8Encode } from '../../../core/protocol/bytes.ts';
import { type EvidenceOptions, NETWORK_LOG, networkEvidence, networkTrust, WITNESSES } from '../../story/network-pack.ts';
import type { PackOptions } from '../../story/pack.ts';
import { ABC } from '../../story/network.ts';
import { buildStory, type Story } from '../../story/story.ts';
import type { Draft } from '../../story/writer.ts';
import { alone, batchOnly, broken, editJson, type Expectation, fine, type PackCase, slim, tiny, unrecognised } from './case.ts';

/** A reply of an authority made for this alone, over the checkpoint of the small story; `scripts/make-time-stamp.ts` makes another. */
const TIME_STAMP = Uint8Array.from(readFileSync(join(import.meta.dirname, '../../fixtures/time-stamp/network.tsr')));
/** SHA-256 of the certificate that certified that authority. */
const AUTHORITY = readFileSync(join(import.meta.dirname, '../../fixtures/time-stamp/authority.txt'), 'utf8').trim();

/** The story whose network checkpoint is time-stamped. */
export const STAMPED_STORY = slim('intent');
const STAMPED: EvidenceOptions = { timeStamp: () => TIME_STAMP };

type Files = NonNullable<PackOptions['files']>;
const withNetwork = (options: EvidenceOptions = {}, files?: Files): PackOptions => ({
  input: (input, story) => ({ ...input, network: networkEvidence(story, options) }),
  ...(files === undefined ? {} : { files }),
});
const trusting =
  (needed: number, authorities: readonly string[] = [AUTHORITY]) =>
  (story: Story): string =>
    networkTrust(story.trust, needed, authorities);
const refused = (failure: string): Expectation => ({ ...fine('interim'), failure });
const edit =
  (path: string, change: (text: string) => string): Files =>
  (files: Map<string, Bytes>) => {
    const text = utf8Decode(files.get(path) ?? new Uint8Array());
    files.set(path, utf8Encode(change(text.ok ? text.value : '')));
  };
const FIRST = 'network/00000000.tlog-proof';
const intactNot = (name: string, failure: string, files: Files): PackCase => ({ name, story: tiny(), pack: withNetwork({}, files), trust: trusting(1), expect: broken(failure) });

const [ALEX, BIANCA] = ABC.people;
if (BIANCA === undefined) throw new Error('one person');
const at = '2026-08-01 00:00';
const ends = {
  revoked: { type: 'key.revoked', at, by: ALEX.key, body: { practice: ABC.id, key: BIANCA.key.keyid, reason: 'device.lost' } },
  retired: { type: 'key.retired', at, by: ALEX.key, body: { practice: ABC.id, key: BIANCA.key.keyid, n: 0, hash: 'e'.repeat(64) } },
  role: { type: 'role.changed', at, by: ALEX.key, body: { practice: ABC.id, person: BIANCA.id, roles: ['auditor'] } },
  left: { type: 'person.left', at, by: ALEX.key, body: { practice: ABC.id, person: BIANCA.id, reason: 'resigned' } },
} satisfies Record<string, Draft>;
/** Where the revocation stands in the exporter's log of that story. */
const REVOKED_AT = buildStory(batchOnly('approved', { before: { prepared: () => [['revoked', ends.revoked]] } })).entries.findIndex(({ name }) => name === 'revoked');
/** The network log of the story holds its events in the reverse of the exporter's order: what came first stands last. */
const ending = (name: string, end: keyof typeof ends, before: 'prepared' | 'approved', expect: Expectation, options: EvidenceOptions = {}): PackCase => ({
  name,
  story: batchOnly('approved', { before: { [before]: () => [[end, ends[end]]] } }),
  pack: withNetwork(options),
  trust: trusting(2),
  expect,
});
const heardFirst = (name: string, end: keyof typeof ends): PackCase => ending(name, end, 'prepared', fine('interim'));
const heardLater = (name: string, end: keyof typeof ends, failure: string): PackCase => ending(name, end, 'approved', unrecognised(failure));

/** Packs of version 2: what the network log, its witnesses and a time-stamp say. */
export const networkCases: readonly PackCase[] = [
  { name: 'a pack with network proof, cosigned and time-stamped', story: STAMPED_STORY, pack: withNetwork(STAMPED), trust: trusting(2), expect: fine('interim') },
  { name: 'a network pack without a trust file', story: STAMPED_STORY, pack: withNetwork(STAMPED), trust: () => null, expect: alone('interim') },
  { name: 'a network pack under a trust file without a log', story: STAMPED_STORY, pack: withNetwork(STAMPED), expect: fine('interim') },
  { name: 'a network pack that one of two witnesses cosigned', story: STAMPED_STORY, pack: withNetwork({ witnesses: [WITNESSES[0]] }), trust: trusting(1), expect: fine('interim') },
  { name: 'a network pack with too few cosignatures', story: STAMPED_STORY, pack: withNetwork({ witnesses: [WITNESSES[0]] }), trust: trusting(2), expect: refused('network.quorum') },
  { name: 'a network pack of another log', story: STAMPED_STORY, pack: withNetwork({ log: { ...NETWORK_LOG, key: { ...NETWORK_LOG.key, name: 'log.example/other' } } }), trust: trusting(1), expect: refused('network.log') },
  { name: 'a network pack with a cosignature that does not verify', story: STAMPED_STORY, pack: withNetwork({ witnesses: [WITNESSES[0], { ...WITNESSES[1], sign: () => new Uint8Array(64) }] }), trust: trusting(1), expect: refused('network.log') },
  { name: 'a network pack time-stamped by a stranger', story: STAMPED_STORY, pack: withNetwork(STAMPED), trust: trusting(2, ['e'.repeat(64)]), expect: refused('network.time-stamp') },
  { name: 'a network pack with a time-stamp over another text', story: STAMPED_STORY, pack: withNetwork({ ...STAMPED, without: [2] }), trust: trusting(2), expect: refused('network.time-stamp') },
  heardFirst('a revocation that the exporter heard of first and the network log holds later', 'revoked'),
  heardFirst('a retirement that the exporter heard of first and the network log holds later', 'retired'),
  heardFirst('a role that the exporter heard of first and the network log holds later', 'role'),
  heardFirst('a leaving that the exporter heard of first and the network log holds later', 'left'),
  heardLater('a revocation that the exporter heard of later and the network log holds first', 'revoked', 'key.revoked'),
  heardLater('a role that the exporter heard of later and the network log holds first', 'role', 'authority.refused'),
  { ...ending('a revocation that the exporter heard of first, under a trust file without a log', 'revoked', 'prepared', unrecognised('key.revoked')), trust: (story) => story.trust },
  ending('a revocation that the exporter heard of first and the network log does not hold', 'revoked', 'prepared', unrecognised('key.revoked'), { without: [REVOKED_AT] }),
  intactNot('network files in a pack of version 1', 'network.claim', edit('pack.json', (text) => text.replace('"v":2', '"v":1'))),
  intactNot('a network part with another size', 'network.claim', editJson('pack.json', (pack) => ({ ...pack, network: { ...(pack['network'] as object), size: 77 } }))),
  intactNot('network proofs without their checkpoint', 'network.files', (files) => void files.delete('network/checkpoint')),
  intactNot('a network checkpoint that is none', 'network.checkpoint', edit('network/checkpoint', (text) => text.replace('\n\n', '\nmore\n\n'))),
  intactNot('a network proof with a remark', 'network.proof-syntax', edit(FIRST, (text) => text.replace('index', 'extra AAAA\nindex'))),
  intactNot('a network proof under another checkpoint', 'network.proof-checkpoint', edit(FIRST, (text) => text.replace(/— witness.*\n/u, ''))),
  intactNot('a network proof of another event', 'network.inclusion', (files) => void files.set(FIRST, files.get('network/00000001.tlog-proof') ?? new Uint8Array())),
];
