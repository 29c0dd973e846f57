import { ok, type Result } from '../../core/domain/result.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';

/** Where the office's page is: passkeys are made for this host and answered at this origin alone. */
export type PageAddress = { readonly origin: string; readonly rpId: string };

/** The address of the page, from the operator's public address. Errors: 503 where there is none. */
export const pageAddress = ({ settings }: Pick<ServerPorts, 'settings'>): Result<PageAddress, Refused> => {
  const { origin, hostname } = new URL(settings.publicUrl ?? 'http://[::1]');
  // A passkey belongs to the name of a host; an address of numbers has none.
  if (/^[\d.]+$|:/u.test(hostname))
    return refuse(503, 'office.no-address', 'This server does not know its own address', {
      detail: 'Its operator has set no public-url with the name of a host, and a passkey belongs to one.',
      next: 'Ask the operator to set public-url and to start the server again.',
    });
  return ok({ origin, rpId: hostname });
};
