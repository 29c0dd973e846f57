import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, utf8Decode, utf8Encode } from '../../../core/protocol/bytes.ts';
import { type EvidenceOptions, NETWORK_LOG, networkEvidence, networkTrust, WITNESSES } from '../../story/network-pack.ts';
import type { PackOptions } from '../../story/pack.ts';
import type { Story } from '../../story/story.ts';
import { alone, broken, editJson, type Expectation, fine, type PackCase, slim, tiny } from './case.ts';

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
  intactNot('network files in a pack of version 1', 'network.claim', edit('pack.json', (text) => text.replace('"v":2', '"v":1'))),
  intactNot('a network part with another size', 'network.claim', editJson('pack.json', (pack) => ({ ...pack, network: { ...(pack['network'] as object), size: 77 } }))),
  intactNot('network proofs without their checkpoint', 'network.files', (files) => void files.delete('network/checkpoint')),
  intactNot('a network checkpoint that is none', 'network.checkpoint', edit('network/checkpoint', (text) => text.replace('\n\n', '\nmore\n\n'))),
  intactNot('a network proof with a remark', 'network.proof-syntax', edit(FIRST, (text) => text.replace('index', 'extra AAAA\nindex'))),
  intactNot('a network proof under another checkpoint', 'network.proof-checkpoint', edit(FIRST, (text) => text.replace(/— witness.*\n/u, ''))),
  intactNot('a network proof of another event', 'network.inclusion', (files) => void files.set(FIRST, files.get('network/00000001.tlog-proof') ?? new Uint8Array())),
];
