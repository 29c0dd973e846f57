import type { z } from 'zod';
import type { recoveryCheck, setupAnswer, setupInput } from '../contract/status.ts';
import type { Result } from '../domain/result.ts';
import type { Bytes } from '../protocol/bytes.ts';
import type { KeyStore } from '../ports/key-store.ts';
import type { DeskContext, ShippedFiles } from './context.ts';
import type { BackupShelf } from './backup/shelf.ts';
import type { Mark } from './ledger/high-water.ts';
import type { Refusal } from './refusal.ts';

/** What the data folder holds and whether it could be opened. */
export type RuntimeState =
  | { readonly phase: 'first-run' }
  /** The passphrase of the key file is needed, or the key store does not answer. */
  | { readonly phase: 'locked'; readonly refusal: Refusal }
  /** The key store answers but does not hold this desk's key: the recovery key opens it. */
  | { readonly phase: 'keys-lost'; readonly refusal: Refusal }
  | { readonly phase: 'damaged'; readonly refusal: Refusal }
  | { readonly phase: 'open'; readonly desk: DeskContext };

export type SetupInput = z.infer<typeof setupInput>;
export type SetupAnswer = z.infer<typeof setupAnswer>;
export type RecoveryCheck = z.infer<typeof recoveryCheck>;

/** The life of a desk: created, opened, locked, restored. The only place that replaces the open `DeskContext`. */
export type Runtime = {
  readonly state: () => RuntimeState;
  readonly dataFolder: string;
  readonly shipped: ShippedFiles;
  /** Names this installation; before the first run, the name it will have. */
  readonly install: () => string;
  readonly keyStore: () => {
    readonly kind: KeyStore['kind'];
    readonly weaker: boolean;
    readonly locked: boolean;
  };
  /** First run: keys, database, recovery key. Nothing of it counts before it has answered. */
  readonly setUp: (input: SetupInput) => RuntimeResult<SetupAnswer>;
  /** First run of a further desk of a practice, by the invitation that another desk of it made. */
  readonly setUpDesk: (input: { readonly file: Bytes; readonly pin: string }) => RuntimeResult<SetupAnswer>;
  /** Two groups of the recovery key typed back. */
  readonly confirmRecoveryKey: (input: RecoveryCheck) => Result<true, Refusal>;
  /** A new recovery key takes the place of the old one. */
  readonly renewRecoveryKey: () => Result<Pick<SetupAnswer, 'recoveryGroups' | 'askedGroups'>, Refusal>;
  readonly unlock: (passphrase: string) => RuntimeResult<true>;
  /** Opens a desk whose key store lost its key. It is then in recovery: its other keys are gone with the device secret. */
  readonly openWithRecoveryKey: (recoveryKey: string) => RuntimeResult<true>;
  /** The backups of this desk; reachable even when the database is damaged. Null before the first run and while locked. */
  readonly backups: () => BackupShelf | null;
  /** Puts a checked backup beside the database; the next start swaps it in, and until then the desk signs nothing. */
  readonly restore: (input: { readonly id: string; readonly recoveryKey?: string | undefined }) => Result<true, Refusal>;
  /** What this desk has acknowledged; null when the mark is missing, unreadable or another machine's. */
  readonly mark: () => Mark | null;
  /** Ends a recovery: the mark is set to what the ledger holds. The caller has checked that nothing is missing. */
  readonly endRecovery: () => void;
  readonly close: () => Promise<void>;
};

export type RuntimeResult<T> = Promise<Result<T, Refusal>>;
