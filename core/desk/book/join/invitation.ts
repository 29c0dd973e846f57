import { z } from 'zod';
import type { FileAnswer } from '../../../contract/scalars.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import {
  base64urlToBytes,
  type Bytes,
  bytesToBase64url,
  bytesToHex,
  concatBytes,
  utf8Decode,
  utf8Encode,
} from '../../../protocol/bytes.ts';
import { role } from '../../../protocol/event/fields.ts';
import { canonicalBytes } from '../../../protocol/jcs.ts';
import type { Primitives } from '../../../protocol/primitives.ts';
import { gstAt, rolesAt } from '../../../protocol/register/state.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../../context.ts';
import { openFile } from '../../exits/files.ts';
import { linkOf } from '../../network/link.ts';
import type { Refusal } from '../../refusal.ts';
import { queueDesks } from '../desk-list.ts';
import { bookOf, openBook } from '../state.ts';
import { bookSql } from '../tables.ts';

const text = z.string();

/** What a new computer has to know to ask for its place: the practice, the desk it will be, and a secret that shows who gave it. */
export const invitationSchema = z.strictObject({
  v: z.literal(1),
  net: text,
  practice: z.strictObject({
    practice: text,
    kind: z.enum(['member', 'office']),
    legalName: text,
    abn: text,
    gst: z.strictObject({ registered: z.boolean(), from: text.nullable(), source: z.enum(['declared', 'abr']) }),
    verticals: z.array(text).min(1),
  }),
  desk: text,
  person: z.strictObject({ person: text, name: text, roles: z.array(role).min(1) }),
  secret: text,
  until: text,
});
export type Invitation = z.infer<typeof invitationSchema>;

/** An invitation serves once, for this long. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Proof that who asks holds the invitation: SHA-256(secret ‖ request), hex. */
export const requestProof = (primitives: Pick<Primitives, 'sha256'>, secret: Bytes, request: Bytes): string =>
  bytesToHex(primitives.sha256(concatBytes(secret, request)));

const noServer: Refusal = {
  status: 409,
  code: 'no-server',
  title: 'Desks of one practice share their book through a server',
  detail: 'This desk exchanges files only.',
  kept: 'Nothing was changed.',
  next: 'Connect this desk under Network first.',
};
const noPerson: Refusal = {
  status: 404,
  code: 'no-such-person',
  title: 'This person is not at your practice',
  detail: 'They are not in the register, or have left.',
  kept: 'Nothing was changed.',
  next: 'Add the person first: a desk is set up for somebody who has a role.',
};

/**
 * Invites a further desk: a file that a new computer is set up with, for a person of the practice, good once and for a day. From the first invitation on
 * this desk shares its book. Errors: no server, no such person.
 */
export const inviteDesk = (desk: DeskContext, by: SignedInPerson, person: string): Result<FileAnswer, Refusal> => {
  if (linkOf(desk) === undefined) return err(noServer);
  const register = registerOf(desk);
  const { practice } = desk.profile;
  const facts = register.people.get(person);
  const roles = rolesAt(facts, desk.ledger.size());
  const stated = register.practices.get(practice);
  const gst = gstAt(register, practice, desk.ledger.size());
  if (facts === undefined || facts.practice !== practice || roles.length === 0 || stated === undefined || gst === undefined)
    return err(noPerson);
  const at = desk.clock.now();
  const secret = desk.entropy.bytes(32);
  const until = new Date(Date.parse(at) + LIFETIME_MS).toISOString();
  const invitation: Invitation = {
    v: 1,
    net: register.net,
    practice: { practice, kind: stated.kind, legalName: stated.legalName, abn: stated.abn, gst, verticals: [...stated.verticals] },
    desk: uuidV7(desk.entropy, at),
    person: { person, name: facts.name, roles: [...roles] },
    secret: bytesToBase64url(secret),
    until,
  };
  desk.db.transaction(() => {
    if (bookOf(desk) === undefined) {
      openBook(desk);
      queueDesks(desk, {});
    }
    desk.db.run(
      bookSql
        .insertInto('desk_invitation')
        .values({ desk: invitation.desk, person, secret, until, made_at: at, made_by: by.name, used_at: null }),
    );
  });
  const bytes = canonicalBytes(invitation);
  return ok(openFile(desk.primitives, { name: `${stated.abn}-new-desk.flip360-join`, mediaType: 'application/json', bytes }));
};

const unreadable: Refusal = {
  status: 422,
  code: 'invitation-form',
  title: 'This is not an invitation for a desk',
  detail: 'The file does not read as one.',
  kept: 'Nothing was set up.',
  next: 'Make it at the first desk of the practice, under People and keys, and bring the file as it is.',
};
const ended: Refusal = {
  status: 409,
  code: 'invitation-ended',
  title: 'This invitation has ended',
  detail: 'It is good for one day.',
  kept: 'Nothing was set up.',
  next: 'Make a new one at the first desk of the practice, under People and keys.',
};

/** Reads an invitation. Errors: it is not in form, or has ended. */
export const readInvitation = (file: Bytes, now: string): Result<Invitation, Refusal> => {
  const read = utf8Decode(file);
  let value: unknown;
  try {
    value = read.ok ? JSON.parse(read.value) : undefined;
  } catch {
    return err(unreadable);
  }
  const invitation = invitationSchema.safeParse(value);
  if (!invitation.success || !base64urlToBytes(invitation.data.secret).ok) return err(unreadable);
  return invitation.data.until < now ? err(ended) : ok(invitation.data);
};

/** The file by which a new desk asks for its place. */
export const requestFile = (request: Bytes, proof: string): Bytes =>
  utf8Encode(JSON.stringify({ proof, request: bytesToBase64url(request) }));

const requestFileSchema = z.strictObject({ proof: text, request: text });

/** Reads such a file. Undefined when it is another. */
export const readRequestFile = (file: Bytes): { readonly proof: string; readonly request: Bytes } | undefined => {
  const read = utf8Decode(file);
  try {
    const parsed = requestFileSchema.safeParse(read.ok ? JSON.parse(read.value) : undefined);
    const request = base64urlToBytes(parsed.success ? parsed.data.request : '');
    return parsed.success && request.ok ? { proof: parsed.data.proof, request: request.value } : undefined;
  } catch {
    return undefined;
  }
};
