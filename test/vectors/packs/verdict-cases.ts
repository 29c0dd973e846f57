import { utf8Encode } from '../../../core/protocol/bytes.ts';
import { keyProofMessage } from '../../../core/protocol/messages.ts';
import { softwareKey, uuidOf } from '../../story/keys.ts';
import { ABC, REFERRAL, RULE_HASH, SMITH, statedKey } from '../../story/network.ts';
import { CLIENT_DATA, inviteProof, type StoryOptions } from '../../story/story.ts';
import { payloadText } from '../../story/writer.ts';
import { alone, bare, batchOnly, fine, jsonOf, member, type PackCase, slim } from './case.ts';

const CLIENT = softwareKey('Sarah Chen');
const [ALEX] = ABC.people;
const SECOND = { practice: ABC.id, desk: uuidOf('desk ABC Finance second'), key: softwareKey('desk ABC Finance second') };

/** The entitlement, stated a second time by another desk of the payer. */
const twice = (at: string): Pick<StoryOptions, 'before'> => ({
  before: {
    'entitlement approved': (writer) => {
      const { practice, desk, key } = SECOND;
      const first = writer.entries().find(({ name }) => name === 'entitlement');
      if (first === undefined) throw new Error('no entitlement');
      const body = member(jsonOf(utf8Encode(payloadText(first.bytes))), 'body');
      const about = [writer.hash('settlement')];
      return [
        ['second desk', { type: 'key.registered', at: '2026-06-22 01:00', by: ALEX.key, body: { practice, person: null, desk, use: 'desk', ...statedKey(key), proof: key.proof(keyProofMessage({ desk, practice, person: null, key: key.keyid, use: 'desk' })) } }],
        ['entitlement elsewhere', { type: 'entitlement.computed', at, by: key, about, referral: REFERRAL, body }],
      ];
    },
  },
});
/** The payee's word that the payment came names the statement of the other desk. */
const confirmsOther: Pick<StoryOptions, 'change'> = { change: { 'payment attested': (draft, writer) => ({ ...draft, about: [writer.hash('entitlement elsewhere')] }) } };

