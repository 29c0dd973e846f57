import type { z } from 'zod';
import type { signInChallenge, signInInput } from '../../core/contract/network/office-page.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { base64urlToBytes } from '../../core/protocol/bytes.ts';
import { normalizeLowS } from '../../core/protocol/es256.ts';
import { verifyAssertion } from '../../core/protocol/webauthn.ts';
import { writeAudit } from '../audit/audit.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { TokenSecrets } from '../sessions/secrets.ts';
import { readMeta } from '../storage/meta.ts';
import { pageAddress } from './address.ts';
import { challengeOf, makeChallenge, useChallenge } from './challenge.ts';
import { userHandle } from './enrol.ts';
import { draftSession, type OpenedPage, tokenOf } from './page-session.ts';

type Ports = ServerPorts & { readonly secrets: TokenSecrets };

/** One answer for every passkey that is not let in: nobody learns from it who is known here. */
const refused = () =>
  refuse(401, 'office.refused', 'You were not let in', {
    detail: 'This passkey is not one that may sign in here, or it did not answer as it has to.',
    next: 'Try again, or ask for a new link at the office’s desk.',
  });

type Asked = { readonly asked: z.infer<typeof signInChallenge>; readonly cookie: string; readonly seconds: number };

/** What a browser asks any authenticator for; the same for everybody. Errors: no public address. */
export const askToSignIn = async (ports: Ports): Promise<Result<Asked, Refused>> => {
  const address = pageAddress(ports);
  if (!address.ok) return address;
  const { challenge, cookie, seconds } = await makeChallenge(ports, 'sign-in');
  return ok({ asked: { challenge, rpId: address.value.rpId }, cookie, seconds });
};

const passkeyOf = async ({ storage }: Ports, credential: string) => {
  const { office, net } = await readMeta(storage.db);
  const row = await storage.db
    .selectFrom('office_passkey')
    .innerJoin('desk_key', 'desk_key.key', 'office_passkey.invited_by')
    .select(['office_passkey.id', 'office_passkey.person', 'office_passkey.alg', 'office_passkey.spki', 'office_passkey.sign_count'])
    .where('office_passkey.credential', '=', credential)
    .where('desk_key.revoked_at', 'is', null)
    .where('desk_key.practice', '=', office ?? '')
    .executeTakeFirst();
  return row === undefined || net === undefined ? undefined : { ...row, net };
};

/**
 * Signs in by a discoverable passkey. The assertion is verified from its bytes (protocol §4): origin, RP id, challenge of this browser, user verified, signature; the
 * counter of the authenticator has to rise where it counts at all. Errors: 401, the same for all reasons.
 */
export const signIn = async (
  ports: Ports,
  cookie: string | undefined,
  input: z.infer<typeof signInInput>,
): Promise<Result<OpenedPage, Refused>> => {
  const address = pageAddress(ports);
  if (!address.ok) return address;
  const { storage, primitives } = ports;
  const asked = challengeOf(input.clientDataJSON);
  const [data, stated] = [base64urlToBytes(input.authenticatorData), base64urlToBytes(input.signature)];
  const passkey = await passkeyOf(ports, input.credential);
  if (passkey === undefined || asked === undefined || !data.ok || !stated.ok) return refused();
  if (input.user !== userHandle(ports, passkey.net, passkey.person)) return refused();
  const spki = base64urlToBytes(passkey.spki);
  // Authenticators give either form of s; the protocol verifies the low one.
  const signature = passkey.alg === 'webauthn-es256' ? normalizeLowS(stated.value) : stated;
  if (!spki.ok || !signature.ok) return refused();
  const facts = verifyAssertion({
    ceremony: 'webauthn.get',
    primitives,
    alg: passkey.alg,
    spki: spki.value,
    authenticatorData: data.value,
    clientDataJSON: asked.clientData,
    signature: signature.value,
    challenge: asked.bytes,
    rpId: address.value.rpId,
    origins: [address.value.origin],
    requireUserVerification: true,
  });
  if (!facts.ok) return refused();
  const { signCount } = facts.value;
  const now = ports.clock.now();
  const draft = draftSession(ports, passkey.id);
  let isIn = false;
  await useChallenge(ports, 'sign-in', cookie, asked.bytes, async (tx) => {
    isIn = false;
    await storage.lock(tx, ['office access']);
    const held = await tx.selectFrom('office_passkey').select('sign_count').where('id', '=', passkey.id).executeTakeFirst();
    if (held === undefined) return;
    const last = Number(held.sign_count);
    // A counter that stands or goes back: two authenticators hold one key.
    if ((signCount > 0 || last > 0) && signCount <= last) {
      await writeAudit(tx, storage, primitives, now, [
        { kind: 'page.counter-back', actor: passkey.id, subject: passkey.person, before: String(last), after: String(signCount) },
      ]);
      return;
    }
    await tx.updateTable('office_passkey').set({ sign_count: signCount, used_at: now }).where('id', '=', passkey.id).execute();
    await draft.store(tx);
    await writeAudit(tx, storage, primitives, now, [
      { kind: 'page.signed-in', actor: passkey.id, subject: passkey.person, before: null, after: 'open' },
    ]);
    isIn = true;
  });
  return isIn ? ok({ session: await tokenOf(ports, draft.id), cookie: draft.cookie }) : refused();
};
