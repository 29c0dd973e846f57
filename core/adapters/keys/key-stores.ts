import { join } from 'node:path';
import type { Entropy } from '../../ports/entropy.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import { osKeyStore } from './os-key-store.ts';
import { passphraseFileKeyStore } from './passphrase-file-key-store.ts';

/** The kind that an installation uses: chosen at its first run and kept, so that a store that is briefly away is never replaced by a weaker one. */
export type KeyStoreKind = KeyStore['kind'];

const PROBE = 'availability';

/** True when the operating system's key store takes, gives back and forgets a value. */
export const osKeyStoreWorks = async (store: KeyStore): Promise<boolean> => {
  const probe = Uint8Array.of(1, 2, 3);
  if (!(await store.set(PROBE, probe)).ok) return false;
  const read = await store.get(PROBE);
  await store.delete(PROBE);
  return read.ok && read.value !== null && read.value.join() === probe.join();
};

/** The passphrase file of an installation: found again when its data folder was moved. */
export const passphraseFileOf = (keyFolder: string, install: string): string => join(keyFolder, install, 'keys.sealed');

/** The key store of this computer: of the kind that was chosen before, else the operating system's where it works, else a passphrase file. */
export const chooseKeyStore = async (
  kind: KeyStoreKind | null,
  options: { readonly keyFolder: string; readonly install: string; readonly entropy: Entropy },
): Promise<KeyStore> => {
  const file = (): KeyStore =>
    passphraseFileKeyStore({
      path: passphraseFileOf(options.keyFolder, options.install),
      entropy: options.entropy,
    });
  if (kind === 'passphrase-file') return file();
  const system = osKeyStore();
  return kind === 'os' || (await osKeyStoreWorks(system)) ? system : file();
};
