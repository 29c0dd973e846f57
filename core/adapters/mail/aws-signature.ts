import { createHash, createHmac } from 'node:crypto';

/** Access to one service of AWS in one region. */
export type AwsAccess = { readonly keyId: string; readonly secret: string; readonly region: string; readonly service: string };
/** A request to sign. `path` is encoded already; header names are lower case; there is no query. */
export type AwsRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `20150830T123600Z` of an ISO 8601 instant. */
export const awsTime = (at: string): string => `${at.slice(0, 19).replaceAll(/[-:]/gu, '')}Z`;

/** The `authorization` header of a request (AWS Signature Version 4); `headers` must hold `host` and `x-amz-date`. */
export const awsAuthorization = ({ keyId, secret, region, service }: AwsAccess, { method, path, headers, body }: AwsRequest): string => {
  const names = Object.keys(headers).toSorted();
  const time = headers['x-amz-date'] ?? '';
  const day = time.slice(0, 8);
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/gu, ' ')}\n`).join('');
  const request = [method, path, '', lines, signed, digest(body)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, digest(request)].join('\n')).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
};
