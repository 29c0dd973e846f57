import type { z } from 'zod';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import type { draftInput, DraftTaken, sealKeyAnswer } from '../../core/contract/network/crm.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { uuidV7 } from '../../core/ports/entropy.ts';
import { base64ToBytes, base64urlToBytes, type Bytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { canonicalText } from '../../core/protocol/jcs.ts';
import { DRAFT_INFO, DRAFT_INFO_TEXT, draftAad, packDraft } from '../../core/protocol/network/crm-draft.ts';
import { refuse, type Refused } from '../http/problem.ts';
import { appendToFeeds, feedLocks } from '../parcels/feed.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta } from '../storage/meta.ts';
import type { ApiKey } from './api-keys.ts';

type Ports = Pick<ServerPorts, 'storage' | 'clock' | 'entropy' | 'cipher'>;

/** What was answered, and whether it was answered before. */
export type Answered = { readonly taken: DraftTaken; readonly repeated: boolean };

const noSealKey = () =>
  refuse(409, 'draft.no-seal-key', 'The practice cannot be sealed to', {
    detail: 'It has not connected a desk that states a seal key.',
    next: 'Open the desk, let it connect once, and send the draft again.',
  });

/** Network and public key that drafts of a practice are sealed with. Error: the practice states none. */
export const sealKeyOf = async (
  { storage }: Pick<Ports, 'storage'>,
  { practice }: Pick<ApiKey, 'practice'>,
): Promise<Result<z.infer<typeof sealKeyAnswer>, Refused>> => {
  const { net } = await readMeta(storage.db);
  const row = await storage.db.selectFrom('practice').select('seal_key').where('id', '=', practice).executeTakeFirst();
  const sealKey = row?.seal_key ?? null;
  if (net === undefined || sealKey === null) return noSealKey();
  return ok({ net, practice, sealKey, suite: 'DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM', info: DRAFT_INFO_TEXT });
};

/** The caller's own seal, or one made here: the plain text goes no further than this. */
const sealedBytes = async (
  { entropy }: Pick<Ports, 'entropy'>,
  to: z.infer<typeof sealKeyAnswer>,
  input: z.infer<typeof draftInput>,
): Promise<Bytes | null> => {
  if ('sealed' in input) {
    const [enc, body] = [base64urlToBytes(input.sealed.enc), base64ToBytes(input.sealed.body)];
    return enc.ok && body.ok ? packDraft(enc.value, body.value) : null;
  }
  const key = base64urlToBytes(to.sealKey);
  const text = utf8Encode(canonicalText(input));
  const seal = key.ok ? await hpkeSealer(entropy).seal(key.value, DRAFT_INFO, draftAad(to), text) : key;
  return seal.ok ? packDraft(seal.value.enc, seal.value.ciphertext) : null;
};

/**
 * Takes a draft of a member's own program into the feed of its practice, sealed. The same call again (idempotency key and body) is answered as before;
 * another body under the same idempotency key is refused. Errors: no seal key, another body.
 */
export const takeDraft = async (
  ports: Ports,
  key: ApiKey,
  call: string,
  input: z.infer<typeof draftInput>,
): Promise<Result<Answered, Refused>> => {
  const { storage, clock, entropy, cipher } = ports;
  const to = await sealKeyOf(ports, key);
  if (!to.ok) return to;
  const mark = {
    call: cipher.mark(`call ${key.id}`, utf8Encode(call)),
    body: cipher.mark(`body ${key.id}`, utf8Encode(canonicalText(input))),
  };
  const sealed = await sealedBytes(ports, to.value, input);
  if (sealed === null) return noSealKey();
  const at = clock.now();
  const sealedBy = 'sealed' in input ? ('caller' as const) : ('server' as const);
  const result = await storage.write(async (tx): Promise<Result<Answered, Refused>> => {
    await storage.lock(tx, [`api-key ${key.id}`]);
    const held = await tx.selectFrom('api_call').selectAll().where('api_key', '=', key.id).where('call', '=', mark.call).executeTakeFirst();
    if (held?.body === mark.body) return ok({ taken: { id: held.draft, at: held.at, sealedBy: held.sealed_by }, repeated: true });
    if (held !== undefined)
      return refuse(422, 'draft.idempotency', 'Another body came under this idempotency key', {
        detail: 'A call that is tried again must be the same to the byte.',
        next: 'Use a new idempotency key for another draft.',
      });
    const id = uuidV7(entropy, at);
    await tx
      .insertInto('api_call')
      .values({ api_key: key.id, ...mark, draft: id, sealed_by: sealedBy, at })
      .execute();
    if (key.hasWebhook)
      await tx
        .insertInto('webhook')
        .values({ id: uuidV7(entropy, at), api_key: key.id, draft: id, at, tries: 0, next_at: at, ended: null })
        .execute();
    await storage.lock(tx, feedLocks([key.practice]));
    await appendToFeeds(tx, at, [{ practice: key.practice, kind: 'draft', slip: null, body: sealed, request: id }]);
    return ok({ taken: { id, at, sealedBy }, repeated: false });
  });
  if (result.ok && !result.value.repeated) storage.tell({ feeds: [key.practice], log: false, seen: [] });
  return result;
};
