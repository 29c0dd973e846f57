import { resolve } from 'node:path';

/**
 * A path as the person means it: from where they stand. npm runs the script `flip360` in the project's folder and says in INIT_CWD where
 * the person was; outside npm that variable may be left over from anything.
 */
export const placeOf = (path: string): string =>
  resolve(process.env['npm_lifecycle_event'] === 'flip360' ? (process.env['INIT_CWD'] ?? process.cwd()) : process.cwd(), path);
