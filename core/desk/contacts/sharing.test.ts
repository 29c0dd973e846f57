import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsentFacts, ReferralState } from '../../domain/referral/state.ts';
import type { PracticeFacts } from '../../protocol/register/state.ts';
import type { DeskContext } from '../context.ts';
import { registerWithRoles } from '../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { sharingInList, sharingOnPage } from './sharing.ts';

const ABC = '01890000-0000-7000-8000-00000000000a';
const LUMEN = '01890000-0000-7000-8000-00000000000b';
const practice = (id: string, legalName: string): PracticeFacts => ({
  practice: id,
  kind: 'member',
  legalName,
  abn: '',
  verticals: [],
  gst: [],
  desks: [],
  till: '',
  tills: [],
  from: 0,
});

let test: TestDesk;
let desk: DeskContext;
beforeEach(() => {
  test = openTestDesk({ now: '2026-10-15T01:00:00.000Z' });
  const register = {
    ...registerWithRoles(test.desk, test.person.person, ['principal']),
    practices: new Map([
      [ABC, practice(ABC, 'ABC Finance')],
      [LUMEN, practice(LUMEN, 'Lumen Legal')],
      [test.desk.profile.practice, practice(test.desk.profile.practice, 'Smith & Partners')],
    ]),
  };
  desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
});
afterEach(() => test.close());

const consent = (change: Partial<ConsentFacts> = {}): ConsentFacts => ({
  hash: 'c'.repeat(64),
  by: 'client',
  recipients: [ABC],
  purpose: 'home-loan',
  categories: ['name', 'contact-details', 'purpose'],
  validFrom: '2026-08-04T00:00:00.000Z',
  validUntil: '2027-10-06T00:00:00.000Z',
  notice: { id: 'n', version: 1, text: '' },
  benefit: '',
  channel: 'in-person',
  artefact: null,
  at: '2026-08-04T00:00:00.000Z',
  withdrawn: null,
  ...change,
});
type Parts = Pick<ReferralState, 'consents' | 'ending' | 'invitations'>;
const state = (parts: Partial<Parts>): ReferralState => {
  const known: Parts & { readonly terms: { readonly receiver: string; readonly purpose: string } } = {
    consents: [],
    ending: null,
    invitations: [],
    terms: { receiver: ABC, purpose: 'home-loan' },
    ...parts,
  };
  // Sharing reads these members of a referral only.
  return known as ReferralState;
};
const unmarked = { doNotContact: false, deceased: false };
const withdrawn = { hash: 'd'.repeat(64), at: '2026-09-24T01:00:00.000Z' };

describe('sharingInList', () => {
  it.each<[string, readonly ReferralState[], string, string]>([
    ['nothing', [], 'not-asked', 'Not asked'],
    ['a consent that holds', [state({ consents: [consent()] })], 'given', 'Given to ABC Finance, until 6 Oct 2027'],
    [
      'a consent that ends soon',
      [state({ consents: [consent({ validUntil: '2026-10-19T00:00:00.000Z' })] })],
      'expiring',
      'Expires 19 Oct 2026, ABC Finance',
    ],
    [
      'a consent that ended',
      [state({ consents: [consent({ validUntil: '2026-08-31T00:00:00.000Z' })] })],
      'expired',
      'Expired 31 Aug 2026',
    ],
    ['a consent that was withdrawn', [state({ consents: [consent({ withdrawn })] })], 'withdrawn', 'Withdrawn 24 Sep 2026'],
    [
      'one withdrawn, one that holds',
      [state({ consents: [consent({ withdrawn }), consent({ hash: 'e'.repeat(64) })] })],
      'given',
      'Given to ABC Finance, until 6 Oct 2027',
    ],
    [
      'a refusal',
      [
        state({
          ending: {
            kind: 'refused',
            hash: 'f',
            by: 'client',
            reason: null,
            at: '2026-10-13T01:00:00.000Z',
            effective: true,
          },
        }),
      ],
      'refused',
      'Refused 13 Oct 2026',
    ],
    [
      'an invitation',
      [
        state({
          invitations: [
            {
              hash: 'f',
              step: 1,
              practice: '',
              channel: 'email',
              contactPoint: '',
              key: '',
              expires: '',
              at: '2026-10-13T01:00:00.000Z',
              usedBy: null,
            },
          ],
        }),
      ],
      'not-asked',
      'Asked 13 Oct 2026',
    ],
  ])('%s', (_, states, expected, words) => {
    expect(sharingInList(desk, states)).toEqual({ state: expected, words });
  });
});

describe('sharingOnPage', () => {
  it('answers for each practice and purpose in one sentence', () => {
    expect(sharingOnPage(desk, [state({ consents: [consent()] })], unmarked)).toEqual([
      {
        practice: ABC,
        name: 'ABC Finance, home loan',
        purpose: 'home-loan',
        answer: 'yes',
        words: 'Yes, until 6 Oct 2027. You may pass name, contact details and a short purpose, and nothing else.',
      },
      {
        practice: LUMEN,
        name: 'Lumen Legal',
        purpose: 'any',
        answer: 'no',
        words: 'No. No consent for this is recorded.',
      },
    ]);
  });

  it('says no where a mark, an end or a withdrawal says so', () => {
    const words = (states: readonly ReferralState[], marks = unmarked): string | undefined =>
      sharingOnPage(desk, states, marks).find((one) => one.practice === ABC)?.words;
    expect(words([state({ consents: [consent()] })], { doNotContact: true, deceased: false })).toBe(
      'No. The contact is marked do not contact.',
    );
    expect(words([state({ consents: [consent()] })], { doNotContact: false, deceased: true })).toBe('No. The contact is marked deceased.');
    expect(words([state({ consents: [consent({ withdrawn })] })])).toBe('No. Consent was withdrawn on 24 Sep 2026.');
    expect(words([state({ consents: [consent({ validUntil: '2026-08-31T00:00:00.000Z' })] })])).toBe('No. Consent expired on 31 Aug 2026.');
    expect(words([state({})])).toBe('No. No consent for this is recorded.');
  });

  it('has no answers before there is a register', () => {
    expect(sharingOnPage(test.desk, [], unmarked)).toEqual([]);
  });
});
