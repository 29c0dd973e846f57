import { err, ok, type Result } from '../../core/domain/result.ts';
import { type Bytes, equalBytes } from '../../core/protocol/bytes.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import { MAX_TIME_STAMP_BYTES, readTimeStamp, timeStampRequest, verifyTimeStamp } from '../../core/protocol/time-stamp.ts';
import type { Fetch } from '../witness/ask-witness.ts';

/** A time-stamp authority of the operator's choice: gives the reply over a SHA-256, or says in words why there is none. */
export type TimeStampAuthority = { readonly place: string; readonly stamp: (digest: Bytes) => Promise<Result<Bytes, string>> };

/**
 * Asks an authority by HTTP (RFC 3161 §3.4). The reply has to be granted, over this digest and signed by the certificate it carries; whether that
 * authority is believed is for those who read the anchor. `timeout` in milliseconds.
 */
export const httpAuthority = (primitives: Primitives, url: string, fetchFrom: Fetch, timeout: number): TimeStampAuthority => ({
  place: url,
  stamp: async (digest) => {
    try {
      const response = await fetchFrom(url, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query' },
        body: Buffer.from(timeStampRequest(digest)),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      });
      if (!response.ok) return err(`answered ${String(response.status)}`);
      const reply = new Uint8Array(await response.arrayBuffer());
      if (reply.length > MAX_TIME_STAMP_BYTES) return err('the answer is too long');
      const read = readTimeStamp(primitives, reply);
      if (!read.ok) return err(read.error.code);
      if (!equalBytes(read.value.imprint, digest)) return err('time-stamp.imprint');
      const verified = verifyTimeStamp(primitives, reply, digest, [read.value.signer.certificate.fingerprint]);
      return verified.ok ? ok(reply) : err(verified.error.code);
    } catch (error) {
      return err(error instanceof Error ? error.message : String(error));
    }
  },
});
