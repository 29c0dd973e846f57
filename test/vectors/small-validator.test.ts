import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ruleVersionSchema } from '../../core/domain/commission/rule-version.ts';
import { EVENTS, isKnownType } from '../../core/protocol/event/catalogue.ts';
import { payload } from '../../core/protocol/event/payload.ts';
import { packJson } from '../../core/protocol/pack/pack-json.ts';
import { RULE, SMITH } from '../story/network.ts';
import { packOf } from '../story/pack.ts';
import { writeConsent } from '../story/consent.ts';
import { buildStory } from '../story/story.ts';
import { fits } from './small-validator.ts';
import { oneOfEveryOtherType } from './other-types.ts';

const object = z.record(z.string(), z.unknown());
const file = z
  .object({ payload: object, pack: object, ruleVersion: object, events: z.record(z.string(), z.object({ body: object })) })
  .parse(JSON.parse(readFileSync(new URL('../../docs/schemas/events.v1.json', import.meta.url), 'utf8')));

const payloadOf = (record: Uint8Array): Readonly<Record<string, unknown>> =>
  object.parse(JSON.parse(Buffer.from(z.object({ payload: z.string() }).parse(JSON.parse(Buffer.from(record).toString('utf8'))).payload, 'base64').toString('utf8')));

/** Another value in place of one scalar or member, chosen by a number. */
const mutate = (value: unknown, pick: number, to: unknown): unknown => {
  let place = 0;
  return JSON.parse(JSON.stringify(value, (_, inner: unknown) => (place++ === pick ? to : inner)) ?? 'null');
};
const odd = fc.constantFrom<unknown>(undefined, null, 0, -1, 1, 5, 10_000_000_000, true, false, '', 'x', 'A', 'a.b', '0'.repeat(64), '2026-02-30', '2026-08-04T01:12:00.000Z', [], {}, ['x'], { a: 1 }, 'x\n', '\u2028', '019fca5e-0000-7000-8000-000000000000');

describe('docs/schemas/events.v1.json, read by another program', () => {
  const payloads = [...buildStory({ client: 'passkey', correction: 'agreed', before: { intent: (writer) => (writeConsent(writer), []) } }).entries.map(({ bytes }) => bytes), ...oneOfEveryOtherType().map(({ bytes }) => bytes)].map(payloadOf);
  const samples = [
    ...payloads.map((value) => ({ name: 'payload', schema: file.payload, zod: payload, value })),
    ...payloads.flatMap((value) => {
      const type = String(value['type']);
      return isKnownType(type) ? [{ name: type, schema: file.events[type]?.body ?? {}, zod: EVENTS[type].body, value: value['body'] }] : [];
    }),
    { name: 'rule', schema: file.ruleVersion, zod: ruleVersionSchema, value: RULE },
    { name: 'pack', schema: file.pack, zod: packJson, value: JSON.parse(Buffer.from(packOf(buildStory(), { exporter: SMITH }).files.get('pack.json') ?? new Uint8Array()).toString('utf8')) },
  ];

  it('accepts every body of the story and of the other types', () => {
    expect(new Set(samples.map(({ name }) => name)).size).toBe(Object.keys(EVENTS).length + 3);
    for (const { name, schema, zod, value } of samples) expect([fits(schema, value), zod.safeParse(value).success], name).toEqual([true, true]);
  });

  it('agrees with the program on 20,000 values with one thing changed', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(40), odd, ({ name, schema, zod, value }, pick, to) => {
        const changed = mutate(value, pick, to);
        const date = name === 'rule' && JSON.stringify(changed).includes('2026-02-30');
        if (!date) expect(fits(schema, changed), `${name} ${JSON.stringify(changed)}`).toBe(zod.safeParse(changed).success);
      }),
      { numRuns: 20_000 },
    );
  });
});
