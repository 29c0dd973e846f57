import { join } from 'node:path';

/** Path of a file that the product ships in `resources`, for example `demo/contacts-sample.csv`. */
export const resourceFile = (name: string): string => join(import.meta.dirname, '..', '..', 'resources', name);
