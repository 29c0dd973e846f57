import { err, ok, type Result } from '../../core/domain/result.ts';

/** A service that the server stores with, mails and sends short messages through or asks for the time. */
export type Endpoint = { readonly use: 'storage' | 'mail' | 'mail-reports' | 'sms' | 'time-stamp'; readonly host: string };

/**
 * Hosts in Australia that need no word of the operator: the Sydney (ap-southeast-2) and Melbourne (ap-southeast-4) regions of one provider and the Sydney (au1)
 * region of another, as their host names state them. Everything else is named by the operator in a file, and published with the declaration.
 */
const AUSTRALIAN: readonly string[] = [
  'api.sydney.au1.twilio.com',
  'ap-southeast-2.rds.amazonaws.com',
  'ap-southeast-4.rds.amazonaws.com',
  'email-smtp.ap-southeast-2.amazonaws.com',
  'email-smtp.ap-southeast-4.amazonaws.com',
  'email.ap-southeast-2.amazonaws.com',
  'email.ap-southeast-4.amazonaws.com',
  's3.ap-southeast-2.amazonaws.com',
  's3.ap-southeast-4.amazonaws.com',
  'sns.ap-southeast-2.amazonaws.com',
  'sns.ap-southeast-4.amazonaws.com',
];

const LOCAL: ReadonlySet<string> = new Set(['', 'localhost', '127.0.0.1', '::1', '[::1]']);

/** True for a host that is this machine. */
export const isOnThisMachine = (host: string): boolean => LOCAL.has(host.toLowerCase());

const isWithin = (host: string, listed: string): boolean => host === listed || host.endsWith(`.${listed}`);

/** Host of a web address. Errors: `bad-address`. */
export const hostOf = (address: string): Result<string, { readonly code: 'bad-address' }> => {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url === null || url.hostname === '' ? err({ code: 'bad-address' }) : ok(url.hostname.toLowerCase());
};

/** The hosts of the operator's own list: one a line, `#` starts a remark. */
export const readEndpointList = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/#.*/u, '').trim().toLowerCase())
    .filter((line) => line !== '');

/** Those endpoints that are neither on this machine nor on a list: the server does not start with one. */
export const strangers = (endpoints: readonly Endpoint[], own: readonly string[]): readonly Endpoint[] =>
  endpoints.filter(({ host }) => !isOnThisMachine(host) && ![...AUSTRALIAN, ...own].some((listed) => isWithin(host, listed)));
