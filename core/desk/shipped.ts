import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedFiles } from './context.ts';

/** What knows where the shipped files are: an open desk, or the options of one that is not set up yet. */
export type Shipped = { readonly shipped: ShippedFiles };

/**
 * A reader of one shipped JSON file, `name` being its path in the folder of resources. Each file is read and parsed once for each folder. Throws
 * when `parse` does, or the file is missing: a fault of the release.
 */
export const shippedFile = <T>(name: string, parse: (value: unknown) => T): ((desk: Shipped) => T) => {
  const read = new Map<string, { readonly value: T }>();
  return ({ shipped }) => {
    const path = join(shipped.resources, name);
    const known = read.get(path) ?? { value: parse(JSON.parse(readFileSync(path, 'utf8'))) };
    read.set(path, known);
    return known.value;
  };
};
