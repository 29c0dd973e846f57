import { isIP } from 'node:net';

const INNER = ['localhost', 'local', 'internal', 'lan', 'home', 'corp', 'test', 'invalid', 'example'];

/**
 * True for an https address with the name of a public host on the usual port: the server is not to be sent to machines beside it. A name that resolves
 * to an inner address is not recognised here; an operator who has such machines lets the server out through a proxy.
 */
export const isWebhookHost = (address: string): boolean => {
  try {
    const { protocol, hostname, port, username, password } = new URL(address);
    const labels = hostname.split('.');
    return (
      protocol === 'https:' &&
      port === '' &&
      username === '' &&
      password === '' &&
      !hostname.startsWith('[') &&
      isIP(hostname) === 0 &&
      labels.length > 1 &&
      // A name that ends with a dot is the same host.
      !labels.includes('') &&
      !INNER.includes(labels.at(-1) ?? '')
    );
  } catch {
    return false;
  }
};
