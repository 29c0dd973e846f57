import { describe, expect, it } from 'vitest';
import { gridTracks } from './stretchGrid.ts';
import { runStretchKey, type StretchKeys } from './stretchKeys.ts';

const pressed = (
  key: string,
  change: Partial<StretchKeys> = {},
  held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {},
) => {
  const told: string[] = [];
  const used = runStretchKey(
    { key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held },
    {
      count: 100,
      active: 10,
      cell: null,
      cells: 4,
      page: 20,
      letters: true,
      move: (to, extend) => told.push(`move ${String(to)}${extend ? ' extend' : ''}`),
      goTo: (cell) => told.push(`cell ${String(cell)}`),
      toggle: () => told.push('toggle'),
      open: () => told.push('open'),
      peek: () => told.push('peek'),
      edit: () => {
        told.push('edit');
        return true;
      },
      all: () => told.push('all'),
      clear: () => told.push('clear'),
      ...change,
    },
  );
  return used ? told.join() : `unused ${told.join()}`.trim();
};

describe('runStretchKey', () => {
  it.each([
    ['j', {}, {}, 'move 11'],
    ['ArrowUp', {}, { shiftKey: true }, 'move 9 extend'],
    ['End', {}, {}, 'move 99'],
    ['x', {}, {}, 'toggle'],
    [' ', {}, {}, 'peek'],
    ['Enter', {}, {}, 'open'],
    ['Enter', { cell: 2 }, {}, 'edit'],
    ['F2', {}, {}, 'edit'],
    ['e', {}, {}, 'edit'],
    ['e', { letters: false }, {}, 'unused'],
    ['ArrowRight', {}, {}, 'cell 0'],
    ['ArrowRight', { cell: 3 }, {}, 'cell 3'],
    ['ArrowLeft', { cell: 0 }, {}, 'cell null'],
    ['a', {}, { ctrlKey: true }, 'all'],
    ['Escape', {}, {}, 'clear'],
    ['Enter', {}, { altKey: true }, 'unused'],
    ['j', { count: 0 }, {}, 'unused'],
    ['q', {}, {}, 'unused'],
  ])('%s %j %j is %s', (key, change, held, expected) => {
    expect(pressed(key, change, held)).toBe(expected);
  });
});

describe('gridTracks', () => {
  it('keeps a chosen width and lets the others share the rest', () => {
    expect(
      gridTracks([
        { width: 200, fixed: false },
        { width: 90, fixed: true },
      ]),
    ).toBe('38px minmax(200px, 200fr) 90px');
  });
});
