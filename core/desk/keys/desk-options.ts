import type { Fetch } from '../../adapters/network/http-server-client.ts';
import type { KeyStoreKind } from '../../adapters/keys/key-stores.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import type { TextSender } from '../../ports/message-senders.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import type { DeskContext, Mailer, MountOrigin, ShippedFiles } from '../context.ts';
import type { FoundOffice } from './founding.ts';

/** Everything a desk takes from outside; nothing in `core/desk` reaches for a clock, randomness or a folder of its own. */
export type DeskOptions = {
  readonly dataFolder: string;
  /** Outside the data folder and every backup: instance lock, high-water mark, key file. */
  readonly keyFolder: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly primitives: Primitives;
  /** The key store of the kind an installation has chosen; null on the first run. */
  readonly keyStore: (kind: KeyStoreKind | null, install: string) => Promise<KeyStore>;
  readonly origin: MountOrigin;
  readonly version: string;
  /** IANA zone, for example Australia/Sydney. */
  readonly zone: string;
  readonly shipped: ShippedFiles;
  /** The practice's own mail server as its settings name it; null while there is none. */
  readonly mailer: (desk: Pick<DeskContext, 'db' | 'vault'>) => Mailer | null;
  /** The practice's own account for text messages as its settings name it; null while there is none. */
  readonly texter: (desk: Pick<DeskContext, 'db' | 'vault'>) => TextSender | null;
  /** Founds the network of an office desk; null where offices are not made. */
  readonly foundOffice: FoundOffice | null;
  /** How the desk reaches a sync server; `live` false where rounds are run by hand. */
  readonly network: { readonly fetch: Fetch; readonly live: boolean };
};
