import { describe, expect, it } from 'vitest';
import type { EntitlementFacts, Handshake, ReferralState } from '../referral/state.ts';
import { parseInstant } from '../time/instant.ts';
import { parseLocalDate } from '../time/local-date.ts';
import { SYDNEY } from '../time/zone.ts';
import { type MoneyInput, moneyOf, whyNotPayable } from './money-state.ts';

const instant = (text: string) => {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};
const date = (text: string) => {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};

const step = (number: number): Handshake => ({
  step: number,
  hash: `${String(number)}`.repeat(64),
  index: number,
  stream: 'key',
  n: number,
  at: '2026-09-04T03:20:00.000Z',
  seenAt: '2026-09-05T01:00:00.000Z',
  prevStep: null,
  signer: { kind: 'client', key: 'key' },
  assurance: { key: 'software', device: { owner: 'client', practice: null }, invited: null, vouched: null },
});
const entitlement: EntitlementFacts = {
  hash: 'e'.repeat(64),
  key: 'k',
  about: 's',
  beneficiary: 'smith',
  base: 495_000,
  commission: 123_750,
  platform: 4950,
  gstEstimate: 12_375,
  calculation: 'c',
  at: '',
  seenAt: '',
  decision: null,
};
const attested = {
  hash: 'a',
  practice: 'smith',
  agrees: true,
  reason: null,
  at: '2026-09-02T22:00:00.000Z',
  seenAt: '2026-09-03T00:00:00.000Z',
};
const income = {
  hash: 's',
  at: '2026-09-02T05:00:00.000Z',
  gross: 495_000,
  net: 495_000,
  settledOn: '2026-09-01',
  reason: null,
  attestation: attested,
};

const complete: ReferralState = {
  intent: 'i',
  referral: 'r',
  terms: {
    label: 'REF',
    referrer: 'smith',
    receiver: 'abc',
    purpose: 'p',
    verticals: { from: 'a', to: 'b' },
    product: 'home-loan',
    client: 'c',
    rule: { id: 'r', version: 1, hash: 'h' },
    benefit: 'b',
    agreement: null,
  },
  steps: [0, 1, 2, 3, 4].map(step),
  duplicates: [],
  unresolved: false,
  invitations: [],
  consents: [],
  disclosures: [],
  qualified: null,
  ending: null,
  trigger: 'settled',
  incomes: [income],
  agreed: income,
  outcomeAttestations: [],
  acknowledgementAttestations: [],
  entitlement,
  waiting: { on: 'nobody', act: 'none', since: '' },
  complete: true,
  completedAt: { at: '2026-09-04T03:20:00.000Z', seenAt: '2026-09-05T01:00:00.000Z' },
  lastIndex: 9,
};
const input: MoneyInput = {
  state: complete,
  coolingOffDays: 14,
  line: null,
  document: { referrerRegistered: true, receiverRegistered: true, agreement: true, issued: false },
  account: { kind: 'usable' },
  receivedAt: null,
  now: instant('2026-09-19T01:00:00.000Z'),
  zone: SYDNEY,
  names: { referrer: 'Smith & Partners', receiver: 'ABC Finance' },
  witnessedAt: null,
  side: 'payer',
};
const state = (more: Partial<ReferralState>): ReferralState => ({ ...complete, ...more });
const open = { complete: false, completedAt: null } as const;

