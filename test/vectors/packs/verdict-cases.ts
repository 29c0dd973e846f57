import { softwareKey, uuidOf } from '../../story/keys.ts';
import { ABC, REFERRAL, RULE_HASH, SMITH } from '../../story/network.ts';
import { CLIENT_DATA, inviteProof } from '../../story/story.ts';
import { alone, bare, batchOnly, fine, type PackCase, slim } from './case.ts';

const CLIENT = softwareKey('Sarah Chen');
const [ALEX] = ABC.people;

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
  { name: 'a batch that a sole signatory prepared and approved', story: batchOnly('approved', { omit: ['bianca', 'bianca key'], change: { prepared: (draft) => ({ ...draft, by: ALEX.key }) } }), expect: fine('interim') },
  {
    name: 'with a record from a newer version',
    story: slim('acknowledgement', { before: { intent: () => [['newer', { type: 'future.thing', at: '2026-08-01 00:00', by: SMITH.people[0].key, body: { anything: [1] } }]] } }),
    expect: fine('interim'),
  },
];
