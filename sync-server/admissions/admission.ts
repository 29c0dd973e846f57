import { ok, type Result } from '../../core/domain/result.ts';
import { base64ToBytes, base64urlToBytes } from '../../core/protocol/bytes.ts';
import { type Admission, readAdmission } from '../../core/protocol/network/admission.ts';
import { isSignedBy, type SignedPaper } from '../../core/protocol/network/signed-paper.ts';
import { keyIdOfSpki } from '../../core/protocol/record.ts';
import { type AuditEntry, writeAudit } from '../audit/audit.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta } from '../storage/meta.ts';
import type { Tx } from '../storage/storage.ts';
import type { AdmittedKey, KeyBook } from './keys.ts';

const TITLE = 'This admission was not accepted';

type Taken = { readonly practice: string; readonly outcome: 'taken' | 'already' };

/**
 * Takes an admission (protocol §14.1): the registrar's for any practice, a desk key's for its own practice without a status. The same paper again
 * gives the same answer; a paper with a `seq` that is not higher than the last one of its signer is refused. Errors: 400, 401, 403, 409 in words.
 */
export const takeAdmission = async (ports: ServerPorts & { readonly keys: KeyBook }, text: string): Promise<Result<Taken, Refused>> => {
  const { storage, primitives, keys } = ports;
  const bytes = base64ToBytes(text);
  const paper = bytes.ok ? readAdmission(bytes.value, primitives) : bytes;
  if (!paper.ok) return refuse(400, 'paper.form', TITLE, { detail: 'The paper could not be read as an admission.' });
  const wrong = paper.value.payload.keys.find(({ key, spki }) => {
    const der = base64urlToBytes(spki);
    return !der.ok || keyIdOfSpki(primitives, der.value) !== key;
  });
  if (wrong !== undefined) return refuse(400, 'admission.key', TITLE, { detail: 'A key id is not the hash of its key.', where: wrong.key });
  const signer = (await keys.find(storage.db, [paper.value.signer])).get(paper.value.signer);
  if (signer === undefined || !isSignedBy(paper.value, signer.stated, primitives))
    return refuse(401, 'paper.signature', TITLE, { detail: 'It is not signed by a key that this server knows.' });
  const at = ports.clock.now();
  return storage.write(async (tx) => {
    await storage.lock(tx, ['admissions']);
    const before = await tx.selectFrom('admission').select('practice').where('hash', '=', paper.value.hash).executeTakeFirst();
    if (before !== undefined) return ok({ practice: before.practice, outcome: 'already' });
    const allowed = await judge(tx, paper.value, signer, keys);
    return allowed.ok ? store(tx, ports, paper.value, at) : allowed;
  });
};

/** Whether this signer may say this now. */
const judge = async (tx: Tx, paper: SignedPaper<Admission>, signer: AdmittedKey, keys: KeyBook): Promise<Result<true, Refused>> => {
  const { payload } = paper;
  const meta = await readMeta(tx);
  const byRegistrar = signer.key === meta.registrar;
  if (payload.net !== meta.net) return refuse(409, 'admission.network', TITLE, { detail: 'It is for another network than this server.' });
  const valid = await keys.valid(tx, [signer.key]);
  if (!valid.has(signer.key)) return refuse(401, 'admission.revoked', TITLE, { detail: 'The key that signed it was revoked.' });
  const known = await tx.selectFrom('practice').select('id').where('id', '=', payload.practice).executeTakeFirst();
  if (!byRegistrar) {
    if (signer.use !== 'desk' || signer.practice !== payload.practice || payload.status !== null)
      return refuse(403, 'admission.signer', TITLE, {
        detail: 'A desk admits and revokes keys of its own practice only, and sets no status.',
        next: 'Ask the network office to sign it.',
      });
    if (payload.keys.some(({ use }) => use === 'registrar'))
      return refuse(403, 'admission.signer', TITLE, { detail: 'Only the registrar admits a registrar key.' });
  }
  const last = await tx
    .selectFrom('admission')
    .select((select) => select.fn.max('seq').as('seq'))
    .where('signer', '=', signer.key)
    .where('practice', '=', payload.practice)
    .executeTakeFirst();
  if (known !== undefined && (last?.seq ?? 0) >= payload.seq)
    return refuse(409, 'admission.seq', TITLE, {
      detail: `Its number is ${payload.seq}, and number ${last?.seq ?? 0} of the same signer was taken before.`,
      next: 'Make the admission again with a higher number.',
    });
  const held = await keys.find(
    tx,
    payload.keys.map(({ key }) => key),
  );
  for (const { key, desk, use } of payload.keys) {
    const found = held.get(key);
    if (found === undefined) continue;
    if (found.practice !== payload.practice || found.desk !== desk || found.use !== use)
      return refuse(409, 'admission.key-taken', TITLE, { detail: 'A key was admitted before as something else.', where: key });
  }
  const revoked = await keys.find(tx, payload.revoked);
  const foreign = payload.revoked.find((key) => revoked.get(key)?.practice !== payload.practice);
  if (foreign !== undefined)
    return refuse(409, 'admission.key-unknown', TITLE, { detail: 'A key to be revoked is not one of this practice.', where: foreign });
  return ok(true);
};

const store = async (tx: Tx, ports: ServerPorts, paper: SignedPaper<Admission>, at: string): Promise<Result<Taken, Refused>> => {
  const { payload, signer } = paper;
  const { practice, sealKey, status } = payload;
  const audit: AuditEntry[] = [];
  const known = await tx.selectFrom('practice').select(['seal_key', 'status']).where('id', '=', practice).executeTakeFirst();
  if (known === undefined) {
    const first = status ?? 'active';
    await tx.insertInto('practice').values({ id: practice, seal_key: sealKey, status: first, admitted_at: at }).execute();
    await tx.insertInto('feed').values({ practice, last: 0 }).execute();
    audit.push({ kind: 'practice.admitted', actor: signer, subject: practice, before: null, after: first });
  } else {
    if (status !== null && status !== known.status) {
      await tx.updateTable('practice').set({ status }).where('id', '=', practice).execute();
      audit.push({ kind: 'practice.status', actor: signer, subject: practice, before: known.status, after: status });
    }
    if (sealKey !== null && sealKey !== known.seal_key) {
      await tx.updateTable('practice').set({ seal_key: sealKey }).where('id', '=', practice).execute();
      audit.push({ kind: 'practice.seal-key', actor: signer, subject: practice, before: known.seal_key, after: sealKey });
    }
  }
  for (const { key, desk, spki, use } of payload.keys) {
    const added = await tx
      .insertInto('desk_key')
      .values({ key, practice, desk, spki, use, admitted_at: at, revoked_at: null })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    if ((added.numInsertedOrUpdatedRows ?? 0n) > 0n)
      audit.push({ kind: 'key.added', actor: signer, subject: key, before: null, after: `${use} of ${practice}` });
  }
  for (const key of payload.revoked) {
    const ended = await tx
      .updateTable('desk_key')
      .set({ revoked_at: at })
      .where('key', '=', key)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (ended.numUpdatedRows > 0n) audit.push({ kind: 'key.revoked', actor: signer, subject: key, before: 'valid', after: 'revoked' });
  }
  await tx
    .insertInto('admission')
    .values({ hash: paper.hash, practice, signer, seq: payload.seq, at, record: paper.record.bytes })
    .execute();
  await writeAudit(tx, ports.storage, ports.primitives, at, audit);
  return ok({ practice, outcome: 'taken' });
};
