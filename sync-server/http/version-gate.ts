import type { MiddlewareHandler } from 'hono';
import { CLIENT_HEADER, MIN_CLIENT_HEADER, PROTOCOL_HEADER, PROTOCOL_VERSION, TIME_HEADER } from '../../core/contract/network/headers.ts';
import type { ServerPorts } from '../ports.ts';
import { problemResponse, refuse } from './problem.ts';

/** True when version `a` is older than `b`; both are `major.minor.patch`. */
export const isOlder = (a: string, b: string): boolean => {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let at = 0; at < 3; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};

const CLIENT = /^(\d{1,5}\.\d{1,5}\.\d{1,5}); protocol=(\d{1,5})$/u;

/** Says with each answer which versions the server speaks and its time. */
export const withServerHeaders = ({ clock, settings }: Pick<ServerPorts, 'clock' | 'settings'>): MiddlewareHandler => {
  return async (c, next) => {
    await next();
    c.header(PROTOCOL_HEADER, String(PROTOCOL_VERSION));
    c.header(MIN_CLIENT_HEADER, settings.minClient);
    c.header(TIME_HEADER, clock.now());
  };
};

/** Refuses a desk that does not say its version, that is too old, or that speaks another protocol: 426, in words. */
export const versionGate = ({ settings }: Pick<ServerPorts, 'settings'>): MiddlewareHandler => {
  return async (c, next) => {
    const stated = CLIENT.exec(c.req.header(CLIENT_HEADER) ?? '');
    const [version, protocol] = [stated?.[1], Number(stated?.[2] ?? 0)];
    if (version !== undefined && !isOlder(version, settings.minClient) && protocol === PROTOCOL_VERSION) return next();
    const detail =
      version === undefined
        ? `The header ${CLIENT_HEADER} does not say which version is calling.`
        : protocol !== PROTOCOL_VERSION
          ? `This server speaks protocol ${PROTOCOL_VERSION}, the desk protocol ${protocol}.`
          : `This desk has version ${version}; this server serves ${settings.minClient} and newer.`;
    const refused = refuse(426, 'version', 'These versions do not fit', {
      detail,
      next:
        protocol > PROTOCOL_VERSION
          ? 'The operator of the server has to update it. The desk keeps what it has to send until then.'
          : 'Update the desk. It keeps what it has to send until then.',
    });
    return problemResponse(refused.error, { upgrade: `flip360/${PROTOCOL_VERSION}` });
  };
};
