import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, writeDurably } from '../../adapters/files/durable-file.ts';
import { sealRootFile } from '../../adapters/keys/root-file.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import type { Signer } from '../context.ts';
import { signerOf } from '../keys/signers.ts';

const FOLDER = 'root-keys';
const SUFFIX = '.flip360-root';

/** A root key while the network is founded: it leaves the desk as a file and is held nowhere else. */
export type NewRoot = { readonly name: string; readonly seed: Bytes; readonly signer: Signer };

/** Fresh root keys for a founding, named Root 1 … */
export const newRoots = (
  { entropy, primitives }: { readonly entropy: Entropy; readonly primitives: Primitives },
  count: number,
): NewRoot[] =>
  Array.from({ length: count }, (_, position) => {
    const seed = entropy.bytes(32);
    return { name: `Root ${String(position + 1)}`, seed, signer: signerOf(primitives, seed) };
  });

/**
 * Writes each root to a file of its own under `root-keys` in the data folder, sealed by its own passphrase, reads it back and forgets the seed.
 * Answers the paths. From there the files are to be moved to where the roots are kept, each by itself. Throws when the disk refuses.
 */
export const writeRootFiles = async (
  entropy: Entropy,
  dataFolder: string,
  network: { readonly network: string; readonly net: string },
  roots: readonly NewRoot[],
  passphrases: readonly string[],
): Promise<readonly string[]> => {
  const paths: string[] = [];
  for (const [position, { name, seed, signer }] of roots.entries()) {
    const path = join(dataFolder, FOLDER, `root-${String(position + 1)}${SUFFIX}`);
    const bytes = await sealRootFile(
      entropy,
      { network: network.network, net: network.net, name, key: signer.key },
      seed,
      passphrases[position] ?? '',
    );
    writeDurably(path, bytes);
    if (readIfThere(path)?.length !== bytes.length) throw new Error(`the root file does not read back: ${name}`);
    seed.fill(0);
    paths.push(path);
  }
  return paths;
};

/** Names of root files that still lie in the data folder, where they ought not to stay. */
export const rootFilesLeft = (dataFolder: string): readonly string[] => {
  try {
    return readdirSync(join(dataFolder, FOLDER)).filter((name) => name.endsWith(SUFFIX));
  } catch {
    return [];
  }
};
