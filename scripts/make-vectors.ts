import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { vectorFiles } from '../test/vectors/all.ts';

/** Writes docs/vectors: every file anew, nothing else left behind. */
const folder = fileURLToPath(new URL('../docs/vectors/', import.meta.url));
const files = await vectorFiles();
await mkdir(`${folder}packs`, { recursive: true });
for (const name of await readdir(folder, { recursive: true })) {
  if (/\.(json|zip)$/u.test(name) && !files.has(name)) await rm(`${folder}${name}`);
}
for (const [name, bytes] of files) await writeFile(`${folder}${name}`, bytes);
process.stdout.write(`${String(files.size)} files, ${String([...files.values()].reduce((sum, bytes) => sum + bytes.length, 0))} bytes\n`);
