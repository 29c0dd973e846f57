/** Base64 of a column of bytes, natively: both drivers answer buffers, and a page of them is megabytes. */
export const base64OfStored = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
