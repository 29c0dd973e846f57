import { createHmac, timingSafeEqual } from 'node:crypto';

/** A report older or newer than this by the server's clock is not taken: it may be a copy. */
const SKEW_SECONDS = 300;

/** Key of a webhook's secret (`whsec_` and base64); undefined for a text that is none, or has fewer than 24 bytes. */
export const webhookKey = (secret: string): Buffer | undefined => {
  const [, text = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/u.exec(secret) ?? [];
  const key = Buffer.from(text, 'base64');
  return key.length >= 24 ? key : undefined;
};

/** Headers of a signed webhook. */
export type WebhookHeaders = { readonly id: string; readonly timestamp: string; readonly signature: string };

/** Whether a webhook is signed by the key (Svix: HMAC-SHA256 over `id.timestamp.body`, one of several `v1,` signatures) and of now (`now`, an instant). */
export const isSignedWebhook = (key: Uint8Array, { id, timestamp, signature }: WebhookHeaders, body: string, now: string): boolean => {
  const at = /^\d{1,12}$/u.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (id === '' || !(Math.abs(Date.parse(now) / 1000 - at) <= SKEW_SECONDS)) return false;
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signature.split(' ').some((one) => {
    const given = Buffer.from(one.startsWith('v1,') ? one.slice(3) : '', 'base64');
    return given.length === right.length && timingSafeEqual(given, right);
  });
};
