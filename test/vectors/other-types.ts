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
  'future.thing': [{ office: OFFICE.id }],
};

/** One well-formed record of every type that the story does not use. Nothing about their authors is right. */
export const oneOfEveryOtherType = (): readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array; readonly hash: string }[] =>
  Object.entries(OTHERS).map(([type, [body, about, inReferral]]) => {
    const bytes = signDraft(type, { type, at: '2026-10-01 00:00', by: KEY, body, ...(about === undefined ? {} : { about }), ...(inReferral === true ? { referral: REFERRAL } : {}) }, { net: HASH, n: 0, prev: '0'.repeat(64) });
    return { name: 'alone', type, bytes, hash: bytesToHex(primitives.sha256(bytes)) };
  });
