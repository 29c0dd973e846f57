import type { JsonObject } from '../../core/protocol/jcs.ts';
import { primitives, softwareKey, uuidOf } from '../story/keys.ts';
import { ABC, OFFICE, recoveryBody, REFERRAL, SMITH, statedKey } from '../story/network.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { signDraft } from '../story/writer.ts';

const HASH = 'c'.repeat(64);
const KEY = softwareKey('other types');

/** Types that the story has no event of: body, about, and whether the event belongs to a referral. */
const OTHERS: Readonly<Record<string, readonly [body: JsonObject, about?: readonly string[], inReferral?: true]>> = {
  'registrar.replaced': [{ registrar: statedKey(softwareKey('registrar 2')), reason: 'key.lost' }, [HASH]],
  'practice.recovered': [recoveryBody(SMITH, SMITH.people[0], 'other types')],
  'practice.changed': [{ practice: SMITH.id, gst: { registered: false, from: null, source: 'abr' } }],
  'person.left': [{ practice: ABC.id, person: uuidOf('person Bianca Costa'), reason: 'resigned' }],
  'role.changed': [{ practice: ABC.id, person: uuidOf('person Bianca Costa'), roles: ['approver', 'auditor'] }],
  'key.deskRegistered': [{ practice: ABC.id, desk: ABC.desk, sealKey: 'A'.repeat(43), log: ABC.log.vkey, pack: ABC.pack.vkey }],
  'key.barred': [{ practice: ABC.id, keys: [HASH], reason: 'lost-or-stolen' }],
  'key.revoked': [{ practice: ABC.id, key: HASH, reason: 'device.lost' }],
  'key.retired': [{ practice: ABC.id, key: HASH, n: 7, hash: HASH }],
  'till.assigned': [{ practice: ABC.id, desk: ABC.desk }],
  'setting.ratified': [{ setting: 'matching.weights', content: HASH }],
  'agreement.ended': [{ agreement: HASH, on: '2026-12-31', reason: 'notice' }, [HASH]],
  'payee.confirmed': [{ account: HASH, method: 'call-back' }, [HASH]],
  'referral.unqualified': [{ reason: 'not-eligible' }, [HASH], true],
  'referral.declined': [{ reason: 'no-capacity' }, [HASH], true],
  'referral.withdrawn': [{ reason: 'client-request' }, [HASH], true],
  'settlement.corrected': [{ gross: 0, net: 0, settledOn: '2026-02-28', evidence: null, reason: 'remittance' }, [HASH], true],
  'consent.withdrawn': [{ method: 'phone', reason: null }, [HASH], true],
  'consent.refused': [{ client: HASH, recipients: [ABC.id], purpose: 'mortgage.arrange', invite: null, inviteProof: null }, [HASH], true],
  'entitlement.rejected': [{ reason: 'dispute' }, [HASH], true],
  'invoice.rejected': [{ reason: 'wrong-amount' }, [HASH]],
  'batch.cancelled': [{ batch: uuidOf('b'), reason: 'typing-error' }, [HASH]],
  'line.failed': [{ line: 0, reason: 'account-closed', reference: null, on: '2026-09-22' }, [HASH]],
  'pack.exported': [{ manifest: HASH, size: 1, root: HASH, interim: true, label: 'REF-1' }, [HASH]],
  'membership.applied': [{ practice: ABC.id, legalName: 'Acacia Lending', abn: '53004085616', verticals: ['mortgage-broker'], request: HASH }],
  'membership.vetted': [{ practice: ABC.id, accepted: false, reason: 'abn-cancelled', abr: { on: '2026-10-01', status: 'cancelled', gst: false }, by: OFFICE.people[0].id }],
  'membership.activated': [{ practice: ABC.id, tier: 'founder', by: OFFICE.people[0].id }],
  'membership.tiered': [{ practice: ABC.id, tier: 'senior', by: OFFICE.people[0].id }],
  'membership.suspended': [{ practice: ABC.id, reason: 'complaint', by: OFFICE.people[0].id }],
  'membership.reinstated': [{ practice: ABC.id, reason: 'complaint-settled', by: OFFICE.people[0].id }],
  'membership.resigned': [{ practice: ABC.id, reason: 'own-wish', by: OFFICE.people[0].id }],
  'vertical.defined': [{ vertical: 'migration-agent', name: 'Migration agents', regulator: null, products: [{ code: 'visa', name: 'Visa' }], purposes: [{ code: 'visa', name: 'Visa', product: 'visa' }], by: OFFICE.people[0].id }],
  'vertical.joined': [{ practice: ABC.id, vertical: 'asset-finance-broker', from: '2026-10-01', by: OFFICE.people[0].id }],
  'vertical.left': [{ practice: ABC.id, vertical: 'asset-finance-broker', on: '2027-01-01', by: OFFICE.people[0].id }],
  'product.listed': [{ practice: ABC.id, vertical: 'mortgage-broker', product: 'home-loan', from: '2026-10-01', until: null }],
  'community.defined': [{ community: uuidOf('community'), name: 'Inner West', polygon: [{ lat: -33_880_000, lon: 151_100_000 }, { lat: -33_880_000, lon: 151_200_000 }, { lat: -33_940_000, lon: 151_150_000 }], by: OFFICE.people[0].id }],
  'community.joined': [{ practice: ABC.id, community: uuidOf('community'), from: '2026-10-01', by: OFFICE.people[0].id }],
  'community.left': [{ practice: ABC.id, community: uuidOf('community'), on: '2027-01-01', by: OFFICE.people[0].id }],
  'practice.located': [{ practice: ABC.id, locality: 'Marrickville', state: 'NSW', postcode: '2204', at: { lat: -33_910_000, lon: 151_155_000 } }],
  'partner.linked': [{ practice: ABC.id, with: SMITH.id }],
  'partner.unlinked': [{ practice: ABC.id, with: SMITH.id }],
  'honour.awarded': [{ practice: ABC.id, to: SMITH.id, points: 3, reason: 'clear-referral' }],
  'training.passed': [{ practice: ABC.id, person: uuidOf('person Bianca Costa'), module: 'first-referral', version: 1, right: 5, of: 6 }],
  'future.thing': [{ office: OFFICE.id }],
};

/** One well-formed record of every type that the story does not use. Nothing about their authors is right. */
export const oneOfEveryOtherType = (): readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array; readonly hash: string }[] =>
  Object.entries(OTHERS).map(([type, [body, about, inReferral]]) => {
    const bytes = signDraft(type, { type, at: '2026-10-01 00:00', by: KEY, body, ...(about === undefined ? {} : { about }), ...(inReferral === true ? { referral: REFERRAL } : {}), ...(type === 'key.barred' ? { assertedBy: OFFICE.people[0].passkey } : {}) }, { net: HASH, n: 0, prev: '0'.repeat(64) });
    return { name: 'alone', type, bytes, hash: bytesToHex(primitives.sha256(bytes)) };
  });
