import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { Entropy } from '../../core/ports/entropy.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';

/**
 * Keeps what the server itself must read again, which is no ciphertext of the desks: where a webhook is told, where a practice is notified. The key stands
 * in a file outside the database, so that no backup of the database can be read with it.
 */
export type ServerCipher = {
  /** AES-256-GCM; `purpose` and `owner` are bound, so that a value cannot be moved to another row. */
  readonly seal: (purpose: string, owner: string, text: string) => Bytes;
  /** Null when it was sealed for something else, under another key, or is damaged. */
  readonly open: (purpose: string, owner: string, bytes: Bytes) => string | null;
  /** Keyed hash, hex: tells whether two values are the same to nobody who lacks the key. */
  readonly mark: (purpose: string, text: Bytes) => string;
};

const NONCE = 12;
const TAG = 16;

/** The cipher of a 32-byte key. */
export const serverCipher = (key: Bytes, entropy: Entropy): ServerCipher => {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `flip360 server ${use} v1`, 32));
  const [sealing, marking] = [derive('seal'), derive('mark')];
  const aad = (purpose: string, owner: string): Buffer => Buffer.from(JSON.stringify([purpose, owner]));
  return {
    seal: (purpose, owner, text) => {
      const nonce = entropy.bytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(aad(purpose, owner));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Uint8Array.from(Buffer.concat([nonce, body, cipher.getAuthTag()]));
    },
    open: (purpose, owner, bytes) => {
      if (bytes.length < NONCE + TAG) return null;
      const end = bytes.length - TAG;
      try {
        const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, NONCE), { authTagLength: TAG })
          .setAAD(aad(purpose, owner))
          .setAuthTag(bytes.subarray(end));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE, end)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
    mark: (purpose, text) => createHmac('sha256', marking).update(`${purpose}\n`).update(text).digest('hex'),
  };
};
