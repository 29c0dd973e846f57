import type { JsonObject } from '../../../core/protocol/jcs.ts';
import { noteSigner, type RecordKeyHolder, softwareKey, uuidOf } from '../../story/keys.ts';
import { ABC, freshKeys, keyBody, OFFICE, type Practice, practiceBody, recoveryBody, REGISTRAR, SMITH, statedKey } from '../../story/network.ts';
import type { StoryOptions } from '../../story/story.ts';
import type { Draft, Writer } from '../../story/writer.ts';
import { batchOnly, editJson, fine, member, type PackCase, registerOnly, slim, tiny, unrecognised } from './case.ts';

type Change = (draft: Draft, writer: Writer) => Draft;
const [ALEX, BIANCA] = ABC.people;
const [DANIEL] = SMITH.people;
if (BIANCA === undefined) throw new Error('one person');

const refused = (name: string, failure: string, until: string, options: StoryOptions, complete?: 'complete' | 'interim'): PackCase => ({
  name,
  story: slim(until, options),
  expect: unrecognised(failure, complete),
});
/** Refused in the register, before the rule is looked for. */
const refusedEarly = (name: string, failure: string, options: StoryOptions): PackCase => ({ name, story: registerOnly(options), expect: unrecognised(failure) });
/** Refused for its batch. */
const refusedBatch = (name: string, failure: string, until: string, options: StoryOptions): PackCase => ({ name, story: batchOnly(until, options), expect: unrecognised(failure) });
const change = (event: string, edit: Change): StoryOptions => ({ change: { [event]: edit } });
const insert = (event: string, name: string, draft: (writer: Writer) => Draft): StoryOptions => ({ before: { [event]: (writer) => [[name, draft(writer)]] } });
const at = '2026-08-01 00:00';
const retire = (n: number): Draft => ({ type: 'key.retired', at, by: ALEX.key, body: { practice: ABC.id, key: BIANCA.key.keyid, n, hash: 'e'.repeat(64) } });
const revoke = (key: string): Draft => ({ type: 'key.revoked', at, by: ALEX.key, body: { practice: ABC.id, key, reason: 'device.lost' } });
/** Keys of ABC that the office ends by a person with a passkey, or that somebody else would end. */
const bar = (by = OFFICE.people[0]): StoryOptions => ({
  before: {
    prepared: () => [
      ...(by === OFFICE.people[0] ? [['office passkey', { type: 'key.registered', at, by: by.key, body: keyBody(OFFICE, by, 'passkey', by.passkey) }] as const] : []),
      ['barred', { type: 'key.barred', at, by: by.key, assertedBy: by.passkey, body: { practice: ABC.id, keys: [BIANCA.key.keyid], reason: 'misuse' } }],
    ],
  },
});
const other = softwareKey('another');
const OTHER_ROOT = noteSigner('flip360/root/1').vkey;

const trusts: readonly PackCase[] = [
  { name: 'a trust file of another version', story: tiny(), trust: (story) => story.trust.replace('/1\n', '/2\n'), expect: unrecognised('trust.syntax') },
  { name: 'a trust file of another network', story: tiny(), trust: (story) => story.trust.replace(/net [0-9a-f]{64}/u, `net ${'e'.repeat(64)}`), expect: unrecognised('trust.net') },
  { name: 'a trust file that says no test', story: tiny(), trust: (story) => story.trust.replace('test true', 'test false'), expect: unrecognised('trust.root') },
  { name: 'a trust file with another root', story: tiny(), trust: (story) => story.trust.replace(/root .*\n/u, `root ${OTHER_ROOT}\n`), expect: unrecognised('trust.root') },
  { name: 'a founding event signed by the registrar', story: tiny(change('network', (draft) => ({ ...draft, by: REGISTRAR }))), expect: unrecognised('trust.root') },
];

