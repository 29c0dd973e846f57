import { consentRows } from './consent-rows.ts';
import { fileRows } from './file-rows.ts';
import { linkRows } from './link-rows.ts';
import type { SharedRow } from './shared-row.ts';

/** Every kind of row that is shared, in an order in which it can be taken in. */
export const SHARED_ROWS: readonly SharedRow[] = [...consentRows, ...linkRows, ...fileRows];

/** The kind by its name; undefined for one of a newer version. */
export const sharedRowOf = (of: string): SharedRow | undefined => SHARED_ROWS.find((row) => row.of === of);
