import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uuid } from '../../contract/scalars.ts';
import { uuidV7Of } from './uuid-v7.ts';

it('is a UUID of version 7 that begins with the time, whatever the random bytes are', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 31 }), fc.uint8Array({ minLength: 16, maxLength: 16 }), (seconds, random) => {
      const id = uuidV7Of(new Date(seconds * 1000).toISOString(), random);
      expect(uuid.safeParse(id).success).toBe(true);
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(seconds * 1000);
    }),
  );
});
