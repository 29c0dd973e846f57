import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ok } from '../../core/domain/result.ts';
import type { KeyStore } from '../../core/ports/key-store.ts';

/** A key store in a file, for secrets that are worth nothing and have to outlive a process that is killed. */
export const fileKeyStore = (path: string): KeyStore => {
  const read = (): Record<string, string> => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {});
  const write = (held: Record<string, string>) => {
    writeFileSync(path, JSON.stringify(held));
    return ok(true as const);
  };
  return {
    kind: 'memory',
    weaker: true,
    get: async (name) => {
      const held = read()[name];
      return ok(held === undefined ? null : Uint8Array.from(Buffer.from(held, 'base64')));
    },
    set: async (name, secret) => write({ ...read(), [name]: Buffer.from(secret).toString('base64') }),
    delete: async (name) => {
      const { [name]: _gone, ...rest } = read();
      return write(rest);
    },
    unlock: async () => ok(true),
  };
};
