import { describe, expect, it } from 'vitest';
import { seededEntropy } from './seeded-entropy.ts';

describe('seededEntropy', () => {
  it('repeats for one seed and name, differs for another, and is one stream whatever the lengths asked', () => {
    const whole = seededEntropy(1, 'smith').bytes(100);
    const parts = seededEntropy(1, 'smith');
    expect([...parts.bytes(7), ...parts.bytes(60), ...parts.bytes(33)]).toEqual([...whole]);
    expect(seededEntropy(1, 'abc').bytes(32)).not.toEqual(whole.slice(0, 32));
    expect(seededEntropy(2, 'smith').bytes(32)).not.toEqual(whole.slice(0, 32));
    expect(seededEntropy(1, 'smith').bytes(0)).toHaveLength(0);
  });
});
