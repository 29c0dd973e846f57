import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { schemasText } from '../test/vectors/schemas.ts';

/** Writes docs/schemas/events.v1.json from the schemas that the program checks with. */
const folder = fileURLToPath(new URL('../docs/schemas/', import.meta.url));
await mkdir(folder, { recursive: true });
await writeFile(`${folder}events.v1.json`, schemasText());
