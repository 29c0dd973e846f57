import type { Signed } from '../../ui/Ring.tsx';

/** A count of signed handshakes as the ring takes it; more than five cannot be. */
export const signedCount = (count: number): Signed => {
  switch (count) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
      return count;
    default:
      throw new RangeError('a referral has five handshakes');
  }
};