/** Whole packs and the ways in which a pack is complete or not (protocol §12.3). */
export const verdictCases: readonly PackCase[] = [
  { name: 'complete', story: {}, whole: true, expect: fine('complete') },
  { name: 'interim', story: { until: 'intake' }, whole: true, expect: fine('interim') },
  { name: 'complete with passkeys', story: { client: 'passkey', correction: 'agreed', outcomeKey: 'replaced', outcomeAttestedBy: ['referrer', 'receiver'] }, expect: fine('complete') },
  { name: 'complete, exported by the receiver', story: slim('payment attested'), pack: { exporter: ABC }, expect: fine('complete') },
  { name: 'not a test network', story: slim('intent', { test: false }), expect: fine('interim') },
  { name: 'without a trust file', story: bare('acknowledgement'), trust: () => null, expect: alone('interim') },
  { name: 'only the intent', story: slim('intent'), expect: fine('interim') },
  { name: 'two records with one id', story: bare('invited 1', { change: { 'invited 1': (draft) => ({ ...draft, override: { id: uuidOf('event intent') } }) } }), trust: () => null, expect: alone('interim') },
  { name: 'all but the attested amount', story: bare('outcome', { settlement: 'silent' }), trust: () => null, expect: alone('interim') },
  { name: 'a disputed amount', story: bare('outcome', { settlement: 'disputed' }), trust: () => null, expect: alone('interim') },
  { name: 'a corrected amount that the referrer attests', story: slim('entitlement', { settlement: 'disputed', correction: 'agreed' }), expect: fine('complete') },
  { name: 'a corrected amount that the referrer disputes', story: bare('entitlement', { correction: 'disputed' }), trust: () => null, expect: alone('complete') },
  { name: 'another client key without attestations', story: bare('outcome', { outcomeKey: 'replaced' }), trust: () => null, expect: alone('interim') },
  { name: 'another client key with one attestation', story: bare('outcome attested by referrer', { outcomeKey: 'replaced', outcomeAttestedBy: ['referrer'] }), trust: () => null, expect: alone('interim') },
  { name: 'another client key with both attestations', story: bare('outcome attested by receiver', { outcomeKey: 'replaced', outcomeAttestedBy: ['referrer', 'receiver'] }), trust: () => null, expect: alone('complete') },
  { name: 'a client key made at the receiver’s desk', story: bare('outcome', { clientDesk: 'receiver' }), trust: () => null, expect: alone('interim') },
  { name: 'a client key made at the referrer’s desk, attested by the receiver', story: bare('outcome attested by receiver', { clientDesk: 'referrer', outcomeAttestedBy: ['receiver'] }), trust: () => null, expect: alone('complete') },
  {
    name: 'two intakes, of which one goes on',
    trust: () => null,
    story: bare('outcome', {
      before: { settlement: (writer) => [['intake again', { type: 'referral.intake', at: '2026-08-07 00:00', by: ALEX.key, referral: REFERRAL, step: 2, prevStep: writer.hash('acknowledgement'), body: { rule: RULE_HASH, contactedOn: '2026-08-07', checklist: { referrerNamed: true, clientContent: true, commissionDisclosed: true }, conflict: { checked: true, found: false } } }]] },
    }),
    expect: alone('complete'),
  },
  {
    name: 'two outcomes',
    story: bare('outcome again', {
      before: {
        entitlement: (writer) => [
          [
            'outcome again',
            {
              type: 'referral.outcome',
              at: '2026-09-05 00:00',
              by: CLIENT,
              referral: REFERRAL,
              step: 4,
              prevStep: writer.hash('settlement'),
              body: { shown: 'b'.repeat(64), client: writer.commit('client', REFERRAL, 'client', CLIENT_DATA, 'secret'), confirms: true, ...inviteProof(writer.hash('invited 4'), CLIENT, 4), replaces: null },
            },
          ],
        ],
      },
    }),
    trust: () => null,
    expect: alone('interim'),
  },
  { name: 'prepared and not released', story: slim('prepared'), expect: { ...fine('complete'), payments: ['prepared'] } },
  { name: 'released and not settled', story: slim('released'), expect: { ...fine('complete'), payments: ['released'] } },
  { name: 'paid according to the payer', story: slim('line settled'), expect: { ...fine('complete'), payments: ['paid'] } },
  { name: 'a payment that failed', story: slim('line settled', { change: { 'line settled': (draft) => ({ ...draft, type: 'line.failed', body: { line: 1, reason: 'account-closed', reference: null, on: '2026-09-23' } }) } }), expect: { ...fine('complete'), payments: ['failed'] } },
  { name: 'a payment whose arrival another practice confirms', story: slim('payment attested', { change: { 'payment attested': (draft) => ({ ...draft, by: ALEX.key }) } }), trust: () => null, expect: { ...alone('complete'), payments: ['paid'] } },
  { name: 'paid and confirmed by the payee', story: slim('payment attested'), pack: { exporter: ABC }, expect: { ...fine('complete'), payments: ['confirmed'] } },
  { name: 'two computed it, and the line names the later statement', story: slim('payment attested', twice('2026-09-04 03:25')), expect: { ...fine('complete'), payments: ['confirmed'] } },
  { name: 'two computed it, and the payee confirms the later statement', story: slim('payment attested', { ...twice('2026-09-04 03:35'), ...confirmsOther }), expect: { ...fine('complete'), payments: ['confirmed'] } },
  { name: 'two computed it, and the payee confirms the earlier statement', story: slim('payment attested', { ...twice('2026-09-04 03:25'), ...confirmsOther }), expect: { ...fine('complete'), payments: ['confirmed'] } },
  { name: 'a line for an entitlement that is not this referral’s', story: batchOnly('line settled'), expect: { ...fine('interim'), payments: ['other'] } },
  { name: 'a batch that a sole signatory prepared and approved', story: batchOnly('approved', { omit: ['bianca', 'bianca key'], change: { prepared: (draft) => ({ ...draft, by: ALEX.key }) } }), expect: fine('interim') },
  {
    name: 'with a record from a newer version',
    story: slim('acknowledgement', { before: { intent: () => [['newer', { type: 'future.thing', at: '2026-08-01 00:00', by: SMITH.people[0].key, body: { anything: [1] } }]] } }),
    expect: fine('interim'),
  },
];
