import type { z } from 'zod';
import type { enrolChallenge, enrolInput, OfficeLink } from '../../core/contract/network/office-page.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { base64urlToBytes, bytesToBase64url, bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { verifyRegistration } from '../../core/protocol/webauthn-registration.ts';
import { writeAudit } from '../audit/audit.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { TokenSecrets } from '../sessions/secrets.ts';
import { readMeta } from '../storage/meta.ts';
import { linkDigest, MOST_PASSKEYS } from './access.ts';
import { pageAddress } from './address.ts';
import { challengeOf, makeChallenge, useChallenge } from './challenge.ts';
import { draftSession, type OpenedPage, tokenOf } from './page-session.ts';

type Ports = ServerPorts & { readonly secrets: TokenSecrets };

/** One answer for every link that opens nothing, whether it never was, was used, was replaced or has ended. */
const nothingHere = () =>
  refuse(404, 'office.link', 'This link opens nothing', {
    detail: 'It was used, has ended, was replaced by a newer one, or never was.',
    next: 'Ask for a new link at the office’s desk.',
  });

const notTaken = (detail: string) =>
  refuse(422, 'office.passkey', 'The passkey was not taken', { detail, next: 'Try again. The link still opens this page.' });

/** Handle of a person for authenticators (WebAuthn `user.id`): the same for all their passkeys, and nothing that is stored. */
export const userHandle = ({ primitives }: Pick<ServerPorts, 'primitives'>, net: string, person: string): string =>
  bytesToBase64url(primitives.sha256(utf8Encode(`flip360 office page ${net} ${person}`)));

/** The invitation of a link while its desk key is admitted; undefined for every other link. */
const invitationOf = async (ports: Ports, { person, secret }: OfficeLink) => {
  const { office, net } = await readMeta(ports.storage.db);
  const row = await ports.storage.db
    .selectFrom('office_invitation')
    .innerJoin('desk_key', 'desk_key.key', 'office_invitation.invited_by')
    .select(['office_invitation.person', 'office_invitation.invited_by', 'office_invitation.digest'])
    .where('office_invitation.person', '=', person)
    .where('office_invitation.digest', '=', linkDigest(ports, secret))
    .where('office_invitation.ends_at', '>', ports.clock.now())
    .where('desk_key.revoked_at', 'is', null)
    .where('desk_key.practice', '=', office ?? '')
    .executeTakeFirst();
  return row === undefined || net === undefined ? undefined : { ...row, net };
};

type Asked = { readonly asked: z.infer<typeof enrolChallenge>; readonly cookie: string; readonly seconds: number };

/** What the browser of an invited person asks its authenticator for. The link is not used up by it. Errors: `nothingHere`, no public address. */
export const askToEnrol = async (ports: Ports, link: OfficeLink): Promise<Result<Asked, Refused>> => {
  const address = pageAddress(ports);
  if (!address.ok) return address;
  const invitation = await invitationOf(ports, link);
  if (invitation === undefined) return nothingHere();
  const known = await ports.storage.db.selectFrom('office_passkey').select('credential').where('person', '=', link.person).execute();
  const { challenge, cookie, seconds } = await makeChallenge(ports, 'enrol');
  const user = userHandle(ports, invitation.net, link.person);
  const asked = { challenge, rpId: address.value.rpId, user, known: known.map(({ credential }) => credential) };
  return ok({ asked, cookie, seconds });
};

/**
 * Takes the passkey of an invited person, uses the link up and signs them in. The registration is verified from its bytes (protocol §4): origin, RP id, challenge
 * of this browser, user verified. Errors: `nothingHere`, a passkey that does not verify or is known; then the link still counts.
 */
export const enrol = async (
  ports: Ports,
  cookie: string | undefined,
  { link, attestationObject, clientDataJSON }: z.infer<typeof enrolInput>,
): Promise<Result<OpenedPage, Refused>> => {
  const address = pageAddress(ports);
  if (!address.ok) return address;
  const { storage, primitives } = ports;
  const invitation = await invitationOf(ports, link);
  if (invitation === undefined) return nothingHere();
  const object = base64urlToBytes(attestationObject);
  const asked = challengeOf(clientDataJSON);
  if (!object.ok || asked === undefined) return notTaken('What the authenticator answered could not be read.');
  const facts = verifyRegistration({
    primitives,
    attestationObject: object.value,
    clientDataJSON: asked.clientData,
    challenge: asked.bytes,
    rpId: address.value.rpId,
    origins: [address.value.origin],
    requireUserVerification: true,
  });
  if (!facts.ok) return notTaken(`What the authenticator answered does not verify (${facts.error.code}).`);
  const { credential, alg, spki, kind, signCount } = facts.value;
  const id = bytesToHex(primitives.sha256(credential));
  const now = ports.clock.now();
  const draft = draftSession(ports, id);
  // Written in the transaction, which may run twice.
  const end: { outcome: 'taken' | 'used' | 'known' | 'many' } = { outcome: 'used' };
  const fresh = await useChallenge(ports, 'enrol', cookie, asked.bytes, async (tx) => {
    end.outcome = 'used';
    await storage.lock(tx, ['office access']);
    const held = await tx.selectFrom('office_passkey').select(['id', 'person']).execute();
    if (held.some((passkey) => passkey.id === id)) end.outcome = 'known';
    else if (held.filter(({ person }) => person === link.person).length >= MOST_PASSKEYS) end.outcome = 'many';
    if (end.outcome !== 'used') return;
    const used = await tx
      .deleteFrom('office_invitation')
      .where('person', '=', link.person)
      .where('digest', '=', invitation.digest)
      .executeTakeFirst();
    if (used.numDeletedRows === 0n) return;
    end.outcome = 'taken';
    const row = { id, person: link.person, credential: bytesToBase64url(credential), alg, spki: bytesToBase64url(spki), kind };
    await tx
      .insertInto('office_passkey')
      .values({ ...row, sign_count: signCount, invited_by: invitation.invited_by, made_at: now, used_at: now })
      .execute();
    await draft.store(tx);
    await writeAudit(tx, storage, primitives, now, [
      { kind: 'page.passkey-added', actor: invitation.invited_by, subject: link.person, before: null, after: id },
    ]);
  });
  if (!fresh) return notTaken('The question to the authenticator was answered before, has ended, or was asked by another browser.');
  if (end.outcome === 'known') return notTaken('This passkey is enrolled already.');
  if (end.outcome === 'many') return notTaken(`A person has at most ${MOST_PASSKEYS} passkeys here.`);
  if (end.outcome === 'used') return nothingHere();
  return ok({ session: await tokenOf(ports, draft.id), cookie: draft.cookie });
};
