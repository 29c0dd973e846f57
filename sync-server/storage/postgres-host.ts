import pg from 'pg';
import { err, ok, type Result } from '../../core/domain/result.ts';

/**
 * The host that a connection string leads to, as the driver itself reads it (parameters of the string and `PGHOST` count); '' for a socket on the same
 * machine. Nothing is connected. Errors: `bad-address`.
 */
export const databaseHostOf = (url: string): Result<string, { readonly code: 'bad-address' }> => {
  try {
    const { host } = new pg.Client({ connectionString: url });
    return ok(host.startsWith('/') ? '' : host.toLowerCase());
  } catch {
    return err({ code: 'bad-address' });
  }
};
