import { err, ok } from '../../domain/result.ts';
import type { KeyStore } from '../../ports/key-store.ts';

/** A key store that forgets everything with the process: tests, and demo desks whose secrets are worth nothing. */
export const memoryKeyStore = (options: { readonly unavailable?: string } = {}): KeyStore => {
  const held = new Map<string, Uint8Array>();
  const refused = options.unavailable === undefined ? undefined : err({ code: 'key-store-unavailable' as const, why: options.unavailable });
  return {
    kind: 'memory',
    weaker: true,
    get: async (name) => refused ?? ok(held.get(name)?.slice() ?? null),
    set: async (name, secret) => {
      if (refused !== undefined) return refused;
      held.set(name, secret.slice());
      return ok(true);
    },
    delete: async (name) => {
      if (refused !== undefined) return refused;
      held.delete(name);
      return ok(true);
    },
    unlock: async () => refused ?? ok(true),
  };
};
