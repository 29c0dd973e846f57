import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildStory } from '../../../test/story/story.ts';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { parseRecord } from '../record.ts';
import { payload as payloadSchema } from './payload.ts';
import { plainPayload } from './plain-payload.ts';

const primitives = nodePrimitives();
const payloads: readonly unknown[] = buildStory({}).entries.map((entry) => {
  const record = parseRecord(entry.bytes, primitives);
  if (!record.ok) throw new Error(record.error.code);
  return record.value.payload;
});

const HASH = 'ab'.repeat(32);
const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  true,
  '',
  HASH,
  HASH.toUpperCase(),
  `${HASH}\n`,
  HASH.slice(1),
  `${HASH}0`,
  `g${HASH.slice(1)}`,
  '019fca5e-0000-7000-8000-000000000000',
  '019FCA5E-0000-7000-8000-000000000000',
  '019fca5e-0000-4000-8000-000000000000',
  '2026-10-01T00:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-10-01T24:00:00.000Z',
  '2026-10-01T00:00:00Z',
  'referral.intent',
  'referral.newer',
  'toString',
  -1,
  -0,
  0,
  1,
  4,
  5,
  1.5,
  2 ** 53,
  Number.NaN,
  [],
  [HASH],
  [HASH, 'x'],
  // A list with a hole.
  Object.assign([HASH], { 2: HASH }),
  Array.from({ length: 9 }, () => HASH),
  {},
  JSON.parse('{"__proto__":{"v":1}}'),
  Object.create(null),
  new Date(0),
  Object.create({ inherited: true }),
);
const member = fc.constantFrom(
  'v',
  'net',
  'type',
  'id',
  'stream',
  'n',
  'prev',
  'at',
  'about',
  'referral',
  'step',
  'prevStep',
  'body',
  'assertion',
  'extra',
  '__proto__',
  'constructor',
);

/** A payload of the story with some members left out, exchanged or added. */
const near = fc
  .tuple(fc.constantFrom(...payloads), fc.array(fc.tuple(member, fc.option(odd, { nil: 'left out' })), { maxLength: 3 }))
  .map(([payload, edits]) => {
    const entries = new Map(Object.entries(payload as Record<string, unknown>));
    for (const [name, value] of edits)
      if (value === 'left out') entries.delete(name);
      else entries.set(name, value);
    return Object.fromEntries(entries);
  });

describe('plainPayload', () => {
  it('reads nothing that the schema refuses, and reads what the schema reads, member for member', () => {
    let short = 0;
    fc.assert(
      fc.property(near, (value) => {
        const plain = plainPayload(value);
        if (plain === undefined) return;
        short += 1;
        const full = payloadSchema.safeParse(value);
        expect(full.success).toBe(true);
        expect(JSON.stringify(plain)).toBe(JSON.stringify(full.data));
        expect(plain).toStrictEqual(full.data);
      }),
      { numRuns: 30_000 },
    );
    expect(short).toBeGreaterThan(3000);
  });

  it('takes the short way for every record of the story without an assertion', () => {
    for (const payload of payloads)
      expect(plainPayload(payload) === undefined).toBe(typeof payload === 'object' && payload !== null && 'assertion' in payload);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['an object that inherits a member', Object.setPrototypeOf({}, payloads[0] as object)],
  ])('leaves %s to the schema', (_name, value) => {
    expect(plainPayload(value)).toBeUndefined();
  });
});
