import { describe, expect, it } from 'vitest';
import { parseLocalDate } from '../time/local-date.ts';
import { documentPath, issueBy } from './document-path.ts';

const date = (text: string) => {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};
const both = { referrerRegistered: true, receiverRegistered: true, agreement: true, issued: false };
const when = { today: date('2026-09-21'), valueDeterminedOn: date('2026-09-04'), coolingOffDays: 14 };

describe('the document of a commission', () => {
  it.each([
    ['both registered, agreement recorded', {}, {}, { kind: 'rcti' }],
    ['referrer not registered', { referrerRegistered: false }, {}, { kind: 'statement' }],
    ['nobody registered', { referrerRegistered: false, receiverRegistered: false }, {}, { kind: 'statement' }],
    ['payer not registered', { receiverRegistered: false }, {}, { kind: 'own-invoice', because: 'payer-not-registered' }],
    ['no agreement', { agreement: false }, {}, { kind: 'own-invoice', because: 'no-agreement' }],
    ['last of the 28 days', {}, { today: date('2026-10-02') }, { kind: 'rcti' }],
    ['the 29th day', {}, { today: date('2026-10-03') }, { kind: 'own-invoice', because: 'too-late' }],
    ['before the outcome', {}, { valueDeterminedOn: null }, { kind: 'rcti' }],
    ['21 days of cooling-off', {}, { coolingOffDays: 21 }, { kind: 'rcti' }],
    ['22 days of cooling-off', {}, { coolingOffDays: 22 }, { kind: 'own-invoice', because: 'cooling-off-too-long' }],
    ['issued already, paid again later', { issued: true, agreement: false }, { today: date('2026-12-01') }, { kind: 'issued' }],
  ])('%s', (_name, facts, moment, path) => {
    expect(documentPath({ ...both, ...facts }, { ...when, ...moment })).toEqual(path);
  });

  it('counts 28 days from the day the value is determined', () => {
    expect(issueBy(date('2026-09-04'))).toBe('2026-10-02');
  });
});
