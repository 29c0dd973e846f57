import { describe, expect, it } from 'vitest';
import { act } from '../../../../core/contract/acts.ts';
import {
  choiceOf,
  emptyAnswers,
  firstOpenStep,
  intentOf,
  receiversAt,
  receiversFor,
  ruleOf,
  type Answers,
  type Options,
} from './answers.ts';

const id = (last: string): string => `01930000-0000-7000-8000-0000000000${last}`;
const hash = (digit: string): string => digit.repeat(64);

const PAIR = { from: 'accounting', to: 'mortgage-broking' };
const options: Options = {
  contact: { id: id('01'), name: 'Sarah Chen', assuranceClient: false, emails: [], phones: [] },
  purposes: [
    { code: 'home-loan', name: 'Home loan', product: 'home-loan', vertical: 'mortgage-broking' },
    { code: 'tax-return', name: 'Tax return', product: 'tax-return', vertical: 'accounting' },
  ],
  receivers: [
    {
      practice: id('02'),
      name: 'ABC Finance',
      abn: '73908172547',
      verticals: ['mortgage-broking'],
      eligible: true,
      why: null,
      refused: [],
      agreement: null,
      place: 'Penrith NSW 2750',
      km: 48,
      communities: [id('09')],
      shared: [],
    },
    {
      practice: id('03'),
      name: 'No Rule Lending',
      abn: '73908172547',
      verticals: ['mortgage-broking'],
      eligible: false,
      why: 'No rule',
      refused: [],
      agreement: null,
      place: null,
      km: null,
      communities: [],
      shared: [],
    },
  ],
  communities: [{ community: id('09'), name: 'Western Sydney' }],
  own: { practice: id('07'), verticals: ['accounting'] },
  located: true,
  rules: [
    {
      hash: hash('a'),
      name: 'Home loans',
      version: 1,
      words: '25 %',
      effectiveFrom: '2026-01-01',
      scope: { level: 'pair', verticals: PAIR, product: 'home-loan' },
      forWords: 'referrals from Accounting to Mortgage broking',
      coolingOffDays: 14,
    },
    {
      hash: hash('b'),
      name: 'Asset finance',
      version: 2,
      words: '20 %',
      effectiveFrom: '2026-01-01',
      scope: { level: 'pair', verticals: PAIR, product: 'asset-finance' },
      forWords: 'referrals from Accounting to Mortgage broking',
      coolingOffDays: 14,
    },
  ],
  notice: { id: 'referral-notice', version: 1, text: 'Notice' },
};

const complete: Answers = {
  ...emptyAnswers,
  purpose: 'home-loan',
  purposeWords: ' a first home ',
  receiver: id('02'),
  consent: 'asks',
};

describe('answers of a new referral', () => {
  it('takes the rule of the agreement with the receiver before that of the two verticals', () => {
    const [first] = options.rules;
    if (first === undefined) throw new Error('a rule');
    const parties = { referrer: id('07'), receiver: id('02') };
    const scope = { level: 'agreement' as const, parties, community: null, verticals: PAIR, product: null };
    const agreed = { ...first, hash: hash('c'), scope };
    const both = { ...options, rules: [...options.rules, agreed] };
    expect(ruleOf(both, complete)?.hash).toBe(hash('c'));
    expect(ruleOf(both, { ...complete, receiver: id('03') })?.hash).toBe(hash('a'));
  });

  it('falls to the rule of the vertical, then to the default of the network, where nothing narrower is for it', () => {
    const [first] = options.rules;
    if (first === undefined) throw new Error('a rule');
    const byDefault = { ...first, hash: hash('d'), scope: { level: 'default' as const, product: null } };
    const vertical = { ...first, hash: hash('e'), scope: { level: 'vertical' as const, verticals: { to: 'accounting' }, product: null } };
    const wider = { ...options, rules: [byDefault, ...options.rules, vertical] };
    expect(choiceOf(wider, complete)).toMatchObject({
      chosen: { hash: hash('a') },
      passedOver: [{ entry: { hash: hash('d') }, because: 'level' }],
    });
    expect(ruleOf(wider, { ...complete, purpose: 'tax-return' })?.hash).toBe(hash('e'));
    expect(ruleOf({ ...wider, rules: [byDefault] }, complete)?.hash).toBe(hash('d'));
  });

  it('asks a practice of two verticals as what it refers', () => {
    const two = { ...options, own: { ...options.own, verticals: ['accounting', 'law'] } };
    expect(firstOpenStep(two, complete)).toBe(1);
    expect(ruleOf(two, { ...complete, from: 'accounting' })?.hash).toBe(hash('a'));
    expect(firstOpenStep(two, { ...complete, from: 'law' })).toBe(3);
    expect(intentOf(two, { ...complete, from: 'accounting' })).toMatchObject({ from: 'accounting' });
  });

  it('lists who said no for the purpose with the reason, and finds receivers by place', () => {
    const [first, second] = options.receivers;
    if (first === undefined || second === undefined) throw new Error('two receivers');
    const refused = { ...options, receivers: [{ ...first, refused: ['home-loan'] }, second] };
    expect(receiversFor(refused, complete)[0]).toMatchObject({
      eligible: false,
      why: 'No consent: Sarah Chen said no to this practice for this purpose',
    });
    expect(firstOpenStep(refused, complete)).toBe(1);
    const names = (where: string) => receiversAt(options.receivers, where).map((one) => one.name);
    expect(names('anywhere')).toHaveLength(2);
    expect(names('near')).toEqual(['ABC Finance']);
    expect(names(id('09'))).toEqual(['ABC Finance']);
    expect(names(id('08'))).toEqual([]);
  });

  it('offers only receivers of the purpose, and takes the only rule that fits it', () => {
    expect(receiversFor(options, complete).map((one) => one.name)).toEqual(['ABC Finance', 'No Rule Lending']);
    expect(receiversFor(options, { ...complete, purpose: 'tax-return' })).toEqual([]);
    expect(ruleOf(options, complete)?.hash).toBe(hash('a'));
  });

  it('names the first step that lacks an answer', () => {
    expect(firstOpenStep(undefined, complete)).toBe(0);
    expect(firstOpenStep(options, { ...complete, receiver: id('03') })).toBe(1);
    expect(firstOpenStep(options, { ...complete, purposeWords: '  ' })).toBe(1);
    expect(firstOpenStep(options, { ...complete, consent: 'recorded' })).toBe(2);
    expect(firstOpenStep({ ...options, rules: [] }, complete)).toBe(3);
    expect(firstOpenStep(options, complete)).toBe(4);
  });

  it('makes an act that the desk reads, and none while something is missing', () => {
    expect(intentOf(options, { ...complete, consent: '' })).toBeNull();
    const made = intentOf(options, {
      ...complete,
      consent: 'recorded',
      channel: 'phone',
      artefact: 'Call of 3 August',
    });
    expect(act.parse(made)).toMatchObject({
      act: 'intent',
      rule: hash('a'),
      purposeWords: 'a first home',
      recordedConsent: { channel: 'phone', months: 12 },
    });
  });
});
