import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a package may be used: pure everywhere; node, dom and main in their part; tool in tests and scripts. */
const dependencyClasses = ['pure', 'node', 'dom', 'main', 'tool'] as const;

export type DependencyClass = (typeof dependencyClasses)[number];
export type DependencyClasses = Readonly<Record<DependencyClass, readonly string[]>>;

/** Reads scripts/dependencies.json; throws if it does not have exactly the five lists. */
export const readDependencyClasses = (): DependencyClasses => {
  const list = z.array(z.string());
  const schema = z.strictObject({ pure: list, node: list, dom: list, main: list, tool: list });
  return schema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'dependencies.json'), 'utf8')));
};

/** Package names by section of package.json. */
export type DeclaredPackages = {
  readonly shipped: readonly string[];
  readonly development: readonly string[];
};

/** What is wrong with the classification, one sentence each; empty when every package has exactly one class. */
export const classificationFaults = (declared: DeclaredPackages, classes: DependencyClasses): readonly string[] => {
  const all = [...declared.shipped, ...declared.development];
  const entries = dependencyClasses.flatMap((name) => classes[name].map((dependency) => ({ name, dependency })));
  const classesOf = (dependency: string) => entries.filter((entry) => entry.dependency === dependency);
  const misplaced = (list: readonly string[], unwanted: string, advice: string) =>
    list
      .filter((dependency) => classesOf(dependency).some((entry) => entry.name === unwanted))
      .map((dependency) => `${dependency} is ${unwanted}: ${advice}`);
  return [
    ...all
      .filter((dependency) => classesOf(dependency).length === 0)
      .map((dependency) => `${dependency} has no class: add it to scripts/dependencies.json`),
    ...all
      .filter((dependency) => classesOf(dependency).length > 1)
      .map((dependency) => `${dependency} has more than one class in scripts/dependencies.json`),
    ...entries
      .filter((entry) => !all.includes(entry.dependency))
      .map((entry) => `${entry.dependency} is classified but not in package.json`),
    ...misplaced(declared.shipped, 'tool', 'it belongs in devDependencies'),
    ...misplaced(declared.shipped, 'dom', 'the window bundles it, so it belongs in devDependencies'),
    ...misplaced(declared.development, 'node', 'the desk needs it at run time, so it belongs in dependencies'),
  ];
};
