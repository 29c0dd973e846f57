import { afterAll, describe, expect, it } from 'vitest';
import { type Bytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { formatTlogProof, parseTlogProof } from '../../core/protocol/tlog-proof.ts';
import { timeStampRequest } from '../../core/protocol/time-stamp.ts';
import { verifyPack } from '../../core/protocol/pack/verify.ts';
import { opensslAuthority } from '../../sync-server/time-stamp/openssl-authority.ts';
import { primitives } from '../story/keys.ts';
import { type EvidenceOptions, NETWORK_LOG, networkEvidence, networkTrust, WITNESSES } from '../story/network-pack.ts';
import { packOf } from '../story/pack.ts';
import { buildStory } from '../story/story.ts';

const story = buildStory();
const authority = opensslAuthority('ec');
afterAll(() => authority.remove());
const stamp = (digest: Bytes): Bytes | null => authority.reply(timeStampRequest(digest));
const reply = { bytes: null as Bytes | null };
/** One reply for all: the checkpoint is the same each time. */
const timeStamp = (digest: Bytes): Bytes | null => (reply.bytes ??= stamp(digest));

type Change = (files: Map<string, Bytes>) => void;
const build = (options: EvidenceOptions = { timeStamp }, change: Change = () => undefined) =>
  packOf(story, { input: (input) => ({ ...input, network: networkEvidence(story, options) }), files: change });
const verdict = (pack: ReturnType<typeof packOf>, trust: string | null) => verifyPack(pack.zip, trust, primitives);
const trusted = (needed = 2): string => networkTrust(story.trust, needed, [authority.rootFingerprint]);

describe('a pack with network proof', () => {
  it('says log, witnesses and time-stamp each by itself, and stays intact without a trust file', () => {
    const pack = build();
    const report = verdict(pack, trusted());
    expect([report.failure, report.intact.verdict, report.recognised.verdict, report.complete.verdict, report.network.verdict]).toEqual([
      null,
      'intact',
      'recognised',
      'complete',
      'witnessed',
    ]);
    expect(report.network).toMatchObject({
      proven: story.entries.length,
      log: { origin: 'log.example/network', size: story.entries.length + 2 },
      witnesses: [
        { name: 'witness.example/w1', at: '2026-10-04T02:00:00.000Z' },
        { name: 'witness.example/w2', at: '2026-10-04T02:00:00.000Z' },
      ],
      timeStamp: { authority: 'Local time-stamp authority', pinned: authority.rootFingerprint },
    });
    expect(report.checks.every(({ state }) => state === 'ok')).toBe(true);
    for (const trust of [null, story.trust]) expect(verdict(pack, trust).network.verdict).toBe('stated');
    expect(verdict(packOf(story), trusted()).network.verdict).toBe('none');
    expect(verdict(packOf(story), trusted()).failure).toBeNull();
  });

  it('counts what is not in the network log, and needs no time-stamp', () => {
    const report = verdict(build({ without: [7, 30] }), trusted());
    expect(report.network).toMatchObject({ verdict: 'witnessed', proven: story.entries.length - 2, timeStamp: null });
    expect(report.network.words.join(' ')).toContain('No time-stamp.');
    expect(verdict(build(), networkTrust(story.trust, 1)).network).toMatchObject({ verdict: 'witnessed', timeStamp: null });
  });

  it.each([
    ['too few cosignatures', { witnesses: [WITNESSES[0]] }, 'network.quorum'],
    ['no cosignature', { witnesses: [] }, 'network.quorum'],
    ['a log that is not the network’s', { log: { ...NETWORK_LOG, key: { ...NETWORK_LOG.key, name: 'log.example/other' } } }, 'network.log'],
    ['a cosignature of another text', { witnesses: [{ ...WITNESSES[0], sign: () => new Uint8Array(64) }] }, 'network.log'],
    ['a time-stamp over another text', { timeStamp: () => stamp(new Uint8Array(32)) }, 'network.time-stamp'],
  ] as const)('is refused with %s', (_, options, failure) => {
    const report = verdict(build(options), trusted());
    expect([report.intact.verdict, report.network.verdict, report.failure]).toEqual(['intact', 'refused', failure]);
  });

  it('is not believed by the witness lines of a trust file that asks for none, or by another authority', () => {
    const loose = trusted().replace('quorum g1', 'quorum none');
    expect(verdict(build(), loose).failure).toBe('network.quorum');
    expect(verdict(build(), networkTrust(story.trust, 2, ['a'.repeat(64)])).failure).toBe('network.time-stamp');
  });

  const proofPath = (index: number): string => `network/${String(index).padStart(8, '0')}.tlog-proof`;
  const rewrite = (path: string, change: (text: string) => string): Change => {
    return (files) => {
      const text = utf8Decode(files.get(path) ?? new Uint8Array());
      files.set(path, utf8Encode(change(text.ok ? text.value : '')));
    };
  };
  it.each<readonly [string, Change, string]>([
    ['a proof taken away', (files) => void files.delete(proofPath(3)), 'network.claim'],
    ['no checkpoint', (files) => void files.delete('network/checkpoint'), 'network.files'],
    ['a time-stamp taken away', (files) => void files.delete('network/time-stamp.tsr'), 'network.claim'],
    ['another version', rewrite('pack.json', (text) => text.replace('"v":2', '"v":1')), 'network.claim'],
    ['another size described', rewrite('pack.json', (text) => text.replace(/("network":\{[^}]*"size":)\d+/u, '$17')), 'network.claim'],
    ['a proof of no event', (files) => files.set(proofPath(99), files.get(proofPath(3)) ?? new Uint8Array()), 'network.claim'],
    [
      'a proof under another’s name',
      (files) => {
        const [three, four] = [files.get(proofPath(3)), files.get(proofPath(4))];
        if (three === undefined || four === undefined) throw new Error('no proofs');
        files.set(proofPath(3), four);
        files.set(proofPath(4), three);
      },
      'network.inclusion',
    ],
    [
      'a proof under another checkpoint',
      (files) => {
        const proof = parseTlogProof(files.get(proofPath(3)) ?? new Uint8Array());
        const other = networkEvidence(story, { witnesses: [] }).checkpoint;
        if (proof.ok) files.set(proofPath(3), formatTlogProof({ ...proof.value, checkpoint: other }));
      },
      'network.proof-checkpoint',
    ],
    ['a proof with a remark', rewrite(proofPath(3), (text) => text.replace('index', 'extra AAAA\nindex')), 'network.proof-syntax'],
    ['a checkpoint that is none', rewrite('network/checkpoint', (text) => text.replace('\n\n', '\nmore\n\n')), 'network.checkpoint'],
  ])('is not intact with %s', (_, change, failure) => {
    const report = verdict(build({ timeStamp }, change), trusted());
    expect([report.intact.verdict, report.failure]).toEqual(['broken', failure]);
    expect(report.network.verdict).toBe('not-judged');
  });
});
