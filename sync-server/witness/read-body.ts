import type { IncomingMessage } from 'node:http';

/** Largest body that the small programs beside the server read, in bytes. */
export const MAX_BODY = 256 * 1024;

/** The whole body of a request, or null when it is longer than `limit` bytes or breaks off. */
export const readBody = async (request: IncomingMessage, limit: number): Promise<Uint8Array | null> => {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request) {
      if (!Buffer.isBuffer(part)) return null;
      length += part.length;
      if (length > limit) return null;
      parts.push(part);
    }
  } catch {
    return null;
  }
  return Uint8Array.from(Buffer.concat(parts));
};
