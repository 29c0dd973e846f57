import { describe, expect, it } from 'vitest';
import { classificationFaults, type DependencyClasses } from './dependency-classes.ts';

const classes: DependencyClasses = {
  pure: ['zod'],
  node: ['hono'],
  dom: ['react'],
  main: [],
  tool: ['vite'],
};
const declared = { shipped: ['zod', 'hono'], development: ['react', 'vite'] };

describe('classificationFaults', () => {
  it('accepts one class for each package', () => {
    expect(classificationFaults(declared, classes)).toEqual([]);
  });

  it.each([
    [{ ...declared, shipped: ['zod', 'hono', 'left-pad'] }, classes, 'left-pad has no class'],
    [declared, { ...classes, pure: ['zod', 'hono'] }, 'hono has more than one class'],
    [{ ...declared, shipped: ['hono'] }, classes, 'zod is classified but not in package.json'],
    [{ shipped: ['zod', 'hono', 'vite'], development: ['react'] }, classes, 'vite is tool'],
    [{ shipped: ['zod', 'hono', 'react'], development: ['vite'] }, classes, 'react is dom'],
    [{ shipped: ['zod'], development: ['hono', 'react', 'vite'] }, classes, 'hono is node'],
  ])('finds a fault in %j', (packages, given, fault) => {
    expect(classificationFaults(packages, given).join('\n')).toContain(fault);
  });
});
