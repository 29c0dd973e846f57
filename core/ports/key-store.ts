import type { Result } from '../domain/result.ts';

/** Why the key store of this computer cannot be used. */
export type KeyStoreError =
  | { readonly code: 'key-store-unavailable'; readonly why: string }
  | { readonly code: 'key-store-locked' }
  | { readonly code: 'wrong-passphrase' };

/**
 * Where the device secret lives, outside the data folder: the operating system's key store, or a file sealed by a passphrase.
 * Values are small (under 2 KiB).
 */
export type KeyStore = {
  readonly kind: 'os' | 'passphrase-file' | 'memory';
  /** Shown as weaker: the secret is only as good as a passphrase. */
  readonly weaker: boolean;
  readonly get: (name: string) => Promise<Result<Uint8Array | null, KeyStoreError>>;
  readonly set: (name: string, secret: Uint8Array) => Promise<Result<true, KeyStoreError>>;
  readonly delete: (name: string) => Promise<Result<true, KeyStoreError>>;
  /** Opens a store that is sealed by a passphrase; a store of the operating system answers at once. */
  readonly unlock: (passphrase: string) => Promise<Result<true, KeyStoreError>>;
};
