import type { z } from 'zod';
import type { crmKeyInput, crmKeyMade, crmKeys } from '../../contract/crm-drafts.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer } from '../../ports/network-server.ts';
import { bytesToBase64url, bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { serverRefusal } from '../network/join.ts';
import { linkOf } from '../network/link.ts';
import type { Refusal } from '../refusal.ts';
import { crmDraftSql } from './tables.ts';

const noServer: Refusal = {
  status: 503,
  code: 'no-server',
  title: 'This desk is connected to no server',
  detail: 'Programs hand drafts in at the server of the network.',
  kept: 'Nothing was changed.',
  next: 'Connect this desk first.',
};

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits, each drawn without bias. */
const drawId = (desk: DeskContext): string => {
  let id = '';
  while (id.length < 16) for (const byte of desk.entropy.bytes(32)) if (byte < 248 && id.length < 16) id += DIGITS[byte % 62] ?? '';
  return id;
};

/** Keys of the practice's own programs, newest first. */
export const keysView = (desk: DeskContext): z.infer<typeof crmKeys> => {
  const url = linkOf(desk)?.url;
  const rows = desk.db.all(crmDraftSql.selectFrom('crm_key').selectAll().orderBy('made_at', 'desc').orderBy('id'));
  return {
    address: url === undefined ? null : `${url}/api/v1/referrals`,
    keys: rows.map((row) => ({
      id: row.id,
      name: row.name,
      webhook: row.webhook,
      madeAt: row.made_at,
      madeBy: desk.ledger.register()?.people.get(row.made_by)?.name ?? 'Somebody who has left',
      revokedAt: row.revoked_at,
    })),
  };
};

/**
 * Makes a key for a program. Its secret is drawn here and shown once; the server gets its hash, and with it the webhook's address and secret. Errors: no
 * server, or the server refused; then there is no key.
 */
export const makeKey = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: NetworkServer | null,
  { name, webhook }: z.infer<typeof crmKeyInput>,
): Promise<Result<z.infer<typeof crmKeyMade>, Refusal>> => {
  if (server === null) return err(noServer);
  const id = drawId(desk);
  const secret = bytesToBase64url(desk.entropy.bytes(32));
  const webhookSecret = webhook === '' ? null : bytesToBase64url(desk.entropy.bytes(32));
  const made = await server.makeApiKey({
    id,
    digest: bytesToHex(desk.primitives.sha256(utf8Encode(secret))),
    webhook: webhookSecret === null ? null : { url: webhook, secret: webhookSecret },
  });
  if (!made.ok) return err(serverRefusal(made.error));
  desk.db.run(
    crmDraftSql.insertInto('crm_key').values({
      id,
      name,
      webhook: webhook === '' ? null : new URL(webhook).hostname,
      made_at: desk.clock.now(),
      made_by: person.person,
      revoked_at: null,
      revoked_by: null,
    }),
  );
  return ok({ key: `f360_${id}_${secret}`, webhookSecret, keys: keysView(desk) });
};

/** Revokes a key at the server, then here. Errors: no server, or it does not answer; then the key still opens. */
export const revokeKey = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: NetworkServer | null,
  id: string,
): Promise<Result<z.infer<typeof crmKeys>, Refusal>> => {
  if (server === null) return err(noServer);
  const revoked = await server.revokeApiKey(id);
  if (!revoked.ok) return err(serverRefusal(revoked.error));
  desk.db.run(
    crmDraftSql
      .updateTable('crm_key')
      .set({ revoked_at: desk.clock.now(), revoked_by: person.person })
      .where('id', '=', id)
      .where('revoked_at', 'is', null),
  );
  return ok(keysView(desk));
};
