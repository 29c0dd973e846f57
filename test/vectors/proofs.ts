import { exactCents, ZERO_CENTS } from '../../core/domain/money/cents.ts';
import { calculationBytes, type EarningTrigger } from '../../core/domain/commission/calculation.ts';
import { computeEntitlement, type EntitlementInput } from '../../core/domain/commission/compute.ts';
import { parseRuleVersion, type RuleVersion } from '../../core/domain/commission/rule-version.ts';
import { bytesToBase64url, bytesToHex, utf8Decode } from '../../core/protocol/bytes.ts';
import { openingOf } from '../../core/protocol/commitment.ts';
import type { JsonObject, JsonValue } from '../../core/protocol/jcs.ts';
import { inviteMessage, keyProofMessage } from '../../core/protocol/messages.ts';
import { inviteSigner, passkey, primitives, seedOf, softwareKey, uuidOf } from '../story/keys.ts';
import { RULE, statedKey } from '../story/network.ts';
import { type Vector, vector } from './vector.ts';

const NET = 'a'.repeat(64);
const REFERRAL = uuidOf('vector referral');

/** Commitments (protocol §6.2): `net` and one `opening`. */
export const openingVectors = (): readonly Vector[] => {
  const opening = openingOf(primitives, NET, { for: 'notice', referral: REFERRAL, data: { a: [1, null, true, 'é\u{1f600}'], b: '' } }, seedOf('salt'));
  const json: JsonObject = { ...opening };
  const of = (name: string, members: JsonObject, expect: string, net: string = NET): Vector => vector(name, { net, opening: { ...json, ...members } }, expect);
  const mismatch = 'opening.mismatch';
  return [
    of('plain', {}, 'ok'),
    ...([null, 0, '', [], {}] as const).map((data: JsonValue) => {
      const other = openingOf(primitives, NET, { for: 'evidence', referral: REFERRAL, data }, seedOf('salt'));
      return vector(`data ${JSON.stringify(data)}`, { net: NET, opening: { ...other } }, 'ok');
    }),
    of('other data', { data: 1 }, mismatch),
    of('another purpose', { for: 'shown' }, mismatch),
    of('another referral', { referral: uuidOf('other') }, mismatch),
    of('another salt', { salt: bytesToBase64url(seedOf('other')) }, mismatch),
    of('another network', {}, mismatch, 'b'.repeat(64)),
    of('a purpose that is not in the list', { for: 'other' }, 'opening.syntax'),
    of('a salt of 31 bytes', { salt: bytesToBase64url(seedOf('x').slice(1)) }, 'opening.syntax'),
    of('a salt with spare bits', { salt: `${'A'.repeat(42)}B` }, 'opening.syntax'),
    of('a member too many', { note: 'x' }, 'opening.syntax'),
    of('a commitment in capitals', { commitment: 'A'.repeat(64) }, 'opening.syntax'),
  ];
};

/** Proofs of possession (protocol §5.3): `claim` is what is signed, `key` as stated, `proof` its members. */
export const keyProofVectors = (): readonly Vector[] => {
  const software = softwareKey('vector');
  const hardware = passkey('vector');
  const base = { desk: uuidOf('d'), practice: uuidOf('p'), person: uuidOf('w') };
  const sign = { ...base, key: software.keyid, use: 'sign' } as const;
  const desk = { ...base, person: null, key: software.keyid, use: 'desk' } as const;
  const asserts = { ...base, key: hardware.keyid, use: 'passkey' } as const;
  const plain = { ...statedKey(software), credential: null };
  const credentialed = { ...statedKey(hardware), credential: hardware.credential };
  const of = (name: string, claim: JsonObject, key: JsonObject, proof: JsonObject, expect: string): Vector => vector(name, { claim, key, proof }, expect);
  const good = software.proof(keyProofMessage(sign));
  return [
    of('a person’s key', sign, plain, good, 'ok'),
    of('a desk key', desk, plain, software.proof(keyProofMessage(desk)), 'ok'),
    of('a passkey', asserts, credentialed, hardware.proof(keyProofMessage(asserts)), 'ok'),
    of('for another use', { ...desk, person: base.person, use: 'sign' }, plain, software.proof(keyProofMessage(desk)), 'key.proof'),
    of('for another desk', { ...sign, desk: uuidOf('other') }, plain, good, 'key.proof'),
    of('for another practice', { ...sign, practice: uuidOf('other') }, plain, good, 'key.proof'),
    of('for another person', { ...sign, person: uuidOf('other') }, plain, good, 'key.proof'),
    of('a key id that is not the key’s', { ...sign, key: 'b'.repeat(64) }, { ...plain, key: 'b'.repeat(64) }, software.proof(keyProofMessage({ ...sign, key: 'b'.repeat(64) })), 'key.proof'),
    of('by another key', sign, plain, softwareKey('other').proof(keyProofMessage(sign)), 'key.proof'),
    of('a passkey without assertion', asserts, credentialed, good, 'key.proof'),
    of('a passkey whose credential is of another origin', asserts, { ...credentialed, credential: { ...hardware.credential, origins: ['https://other.example'] } }, hardware.proof(keyProofMessage(asserts)), 'key.proof'),
    of('a passkey stated as a person’s key', { ...asserts, use: 'sign' }, credentialed, hardware.proof(keyProofMessage({ ...asserts, use: 'sign' })), 'key.proof'),
  ];
};

