import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVENTS } from '../../core/protocol/event/catalogue.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import { CHECKS } from '../../core/protocol/pack/report.ts';
import { paymentState } from '../../core/protocol/pack/payments.ts';
import { verifyPack } from '../../core/protocol/pack/verify.ts';
import { primitives } from '../story/keys.ts';
import { VECTORS, vectorFiles } from './all.ts';
import { JUDGES } from './judges.ts';
import { KEYWORDS, schemas, schemasText } from './schemas.ts';

const docs = new URL('../../docs/', import.meta.url);
const read = (path: string): Buffer => readFileSync(new URL(path, docs));
const vectors = z.array(z.object({ name: z.string(), input: z.unknown(), expect: z.string(), output: z.unknown().optional() }));
const packs = z.array(z.object({ name: z.string(), file: z.string(), trust: z.string().nullable(), expect: z.object({ intact: z.string(), recognised: z.string(), complete: z.string(), failure: z.string().nullable(), payments: z.array(z.string()).optional() }) }));
const listOf = (file: string) => vectors.parse(JSON.parse(read(`vectors/${file}`).toString('utf8')));
const packList = packs.parse(JSON.parse(read('vectors/packs.json').toString('utf8')));

describe('docs/vectors', () => {
  it('is what the generator writes', { timeout: 120_000 }, async () => {
    const made = await vectorFiles();
    const found = readdirSync(new URL('vectors/', docs), { recursive: true }).map(String).filter((name) => /\.(json|zip)$/u.test(name));
    expect(found.toSorted()).toEqual([...made.keys()].toSorted());
    for (const [name, bytes] of made) expect(Buffer.compare(read(`vectors/${name}`), Buffer.from(bytes)), name).toBe(0);
  });

  it.each(Object.keys(VECTORS))('%s: the program agrees', async (file) => {
    const judge = JUDGES[file];
    const list = listOf(file);
    expect(list.length).toBeGreaterThan(2);
    expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
    for (const { name, input, expect: expected, output } of list) {
      expect(await judge?.(input, primitives), name).toEqual(output === undefined ? { expect: expected } : { expect: expected, output });
    }
  });

  it.each(['ed25519-edge.json', 'signature.json', 'assertion.json', 'key-proof.json'])('%s: so does the program without a platform', async (file) => {
    for (const { name, input, expect: expected } of listOf(file)) expect((await JUDGES[file]?.(input, noblePrimitives))?.expect, name).toBe(expected);
  });

  it('packs.json: the program gives the verdicts', () => {
    expect(new Set(packList.map(({ file }) => file)).size).toBe(packList.length);
    for (const { name, file, trust, expect: expected } of packList) {
      const report = verifyPack(read(`vectors/${file}`), trust, primitives);
      const { intact, recognised, complete, failure } = report;
      const payments = expected.payments === undefined ? {} : { payments: report.contents?.payments.map(paymentState) };
      expect({ intact: intact.verdict, recognised: recognised.verdict, complete: complete.verdict, failure, ...payments }, name).toEqual(expected);
      expect([intact, recognised, complete].every(({ words }) => words.length > 0), name).toBe(true);
      const failed = report.checks.filter((check) => check.state === 'failed');
      expect(failed.map(({ code }) => code), name).toEqual(failure === null ? [] : [failure]);
    }
  });

  it('packs.json: so does the program without a platform', { timeout: 120_000 }, () => {
    for (const { name, file, trust, expect: expected } of packList.filter((_, position) => position < 3 || position % 9 === 0)) {
      const { intact, recognised, complete, failure } = verifyPack(read(`vectors/${file}`), trust, noblePrimitives);
      expect({ intact: intact.verdict, recognised: recognised.verdict, complete: complete.verdict, failure }, name).toEqual({ ...expected, payments: undefined });
    }
  });

  it('covers every check of a pack with a failure', () => {
    const failed = new Set(packList.flatMap(({ file, trust }) => verifyPack(read(`vectors/${file}`), trust, primitives).checks.filter((check) => check.state === 'failed').map(({ id }) => id)));
    expect(CHECKS.map(([id]) => id).filter((id) => !failed.has(id))).toEqual([]);
  });
});

