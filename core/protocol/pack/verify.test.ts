import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRACTICES, SMITH } from '../../../test/story/network.ts';
import { packInputOf, packOf } from '../../../test/story/pack.ts';
import { primitives, seedOf } from '../../../test/story/keys.ts';
import { buildStory } from '../../../test/story/story.ts';
import { payloadText } from '../../../test/story/writer.ts';
import { type Bytes, utf8Encode } from '../bytes.ts';
import { noblePrimitives } from '../noble-primitives.ts';
import { readZip } from '../zip.ts';
import { buildPack } from './build.ts';
import { CHECKS } from './report.ts';
import { verifyPack } from './verify.ts';

const story = buildStory();
const built = packOf(story);
const NAMED = /^[a-z]+\.[a-z0-9-]+$/u;

describe('a whole pack', () => {
  const report = verifyPack(built.zip, story.trust, primitives);

  it('gets three verdicts, and every check says what was compared', () => {
    expect([report.failure, report.intact.verdict, report.recognised.verdict, report.complete.verdict]).toEqual([
      null,
      'intact',
      'recognised',
      'complete',
    ]);
    expect(report.checks.map(({ id }) => id)).toEqual(CHECKS.map(([id]) => id));
    const [own, network] = [(id: string) => !id.startsWith('network.'), report.network.verdict];
    expect(network).toBe('none');
    for (const check of report.checks.filter(({ id }) => own(id)))
      expect([check.state, check.code, check.compared.length > 10], check.id).toEqual(['ok', null, true]);
  });

  it('words its verdicts by register and invitation, with what is unknown', () => {
    expect(report.recognised).toMatchObject({
      byRegister: 3,
      byInvitation: 2,
      testNetwork: true,
      soleSignatories: ['Smith & Partners'],
      register: { at: '2026-06-12T00:00:00.000Z' },
    });
    const words = [...report.intact.words, ...report.recognised.words, ...report.complete.words].join('\n');
    for (const part of [
      '3 by register, 2 by invitation',
      'later revocations unknown',
      'TEST NETWORK',
      'Sole signatory: Smith & Partners',
      'five of five',
      'none in this pack, as stated by Smith & Partners at log size 43',
      'confirmed by the payee',
    ])
      expect(words).toContain(part);
    const silent = buildStory({ until: 'bank line' });
    expect(verifyPack(packOf(silent).zip, silent.trust, primitives).complete.words.join('\n')).toContain('according to the payer');
  });

  it('says the same on the platform’s and on plain JavaScript primitives, from the archive and from the folder', () => {
    const plain = (input: Parameters<typeof verifyPack>[0], given: typeof primitives) => {
      const { checks, ...rest } = verifyPack(input, story.trust, given);
      return { ...rest, contents: rest.contents?.state, checks: checks.slice(1) };
    };
    expect(plain(built.zip, noblePrimitives)).toEqual(plain(built.zip, primitives));
    expect(plain(built.files, primitives)).toEqual(plain(built.zip, primitives));
  });

  it('is the same bytes every time, whatever the order of the events', () => {
    const input = packInputOf(story, SMITH);
    const one = buildPack(input, primitives);
    const two = buildPack(
      {
        ...input,
        events: input.events.toReversed(),
        openings: [...input.openings.toReversed(), ...input.openings],
      },
      primitives,
    );
    expect(two).toEqual(one);
    expect(Buffer.compare(packOf(story).zip, built.zip)).toBe(0);
  });

  it('holds no name, address or account of the client in any form', () => {
    const texts = [...built.files].flatMap(([path, bytes]) => {
      const text = Buffer.from(bytes).toString('latin1');
      return path.startsWith('events/') ? [text, payloadText(bytes)] : [text];
    });
    for (const secret of ['Sarah', 'Chen', 'sarah.chen', '11112222', '482913'])
      expect(
        texts.some((text) => text.includes(secret)),
        secret,
      ).toBe(false);
  });
});

