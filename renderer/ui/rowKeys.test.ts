import { describe, expect, it } from 'vitest';
import { runRowKey, type RowKeys } from './rowKeys.ts';

const press = (key: string, given: Partial<RowKeys> = {}, shiftKey = false): readonly string[] => {
  const said: string[] = [];
  const keys: RowKeys = {
    count: 10,
    active: 4,
    page: 3,
    letters: true,
    move: (to, extend) => said.push(`move ${to}${extend ? ' extend' : ''}`),
    toggle: (index) => said.push(`toggle ${index}`),
    open: (index) => said.push(`open ${index}`),
    clear: () => said.push('clear'),
    ...given,
  };
  said.push(String(runRowKey({ key, shiftKey, ctrlKey: false, metaKey: false, altKey: false }, keys)));
  return said;
};

describe('keys of a list', () => {
  it.each([
    ['j', 'move 5'],
    ['ArrowUp', 'move 3'],
    ['Home', 'move 0'],
    ['End', 'move 9'],
    ['PageDown', 'move 7'],
    ['PageUp', 'move 1'],
    ['x', 'toggle 4'],
    [' ', 'toggle 4'],
    ['Enter', 'open 4'],
    ['Escape', 'clear'],
  ])('%s does: %s', (key, done) => expect(press(key)).toEqual([done, 'true']));

  it('stops at the ends', () => {
    expect(press('j', { active: 9 })).toEqual(['move 9', 'true']);
    expect(press('k', { active: 0 })).toEqual(['move 0', 'true']);
  });

  it('extends with Shift', () => expect(press('ArrowDown', {}, true)).toEqual(['move 5 extend', 'true']));

  it('leaves letters alone when single-key shortcuts are off', () => {
    expect(press('j', { letters: false })).toEqual(['false']);
    expect(press('x', { letters: false })).toEqual(['false']);
    expect(press('ArrowDown', { letters: false })).toEqual(['move 5', 'true']);
  });

  it('does nothing in an empty list', () => expect(press('j', { count: 0 })).toEqual(['false']));
});