describe('where money stands', () => {
  it('becomes payable at the later of signing and receipt plus the rule’s cooling-off, and not before', () => {
    expect(moneyOf(input)).toMatchObject({
      state: 'payable',
      payable: true,
      payableFrom: '2026-09-19T01:00:00.000Z',
      clockSource: 'Payer’s clock, not witnessed',
    });
    expect(moneyOf({ ...input, now: instant('2026-09-19T00:59:59.999Z') })).toMatchObject({
      state: 'cooling-off',
      payable: false,
    });
    const ahead = state({
      completedAt: { at: '2026-09-10T00:00:00.000Z', seenAt: '2026-09-05T01:00:00.000Z' },
    });
    expect(moneyOf({ ...input, state: ahead }).payableFrom).toBe('2026-09-24T00:00:00.000Z');
  });

  it('counts cooling-off from the network log’s time where it holds the last fact, whatever the clocks of the desks say', () => {
    const facts = { ...input, witnessedAt: '2026-09-06T00:00:05.000Z' };
    expect(moneyOf({ ...facts, now: instant('2026-09-20T00:00:04.999Z') })).toMatchObject({ state: 'cooling-off', payable: false });
    expect(moneyOf({ ...facts, now: instant('2026-09-20T00:00:05.000Z') })).toMatchObject({
      state: 'payable',
      payableFrom: '2026-09-20T00:00:05.000Z',
      clockSource: 'Network log’s time, witnessed',
    });
  });

  it.each<readonly [string, Partial<MoneyInput>, string, string]>([
    [
      'four of five signed',
      { state: state({ ...open, steps: [...[0, 1, 2, 3].map(step), null] }) },
      'accruing',
      '4 of 5 handshakes signed',
    ],
    [
      'settlement not agreed',
      {
        state: state({
          ...open,
          agreed: null,
          incomes: [{ ...income, attestation: null }],
          entitlement: null,
        }),
      },
      'accruing',
      'Smith & Partners has not agreed to the settlement yet',
    ],
    [
      'settlement disputed',
      {
        state: state({
          ...open,
          agreed: null,
          incomes: [{ ...income, attestation: { ...attested, agrees: false } }],
          entitlement: null,
        }),
      },
      'accruing',
      'Smith & Partners disagrees with the settlement: dispute',
    ],
    [
      'attestation of the outcome missing',
      { state: state({ ...open, waiting: { on: 'referrer', act: 'attest-outcome', since: '' } }) },
      'accruing',
      'An attestation is missing: Smith & Partners has still to attest the client’s signature',
    ],
    [
      'unresolved duplicates',
      { state: state({ ...open, unresolved: true }) },
      'accruing',
      'Two events of one step are unresolved; both hold the money',
    ],
    ['no entitlement', { state: state({ entitlement: null }) }, 'blocked', 'ABC Finance has not computed the entitlement yet'],
    [
      'rejected entitlement',
      {
        state: state({
          entitlement: { ...entitlement, decision: { hash: 'd', approved: false, reason: null } },
        }),
      },
      'ended',
      'The entitlement was rejected',
    ],
    [
      'a commission of nothing',
      { state: state({ entitlement: { ...entitlement, commission: 0 } }) },
      'blocked',
      'The rule gives no commission for this income',
    ],
    [
      'no RCTI agreement',
      { document: { ...input.document, agreement: false } },
      'blocked',
      'Smith & Partners is to send its own tax invoice: no RCTI agreement is recorded by both sides',
    ],
    ['no account', { account: { kind: 'none' } }, 'blocked', 'Smith & Partners has not recorded an account for payments'],
    [
      'changed account, too early',
      { account: { kind: 'changed', paysFrom: date('2026-09-23'), calledBack: true } },
      'blocked',
      'New account of Smith & Partners: pays from Wed 23 Sep 2026',
    ],
    [
      'changed account, no call-back',
      { account: { kind: 'changed', paysFrom: date('2026-09-18'), calledBack: false } },
      'blocked',
      'New account of Smith & Partners: no call-back recorded',
    ],
    ['unknown rule', { coolingOffDays: null }, 'blocked', 'The text of the pinned rule is not held here'],
    [
      'not settled yet',
      {
        state: state({
          ...open,
          steps: [...[0, 1, 2].map(step), null, null],
          incomes: [],
          agreed: null,
          entitlement: null,
        }),
      },
      'estimate',
      '3 of 5 handshakes signed',
    ],
  ])('%s', (_name, more, expected, why) => {
    const facts = moneyOf({ ...input, ...more });
    expect(facts).toMatchObject({ state: expected, payable: false });
    expect(whyNotPayable(facts)?.why).toBe(why);
  });

  it('pays a referrer who is not registered for GST under a statement', () => {
    expect(moneyOf({ ...input, document: { ...input.document, referrerRegistered: false, agreement: false } })).toMatchObject({
      state: 'payable',
      document: { kind: 'statement' },
    });
  });

  it('follows the batch line, and is payable again once the payment failed', () => {
    for (const line of ['reserved', 'approved', 'released', 'settled'] as const) {
      const facts = moneyOf({ ...input, line });
      expect(facts).toMatchObject({ state: line, payable: false });
      expect(whyNotPayable(facts)).toBe(null);
    }
    expect(moneyOf({ ...input, line: 'failed' })).toMatchObject({ state: 'failed', payable: true });
    expect(moneyOf({ ...input, line: 'failed', account: { kind: 'none' } })).toMatchObject({
      state: 'failed',
      payable: false,
    });
  });
});
