import { migration as ledger } from './0010-ledger.ts';
import { migration as peopleAndKeys } from './0020-people-and-keys.ts';
import { migration as contacts } from './0030-contacts.ts';
import { migration as referrals } from './0040-referrals.ts';
import { migration as exchange } from './0050-exchange.ts';
import { migration as payouts } from './0060-payouts.ts';
import { migration as packs } from './0070-packs.ts';
import { migration as records } from './0080-records.ts';
import { migration as consents } from './0090-consents.ts';
import { migration as duplicates } from './0100-duplicates.ts';
import { migration as crm } from './0110-crm.ts';
import { migration as contactList } from './0120-contact-list.ts';
import { migration as campaigns } from './0130-campaigns.ts';
import { migration as erasures } from './0140-erasures.ts';
import { migration as privateFiles } from './0150-private-files.ts';
import { migration as relationships } from './0160-relationships.ts';
import { migration as eventTypes } from './0170-event-types.ts';
import { migration as importUpdates } from './0180-import-updates.ts';
import { migration as unaskedFiles } from './0190-unasked-files.ts';
import { migration as abnLookups } from './0200-abn-lookups.ts';
import { migration as network } from './0210-network.ts';
import { migration as signingLinks } from './0230-signing-links.ts';
import { migration as peerCheckpoints } from './0240-peer-checkpoints.ts';
import { migration as sharedBook } from './0250-shared-book.ts';
import { migration as crmDrafts } from './0260-crm-drafts.ts';
import { migration as removalsOfARound } from './0270-removals-of-a-round.ts';
import { migration as endedLogs } from './0280-ended-logs.ts';
import { migration as welcomes } from './0300-welcomes.ts';
import { migration as voidEvents } from './0310-void-events.ts';
import { migration as streamForks } from './0320-stream-forks.ts';
import { migration as linksOfAPractice } from './0340-links-of-a-practice.ts';
import { migration as sharedFiles } from './0350-shared-files.ts';
import { migration as referralsByFirstEvent } from './0360-referrals-by-first-event.ts';

/** Every step in order. */
export const migrations = [
  ledger,
  peopleAndKeys,
  contacts,
  referrals,
  exchange,
  payouts,
  packs,
  records,
  consents,
  duplicates,
  crm,
  contactList,
  campaigns,
  erasures,
  privateFiles,
  relationships,
  eventTypes,
  importUpdates,
  unaskedFiles,
  abnLookups,
  network,
  signingLinks,
  peerCheckpoints,
  sharedBook,
  crmDrafts,
  removalsOfARound,
  endedLogs,
  welcomes,
  voidEvents,
  streamForks,
  linksOfAPractice,
  sharedFiles,
  referralsByFirstEvent,
];
