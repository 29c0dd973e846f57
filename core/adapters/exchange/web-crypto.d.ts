import type { webcrypto } from 'node:crypto';

// The HPKE package names these as a browser's global types; the desk is compiled without a browser's library.
declare global {
  type CryptoKey = webcrypto.CryptoKey;
  type CryptoKeyPair = webcrypto.CryptoKeyPair;
}
