import { x25519 } from '@noble/curves/ed25519.js';
import { err, ok, type Result } from '../../../domain/result.ts';
import { permits } from '../../../domain/permission/permission.ts';
import { bytesToBase64url } from '../../../protocol/bytes.ts';
import { readKeyRequest, type KeyRequest } from '../../../protocol/register/key-request.ts';
import { type KeyFacts, tillAt } from '../../../protocol/register/state.ts';
import type { ActHandler, Plan } from '../../acts/plan.ts';
import { rolesOf } from '../../api.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../../context.ts';
import { handedIn } from '../../exchange/handed-in.ts';
import { sealingKeys } from '../../keys/recovered-keys.ts';
import type { AnyDraft } from '../../ledger/compose.ts';
import { holdsSeal } from '../../office/barred-keys.ts';
import type { Refusal } from '../../refusal.ts';
import { desksOf, queueDesks } from '../desk-list.ts';
import { keepSeal } from '../practice-keys.ts';
import { queueEntries } from '../queue-entries.ts';
import { bookOf } from '../state.ts';
import { bookSql } from '../tables.ts';
import { readRequestFile, requestProof } from './invitation.ts';

const kept = 'Nothing was signed.';
const offered: Plan['assertion'] = {
  need: 'offered',
  why: 'Changes to people and keys are confirmed with a passkey where one is enrolled.',
};
const plain = { ticks: [], warnings: [], assertion: offered } as const;

const mayNot = (desk: DeskContext, person: SignedInPerson): Refusal | null =>
  permits(rolesOf(desk, person.person), 'manage-people')
    ? null
    : {
        status: 403,
        code: 'not-permitted',
        title: 'Your role does not allow this',
        detail: 'Desks are added and removed by a principal.',
        kept,
        next: 'Ask a principal of your practice.',
      };

const refuse = (status: 404 | 409 | 422, code: string, title: string, detail: string, next: string): Refusal => ({
  status,
  code,
  title,
  detail,
  kept,
  next,
});

/** The request of an invited desk, checked against its invitation. */
const invitedRequest = (desk: DeskContext, file: { readonly name: string; readonly base64: string }): Result<KeyRequest, Refusal> => {
  const bytes = handedIn(file);
  if (!bytes.ok) return bytes;
  const read = readRequestFile(bytes.value.bytes);
  const request = read === undefined ? undefined : readKeyRequest(read.request, desk.primitives);
  if (read === undefined || request?.ok !== true)
    return err(
      refuse(
        422,
        'desk-request-form',
        'This is not the request of a desk',
        'The file does not read as one.',
        'Bring the file that the new desk made.',
      ),
    );
  const { desk: id, person, practice } = request.value.request;
  const invited = desk.db.get(bookSql.selectFrom('desk_invitation').selectAll().where('desk', '=', id));
  if (
    invited === undefined ||
    practice !== desk.profile.practice ||
    invited.person !== person.person ||
    requestProof(desk.primitives, Uint8Array.from(invited.secret), read.request) !== read.proof
  )
    return err(
      refuse(
        422,
        'desk-not-invited',
        'This desk was not invited here',
        'The request does not answer an invitation of this desk.',
        'Make an invitation and set the new computer up with it.',
      ),
    );
  if (invited.used_at !== null || invited.until < desk.clock.now())
    return err(
      refuse(
        409,
        'invitation-ended',
        'The invitation has ended',
        'It serves once and is good for one day.',
        'Make a new one and set the new computer up with it.',
      ),
    );
  return ok(request.value.request);
};

const keyOf = (practice: string, desk: string, key: KeyRequest['deskKey'], person: string | null): AnyDraft => ({
  type: 'key.registered',
  body: { practice, person, desk, use: person === null ? 'desk' : 'sign', ...key },
});

const admitAct: ActHandler<'admit-desk'> = (desk, signer, act) => {
  const refused = mayNot(desk, signer);
  if (refused !== null) return err(refused);
  const read = invitedRequest(desk, act.request);
  if (!read.ok) return read;
  const request = read.value;
  const { practice } = desk.profile;
  const facts = registerOf(desk).practices.get(practice);
  const sealKey = (facts === undefined ? undefined : sealingKeys(desk, facts)?.sealKey) ?? request.sealKey;
  const { log, pack } = request;
  return ok({
    ...plain,
    words: `A further desk joins ${desk.profile.legalName}, and ${request.person.name} signs there with a key of their own. It gets everything that the practice shares.`,
    facts: [
      { label: 'Desk', value: request.desk },
      { label: 'First person', value: request.person.name },
      { label: 'Key of the desk', value: request.deskKey.key.slice(0, 16) },
    ],
    events: [
      () => keyOf(practice, request.desk, request.deskKey, null),
      () => keyOf(practice, request.desk, request.personKey, request.person.person),
      () => ({ type: 'key.deskRegistered', body: { practice, desk: request.desk, sealKey, log, pack } }),
    ],
    store: () => {
      // The register's events stand in the book before the desk that they state.
      queueEntries(desk);
      queueDesks(desk, { add: [{ desk: request.desk, key: request.deskKey.key, wrapKey: request.sealKey }] });
      desk.db.run(bookSql.updateTable('desk_invitation').set({ used_at: desk.clock.now() }).where('desk', '=', request.desk));
    },
  });
};