describe('docs/protocol.md', () => {
  const text = read('protocol.md').toString('utf8');
  const isFile = /\.(json|txt|pdf|html|md|zip|tlog-proof|flip360)$/u;
  // `key.revoked` is both a type of event and a failure; of `stream.conflict` and `paper.key-ended` a desk makes an event void, where a pack is refused by `event.conflict` or `stream.link`, and a file by `exchange.key-revoked`.
  const notCodes = new Set<string>([...Object.keys(EVENTS), 'webauthn.get', 'webauthn.create', 'payment.received', 'device.owner', 'device.practice', 'stream.conflict', 'paper.key-ended']);
  // What a server or a desk refuses on the wire (§§14, 15) is shown by their own tests.
  const format = text.split('\n## 14 ')[0] ?? '';
  const codes = new Set([...format.matchAll(/`([a-z]+\.[a-z][a-z0-9-]*)`/gu)].map(([, code = '']) => code).filter((code) => code === 'key.revoked' || (!isFile.test(code) && !notCodes.has(code))));

  it('names failures, each of which a vector shows', () => {
    expect(codes.size).toBeGreaterThan(55);
    const shown = new Set([...Object.keys(VECTORS).flatMap((file) => listOf(file).map((entry) => entry.expect)), ...packList.map((entry) => entry.expect.failure)]);
    expect([...codes].filter((code) => !shown.has(code))).toEqual([]);
  });

  it('names every failure that a vector shows', () => {
    const own = new Set(['ok', 'not-canonical', 'not-base64']);
    const shown = [...Object.keys(VECTORS).filter((file) => file !== 'calculation.json').flatMap((file) => listOf(file).map((entry) => entry.expect)), ...packList.flatMap((entry) => entry.expect.failure ?? [])];
    expect(shown.filter((code) => !codes.has(code) && !own.has(code))).toEqual([]);
  });

  it('says of every check of a pack what it is', () => {
    const rows = (section: string): readonly number[] => [...(text.split(`### ${section}`)[1]?.split('\n### ')[0] ?? '').matchAll(/^\| ([0-9]+) \|/gmu)].map(([, digits]) => Number(digits));
    const numbers = (prefix: string): readonly number[] => CHECKS.filter(([id]) => id.startsWith(prefix)).map(([id]) => Number(id.split('.')[1]));
    expect(rows('12.1')).toEqual(numbers('intact'));
    expect(rows('12.2')).toEqual(numbers('recognised'));
  });
});

describe('docs/schemas', () => {
  it('is what the generator writes', () => {
    expect(read('schemas/events.v1.json').toString('utf8')).toBe(schemasText());
  });

  it('uses its few keywords only, and knows every type', () => {
    const keywords = new Set<string>(KEYWORDS);
    const walk = (schema: unknown): void => {
      const object = z.record(z.string(), z.unknown()).parse(schema);
      for (const keyword of Object.keys(object)) expect(keywords.has(keyword), keyword).toBe(true);
      for (const inner of Object.values(z.record(z.string(), z.unknown()).parse(object['properties'] ?? {}))) walk(inner);
      for (const inner of z.array(z.unknown()).parse(object['anyOf'] ?? [])) walk(inner);
      if (object['items'] !== undefined) walk(object['items']);
    };
    const all = schemas();
    for (const schema of [all.payload, all.opening, all.pack, all.ruleVersion, all.exchangeHeader, all.exchangeBody, all.attachment, ...Object.values(all.events).map((event) => z.object({ body: z.unknown() }).parse(event).body)]) walk(schema);
    expect(Object.keys(all.events).toSorted()).toEqual(Object.keys(EVENTS).toSorted());
  });
});
