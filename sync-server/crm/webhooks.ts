import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { canonicalText } from '../../core/protocol/jcs.ts';
import type { ServerPorts } from '../ports.ts';
import { plusSeconds } from '../sessions/time.ts';
import { endLease, takeLease } from '../storage/lease.ts';
import { WEBHOOK_PURPOSE } from './api-keys.ts';

type Ports = Pick<ServerPorts, 'storage' | 'clock' | 'cipher'>;
/** Sends one request: the global `fetch`. */
export type Send = (url: string, init: RequestInit) => Promise<{ readonly ok: boolean }>;

const target = z.object({ secret: z.string(), url: z.string() });

/** Seconds until the next try after 1, 2, … tries; then the message is given up. */
const WAITS: readonly number[] = [30, 120, 600, 3600, 14_400, 43_200, 86_400];
const TIMEOUT_MS = 10_000;
const AT_ONCE = 20;
const LEASE_SECONDS = 300;

/** Signature of a message: HMAC-SHA256 over time, point and body, hex. */
export const webhookSignature = (secret: string, at: string, body: string): string =>
  createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');

type Due = { readonly id: string; readonly draft: string; readonly at: string; readonly tries: number; readonly api_key: string };

const deliver = async ({ clock, cipher }: Ports, send: Send, row: Due, webhook: Uint8Array): Promise<boolean> => {
  const text = cipher.open(WEBHOOK_PURPOSE, row.api_key, webhook);
  if (text === null) return false;
  const { url, secret } = target.parse(JSON.parse(text));
  const body = canonicalText({ at: row.at, draft: row.draft, event: 'draft.received', id: row.id, v: 1 });
  const at = clock.now();
  try {
    const answer = await send(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'flip360-event': row.id,
        'flip360-time': at,
        'flip360-signature': `v1=${webhookSignature(secret, at, body)}`,
      },
      body,
    });
    return answer.ok;
  } catch {
    return false;
  }
};

/** The message as it stands now, with where it is told; undefined when it is not due (any more). */
const stillDue = ({ storage, clock }: Ports, id: string): Promise<(Due & { readonly webhook: Uint8Array | null }) | undefined> =>
  storage.db
    .selectFrom('webhook')
    .innerJoin('api_key', 'api_key.id', 'webhook.api_key')
    .select(['webhook.id', 'webhook.draft', 'webhook.at', 'webhook.tries', 'webhook.api_key', 'api_key.webhook'])
    .where('webhook.id', '=', id)
    .where('webhook.ended', 'is', null)
    .where('webhook.next_at', '<=', clock.now())
    .executeTakeFirst();

const dueNow = async ({ storage, clock }: Ports): Promise<readonly string[]> => {
  const rows = await storage.db
    .selectFrom('webhook')
    .select('id')
    .where('ended', 'is', null)
    .where('next_at', '<=', clock.now())
    .orderBy('next_at')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ id }) => id);
};

/**
 * Tells webhooks what is due: one process at a time, each message until it is answered with 2xx or given up. A message keeps its id through all tries; one
 * whose answer was lost is sent again. What is due is read under the lease, and each message once more before it is sent: what another process has told
 * and what was revoked meanwhile is left alone. Answers how many were delivered.
 */
export const tellWebhooks = async (ports: Ports, send: Send, holder: string): Promise<number> => {
  const { storage, clock } = ports;
  if ((await dueNow(ports)).length === 0) return 0;
  const lease = await takeLease(ports, 'webhooks', holder, LEASE_SECONDS);
  if (lease === undefined) return 0;
  let delivered = 0;
  for (const id of await dueNow(ports)) {
    const due = await stillDue(ports, id);
    if (due === undefined) continue;
    const { webhook, ...row } = due;
    const done = webhook !== null && (await deliver(ports, send, row, webhook));
    if (done) delivered += 1;
    const wait = WAITS[row.tries];
    const ended = done ? ('delivered' as const) : wait === undefined || webhook === null ? ('given-up' as const) : null;
    const next = plusSeconds(clock.now(), wait ?? 0);
    await storage.write((tx) =>
      tx
        .updateTable('webhook')
        .set({ tries: row.tries + 1, next_at: next, ended })
        .where('id', '=', id)
        .where('ended', 'is', null)
        .execute(),
    );
  }
  await endLease(ports, lease);
  return delivered;
};
