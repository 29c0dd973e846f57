import { AsyncEntry } from '@napi-rs/keyring';
import { err, ok, type Result } from '../../domain/result.ts';
import type { KeyStore, KeyStoreError } from '../../ports/key-store.ts';

const SERVICE = 'Flip 360 Desk';

/**
 * The operating system's key store: Credential Manager, Keychain, Secret Service. On Linux the store is pinned: without the pin the
 * library falls back silently to the kernel keyring, which is lost at reboot. Errors: `key-store-unavailable`, with the library's reason.
 */
export const osKeyStore = (service: string = SERVICE): KeyStore => {
  const entry = (name: string): AsyncEntry => new AsyncEntry(service, name, { linux: { store: 'secret-service' } });
  const attempt = async <T>(work: () => Promise<T>): Promise<Result<T, KeyStoreError>> => {
    try {
      return ok(await work());
    } catch (error) {
      return err({
        code: 'key-store-unavailable',
        why: error instanceof Error ? error.message : 'the reason is not known',
      });
    }
  };
  return {
    kind: 'os',
    weaker: false,
    get: (name) =>
      attempt(async () => {
        const secret = await entry(name).getSecret();
        // Windows has been seen to answer null once after sleep.
        const again = secret ?? (await entry(name).getSecret());
        return again === null ? null : Uint8Array.from(again);
      }),
    set: (name, secret) =>
      attempt(async () => {
        await entry(name).setSecret(secret);
        return true as const;
      }),
    delete: (name) =>
      attempt(async () => {
        await entry(name).deleteCredential();
        return true as const;
      }),
    unlock: async () => ok(true),
  };
};