const registers: readonly PackCase[] = [
  refusedEarly('a practice registered by its own person', 'key.unknown', change('smith', (draft) => ({ ...draft, by: DANIEL.key }))),
  refusedEarly('a practice registered by the office’s person', 'authority.refused', change('smith', (draft) => ({ ...draft, by: OFFICE.people[0].key }))),
  refusedEarly('a second appointment of a registrar', 'authority.refused', insert('office', 'again', () => ({ type: 'registrar.appointed', at, by: softwareKey('root 1'), body: { network: 'x', test: true, roots: [{ spki: Buffer.from(softwareKey('root 1').spki).toString('base64url'), name: 'x' }], threshold: 1, registrar: statedKey(REGISTRAR), office: OFFICE.id } }))),
  refusedEarly('a person registered by another practice', 'authority.refused', insert('intent', 'stranger', () => ({ type: 'person.registered', at, by: DANIEL.key, body: { practice: ABC.id, person: uuidOf('stranger'), name: 'A Stranger', roles: ['principal'] } }))),
  refusedEarly('a key registered for a person of another practice', 'authority.refused', insert('intent', 'stranger key', () => ({ type: 'key.registered', at, by: DANIEL.key, body: { ...keyBody(SMITH, { ...ALEX }, 'sign', other) } }))),
  refused('a key registered by a person who is no principal', 'authority.refused', 'intent', insert('intent', 'colleague key', () => ({ type: 'key.registered', at, by: OFFICE.people[1]?.key ?? other, body: keyBody(OFFICE, OFFICE.people[0], 'sign', other) }))),
  refused('a rule proposed outside the office', 'authority.refused', 'intent', change('rule proposed', (draft) => ({ ...draft, by: ALEX.key }))),
  refusedEarly('a key without proof of possession', 'key.proof', change('smith', (draft) => ({ ...draft, body: { ...draft.body, personKey: { ...statedKey(DANIEL.key), proof: other.proof(new Uint8Array(3)) } } }))),
  refusedEarly('a passkey with a plain signature as proof', 'key.proof', change('alex passkey', (draft) => ({ ...draft, body: { ...draft.body, proof: other.proof(new Uint8Array(3)) } }))),
  refusedEarly('a key id that is not that of the key', 'key.proof', insert('intent', 'wrong id', () => ({ type: 'key.registered', at, by: DANIEL.key, body: { ...keyBody(SMITH, DANIEL, 'sign', other), key: 'e'.repeat(64) } }))),
  refusedEarly('a desk key registered for a person', 'key.proof', insert('intent', 'desk key', () => ({ type: 'key.registered', at, by: DANIEL.key, body: { ...keyBody(SMITH, DANIEL, 'sign', other), use: 'desk' } }))),
  refusedEarly('a pack key that names another desk', 'key.proof', change('abc', (draft) => ({ ...draft, body: { ...practiceBody(ABC), pack: SMITH.pack.vkey } }))),
  { name: 'a pack that another practice claims to export', story: tiny(), pack: { files: editJson('pack.json', (pack) => ({ ...pack, exporter: { practice: ABC.id, desk: ABC.desk } })) }, expect: unrecognised('key.exporter') },
  { name: 'a pack of another desk of the practice', story: tiny(), pack: { files: editJson('pack.json', (pack) => ({ ...pack, exporter: { ...member(pack, 'exporter'), desk: uuidOf('other desk') } })) }, expect: unrecognised('key.exporter') },
];

const rules: readonly PackCase[] = [
  refused('a rule with one approval', 'rule.unpublished', 'intent', { omit: ['rule approved 2'] }),
  refused('a rule approved by its proposer', 'rule.unpublished', 'intent', change('rule approved 1', (draft) => ({ ...draft, by: OFFICE.people[0].key }))),
  refused('a rule approved twice by one person', 'rule.unpublished', 'intent', change('rule approved 2', (draft) => ({ ...draft, by: OFFICE.people[1]?.key ?? other }))),
  refused('a rule that was never published', 'rule.unpublished', 'intent', { omit: ['rule published'] }),
  refused('a rule published by the office’s person', 'authority.refused', 'intent', change('rule published', (draft) => ({ ...draft, by: OFFICE.people[0].key }))),
];

const FRESH = freshKeys(ABC, 'abc');
/** The registrar states fresh keys for Bianca; the batch is prepared on 21 September 2026 at 00:00. */
const recovered = (day: string, body: JsonObject = recoveryBody(ABC, BIANCA, 'abc'), by: RecordKeyHolder = REGISTRAR): Draft => ({ type: 'practice.recovered', at: day, by, body });
const freshBatch = (...before: readonly (readonly [string, Draft])[]): StoryOptions => ({ before: { prepared: () => before }, change: { prepared: (draft) => ({ ...draft, by: FRESH.person }) } });
const IN_TIME = '2026-09-18 00:00';
const SMITH_FRESH: Practice = { ...SMITH, log: freshKeys(SMITH, 'smith').log, pack: freshKeys(SMITH, 'smith').pack };
const smithFresh = (day: string): StoryOptions => insert('intent', 'recovered', () => recovered(day, recoveryBody(SMITH, DANIEL, 'smith')));