/** Keys that count now and belong to a desk of this practice. */
const keysOfDesk = (desk: DeskContext, id: string): readonly KeyFacts[] =>
  [...registerOf(desk).keys.values()].filter(
    (key) => key.practice === desk.profile.practice && key.desk === id && key.revokedAt === null && key.retiredAt === null,
  );

const revokeAct: ActHandler<'revoke-desk'> = (desk, signer, act) => {
  const refused = mayNot(desk, signer);
  if (refused !== null) return err(refused);
  const keys = keysOfDesk(desk, act.desk);
  const { practice } = desk.profile;
  if (act.desk === desk.profile.desk)
    return err(
      refuse(
        409,
        'own-desk',
        'A desk does not revoke itself',
        'The key that signs this would end in the middle of it.',
        'Revoke it at another desk of the practice.',
      ),
    );
  const renews = keys.length === 0 && holdsSeal(desk, registerOf(desk), act.desk);
  if (keys.length === 0 && !renews)
    return err(refuse(404, 'no-such-desk', 'This desk is not one of yours', 'No key of it counts.', 'Look at People and keys.'));
  const till = tillAt(registerOf(desk), practice, desk.ledger.size()) === act.desk;
  const seal = desk.entropy.bytes(32);
  const sealKey = bytesToBase64url(x25519.getPublicKey(seal));
  return ok({
    ...plain,
    words: renews
      ? `The network office ended a desk of ${desk.profile.legalName}. What is sent to the practice from now on is sealed with a new key that it does not hold.`
      : `A desk of ${desk.profile.legalName} ends now: none of its keys counts, the server refuses it, and what is written from now on is sealed with new keys that it does not get.`,
    facts: [
      { label: 'Desk', value: act.desk },
      { label: 'Keys that end', value: String(keys.length) },
      { label: 'What it holds', value: 'stays on it until the computer is wiped' },
    ],
    warnings: till
      ? [
          'This desk holds the till. It comes to the desk you are at.',
          'What it released and has not sent yet is not known here, and its payments may be on their way: look at the bank statement before you pay again.',
        ]
      : [],
    events: [
      ...keys.map((key) => (): AnyDraft => ({ type: 'key.revoked', body: { practice, key: key.key, reason: act.reason } })),
      () => ({
        type: 'key.deskRegistered',
        body: { practice, desk: desk.profile.desk, sealKey, log: desk.keys.log.vkey, pack: desk.keys.pack.vkey },
      }),
      ...(till ? [(): AnyDraft => ({ type: 'till.assigned', body: { practice, desk: desk.profile.desk } })] : []),
    ],
    store: () => {
      keepSeal(desk, seal);
      if (desksOf(desk, bookOf(desk)?.epoch ?? 0).some((one) => one.desk === act.desk)) queueDesks(desk, { remove: [act.desk] });
    },
  });
};

const tillAct: ActHandler<'till'> = (desk, signer, act) => {
  const refused = mayNot(desk, signer);
  if (refused !== null) return err(refused);
  const { practice } = desk.profile;
  const holder = tillAt(registerOf(desk), practice, desk.ledger.size());
  if (holder !== desk.profile.desk)
    return err(
      refuse(
        409,
        'till-elsewhere',
        'The till is handed over by the desk that holds it',
        'Another desk of your practice holds it: it alone knows what it has released.',
        'Hand it over there; where that computer is lost, revoke the desk, and the till comes here.',
      ),
    );
  if (act.desk === desk.profile.desk || keysOfDesk(desk, act.desk).length === 0)
    return err(
      refuse(
        404,
        'no-such-desk',
        'The till goes to another desk of yours',
        'No key of that desk counts, or it is this one.',
        'Choose another desk.',
      ),
    );
  return ok({
    ...plain,
    words: `The till of ${desk.profile.legalName} goes to another desk: payouts are released and numbered there from now on, and not here any more.`,
    facts: [{ label: 'Desk', value: act.desk }],
    warnings: ['Batches that are prepared here and not released do not travel: release or cancel them first.'],
    events: [() => ({ type: 'till.assigned', body: { practice, desk: act.desk } })],
  });
};

/** Acts about the desks of the practice: one joins, one ends, the till goes to another. */
export const deskActs = { 'admit-desk': admitAct, 'revoke-desk': revokeAct, till: tillAct };
