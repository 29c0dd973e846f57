import { describe, expect, it } from 'vitest';
import { compareGroup, placeInGroup } from './typedGroup.ts';

describe('typing the recovery key back', () => {
  it('accepts the group in any case, with spaces', () => expect(compareGroup(' r9 td', 'R9TD')).toEqual({ state: 'right' }));
  it('waits while it is short', () => expect(compareGroup('R9', 'R9TD')).toEqual({ state: 'short' }));
  it('says nothing of an empty field', () => expect(compareGroup('', 'R9TD')).toEqual({ state: 'empty' }));
  it('names the place of the first difference', () => {
    expect(compareGroup('3YH5', '3YHS')).toEqual({ state: 'differs', at: 3 });
    expect(placeInGroup(3, 4)).toBe('Look at the last character');
    expect(placeInGroup(1, 4)).toBe('Look at the second character');
  });
  it('refuses what is too long', () => {
    expect(compareGroup('3YHSX', '3YHS')).toEqual({ state: 'differs', at: 4 });
    expect(placeInGroup(4, 4)).toBe('It is too long');
  });
});