describe('buildPack', () => {
  const input = packInputOf(story, SMITH);
  it.each([
    ['record-unreadable', { events: [{ index: 0, record: utf8Encode('{}'), proof: [] }] }],
    ['index-out-of-range', { events: [{ index: 100_000_000, record: utf8Encode('{}'), proof: [] }] }],
    ['intent-missing', { intent: 'f'.repeat(64) }],
    ['register-missing', { events: input.events.slice(1) }],
    ['checkpoint-unreadable', { checkpoint: utf8Encode('x') }],
    ['bad-description', { exportedAt: 'yesterday' }],
    ['bad-name', { documents: new Map([['../x', utf8Encode('x')]]) }],
  ] as const)('refuses with %s', (code, change) => {
    expect(buildPack({ ...input, ...change }, primitives)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('a damaged pack', () => {
  const flip = (zip: Bytes, bit: number): Bytes => {
    const copy = zip.slice();
    const at = bit >> 3;
    copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
    return copy;
  };

  it('is never intact: 2,500 single bits of the archive, each named', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.nat(built.zip.length * 8 - 1), (bit) => {
        const report = verifyPack(flip(built.zip, bit), story.trust, primitives);
        expect(report.intact.verdict).toBe('broken');
        expect(report.failure).toMatch(NAMED);
        expect(report.contents).toBe(null);
      }),
      { numRuns: 2500 },
    );
  });

  it('is never intact: 2,500 single bits of its files, each named', { timeout: 120_000 }, () => {
    const paths = [...built.files.keys()];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.nat(), (path, random) => {
        const files = new Map(built.files);
        const bytes = files.get(path) ?? new Uint8Array(1);
        files.set(path, flip(bytes, random % (bytes.length * 8)));
        const report = verifyPack(files, story.trust, primitives);
        expect(report.intact.verdict, path).toBe('broken');
        expect(report.failure, path).toMatch(NAMED);
      }),
      { numRuns: 2500 },
    );
  });

  it('is named by the check behind the class of byte that changed', () => {
    const read = readZip(built.zip);
    if (!read.ok) throw new Error(read.error.code);
    const classes: readonly (readonly [path: string, at: number | 'signature', failure: string])[] = [
      ['MANIFEST', 0, 'manifest.signature'],
      ['MANIFEST', 64, 'manifest.signature'],
      ['MANIFEST', 'signature', 'manifest.signature'],
      ['keys.txt', 0, 'keys.syntax'],
      ['keys.txt', 10, 'keys.syntax'],
      ['README.txt', 5, 'manifest.hash'],
      ['checkpoint', 5, 'manifest.hash'],
      ['calculation.json', 5, 'manifest.hash'],
      ['documents/RCTI-ABC-2026-0001.pdf', 1, 'manifest.hash'],
      ['events/00000020.json', 40, 'manifest.hash'],
      ['evidence.pdf', 1, 'manifest.hash'],
      ['openings.json', 9, 'manifest.hash'],
      ['pack.json', 9, 'manifest.hash'],
      ['proofs/00000020.tlog-proof', 30, 'manifest.hash'],
      ['rule.json', 9, 'manifest.hash'],
      ['verify.html', 3, 'manifest.hash'],
    ];
    for (const [path, place, failure] of classes) {
      const files = new Map(built.files);
      const bytes = files.get(path)?.slice();
      if (bytes === undefined) throw new Error(path);
      const at = place === 'signature' ? bytes.length - 20 : place;
      // A letter for a letter: the form stays, the content does not.
      bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
      files.set(path, bytes);
      expect(verifyPack(files, story.trust, primitives).failure, path).toBe(failure);
    }
  });

  it('is broken when a file goes or comes', () => {
    for (const path of built.files.keys()) {
      const files = new Map(built.files);
      files.delete(path);
      expect(verifyPack(files, story.trust, primitives).failure, path).toMatch(/^(pack\.file-missing|manifest\.files)$/u);
    }
    expect(verifyPack(new Map([...built.files, ['documents/b.pdf', seedOf('x')]]), null, primitives).failure).toBe('manifest.files');
    expect(verifyPack(new Map([...built.files, ['__proto__', seedOf('x')]]), null, primitives).failure).toBe('pack.file-unknown');
  });

  it('never throws, whatever the bytes, the files or the trust file', { timeout: 120_000 }, () => {
    const words = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), words, (bytes, trust) => {
        expect(verifyPack(bytes, trust, primitives).intact.verdict).toBe('broken');
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...built.files.keys()), fc.uint8Array({ maxLength: 300 }), (path, bytes) => {
        expect(verifyPack(new Map(built.files).set(path, bytes), story.trust, primitives).intact.verdict).toBe('broken');
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(words, (trust) => {
        expect(verifyPack(built.zip, trust, primitives).recognised.verdict).toBe('not-recognised');
      }),
      { numRuns: 100 },
    );
  });

  it('never throws on hostile JSON that the exporter signed', { timeout: 120_000 }, () => {
    const names = [
      'pack.json',
      'openings.json',
      'rule.json',
      'calculation.json',
      ...[...built.files.keys()].filter((path) => path.startsWith('events/')),
    ];
    const value = fc.oneof(fc.json(), fc.constantFrom('null', '[]', '{}', '"x"', '-1', '{"openings":[],"v":1}', '{"body":null}'));
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (path, json) => {
        const damaged = packOf(story, {
          files: (files) => void files.set(path, utf8Encode(json.isWellFormed() ? json : '')),
        });
        const report = verifyPack(damaged.zip, story.trust, primitives);
        expect(report.intact.verdict, path).toBe('broken');
        expect(report.failure).toMatch(NAMED);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws on single values changed in a description that the exporter signed', { timeout: 120_000 }, () => {
    const edited = (path: string, pick: number, to: unknown): Bytes => {
      const bytes = built.files.get(path) ?? new Uint8Array();
      let place = 0;
      const text = JSON.stringify(JSON.parse(Buffer.from(bytes).toString('utf8')), (_, inner: unknown) =>
        typeof inner === 'object' && inner !== null ? inner : place++ === pick ? to : inner,
      );
      return utf8Encode(text);
    };
    fc.assert(
      fc.property(
        fc.constantFrom('pack.json', 'openings.json', 'calculation.json', 'rule.json'),
        fc.nat(60),
        fc.constantFrom(0, 1, 'x', 'f'.repeat(64), null, true, 9_999_999_999),
        (path, pick, to) => {
          const report = verifyPack(
            packOf(story, { files: (files) => void files.set(path, edited(path, pick, to)) }).zip,
            story.trust,
            primitives,
          );
          expect(report.checks).toHaveLength(CHECKS.length);
        },
      ),
      { numRuns: 250 },
    );
  });
});

describe('the sample network', () => {
  it('has one note key name a practice and desk', () => {
    expect(new Set(PRACTICES.flatMap(({ log, pack }) => [log.key.name, pack.key.name])).size).toBe(2 * PRACTICES.length);
  });
});