/** Invitations (protocol §6.3): the key of `salt` (hex) and `code`, and the proof over `claim`. */
export const inviteVectors = (): readonly Vector[] => {
  const salt = seedOf('invitation');
  const claim = { invite: NET, key: softwareKey('client').keyid, referral: REFERRAL, step: 1 };
  const signer = inviteSigner(salt, '482913');
  const key = bytesToBase64url(signer.publicKey);
  const proof = bytesToBase64url(signer.sign(inviteMessage(claim)));
  const of = (name: string, members: JsonObject, expect: string): Vector => vector(name, { salt: bytesToHex(salt), code: '482913', key, claim, proof, ...members }, expect);
  return [
    of('plain', {}, 'ok'),
    of('for another step', { claim: { ...claim, step: 4 } }, 'client.invitation'),
    of('for another client key', { claim: { ...claim, key: softwareKey('other').keyid } }, 'client.invitation'),
    of('for another referral', { claim: { ...claim, referral: uuidOf('other') } }, 'client.invitation'),
    of('of another invitation', { claim: { ...claim, invite: 'b'.repeat(64) } }, 'client.invitation'),
    of('by the key of another code', { proof: bytesToBase64url(inviteSigner(salt, '482914').sign(inviteMessage(claim))) }, 'client.invitation'),
  ];
};

const ruleOf = (changes: JsonObject): RuleVersion => {
  const rule = parseRuleVersion({ ...RULE, ...changes });
  if (!rule.ok) throw new Error(rule.error.path);
  return rule.value;
};
const settled = (gross: number, net: number): EarningTrigger => ({ kind: 'settled', gross: exactCents(gross), net: exactCents(net) });
const ALL = { referrer: 'registered', receiver: 'registered', office: 'registered' } as const;
const NONE = { referrer: 'not-registered', receiver: 'not-registered', office: 'not-registered' } as const;

/** Calculations (protocol §8): the input of the algorithm; `output` the canonical bytes as text. */
export const calculationVectors = (): readonly Vector[] => {
  const of = (name: string, given: Partial<EntitlementInput>): Vector => {
    const input: EntitlementInput = { rule: RULE, trigger: settled(495_000, 420_750), number: 0, earlierCommission: ZERO_CENTS, gst: ALL, ...given };
    const computed = computeEntitlement(input);
    const json: JsonObject = { ...input, rule: { ...input.rule }, trigger: { ...input.trigger }, gst: { ...input.gst } };
    if (!computed.ok) return vector(name, json, computed.error.code);
    const text = utf8Decode(calculationBytes(computed.value));
    return vector(name, json, 'ok', text.ok ? text.value : '');
  };
  return [
    of('a quarter of the gross income', {}),
    of('nobody registered for GST', { gst: NONE }),
    of('no income', { trigger: settled(0, 0) }),
    of('one cent', { trigger: settled(1, 1) }),
    of('half a cent to the even cent below', { trigger: settled(2, 2) }),
    of('half a cent to the even cent above', { trigger: settled(6, 6) }),
    of('the largest income', { trigger: settled(9_999_999_999, 0) }),
    of('of the net income', { rule: ruleOf({ base: 'net' }) }),
    of('everything asked for, the fee first', { rule: ruleOf({ commission: { kind: 'percentage', bps: 10_000 } }) }),
    of('a flat amount', { rule: ruleOf({ commission: { kind: 'flat', cents: 50_000 } }) }),
    of('a flat amount above the income', { rule: ruleOf({ commission: { kind: 'flat', cents: 50_000 } }), trigger: settled(100, 100) }),
    of('a flat amount on qualification', { rule: ruleOf({ trigger: 'qualified', commission: { kind: 'flat', cents: 50_000 }, platform: { bps: 500, of: 'commission' } }), trigger: { kind: 'qualified' } }),
    of('a cap', { rule: ruleOf({ cap: 100_000, clauses: { ...RULE.clauses, cap: { ref: '3.3', text: 'At most $1,000.00.' } } }) }),
    of('a later income under a cap', { rule: ruleOf({ cap: 100_000, clauses: { ...RULE.clauses, cap: { ref: '3.3', text: 'At most $1,000.00.' } } }), number: 1, earlierCommission: exactCents(90_000) }),
    of('net above gross', { trigger: settled(1, 2) }),
    of('a qualification under a rule that needs a settlement', { trigger: { kind: 'qualified' } }),
    of('an earlier commission before the first', { earlierCommission: exactCents(1) }),
    of('number 10,000', { number: 10_000 }),
  ];
};
