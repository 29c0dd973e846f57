import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIMIT_CODES, PRIVACY_DOCUMENTS, REGIMES } from '../../domain/legal/law-files.ts';
import { filled, inForceOn } from '../../domain/legal/wording.ts';
import type { Shipped } from '../shipped.ts';
import { verticals } from '../verticals.ts';
import {
  automatedDecisionsOn,
  limitOn,
  limitsOn,
  privacyDocumentOn,
  regimeOfPurpose,
  regimeOfVertical,
  regimeOn,
  regimesOn,
} from './law.ts';

const desk: Shipped = { shipped: { resources: join(import.meta.dirname, '../../../resources'), verifyPage: '' } };
const DAY = '2026-10-06';
const WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  'receiver referrer subject contact amount basis benefit days ways practice abn officer overseas automated years accessDays source purpose outcome review'
    .split(' ')
    .map((name) => [name, `<${name}>`]),
);

describe('the law as dated configuration', () => {
  it('holds every limit that the program counts, each with source and first day', () => {
    expect(limitsOn(desk, DAY).map((limit) => limit.code)).toEqual(LIMIT_CODES);
    expect(limitOn(desk, 'nccp-pass-details', DAY)).toMatchObject({ value: 5, unit: 'business-days', confidence: 'medium' });
    expect(limitOn(desk, 'nccp-contact', DAY)).toMatchObject({ value: 10, unit: 'business-days' });
    expect(limitOn(desk, 'breach-assess', DAY)).toMatchObject({ value: 30, unit: 'days' });
    for (const limit of limitsOn(desk, DAY)) expect(limit.sources.join('').length).toBeGreaterThan(10);
  });

  it('gives each vertical one regime', () => {
    const named = regimesOn(desk, DAY).flatMap(({ regime }) => regime.verticals);
    expect(new Set(named).size).toBe(named.length);
    expect(named.toSorted()).toEqual(
      verticals(desk)
        .map((vertical) => vertical.code)
        .toSorted(),
    );
    expect(regimesOn(desk, DAY).map(({ regime }) => regime.code)).toEqual(REGIMES);
    expect(regimeOfPurpose(desk, 'home-loan')).toMatchObject({ code: 'credit', clocks: true, agreementOnFile: true });
    expect(regimeOfPurpose(desk, 'retirement-plan').code).toBe('financial-advice');
    expect(regimeOfPurpose(desk, 'tax-return').code).toBe('tax-and-accounting');
    expect(regimeOfVertical(desk, 'astrologer').code).toBe('consumer-law');
  });

  it('says in each regime what is paid, by whom, and that the client pays nothing', () => {
    for (const { current } of regimesOn(desk, DAY)) {
      const values = Object.entries(current.texts).flatMap(([name, text]) =>
        text === undefined ? [] : [filled(text, { ...WORDS, benefit: `<benefit of ${name}>` })],
      );
      expect(values.join(' ')).not.toMatch(/\{|\}/u);
      expect(current.texts.benefit).toContain('{amount}');
      expect(current.texts.noFee).toContain('nothing');
      expect(current.texts.notice).toMatch(/\{benefit\}.*You may say no.*withdraw at any time/u);
    }
    expect(regimeOn(regimeOfPurpose(desk, 'retirement-plan'), DAY).texts.referrerStatement).toContain(
      'gives no advice about financial products',
    );
    expect(regimeOn(regimeOfPurpose(desk, 'tax-return'), DAY).texts.assurance).toContain('assurance engagement');
  });

  it('holds each privacy document and fills its placeholders', () => {
    for (const name of PRIVACY_DOCUMENTS) {
      const document = privacyDocumentOn(desk, name, DAY);
      const text = document.sections.flatMap((section) => section.paragraphs.map((paragraph) => filled(paragraph, WORDS))).join(' ');
      expect(text).not.toMatch(/\{|\}/u);
    }
    expect(automatedDecisionsOn(desk, DAY).decisions.map((decision) => decision.code)).toEqual(
      expect.arrayContaining(['duplicates', 'routing', 'health', 'gate']),
    );
  });

  it('takes the version that has begun, the first before any has', () => {
    const versions = [
      { effectiveFrom: '2027-01-01', value: 2 },
      { effectiveFrom: '2026-01-01', value: 1 },
    ];
    expect(['2025-06-01', '2026-12-31', '2027-01-01'].map((day) => inForceOn(versions, day)?.value)).toEqual([1, 1, 2]);
    expect(inForceOn([], DAY)).toBeUndefined();
    expect(() => filled('{nothing}', {})).toThrow('{nothing}');
  });
});
