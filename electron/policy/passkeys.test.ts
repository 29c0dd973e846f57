import { describe, expect, it, vi } from 'vitest';
import { chooseAccount } from './passkeys.ts';

const ann = { credentialId: 'a', name: 'ann@smith', displayName: 'Ann Smith' };
const bob = { credentialId: 'b', name: 'bob@smith', displayName: '' };

describe('chooseAccount', () => {
  it('takes the only one without asking', async () => {
    const ask = vi.fn();
    expect(await chooseAccount([ann], ask)).toBe('a');
    expect(ask).not.toHaveBeenCalled();
  });

  it('asks among several by name', async () => {
    const ask = vi.fn(() => Promise.resolve(1));
    expect(await chooseAccount([ann, bob], ask)).toBe('b');
    expect(ask).toHaveBeenCalledWith(['Ann Smith', 'bob@smith']);
  });

  it('cancels with none, and when the person does', async () => {
    expect(await chooseAccount([], () => Promise.resolve(0))).toBeNull();
    expect(await chooseAccount([ann, bob], () => Promise.resolve(undefined))).toBeNull();
    expect(await chooseAccount([ann, bob], () => Promise.resolve(7))).toBeNull();
  });
});
