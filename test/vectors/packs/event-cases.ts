import type { Opening } from '../../../core/protocol/commitment.ts';
import { canonicalBytes, canonicalText, type JsonObject } from '../../../core/protocol/jcs.ts';
import type { PackOptions } from '../../story/pack.ts';
import { passkey, softwareKey, uuidOf } from '../../story/keys.ts';
import { ABC, SMITH } from '../../story/network.ts';
import { inviteProof, type StoryOptions } from '../../story/story.ts';
import type { Draft, Writer } from '../../story/writer.ts';
import { bare, bareBatch, broken, editJson, list, member, type PackCase, textIn, tiny } from './case.ts';

type Change = (draft: Draft, writer: Writer) => Draft;
const HASH = 'd'.repeat(64);

const changed = (name: string, failure: string, event: string, change: Change, until: string = event, options: StoryOptions & { readonly keep?: readonly string[] } = {}): PackCase => ({
  name,
  story: bare(until, { ...options, change: { ...options.change, [event]: change } }),
  expect: broken(failure),
});
const body = (change: JsonObject | ((body: JsonObject, writer: Writer) => JsonObject)): Change => (draft, writer) => ({
  ...draft,
  body: typeof change === 'function' ? change(draft.body, writer) : { ...draft.body, ...change },
});
const override = (members: JsonObject): Change => (draft) => ({ ...draft, override: members });
const CLIENT = softwareKey('Sarah Chen');
const [ALEX, BIANCA] = ABC.people;
const flipped = (holder: typeof ALEX.passkey): typeof ALEX.passkey => ({ ...holder, assertion: (challenge) => holder.assertion(challenge.map((value, at) => (at === 0 ? value ^ 1 : value))) });
const withoutAssertion = ({ assertedBy: _dropped, ...draft }: Draft): Draft => draft;

