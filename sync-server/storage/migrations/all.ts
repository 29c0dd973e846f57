import { migration as server } from './0010-server.ts';
import { migration as signingRequests } from './0050-signing-requests.ts';
import { migration as anchors } from './0060-anchors.ts';
import { migration as lanes } from './0080-lanes.ts';
import { migration as books } from './0090-books.ts';
import { migration as crm } from './0100-crm.ts';
import { migration as notices } from './0110-notices.ts';
import { migration as bookDesks } from './0120-book-desks.ts';
import { migration as officePage } from './0130-office-page.ts';
import { migration as arrivals } from './0140-arrivals.ts';
import { migration as bookParts } from './0150-book-parts.ts';

/** One frozen step of the server's schema, for both databases. Versions rise in tens; a released step is never edited. */
export type ServerMigration = {
  readonly version: number;
  readonly name: string;
  readonly tables: string;
  readonly appendOnly: readonly string[];
};

/** Every step, oldest first. */
export const migrations: readonly ServerMigration[] = [
  server,
  signingRequests,
  anchors,
  lanes,
  books,
  crm,
  notices,
  bookDesks,
  officePage,
  arrivals,
  bookParts,
];
