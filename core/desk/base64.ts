import type { Bytes } from '../protocol/bytes.ts';

/**
 * As `base64ToBytes` of the protocol, in native code, which is several times faster for what is long or comes in great number. Undefined when the text is not
 * the one spelling of its bytes.
 */
export const bytesOfBase64 = (text: string): Bytes | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : undefined;
};
