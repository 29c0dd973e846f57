/** UUID version 7 (RFC 9562 §5.7) of an instant: 48 bits of milliseconds, 74 taken from the 16 random bytes. */
export const uuidV7Of = (at: string, random: Uint8Array): string => {
  const bytes = Uint8Array.from(random);
  const ms = Date.parse(at);
  for (let index = 0; index < 6; index += 1) bytes[index] = Math.floor(ms / 2 ** (8 * (5 - index))) & 0xff;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
