import { X509Certificate } from 'node:crypto';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import type { Fetch } from '../witness/ask-witness.ts';
import type { SnsTopic } from './sns-message.ts';

const TIMEOUT_MS = 5000;
const MOST_BYTES = 16_384;
const MOST_KEPT = 8;
const LEAST_BITS = 2048;
/** SNS changes its certificate a few times a year. Whoever posts can name certificates that are none: they must not send this server out at will. */
const ASK_RATE = { perSecond: 0.1, burst: 10 } as const;
const PATH = /^\/SimpleNotificationService-[0-9a-f]{8,64}\.pem$/u;

/** `not-its`: the address or the certificate is not one of SNS in this region. `unreachable`: nobody knows, asking later is right. */
export type SnsHostFailure = { readonly code: 'not-its' | 'unreachable' };

/** What is asked of Amazon SNS itself, at the one host of a topic’s region. */
export type SnsHost = {
  /** The certificate at an address that a message names. */
  readonly certificate: (url: string) => Promise<Result<X509Certificate, SnsHostFailure>>;
  /** Confirms that reports shall come here, by the token of a message that was verified. The address is made here and not taken from the message. */
  readonly confirm: (token: string) => Promise<Result<true, SnsHostFailure>>;
};

/** The text of an answer; undefined when it is longer than it may be. */
const shortText = async (response: Response): Promise<string | undefined> => {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    length += part.value.length;
    if (length > MOST_BYTES) {
      await reader?.cancel();
      return undefined;
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts).toString('latin1');
};

const readCertificate = (pem: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
};

/**
 * Whether a certificate is one of SNS for the region that may be used now. Its issuer is vouched for by the encrypted connection to the host that it was
 * fetched from. Regions that are switched on by hand have names of their own.
 */
const isItsCertificate = (certificate: X509Certificate, { host }: SnsTopic, now: string): boolean => {
  const { publicKey, validFromDate, validToDate } = certificate;
  const at = new Date(now);
  const isNamed = ['sns.amazonaws.com', host, host.replace(/^sns\./u, 'sns-signing.')].some(
    (name) => certificate.checkHost(name) !== undefined,
  );
  return (
    isNamed &&
    publicKey.asymmetricKeyType === 'rsa' &&
    (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_BITS &&
    validFromDate <= at &&
    at <= validToDate
  );
};

/** The host of a topic’s region, asked by `fetchFrom`: https alone, no redirect, 5 s, 16 KiB, ten times at once and once in ten seconds after that. */
export const snsHost = (topic: SnsTopic, clock: Clock, fetchFrom: Fetch): SnsHost => {
  const limiter = createRateLimiter(clock, ASK_RATE);
  const kept = new Map<string, X509Certificate>();
  const ask = async (path: string): Promise<Result<string, SnsHostFailure>> => {
    if (limiter.take('') > 0) return err({ code: 'unreachable' });
    try {
      const response = await fetchFrom(`https://${topic.host}${path}`, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      const text = await shortText(response);
      return response.ok && text !== undefined ? ok(text) : err({ code: 'unreachable' });
    } catch {
      return err({ code: 'unreachable' });
    }
  };
  const asking = new Map<string, Promise<Result<X509Certificate, SnsHostFailure>>>();
  const fetched = async (path: string): Promise<Result<X509Certificate, SnsHostFailure>> => {
    const text = await ask(path);
    if (!text.ok) return text;
    const certificate = readCertificate(text.value);
    if (certificate === undefined) return err({ code: 'not-its' });
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(path, certificate);
    return ok(certificate);
  };
  /** Messages that come at once ask once. */
  const known = async (path: string): Promise<Result<X509Certificate, SnsHostFailure>> => {
    const held = kept.get(path);
    if (held !== undefined) return ok(held);
    const one = asking.get(path) ?? fetched(path).finally(() => asking.delete(path));
    asking.set(path, one);
    return one;
  };
  return {
    certificate: async (url) => {
      const path = url.startsWith(`https://${topic.host}/`) ? url.slice(`https://${topic.host}`.length) : '';
      if (!PATH.test(path)) return err({ code: 'not-its' });
      const certificate = await known(path);
      if (!certificate.ok || isItsCertificate(certificate.value, topic, clock.now())) return certificate;
      return err({ code: 'not-its' });
    },
    confirm: async (token) => {
      const query = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn: topic.arn, Token: token });
      const confirmed = await ask(`/?${query.toString()}`);
      return confirmed.ok ? ok(true) : confirmed;
    },
  };
};