const records: readonly PackCase[] = [
  { name: 'a record without members', story: tiny(), pack: { files: (files) => void files.set('events/00000001.json', canonicalBytes({})) }, expect: broken('record.shape') },
  changed('a record of another network', 'event.net', 'invited 1', override({ net: HASH })),
  changed('two records at one place of a stream', 'event.conflict', 'invited 1', override({ n: 4, prev: HASH })),
  changed('a record that does not follow its neighbour', 'stream.link', 'invited 1', override({ prev: HASH })),
  { name: 'a record whose key no event states', story: bareBatch('prepared', { omit: ['bianca key'] }), expect: broken('key.missing') },
  changed('a client key stated by another key', 'key.missing', 'consent', body((given) => ({ ...given, clientKey: { ...member(given, 'clientKey'), spki: 'MCowBQYDK2VwAyEA11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } }))),
  changed('a record signed over other bytes', 'signature.invalid', 'intent', (draft) => ({ ...draft, signs: (payload) => payload.slice(1) })),
  changed('a passkey record with another origin', 'signature.invalid', 'consent', body((given) => ({ ...given, clientKey: { ...member(given, 'clientKey'), credential: { ...member(member(given, 'clientKey'), 'credential'), origins: ['https://other.example'] } } })), 'consent', { client: 'passkey' }),
  {
    name: 'an assertion by another person',
    story: { until: 'intake', omit: ['smith agreement referral', 'abc agreement referral', 'smith agreement rcti', 'abc agreement rcti', 'payee account', 'used', 'delivered', 'office', 'smith passkey', 'marcus', 'marcus key', 'priya', 'priya key', 'rule proposed', 'rule approved 1', 'rule approved 2', 'rule published'], change: { intake: (draft) => ({ ...draft, assertedBy: BIANCA?.passkey ?? ALEX.passkey }) } },
    expect: broken('assertion.key'),
  },
  changed('an assertion by a passkey that nobody states', 'assertion.key', 'intake', (draft) => ({ ...draft, assertedBy: passkey('nobody') })),
  changed('an assertion over other content', 'assertion.invalid', 'intake', (draft) => ({ ...draft, assertedBy: flipped(ALEX.passkey) })),
  changed('an assertion by a passkey that is stated without its credential', 'assertion.invalid', 'alex passkey', body(({ credential: _credential, ...given }) => given), 'intake'),
  changed('an assertion by a passkey whose credential id is spelled otherwise', 'assertion.invalid', 'alex passkey', body((given) => ({ ...given, credential: { ...member(given, 'credential'), id: `${textIn(member(given, 'credential'), 'id').slice(0, -1)}b` } })), 'intake'),
];

const spines: readonly PackCase[] = [
  changed('an event with the label of another referral', 'spine.label', 'intake', (draft) => ({ ...draft, referral: uuidOf('another referral') })),
  changed('a settlement upon the acknowledgement', 'spine.link', 'settlement', (draft, writer) => ({ ...draft, prevStep: writer.hash('acknowledgement') })),
  changed('an intake by the referrer', 'spine.party', 'intake', (draft) => ({ ...withoutAssertion(draft), by: SMITH.people[0].key })),
  changed('an intent by the receiver', 'spine.party', 'intent', (draft) => ({ ...draft, by: ALEX.key }), 'intent', { keep: ['abc'] }),
  changed('a settlement by a desk key', 'spine.party', 'settlement', (draft) => ({ ...draft, by: ABC.deskKey })),
  changed('a settlement signed by a passkey', 'spine.party', 'settlement', (draft) => ({ ...draft, by: ALEX.passkey })),
  changed('an outcome signed by the receiver', 'spine.party', 'outcome', (draft) => ({ ...draft, by: ALEX.key })),
];

const clients: readonly PackCase[] = [
  changed('a software key called a passkey', 'client.key', 'consent', body((given) => ({ ...given, clientKey: { ...member(given, 'clientKey'), kind: 'passkey' } }))),
  changed('a key made at a desk that names no practice', 'client.key', 'consent', body((given) => ({ ...given, clientKey: { ...member(given, 'clientKey'), device: { owner: 'desk', practice: null } } }))),
  changed('a client key stated twice', 'client.key', 'acknowledgement', (draft) => ({ ...draft, body: { ...draft.body, clientKey: { spki: 'MCowBQYDK2VwAyEA11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', alg: 'ed25519', kind: 'software', device: { owner: 'client', practice: null }, vouched: null } } })),
  changed('an outcome that replaces no key but says so', 'client.key', 'outcome', body({ replaces: HASH })),
  changed('an outcome by another key that does not say so', 'client.key', 'outcome', body({ replaces: null }), 'outcome', { outcomeKey: 'replaced' }),
  changed('an invitation proof over another key', 'client.invitation', 'consent', body((given, writer) => ({ ...given, ...inviteProof(writer.hash('invited 1'), softwareKey('other'), 1) }))),
  changed('an acknowledgement that names the intent as invitation', 'client.invitation', 'acknowledgement', body((given, writer) => ({ ...given, ...inviteProof(writer.hash('intent'), CLIENT, 1) }))),
  changed('an outcome with the invitation of step 1', 'client.invitation', 'outcome', body((given, writer) => ({ ...given, ...inviteProof(writer.hash('invited 1'), CLIENT, 4) }))),
  changed('an invitation by a desk key', 'client.invitation', 'invited 1', (draft) => ({ ...draft, by: ABC.deskKey }), 'acknowledgement', { keep: ['abc'] }),
  changed('a consent without invitation', 'client.invitation', 'consent', body({ invite: null, inviteProof: null })),
];

const contents: readonly PackCase[] = [
  changed('an acknowledgement of another client', 'client.commitment', 'acknowledgement', body({ client: HASH })),
  changed('an outcome of another client', 'client.commitment', 'outcome', body({ client: HASH })),
  changed('a consent for another purpose', 'consent.scope', 'consent', body({ purpose: 'insurance.arrange' }), 'acknowledgement'),
  changed('a consent for another recipient', 'consent.scope', 'consent', body({ recipients: [SMITH.id] }), 'acknowledgement'),
  changed('a consent that ends as the client acknowledges', 'consent.scope', 'consent', body({ validUntil: '2026-08-04T02:03:00.000Z' }), 'acknowledgement'),
  changed('a consent that is not in the pack', 'consent.scope', 'acknowledgement', body({ consents: [HASH] })),
  changed('an intake under another rule', 'rule.pinned', 'intake', body({ rule: HASH })),
];

const claims: readonly PackCase[] = [
  { name: 'pack.json with another label', story: tiny(), pack: { files: editJson('pack.json', (pack) => ({ ...pack, label: 'REF-OTHER' })) }, expect: broken('pack.intent') },
  { name: 'pack.json with another intent', story: tiny(), pack: { files: editJson('pack.json', (pack) => ({ ...pack, intent: textIn(pack, 'net') })) }, expect: broken('pack.intent') },
  { name: 'pack.json with a handshake that is not there', story: tiny(), pack: { files: editJson('pack.json', (pack) => ({ ...pack, spine: [...list(pack, 'spine').slice(0, 1), HASH, null, null, null] })) }, expect: broken('spine.claim') },
  { name: 'pack.json that calls an interim pack complete', story: tiny(), pack: { files: editJson('pack.json', (pack) => ({ ...pack, interim: false })) }, expect: broken('spine.claim') },
  { name: 'rule.json of another name', story: tiny(), pack: { files: editJson('rule.json', (rule) => ({ ...rule, name: 'Another rule' })) }, expect: broken('rule.hash') },
  changed('an intent that pins another version of the rule', 'rule.hash', 'intent', body((given) => ({ ...given, rule: { ...member(given, 'rule'), version: 2 } }))),
  { name: 'pack.json that hides the test network', story: tiny(), pack: { files: editJson('pack.json', (pack) => ({ ...pack, test: false })) }, expect: broken('pack.claim') },
  { name: 'pack.json with an older register', story: tiny(), pack: { files: editJson('pack.json', (pack) => ({ ...pack, register: { index: 0, at: '2026-06-01T00:00:00.000Z' } })) }, expect: broken('pack.claim') },
];

/** A calculation that pays a cent less than the rule says. */
const shaved = (honest: JsonObject): JsonObject => {
  const result = member(honest, 'result');
  return { ...honest, result: { ...result, commission: Number(result['commission']) - 1, keeps: Number(result['keeps']) + 1 } };
};
const dataOf = (opening: Opening): JsonObject => member({ data: opening.data }, 'data');

/** The payer commits to the shaved sum as if it were honest. */
const commitToShaved: Change = (draft, writer) => {
  const honest = writer.opening(textIn(draft.body, 'calculation'));
  const calculation = writer.commit('calculation', honest.referral, 'shaved', shaved(dataOf(honest)));
  return { ...draft, body: { ...draft.body, calculation, commission: Number(draft.body['commission']) - 1 } };
};
const withShaved: NonNullable<PackOptions['input']> = (input, story) => {
  const honest = story.openings.find((opening) => opening.for === 'calculation' && canonicalText(opening.data) === new TextDecoder().decode(story.calculation ?? new Uint8Array()));
  const openings = input.openings.filter((opening) => opening !== honest);
  const other = openings.find((opening) => opening.for === 'calculation');
  return { ...input, openings, calculation: other === undefined ? null : canonicalBytes(other.data) };
};

const money: readonly PackCase[] = [
  { name: 'calculation.json missing', story: bare('entitlement'), pack: { files: (files) => void files.delete('calculation.json') }, expect: broken('calculation.missing') },
  {
    name: 'a calculation without entitlement',
    story: bare('outcome'),
    pack: { input: (input) => ({ ...input, calculation: new TextEncoder().encode('{}') }) },
    expect: broken('calculation.missing'),
  },
  { name: 'calculation.json with another result', story: bare('entitlement'), pack: { files: editJson('calculation.json', (file) => ({ ...file, result: { ...member(file, 'result'), commission: 1 } })) }, expect: broken('calculation.mismatch') },
  changed('an entitlement with another commission than its calculation', 'calculation.mismatch', 'entitlement', body({ commission: 1 })),
  changed('an entitlement of another beneficiary', 'calculation.mismatch', 'entitlement', body({ beneficiary: ABC.id })),
  changed('an entitlement with another key', 'calculation.mismatch', 'entitlement', body({ key: HASH })),
  {
    name: 'a payer who commits to a sum of its own',
    story: bare('entitlement', { change: { entitlement: commitToShaved } }),
    pack: { input: withShaved },
    expect: broken('calculation.mismatch'),
  },
  { name: 'a payment line with another proof', story: bareBatch('prepared'), pack: { files: editJson('pack.json', (pack) => ({ ...pack, lines: [{ ...(list(pack, 'lines')[0] as object), proof: [HASH, HASH] }] })) }, expect: broken('batch.line') },
  { name: 'a payment line of another number', story: bareBatch('prepared'), pack: { files: editJson('pack.json', (pack) => ({ ...pack, lines: [{ ...(list(pack, 'lines')[0] as object), line: 0 }] })) }, expect: broken('batch.line') },
];

/** Checks 11 to 14, 17 and 19 to 26 of protocol §12.1. */
export const eventCases: readonly PackCase[] = [...records, ...spines, ...clients, ...contents, ...claims, ...money];