/** Recoveries: fresh keys by the registrar alone (protocol §5.6). */
const recoveries: readonly PackCase[] = [
  { name: 'a batch prepared with a key of a recovery, 72 hours later', story: batchOnly('prepared', freshBatch(['recovered', recovered(IN_TIME)])), expect: fine('interim') },
  refusedBatch('a batch prepared with a key of a recovery, a minute too early', 'key.unknown', 'prepared', freshBatch(['recovered', recovered('2026-09-18 00:01')])),
  refusedBatch('a batch prepared with a key of a recovery to which the practice objected', 'key.revoked', 'prepared', freshBatch(['recovered', recovered(IN_TIME)], ['objected', revoke(FRESH.person.keyid)])),
  { name: 'an old key that goes on after a recovery', story: batchOnly('prepared', insert('prepared', 'recovered', () => recovered(IN_TIME))), expect: fine('interim') },
  { name: 'a retirement after which a second one is lower', story: batchOnly('prepared', { before: { prepared: () => [['retired', retire(9)], ['retired again', retire(0)]] } }), expect: fine('interim') },
  refusedBatch('a retirement after which a second one is higher', 'key.revoked', 'prepared', { before: { prepared: () => [['retired', retire(0)], ['retired again', retire(9)]] } }),
  refusedEarly('a recovery by a principal', 'authority.refused', insert('intent', 'recovered', () => recovered(at, undefined, ALEX.key))),
  refusedEarly('a recovery of a person of another practice', 'authority.refused', insert('intent', 'recovered', () => recovered(at, recoveryBody(ABC, DANIEL, 'abc')))),
  refusedEarly('a recovery of a person who is not registered', 'authority.refused', insert('intent', 'recovered', () => recovered(at, recoveryBody(ABC, { ...BIANCA, id: uuidOf('stranger') }, 'abc')))),
  refusedEarly('a recovery of a desk that is not registered', 'authority.refused', insert('intent', 'recovered', () => recovered(at, recoveryBody({ ...ABC, desk: uuidOf('other desk') }, ALEX, 'abc')))),
  refusedEarly('a recovery of a practice that is not registered', 'authority.refused', insert('intent', 'recovered', () => recovered(at, recoveryBody({ ...ABC, id: uuidOf('other practice') }, ALEX, 'abc')))),
  refusedEarly('a recovery on a day that does not exist', 'authority.refused', insert('intent', 'recovered', () => recovered('2026-02-30 00:00', recoveryBody(ABC, ALEX, 'abc')))),
  refusedEarly('a recovery without proof of possession', 'key.proof', insert('intent', 'recovered', () => recovered(at, { ...recoveryBody(ABC, ALEX, 'abc'), deskKey: { ...statedKey(FRESH.desk), proof: FRESH.person.proof(new Uint8Array(3)) } }))),
  refusedEarly('a recovery whose log key names another desk', 'key.proof', insert('intent', 'recovered', () => recovered(at, { ...recoveryBody(ABC, ALEX, 'abc'), log: SMITH.log.vkey }))),
  { name: 'a pack signed by keys of a recovery', story: slim('intent', smithFresh('2026-08-01 00:00')), pack: { exporter: SMITH_FRESH }, expect: fine('interim') },
  { name: 'a pack signed too early by keys of a recovery', story: registerOnly(smithFresh('2026-09-24 00:00')), pack: { exporter: SMITH_FRESH }, expect: unrecognised('key.exporter') },
];

const keys: readonly PackCase[] = [
  refusedBatch('a batch prepared with a revoked key', 'key.revoked', 'prepared', insert('prepared', 'revoked', () => revoke(BIANCA.key.keyid))),
  refusedBatch('a batch prepared with a key that the network office barred', 'key.revoked', 'prepared', bar()),
  refusedBatch('keys barred by a member', 'authority.refused', 'prepared', bar(ALEX)),
  refusedBatch('a batch prepared beyond the retirement of its key', 'key.revoked', 'prepared', insert('prepared', 'retired', () => ({ type: 'key.retired', at, by: ALEX.key, body: { practice: ABC.id, key: BIANCA.key.keyid, n: 0, hash: 'e'.repeat(64) } }))),
  refusedBatch('an act with a key that is registered later', 'key.unknown', 'line settled', { omit: ['bianca key'], ...insert('released', 'late key', () => ({ type: 'key.registered', at, by: ALEX.key, body: keyBody(ABC, BIANCA, 'sign', BIANCA.key) })) }),
  refusedBatch('an approval asserted with a revoked passkey', 'key.revoked', 'approved', insert('approved', 'revoked', () => revoke(ALEX.passkey.keyid))),
  refused('an assertion with a passkey that is registered later', 'key.unknown', 'settlement', { omit: ['alex passkey'], ...insert('settlement', 'late passkey', () => ({ type: 'key.registered', at, by: ALEX.key, body: keyBody(ABC, ALEX, 'passkey', ALEX.passkey) })) }),
  refusedBatch('a batch prepared by a person who has left', 'authority.refused', 'prepared', insert('prepared', 'left', () => ({ type: 'person.left', at, by: ALEX.key, body: { practice: ABC.id, person: BIANCA.id, reason: 'resigned' } }))),
  refusedBatch('a batch prepared by a person without the role', 'authority.refused', 'prepared', insert('prepared', 'role', () => ({ type: 'role.changed', at, by: ALEX.key, body: { practice: ABC.id, person: BIANCA.id, roles: ['auditor'] } }))),
];

