import type { Instant } from '../time/instant.ts';
import { describe, expect, it } from 'vitest';
import { type AssetDocument, assetSchema, obstaclesOf, withContent } from './asset.ts';
import { gateSetSchema, SHIPPED_GATES } from './gate-set.ts';

const tick = { by: 'p', byName: 'Priya Nair', at: '2026-10-01T00:00:00.000Z' as Instant };
const passed = Object.fromEntries(SHIPPED_GATES.standard.map((gate) => [gate.code, tick]));
const asset: AssetDocument = assetSchema.parse({
  name: 'Spring newsletter',
  kind: 'email',
  channel: 'Newsletter',
  owner: 'p',
  text: 'Hello',
  file: null,
  ticks: {},
  publishedAt: null,
  withdrawnAt: null,
});

describe('obstaclesOf', () => {
  it('names every open gate at once', () => {
    expect(obstaclesOf(asset, SHIPPED_GATES, true).map((one) => (one.code === 'gate-open' ? one.gate : one.code))).toEqual([
      'claims-substantiated',
      'disclosure-present',
      'brand-approved',
      'legal-cleared',
    ]);
    expect(obstaclesOf({ ...asset, ticks: passed }, SHIPPED_GATES, true)).toEqual([]);
  });

  it('lets nothing out under gates that the network office has not signed', () => {
    expect(obstaclesOf({ ...asset, ticks: passed }, SHIPPED_GATES, false)).toEqual([{ code: 'not-ratified' }]);
  });

  it('asks for the gates of its kind, also those that were added after it was ticked', () => {
    const stricter = { ...SHIPPED_GATES, kinds: { email: [...SHIPPED_GATES.standard, { code: 'unsubscribe', words: 'Can be stopped' }] } };
    expect(obstaclesOf({ ...asset, ticks: passed }, stricter, true)).toEqual([
      { code: 'gate-open', gate: 'unsubscribe', words: 'Can be stopped' },
    ]);
  });

  it('publishes nothing that is empty or withdrawn', () => {
    expect(obstaclesOf({ ...asset, text: ' ', ticks: passed, withdrawnAt: tick.at }, SHIPPED_GATES, true).map((one) => one.code)).toEqual([
      'withdrawn',
      'nothing-to-publish',
    ]);
  });
});

describe('withContent', () => {
  it('opens every gate again when the content changes, and none when it does not', () => {
    const published = { ...asset, ticks: passed, publishedAt: tick.at };
    expect(withContent(published, { text: 'Hello' })).toEqual({});
    expect(withContent(published, { text: 'Hello there' })).toEqual({ text: 'Hello there', ticks: {}, publishedAt: null });
  });
});

describe('a gate set', () => {
  it('holds each gate once and at least one', () => {
    expect(gateSetSchema.safeParse(SHIPPED_GATES).success).toBe(true);
    expect(gateSetSchema.safeParse({ standard: [], kinds: {} }).success).toBe(false);
    expect(gateSetSchema.safeParse({ standard: [SHIPPED_GATES.standard[0], SHIPPED_GATES.standard[0]], kinds: {} }).success).toBe(false);
  });
});
