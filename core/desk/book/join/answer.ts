import { z } from 'zod';
import type { FileAnswer } from '../../../contract/scalars.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { Sealer } from '../../../ports/sealer.ts';
import {
  base64ToBytes,
  base64urlToBytes,
  type Bytes,
  bytesToBase64,
  bytesToBase64url,
  utf8Decode,
  utf8Encode,
} from '../../../protocol/bytes.ts';
import { canonicalBytes } from '../../../protocol/jcs.ts';
import { parseTrustFile } from '../../../protocol/pack/trust-file.ts';
import { REGISTER_TYPES } from '../../../protocol/register/fold.ts';
import { type DeskContext, registerOf } from '../../context.ts';
import { openFile } from '../../exits/files.ts';
import { linkOf } from '../../network/link.ts';
import type { Refusal } from '../../refusal.ts';
import { keepRing, keyRing, ringSchema, wrapKeyOf } from '../practice-keys.ts';
import { BOOK_SOURCE } from '../queue-entries.ts';
import { openBook } from '../state.ts';
import { invitedNet } from './joining-desk.ts';

const INFO = utf8Encode('flip360 desk answer v1');
const aadOf = (net: string, practice: string, desk: string): Bytes => canonicalBytes({ desk, net, practice });

const fileSchema = z.strictObject({ body: z.string(), enc: z.string(), net: z.string(), v: z.literal(1) });
const answerSchema = z.strictObject({
  register: z.array(z.base64()),
  ring: ringSchema,
  trust: z.string(),
});

/**
 * The answer to a new desk of this practice, sealed to it: trust file, register, and the keys by which it reads the book and parcels from the beginning
 * (protocol §16.6). Errors: no server, or the register does not state the desk.
 */
export const answerDesk = async (
  desk: DeskContext,
  sealer: Sealer,
  to: { readonly desk: string; readonly wrapKey: string },
): Promise<Result<FileAnswer, Refusal>> => {
  const register = registerOf(desk);
  const link = linkOf(desk);
  const key = base64urlToBytes(to.wrapKey);
  if (link === undefined || !key.ok) return err(notOurs);
  const records = desk.ledger.rows.ofTypes(REGISTER_TYPES).map((row) => bytesToBase64(Uint8Array.from(row.record)));
  const content = canonicalBytes({ register: records, ring: keyRing(desk), trust: link.trust });
  const sealed = await sealer.seal(key.value, INFO, aadOf(register.net, desk.profile.practice, to.desk), content);
  if (!sealed.ok) return err(notOurs);
  const bytes = utf8Encode(
    JSON.stringify({
      body: bytesToBase64url(sealed.value.ciphertext),
      enc: bytesToBase64url(sealed.value.enc),
      net: register.net,
      v: 1,
    }),
  );
  return ok(openFile(desk.primitives, { name: `${desk.profile.abn}-desk-answer.flip360-desk`, mediaType: 'application/json', bytes }));
};

const notOurs: Refusal = {
  status: 409,
  code: 'desk-answer-not-now',
  title: 'There is no answer for this desk',
  detail: 'This desk has no server, or the new desk is not one of this practice.',
  kept: 'Nothing was changed.',
  next: 'Take the new desk’s request in first.',
};

const refuse = (code: string, detail: string, next: string): Refusal => ({
  status: 422,
  code,
  title: 'This answer is not for this desk',
  detail,
  kept: 'Nothing was taken in; the desk still waits.',
  next,
});

class Undo extends Error {}

/** What the bytes say; undefined where they are no JSON. */
const jsonOf = (bytes: Bytes): unknown => {
  const text = utf8Decode(bytes);
  try {
    return text.ok ? JSON.parse(text.value) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Takes the answer of the practice's first desk on a new one: register, keys, trust file. The register counts only if it is the one the invitation named and
 * states this desk's own key. All or nothing. Answers the text of the trust file, to connect by. Errors: not for this desk, not in form, another network.
 */
export const takeDeskAnswer = async (desk: DeskContext, sealer: Sealer, file: Bytes): Promise<Result<string, Refusal>> => {
  const outer = fileSchema.safeParse(jsonOf(file));
  const enc = base64urlToBytes(outer.success ? outer.data.enc : '');
  const body = base64urlToBytes(outer.success ? outer.data.body : '');
  if (!outer.success || !enc.ok || !body.ok)
    return err(refuse('desk-answer-form', 'It does not read as one.', 'Bring the file of the first desk as it is.'));
  if (outer.data.net !== invitedNet(desk.db))
    return err(
      refuse(
        'desk-answer-network',
        'It is of another network than this desk was invited into.',
        'Bring the answer of the desk that made the invitation.',
      ),
    );
  const aad = aadOf(outer.data.net, desk.profile.practice, desk.profile.desk);
  const opened = await sealer.open(wrapKeyOf(desk).privateKey, enc.value, INFO, aad, body.value);
  const answer = answerSchema.safeParse(opened.ok ? jsonOf(opened.value) : undefined);
  if (!answer.success)
    return err(refuse('desk-answer-seal', 'It does not open with the keys of this desk.', 'Take the answer to this desk’s own request.'));
  const trust = parseTrustFile(desk.primitives, answer.data.trust);
  if (!trust.ok || trust.value.net !== outer.data.net)
    return err(refuse('desk-answer-trust', 'Its trust file is of another network.', 'Make the answer again at the first desk.'));
  const records = answer.data.register.flatMap((one) => {
    const bytes = base64ToBytes(one);
    return bytes.ok ? [bytes.value] : [];
  });
  try {
    desk.db.transaction(() => {
      desk.ledger.accept(records, BOOK_SOURCE, () => {
        const register = desk.ledger.register();
        const own = register?.keys.get(desk.keys.desk.key);
        if (register?.net !== outer.data.net || own?.practice !== desk.profile.practice || own.revokedAt !== null) throw new Undo();
      });
      keepRing(desk, answer.data.ring);
      openBook(desk);
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
    return err(
      refuse('desk-answer-register', 'Its register does not state this desk.', 'Take this desk’s current request to the first desk.'),
    );
  }
  return ok(answer.data.trust);
};
