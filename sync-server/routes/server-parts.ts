import type { KeyBook } from '../admissions/keys.ts';
import type { StampOf } from '../chain/stamp-on-request.ts';
import type { Publisher } from '../log/publish.ts';
import type { CheckedTicket } from '../log/read-tickets.ts';
import type { TicketResult } from '../../core/contract/network/log.ts';
import type { ParcelResult } from '../../core/contract/network/parcels.ts';
import type { Watch } from '../live/watch.ts';
import type { CheckedParcel } from '../parcels/read-parcels.ts';
import type { BookEntryResult } from '../../core/contract/network/book.ts';
import type { CheckedEntry } from '../books/read-entries.ts';
import type { ServerPorts } from '../ports.ts';
import type { TokenSecrets } from '../sessions/secrets.ts';

/** What the routes of one server process share. */
export type ServerParts = ServerPorts & {
  readonly keys: KeyBook;
  readonly secrets: TokenSecrets;
  readonly publisher: Publisher;
  readonly stampOf: StampOf;
  readonly watch: Watch;
  readonly sequence: (tickets: readonly (CheckedTicket | TicketResult)[]) => Promise<readonly TicketResult[]>;
  readonly enter: (entries: readonly (CheckedEntry | BookEntryResult)[]) => Promise<readonly BookEntryResult[]>;
  readonly deliver: (parcels: readonly (CheckedParcel | ParcelResult)[]) => Promise<readonly ParcelResult[]>;
};
