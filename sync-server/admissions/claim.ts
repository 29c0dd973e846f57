import { ok, type Result } from '../../core/domain/result.ts';
import { base64ToBytes, base64urlToBytes, bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { readClaim } from '../../core/protocol/network/admission.ts';
import { isSignedBy } from '../../core/protocol/network/signed-paper.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { keyIdOfSpki } from '../../core/protocol/record.ts';
import { writeAudit } from '../audit/audit.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta, writeMeta } from '../storage/meta.ts';

const TITLE = 'This claim was not accepted';

/** SHA-256 of a set-up code, hex: what the server keeps of it and what the claim states. */
export const setupDigest = (primitives: ServerPorts['primitives'], code: string): string => bytesToHex(primitives.sha256(utf8Encode(code)));

/**
 * Ties the server to the network of the registrar who holds the set-up code (protocol §14.1); with a new code from the console the same network may
 * name another registrar, never another network. The same claim again gives the same answer. Errors: 400, 401, 409 in words.
 */
export const takeClaim = async (
  ports: ServerPorts,
  paper: string,
): Promise<Result<{ readonly origin: string; readonly vkey: string }, Refused>> => {
  const { storage, primitives } = ports;
  const bytes = base64ToBytes(paper);
  const claim = bytes.ok ? readClaim(bytes.value, primitives) : bytes;
  if (!claim.ok) return refuse(400, 'paper.form', TITLE, { detail: 'The paper could not be read as a claim.' });
  const { registrar, net, office, setup } = claim.value.payload;
  const spki = base64urlToBytes(registrar.spki);
  const stated = { spki: registrar.spki, alg: 'ed25519', credential: null } as const;
  if (!spki.ok || keyIdOfSpki(primitives, spki.value) !== registrar.key || claim.value.signer !== registrar.key)
    return refuse(400, 'claim.key', TITLE, { detail: 'The claim is not signed by the registrar key that it states.' });
  if (!isSignedBy(claim.value, stated, primitives))
    return refuse(401, 'paper.signature', TITLE, { detail: 'The signature of the claim does not hold.' });
  const done = { origin: ports.identity.origin, vkey: formatVerifierKey(ports.identity.key) };
  const at = ports.clock.now();
  return storage.write(async (tx) => {
    await storage.lock(tx, ['admissions']);
    const meta = await readMeta(tx);
    if (meta.claim === claim.value.hash) return ok(done);
    if (meta.net !== undefined && meta.net !== net)
      return refuse(409, 'claim.network', TITLE, {
        detail: 'This server already serves another network.',
        next: 'Set up a server of its own for this network.',
      });
    if (meta.setup === undefined || meta.setup !== setup)
      return refuse(401, 'claim.code', TITLE, {
        detail: 'The set-up code is not the one that the server printed.',
        next: 'Read the code again at the console of the server, or make a new one there with: npm run server -- new-code',
      });
    await writeMeta(tx, { net, office, registrar: registrar.key, claim: claim.value.hash });
    await tx.deleteFrom('meta').where('name', '=', 'setup').execute();
    await tx
      .insertInto('practice')
      .values({ id: office, seal_key: null, status: 'active', admitted_at: at })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    await tx
      .insertInto('feed')
      .values({ practice: office, last: 0 })
      .onConflict((conflict) => conflict.column('practice').doNothing())
      .execute();
    await tx
      .insertInto('desk_key')
      .values({
        key: registrar.key,
        practice: office,
        desk: office,
        spki: registrar.spki,
        use: 'registrar',
        admitted_at: at,
        revoked_at: null,
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    await writeAudit(tx, storage, primitives, at, [
      { kind: 'server.claimed', actor: registrar.key, subject: office, before: meta.registrar ?? null, after: registrar.key },
    ]);
    return ok(done);
  });
};
