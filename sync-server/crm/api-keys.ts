import type { z } from 'zod';
import { type apiKeyId, type ApiKeyInput, type apiKeyMade, MOST_API_KEYS } from '../../core/contract/network/crm.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import { isWebhookHost } from './webhook-address.ts';
import type { Session } from '../sessions/session.ts';

type Ports = Pick<ServerPorts, 'storage' | 'clock' | 'cipher' | 'primitives'>;

/** What the seal of a webhook's address is for. */
export const WEBHOOK_PURPOSE = 'webhook';

/** An API key that a caller has shown. */
export type ApiKey = { readonly id: string; readonly practice: string; readonly hasWebhook: boolean };

/**
 * Takes a key that a desk made for a program of its practice. The secret never comes here. The same key again changes nothing. Errors: another practice's
 * id, too many keys, a webhook at an address that is no public host.
 */
export const makeApiKey = async (
  { storage, clock, cipher }: Ports,
  session: Session,
  { id, digest, webhook }: ApiKeyInput,
): Promise<Result<z.infer<typeof apiKeyMade>, Refused>> => {
  if (webhook !== null && !isWebhookHost(webhook.url))
    return refuse(422, 'api-key.webhook', 'The webhook was not taken', {
      detail: 'Its address must be https with the name of a public host, on the usual port.',
      next: 'Use the address that your program gives for webhooks.',
    });
  return storage.write(async (tx): Promise<Result<z.infer<typeof apiKeyMade>, Refused>> => {
    await storage.lock(tx, [`api-keys ${session.practice}`]);
    const held = await tx.selectFrom('api_key').select(['practice', 'digest']).where('id', '=', id).executeTakeFirst();
    if (held !== undefined)
      return held.practice === session.practice && held.digest === digest
        ? ok({ id, outcome: 'already' })
        : refuse(409, 'api-key.taken', 'Another key has this id', { detail: 'Ids are drawn at random.', next: 'Make the key again.' });
    const used = await tx
      .selectFrom('api_key')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('practice', '=', session.practice)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (Number(used?.n ?? 0) >= MOST_API_KEYS)
      return refuse(429, 'api-key.too-many', 'Too many keys are in use', {
        detail: `A practice has at most ${MOST_API_KEYS}.`,
        next: 'Revoke one that is no longer needed.',
      });
    const sealed = webhook === null ? null : cipher.seal(WEBHOOK_PURPOSE, id, JSON.stringify({ secret: webhook.secret, url: webhook.url }));
    await tx
      .insertInto('api_key')
      .values({ id, practice: session.practice, digest, made_at: clock.now(), revoked_at: null, webhook: sealed })
      .execute();
    return ok({ id, outcome: 'made' });
  });
};

/** Revokes a key of the session's practice: its next call is refused, its webhook is told nothing more. One that is not there changes nothing. */
export const revokeApiKey = async (
  { storage, clock }: Pick<Ports, 'storage' | 'clock'>,
  session: Session,
  id: z.infer<typeof apiKeyId>,
): Promise<Result<{ readonly id: string }, Refused>> => {
  const isRevoked = await storage.write(async (tx) => {
    const ended = await tx
      .updateTable('api_key')
      .set({ revoked_at: clock.now(), webhook: null })
      .where('id', '=', id)
      .where('practice', '=', session.practice)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (ended.numUpdatedRows > 0n)
      await tx.updateTable('webhook').set({ ended: 'given-up' }).where('api_key', '=', id).where('ended', 'is', null).execute();
    return ended.numUpdatedRows > 0n;
  });
  if (isRevoked) await storage.emptyJournal();
  return ok({ id });
};

const KEY = /^Bearer f360_([A-Za-z0-9]{16})_([A-Za-z0-9_-]{43})$/u;

/** The key that a caller shows as a bearer token. One answer for a key that never was, was revoked or is wrong. */
export const readApiKey = async (
  { storage, primitives }: Pick<Ports, 'storage' | 'primitives'>,
  header: string | undefined,
): Promise<Result<ApiKey, Refused>> => {
  const no = () =>
    refuse(401, 'api-key', 'This key opens nothing', {
      detail: 'It is missing, wrong or revoked.',
      next: 'Ask the practice for a key of its desk, and send it as a bearer token.',
    });
  const [, id, text] = KEY.exec(header ?? '') ?? [];
  if (id === undefined || text === undefined) return no();
  const row = await storage.db
    .selectFrom('api_key')
    .innerJoin('practice', 'practice.id', 'api_key.practice')
    .select(['api_key.practice', 'api_key.digest', 'api_key.webhook', 'practice.status'])
    .where('api_key.id', '=', id)
    .where('api_key.revoked_at', 'is', null)
    .executeTakeFirst();
  // Hashes are compared: how long that takes says nothing of the secret.
  if (row === undefined || row.digest !== bytesToHex(primitives.sha256(utf8Encode(text)))) return no();
  if (row.status === 'resigned') return no();
  return ok({ id, practice: row.practice, hasWebhook: row.webhook !== null });
};