const acts: readonly PackCase[] = [
  refusedBatch('a batch approved by the person who prepared it', 'authority.refused', 'approved', change('prepared', (draft) => ({ ...draft, by: ALEX.key }))),
  refusedBatch('a batch approved by a person without the role', 'authority.refused', 'approved', { ...change('approved', (draft) => ({ ...draft, by: BIANCA.key, assertedBy: BIANCA.passkey })), ...insert('prepared', 'bianca passkey again', () => ({ type: 'key.registered', at, by: ALEX.key, body: keyBody(ABC, BIANCA, 'passkey', BIANCA.passkey) })) }),
  refusedBatch('a batch released after the till moved', 'authority.refused', 'released', insert('released', 'till', () => ({ type: 'till.assigned', at, by: ALEX.key, body: { practice: ABC.id, desk: uuidOf('second desk') } }))),
  refusedBatch('a batch released by another practice', 'authority.refused', 'released', change('released', (draft) => ({ ...draft, by: SMITH.deskKey }))),
  refused('a settlement attested by its own practice', 'authority.refused', 'settlement attested', change('settlement attested', (draft) => ({ ...draft, by: ALEX.key }))),
  refused('a settlement attested by the network office', 'authority.refused', 'settlement attested', change('settlement attested', (draft) => ({ ...draft, by: OFFICE.people[0].key }))),
  refused('an entitlement computed by the referrer', 'authority.refused', 'entitlement', change('entitlement', (draft) => ({ ...draft, by: SMITH.deskKey })), 'complete'),
  refused('an entitlement approved by the referrer', 'authority.refused', 'entitlement approved', change('entitlement approved', (draft) => ({ ...draft, by: DANIEL.key })), 'complete'),
  refused('an attestation of an event that is not in the pack', 'authority.refused', 'settlement attested', change('settlement attested', (draft) => ({ ...draft, about: ['e'.repeat(64)] }))),
  { name: 'an invoice issued by the supplier', story: batchOnly('invoice', change('invoice', (draft) => ({ ...draft, by: SMITH.deskKey }))), expect: unrecognised('authority.refused') },
  { name: 'a disclosure confirmed by the discloser', story: slim('delivered', change('delivered', (draft) => ({ ...draft, by: DANIEL.key }))), expect: unrecognised('authority.refused') },
  { name: 'details passed on by the network office', story: slim('used', change('used', (draft) => ({ ...draft, by: OFFICE.people[0].key }))), expect: unrecognised('authority.refused') },
];

const decided = (type: string, practice: Practice, more: JsonObject = { reason: 'complaint' }): Draft => ({ type, at, by: REGISTRAR, body: { practice: practice.id, by: OFFICE.people[0].id, ...more } });
const decisions = (event: string, ...drafts: readonly Draft[]): StoryOptions => ({ before: { [event]: () => drafts.map((draft, place): [string, Draft] => [`decision ${String(place)}`, draft]) } });

/** Protocol §5.7. */
const members: readonly PackCase[] = [
  refused('an intent for a suspended practice', 'authority.refused', 'intent', decisions('intent', decided('membership.suspended', ABC))),
  refused('an intent by a practice that has resigned', 'authority.refused', 'intent', decisions('intent', decided('membership.activated', SMITH, { tier: 'standard' }), decided('membership.resigned', SMITH))),
  refused('an intent for a practice that is vetted and not yet active', 'authority.refused', 'intent', decisions('intent', decided('membership.vetted', ABC, { accepted: true, reason: null, abr: null }))),
  refusedEarly('a member suspended by a person of the office', 'authority.refused', decisions('intent', { ...decided('membership.suspended', ABC), by: OFFICE.people[0].key })),
  refusedEarly('honour points that a practice gives itself', 'authority.refused', decisions('intent', { type: 'honour.awarded', at, by: DANIEL.key, body: { practice: SMITH.id, to: SMITH.id, points: 5, reason: 'clear-referral' } })),
  refusedEarly('the place of another practice', 'authority.refused', decisions('intent', { type: 'practice.located', at, by: DANIEL.key, body: { practice: ABC.id, locality: 'Marrickville', state: 'NSW', postcode: '2204', at: { lat: -33_910_000, lon: 151_155_000 } } })),
  { name: 'an intent for a practice that is active again', story: slim('intent', decisions('intent', decided('membership.suspended', ABC), decided('membership.reinstated', ABC), decided('membership.tiered', ABC, { tier: 'founder' }))), expect: fine('interim') },
  { name: 'an intake by a practice that is suspended by then', story: slim('intake', decisions('intake', decided('membership.suspended', ABC))), expect: fine('interim') },
];

/** Protocol §12.2. */
export const trustCases: readonly PackCase[] = [...trusts, ...registers, ...rules, ...recoveries, ...keys, ...acts, ...members];
