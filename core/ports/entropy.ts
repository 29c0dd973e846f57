import { uuidV7Of } from '../domain/identity/uuid-v7.ts';

/** The only source of randomness. */
export type Entropy = {
  /** `length` random bytes. */
  readonly bytes: (length: number) => Uint8Array<ArrayBuffer>;
};

/** UUID version 7 (RFC 9562 §5.7) of an instant. */
export const uuidV7 = (entropy: Entropy, at: string): string => uuidV7Of(at, entropy.bytes(16));
